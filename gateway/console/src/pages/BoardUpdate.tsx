import { useSignal, useSignalEffect } from '@preact/signals';
import { get, send } from '../api';
import { boards } from '../state/county';
import { may } from '../state/session';
import type { Board, Update } from '../types';
import { ask } from '../ui/ask';
import { clockTime } from '../ui/time';
import { words } from '../words';

/** How far a new application has come on this board: it goes to one board first, and to the others once that one has kept it. */
export function BoardUpdate({ board }: { board: Board }) {
  const word = words.value.ofBoards;
  const update = useSignal<Update | null>(null);
  const look = () => get<Update[]>('/api/updates').then((all) => { update.value = all.find((one) => one.board === board.id) ?? null; }, () => { /* the link line says it */ });
  useSignalEffect(() => {
    void boards.value.get(board.id);
    void look();
  });
  const resume = async () => {
    await send('POST', `/api/updates/${encodeURIComponent(board.id)}/resume`);
    await look();
    return words.value.ofBoards.resumed;
  };
  const seen = update.value;
  if (!seen) return null;
  const isStuck = seen.state === 'held' || seen.state === 'refused' || seen.state === 'rolled-back' || seen.state === 'failed';
  return (
    <section>
      <h2>{word.update}</h2>
      <p><strong class={`wish ${seen.state}`}>{word.updateStates[seen.state]}</strong> {seen.detail || words.value.reasons[seen.reason]}</p>
      <p class="calm">{word.build(seen.build)} · {seen.file} · {clockTime(seen.ended ?? seen.set)}</p>
      {isStuck && may('POST /api/updates/{id}/resume') && <button class="plain" onClick={() => ask(word.resume, word.resumeText, word.resume, resume)}>{word.resume}</button>}
    </section>
  );
}
