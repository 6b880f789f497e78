import { useSignal } from '@preact/signals';
import { send } from '../api';
import { stopSeen } from '../state/county';
import { href } from '../state/route';
import { may } from '../state/session';
import type { BoardQuiet, StopAll as View } from '../types';
import { ask, tell } from '../ui/ask';
import { Contact } from '../ui/Contact';
import { percent } from '../ui/CountyCoverage';
import { Page, Sign } from '../ui/Parts';
import { quietSign } from '../ui/signs';
import { clockTime, now } from '../ui/time';
import { useFresh } from '../ui/useFresh';
import { words } from '../words';

/** The one big stop: guarded while nothing is stopped, and afterwards the proof, loudspeaker by loudspeaker. */
export function StopAll() {
  const { found, fault } = useFresh<View>('/api/stop-all', () => [stopSeen.value, now.value]);
  const word = words.value.desk;
  const seen = found.value;
  if (!seen) return <Page title={word.stopAll}><p class="calm">{fault.value || words.value.loading}</p></Page>;
  return (
    <Page title={word.stopAll}>
      {seen.id && <Proof seen={seen} />}
      {may('POST /api/stop-all') && <Guard seen={seen} />}
    </Page>
  );
}

function Guard({ seen }: { seen: View }) {
  const typed = useSignal('');
  const reason = useSignal('');
  const isBusy = useSignal(false);
  const word = words.value.desk;
  const stop = () => {
    isBusy.value = true;
    void tell(async () => {
      await send('POST', '/api/stop-all', { typed: typed.value, reason: reason.value });
      typed.value = '';
      return words.value.desk.stopAllDone;
    }).finally(() => { isBusy.value = false; });
  };
  return (
    <section class="stop-all">
      <h2>{seen.isInForce ? word.stopAllAgain : word.stopAllWhat}</h2>
      <ul>{word.stopAllMeans.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      <label class="field">{word.stopAllReason}<input value={reason.value} onInput={(change) => { reason.value = change.currentTarget.value; }} /></label>
      <label class="field">{word.stopAllType(seen.confirmation)}<input inputMode="numeric" autocomplete="off" value={typed.value} onInput={(change) => { typed.value = change.currentTarget.value; }} /></label>
      <button class="danger big" disabled={isBusy.value || typed.value.trim() !== seen.confirmation} onClick={stop}>{word.stopAllYes(seen.loudspeakers)}</button>
    </section>
  );
}

function Proof({ seen }: { seen: View }) {
  const word = words.value.desk;
  const open = seen.boards.filter((board) => board.proof !== 'quiet');
  const lift = async (why: string) => {
    await send('POST', '/api/stop-all/lift', { reason: why });
    return words.value.desk.liftDone;
  };
  return (
    <section>
      <p class={seen.isProved ? 'heard' : 'notHeard'} role="status">
        <strong class="proof"><Sign>{seen.isProved ? '✓' : '!'}</Sign>{seen.isProved ? word.allQuiet(seen.boards.length) : word.quietOf(seen.quiet, seen.boards.length, percent(seen.quiet, seen.boards.length))}</strong>
      </p>
      <p>{word.stoppedBy(seen.who ?? '', clockTime(seen.at, true))} {seen.reason}</p>
      {seen.liftedAt && <p>{word.liftedBy(seen.liftedBy ?? '', clockTime(seen.liftedAt))}</p>}
      {open.length > 0 && (
        <table class="rows delivery">
          <caption>{word.notQuietHeading}</caption>
          <thead><tr><th>{words.value.village}</th><th>{words.value.state}</th><th>{word.contact}</th></tr></thead>
          <tbody>{open.map((board) => <QuietRow key={board.board} board={board} />)}</tbody>
        </table>
      )}
      {seen.isInForce && may('POST /api/stop-all/lift') && (
        <p><button class="plain" onClick={() => ask(word.liftTitle, word.liftText, word.lift, lift, { label: word.stopAllReason })}>{word.lift}</button></p>
      )}
    </section>
  );
}

function QuietRow({ board }: { board: BoardQuiet }) {
  const word = words.value.desk;
  return (
    <tr class={board.proof}>
      <th scope="row">{board.villageName || board.village} <a class="code" href={href('boards', board.board)}>{board.board}</a></th>
      <td class={board.proof === 'waiting' ? 'waiting' : 'notHeard'}><Sign>{quietSign[board.proof]}</Sign>{word.proofs[board.proof]} {board.detail && `（${words.value.reasons[board.detail] ?? board.detail}）`}</td>
      <td><Contact contact={board.contact} phone={board.phone} /></td>
    </tr>
  );
}
