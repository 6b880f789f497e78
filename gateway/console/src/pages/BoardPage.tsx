import { boards, isLoaded } from '../state/county';
import { href } from '../state/route';
import { Day } from '../ui/Day';
import { Page, Sign } from '../ui/Parts';
import { boardSign } from '../ui/signs';
import { ago } from '../ui/time';
import { words } from '../words';
import { canSound, TestToneButton } from './Boards';

/** One board: how it is, and what it measured in the last 24 hours. */
export function BoardPage({ id }: { id: string }) {
  const word = words.value;
  const board = boards.value.get(id);
  if (!board) return <Page title={id}><p class="calm">{isLoaded.value ? word.none : word.loading}</p></Page>;
  return (
    <Page title={board.villageName || board.village || id} actions={canSound(board) ? <TestToneButton board={board} /> : undefined}>
      <p class="badges">
        <span class={`badge ${board.state}`}><Sign>{boardSign[board.state]}</Sign>{word.boardStates[board.state]}</span>
        <span class="badge state">{word.kinds[board.kind]}</span><span class="code">{id}</span>
      </p>
      <ul class="meta">
        <li>{word.lastSeen}: {ago(board.lastSeenAt)}</li>
        {board.firmware && <li>{word.firmware(board.firmware)}</li>}
        {board.restarts !== null && <li>{word.restarts(board.restarts)}{board.restartReason && ` (${board.restartReason})`}</li>}
        {!!board.batteryMillivolts && <li>{word.battery((board.batteryMillivolts / 1000).toFixed(2))}</li>}
        {!!board.signalDbm && <li>{word.signal(board.signalDbm)}</li>}
      </ul>
      {(board.rain || board.stage) && <section><h2>{word.health24h}</h2><Day id={id} /></section>}
      <p><a href={href('boards')}>{word.back}</a></p>
    </Page>
  );
}
