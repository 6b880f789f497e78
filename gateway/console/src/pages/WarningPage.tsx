import { useSignal, useSignalEffect } from '@preact/signals';
import { get, send } from '../api';
import { ordersSeen, warnings } from '../state/county';
import { href } from '../state/route';
import { may } from '../state/session';
import type { LifeStep, Order, WarningDetail } from '../types';
import { ask, tell } from '../ui/ask';
import { CoverageBar, LevelBadge, Page, ScopeBadge, Sign } from '../ui/Parts';
import { coverageSign, worstFirst } from '../ui/signs';
import { clockTime } from '../ui/time';
import { words } from '../words';

/** One warning: what it says, and on every village's loudspeaker how far it has come, what needs a person first. */
export function WarningPage({ id }: { id: string }) {
  const detail = useSignal<WarningDetail | null>(null);
  const missing = useSignal('');
  const steps = useSignal<LifeStep[]>([]);
  useSignalEffect(() => {
    // Looks again whenever the warning or one of its orders changes.
    void warnings.value.get(id);
    void ordersSeen.value.get(id);
    get<WarningDetail>(`/api/warnings/${encodeURIComponent(id)}`).then(
      (found) => { detail.value = found; },
      (fault: unknown) => { missing.value = fault instanceof Error ? fault.message : String(fault); });
    get<LifeStep[]>(`/api/warnings/${encodeURIComponent(id)}/steps`).then((found) => { steps.value = found; }, () => { /* the warning itself says what is wrong */ });
  });

  const word = words.value;
  const seen = detail.value;
  if (!seen) return <Page title={id}><p class="calm">{missing.value || word.loading}</p></Page>;
  const { warning } = seen;
  const name = warning.headline || warning.event || id;
  return (
    <Page title={name} actions={warning.state === 'live' && warning.coverage.targeted > 0 ? <span class="acts"><AllClearButton id={id} name={name} /><StopButton id={id} name={name} /></span> : undefined}>
      {warning.scope !== 'actual' && <p class={`banner ${warning.scope}`}>{warning.scope === 'drill' ? word.drillBanner : word.testBanner}</p>}
      <p class="badges">
        <LevelBadge level={warning.level} /><ScopeBadge scope={warning.scope} /><span class="badge state">{word.warningStates[warning.state]}</span>
        <span class="code">{warning.id}</span>
      </p>
      <dl class="facts">
        {warning.text && <><dt>{word.whatIsSaid}</dt><dd class="said" lang={warning.language}>{warning.text}</dd></>}
        {warning.area && <><dt>{word.area}</dt><dd>{warning.area}</dd></>}
        <dt>{word.sender}</dt><dd>{warning.sender}</dd>
        <dt>{word.steps}</dt>
        <dd>{word.receivedAt(clockTime(warning.receivedAt, true))}{warning.expiresAt && `，${word.until(clockTime(warning.expiresAt))}`}。{warning.note}</dd>
      </dl>
      {warning.state === 'stored' ? null : <CoverageBar coverage={warning.coverage} />}
      {seen.boards.length > 0 && <DeliveryDesk id={id} orders={seen.boards} />}
      {steps.value.length > 0 && (
        <section>
          <h2>{word.lifeHeading}</h2>
          <ol class="life">{steps.value.map((step) => <li key={`${step.at}${step.act}`}>{clockTime(step.at, true)} <strong>{word.steps_[step.act] ?? step.act}</strong> {step.who} {step.village} {step.reason}</li>)}</ol>
        </section>
      )}
      <p><a href={href('warnings')}>{word.back}</a></p>
    </Page>
  );
}

function StopButton({ id, name }: { id: string; name: string }) {
  const word = words.value;
  const stop = async () => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/stop`);
    return words.value.stopDone;
  };
  return <button class="danger" onClick={() => ask(word.stopTitle, word.stopText(name), word.stopYes, stop)}>{word.stop}</button>;
}

function AllClearButton({ id, name }: { id: string; name: string }) {
  const word = words.value;
  if (!may('POST /api/warnings/{id}/all-clear')) return null;
  const clear = async () => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/all-clear`, {});
    return words.value.allClearDone;
  };
  return <button class="plain" onClick={() => ask(word.allClearTitle, word.allClearText(name), word.allClear, clear)}>{word.allClear}</button>;
}

function DeliveryDesk({ id, orders }: { id: string; orders: readonly Order[] }) {
  const word = words.value;
  const sorted = [...orders].sort((a, b) =>
    worstFirst.indexOf(a.coverage) - worstFirst.indexOf(b.coverage) || a.village.localeCompare(b.village) || a.board.localeCompare(b.board));
  const needing = sorted.filter((order) => order.kind !== 'bench').filter((order) => order.coverage === 'notHeard' || order.coverage === 'silent' || order.coverage === 'cannotTell').length;
  const allHeard = sorted.every((order) => order.kind === 'bench' || order.coverage === 'heard');
  return (
    <section>
      <h2>{word.villagesHeading}</h2>
      <p role="status" class={needing > 0 ? 'notHeard' : 'heard'}>{needing > 0 ? word.needsPerson(needing) : allHeard ? word.allHeard : ''}</p>
      <table class="rows">
        <thead><tr><th>{word.village}</th><th>{word.state}</th><th>{word.measured}</th><th>{word.actions}</th><th>{word.steps}</th></tr></thead>
        <tbody>{sorted.map((order) => <OrderRow key={`${order.board}-${order.sequence}`} id={id} order={order} />)}</tbody>
      </table>
    </section>
  );
}

function OrderRow({ id, order }: { id: string; order: Order }) {
  const word = words.value;
  const milliamperes = order.speechMilliamperes ?? order.toneMilliamperes;
  const reason = order.reason ? `（${word.reasons[order.reason] ?? order.reason}）` : '';
  return (
    <tr class={order.coverage}>
      <th scope="row">{order.villageName || order.village || word.none} <a class="code" href={href('boards', order.board)}>{order.board}</a></th>
      <td class={order.coverage}><Sign>{coverageSign[order.coverage]}</Sign>{word.orderStates[order.state] ?? order.state}{reason}</td>
      <td>{milliamperes === null ? '' : `${milliamperes} mA`}</td>
      <td>{order.coverage !== 'heard' && order.coverage !== 'waiting' && may('POST /api/warnings/{id}/reached') && <ReachedButton id={id} village={order.village} />}</td>
      <td class="steps">{order.states.map((step) => `${word.orderStates[step.state] ?? step.state} ${clockTime(step.at, true)}`).join(' → ')}</td>
    </tr>
  );
}

function ReachedButton({ id, village }: { id: string; village: string }) {
  const note = () => tell(async () => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/reached`, { village });
    ordersSeen.value = new Map(ordersSeen.value).set(id, (ordersSeen.value.get(id) ?? 0) + 1);
    return words.value.markReachedDone;
  });
  return <button class="plain" onClick={() => { void note(); }}>{words.value.markReached}</button>;
}
