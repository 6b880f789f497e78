import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api';
import { boardsByVillage, isLoaded } from '../state/county';
import { isUnderWay, loadRollouts, rollouts } from '../state/rollouts';
import { href } from '../state/route';
import { may } from '../state/session';
import type { Board, KnownSetting } from '../types';
import { BoardFilter, useBoardFilter } from '../ui/BoardFilter';
import { More, rowsAtOnce } from '../ui/More';
import { Page, Sign } from '../ui/Parts';
import { boardSign } from '../ui/signs';
import { words } from '../words';
import { ApplicationChange } from './ApplicationChange';
import { Rollouts } from './Rollouts';
import { SettingsChange } from './SettingsChange';

const lookAgainMilliseconds = 3_000;

// Chosen boards stay chosen while somebody looks at one of them and comes back.
const chosen = signal<ReadonlySet<string>>(new Set());

/** One change for many boards: which boards, what, what it would do to each; then one board tries it before the others. */
export function ChangeBoards() {
  const word = words.value.changes;
  const kind = useSignal<'settings' | 'application'>('settings');
  const known = useSignal<readonly KnownSetting[]>([]);
  useEffect(() => {
    get<KnownSetting[]>('/api/county-settings').then((found) => { known.value = found; }, () => { /* the link line says it */ });
    const look = () => { loadRollouts().catch(() => { /* the link line says it */ }); };
    look();
    const timer = setInterval(() => { if (rollouts.value.some(isUnderWay)) look(); }, lookAgainMilliseconds);
    return () => clearInterval(timer);
  }, []);
  const boards = boardsByVillage.value.filter((board) => chosen.value.has(board.id));
  const done = () => {
    chosen.value = new Set();
    void loadRollouts();
    document.getElementById('rollouts')?.scrollIntoView();
  };
  return (
    <Page title={word.title}>
      <p class="calm">{word.how}</p>
      {may('POST /api/county-settings') && (
        <>
          <Choice />
          {boards.length > 0 && (
            <section class="change-what">
              <h2>{word.what}</h2>
              <fieldset class="segments">
                <legend class="hidden">{word.what}</legend>
                {(['settings', 'application'] as const).map((one) => (
                  <label key={one}><input type="radio" name="what" checked={kind.value === one} onChange={() => { kind.value = one; }} /> {word.kinds[one]}</label>
                ))}
              </fieldset>
              {kind.value === 'settings' ? <SettingsChange boards={boards} known={known.value} done={done} /> : <ApplicationChange boards={boards} done={done} />}
            </section>
          )}
        </>
      )}
      <Rollouts />
      <p><a href={href('boards')}>{words.value.back}</a></p>
    </Page>
  );
}

/** Boards by kind, township and words; what is shown can be taken all at once. */
function Choice() {
  const word = words.value;
  const most = useSignal(rowsAtOnce);
  const { sought, fitting: shown } = useBoardFilter();
  const take = (boards: readonly Board[], isTaken: boolean) => {
    const next = new Set(chosen.value);
    for (const { id } of boards) isTaken ? next.add(id) : next.delete(id);
    chosen.value = next;
  };
  if (boardsByVillage.value.length === 0) return <p class="calm">{isLoaded.value ? word.noBoards : word.loading}</p>;
  return (
    <section>
      <h2>{word.changes.which}</h2>
      <BoardFilter sought={sought} />
      <p class="acts start">
        <button type="button" class="plain" disabled={shown.length === 0} onClick={() => take(shown, true)}>{word.changes.takeShown(shown.length)}</button>
        <button type="button" class="plain" disabled={chosen.value.size === 0} onClick={() => { chosen.value = new Set(); }}>{word.changes.takeNone}</button>
        <strong role="status">{word.changes.taken(chosen.value.size)}</strong>
      </p>
      <ul class="places" aria-label={word.changes.which}>
        {shown.slice(0, most.value).map((board) => (
          <li key={board.id}>
            <label class="place">
              <input type="checkbox" checked={chosen.value.has(board.id)} onChange={(event) => take([board], event.currentTarget.checked)} />
              <span>{board.villageName || board.village || word.none} · {word.kinds[board.kind]} <span class="code">{board.id}</span></span>
              <small class={board.state}><Sign>{boardSign[board.state]}</Sign>{word.boardStates[board.state]}</small>
            </label>
          </li>
        ))}
      </ul>
      <More shown={most} all={shown.length} />
    </section>
  );
}
