import { send } from '../api';
import { boards } from '../state/county';
import { isStuck, isUnderWay, loadRollouts, rollouts } from '../state/rollouts';
import { href } from '../state/route';
import { may } from '../state/session';
import { readLines } from '../state/settings';
import type { Rollout, RolloutState } from '../types';
import { ask } from '../ui/ask';
import { Sign } from '../ui/Parts';
import { clockTime } from '../ui/time';
import { words } from '../words';
import { nameOf } from './SettingsChange';

/** How one reads them from afar: what is wrong first. */
const order: readonly RolloutState[] = ['rolled-back', 'refused', 'failed', 'ordered', 'wanted', 'held', 'done', 'given-up', 'replaced'];
const sign: Record<RolloutState, string> = { 'done': '✓', 'rolled-back': '✕', 'refused': '✕', 'failed': '✕', 'ordered': '…', 'wanted': '…', 'held': '‖', 'given-up': '–', 'replaced': '–' };

/** Changes of many boards and how far each board has come, also those that went back. */
export function Rollouts() {
  const word = words.value.changes;
  return (
    <section id="rollouts">
      <h2>{word.list}</h2>
      {rollouts.value.length === 0 ? <p class="calm">{word.noneYet}</p> : rollouts.value.map((rollout, at) => <OneRollout key={rollout.number} rollout={rollout} isNewest={at === 0} />)}
    </section>
  );
}

function OneRollout({ rollout, isNewest }: { rollout: Rollout; isNewest: boolean }) {
  const word = words.value;
  const counts = order.map((state) => [state, rollout.boards.filter((board) => board.state === state).length] as const).filter(([, count]) => count > 0);
  const held = rollout.boards.filter((board) => board.state === 'held').length;
  const path = `/api/rollouts/${rollout.number}`;
  const act = async (what: 'go-on' | 'give-up', board?: string) => {
    await send('POST', `${path}/${what}`, { board });
    await loadRollouts();
    return what === 'go-on' ? words.value.changes.wentOn : words.value.changes.gaveUp;
  };
  const stuck = isStuck(rollout);
  return (
    <article class="card rollout">
      <h3>{word.changes.kinds[rollout.subject]} <small>{word.changes.byAt(rollout.who, clockTime(rollout.set))}</small></h3>
      <What rollout={rollout} />
      <p role="status" class="meta">{counts.map(([state, count]) => <span key={state} class={`wish ${state}`}><Sign>{sign[state]}</Sign>{word.changes.states[state]} {count}</span>)}</p>
      {stuck && <p class="review-due"><Sign>!</Sign>{word.changes.stuck(held)}</p>}
      {held > 0 && may('POST /api/rollouts/{number}/go-on') && (
        <p class="acts start">
          <button class="plain" onClick={() => ask(word.changes.goOn, word.changes.goOnText(held), word.changes.goOn, () => act('go-on'))}>{word.changes.goOn}</button>
          <button class="plain" onClick={() => ask(word.changes.giveUp, word.changes.giveUpText(held), word.changes.giveUp, () => act('give-up'))}>{word.changes.giveUp}</button>
        </p>
      )}
      <details open={isNewest || isUnderWay(rollout) || stuck}>
        <summary>{word.changes.boardByBoard(rollout.boards.length)}</summary>
        <ul class="rollout-boards">
          {[...rollout.boards].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).map((board) => (
            <li key={board.board}>
              <a href={href('boards', board.board)}>{boards.value.get(board.board)?.villageName || board.board}</a> <span class="code">{board.board}</span>{' '}
              <span class={`wish ${board.state}`}><Sign>{sign[board.state]}</Sign>{word.changes.states[board.state]}</span>{' '}
              <small>{board.reason !== board.state && word.reasons[board.reason]} {board.detail && <span lang="en">{board.detail}</span>} {board.ended && clockTime(board.ended)}</small>
              {stuck && board.state === 'held' && may('POST /api/rollouts/{number}/go-on') && (
                <button class="plain" onClick={() => ask(word.changes.goOnHere, word.changes.goOnHereText(board.board), word.changes.goOnHere, () => act('go-on', board.board))}>{word.changes.goOnHere}</button>
              )}
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}

function What({ rollout }: { rollout: Rollout }) {
  const word = words.value.changes;
  if (rollout.subject === 'application') {
    const [build, ...file] = rollout.what.split(' ');
    return <p>{words.value.ofBoards.build(Number(build))} · {file.join(' ')}</p>;
  }

  const taken = rollout.what.split('\n').filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
  return (
    <ul class="meta">
      {[...readLines(rollout.what)].map(([name, value]) => <li key={name}>{nameOf(name)}{word.colon}<strong>{value}</strong></li>)}
      {taken.map((name) => <li key={name}>{nameOf(name)}{word.colon}<strong>{word.unset}</strong></li>)}
    </ul>
  );
}
