import type { Board } from '../types';
import { words } from '../words';

interface Props { boards: readonly Board[]; first: string; choose: (id: string) => void }

/** The board that tries a change before the others. */
export function FirstBoard({ boards, first, choose }: Props) {
  const word = words.value;
  return (
    <label class="field">{word.changes.first}
      <select value={first} onChange={(event) => choose(event.currentTarget.value)}>
        {boards.map((board) => <option key={board.id} value={board.id}>{board.villageName || board.village} · {board.id} · {word.boardStates[board.state]}</option>)}
      </select>
    </label>
  );
}

/** One that is linked tells soonest. */
export function usualFirst(boards: readonly Board[]): string {
  return (boards.find((board) => board.state === 'online') ?? boards[0])?.id ?? '';
}
