import { get, send } from '../api';
import { ordersSeen, stepsSeen, warnings } from '../state/county';
import { href } from '../state/route';
import { may } from '../state/session';
import type { Delivery, WarningReport } from '../types';
import { ask, tell } from '../ui/ask';
import { LevelBadge, Page, ScopeBadge, Sign } from '../ui/Parts';
import { clockTime, now } from '../ui/time';
import { useFresh } from '../ui/useFresh';
import { words } from '../words';
import { noteOf } from '../words/notes';
import { DeliveryDesk } from './DeliveryDesk';
import { TimeLine } from './TimeLine';

/** One warning: what it says, how far it has come in every village, what needs a person first, and all that was done about it. */
export function WarningPage({ id }: { id: string }) {
  const path = `/api/warnings/${encodeURIComponent(id)}`;
  const acts = () => [warnings.value.get(id), stepsSeen.value.get(id)];
  // The clock too: who does not answer is silent after a while, and no event says so.
  const { found, fault } = useFresh<Delivery>(`${path}/delivery`, () => [...acts(), ordersSeen.value.get(id), now.value]);
  const report = useFresh<WarningReport>(`${path}/report`, acts);
  const word = words.value;
  const seen = found.value;
  if (!seen) return <Page title={id}><p class="calm">{fault.value || word.loading}</p></Page>;
  const { warning } = seen;
  const name = warning.headline || warning.event || id;
  return (
    <Page title={name} actions={warning.state === 'live' && warning.coverage.targeted > 0 ? <span class="acts"><UpdateLink id={id} /><AllClearButton id={id} name={name} /><StopButton id={id} name={name} /></span> : undefined}>
      {warning.scope !== 'actual' && <p class={`banner ${warning.scope}`}>{warning.scope === 'drill' ? word.drillBanner : word.testBanner}</p>}
      <p class="badges">
        <LevelBadge level={warning.level} /><ScopeBadge scope={warning.scope} /><span class="badge state">{word.warningStates[warning.state]}</span>
        <span class="code">{warning.id}</span>
      </p>
      {report.found.value?.reviewDue && <p class="review-due"><Sign>!</Sign>{word.desk.reviewDueLine} <a href={href('report', id)}>{word.desk.toReport}</a></p>}
      <dl class="facts">
        {warning.text && <><dt>{word.whatIsSaid}</dt><dd class="said" lang={warning.language}>{warning.text}</dd></>}
        {warning.area && <><dt>{word.area}</dt><dd>{warning.area}</dd></>}
        <dt>{word.sender}</dt><dd>{warning.sender}</dd>
        <dt>{word.steps}</dt>
        <dd>{word.receivedAt(clockTime(warning.receivedAt, true))}{warning.expiresAt && ` · ${word.until(clockTime(warning.expiresAt))}`} · {noteOf(warning.note)}</dd>
      </dl>
      {seen.villages.length > 0 && warning.state !== 'stored' && <DeliveryDesk delivery={seen} />}
      <TimeLine id={id} villages={seen.villages} />
      <p class="acts start">{may('POST /api/drafts') && <a href={href('compose', 'warning', id)}>{word.desk.warnBecause}</a>}<a href={href('report', id)}>{word.desk.toReport}</a><a href={href('warnings')}>{word.back}</a></p>
    </Page>
  );
}

function UpdateLink({ id }: { id: string }) {
  return may('POST /api/drafts') ? <a class="button quiet-button" href={href('compose', 'update', id)}>{words.value.desk.update}</a> : null;
}

function StopButton({ id, name }: { id: string; name: string }) {
  const word = words.value;
  if (!may('POST /api/warnings/{id}/stop')) return null;
  const stop = async () => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/stop`);
    return words.value.stopDone;
  };
  return <button class="danger" onClick={() => ask(word.stopTitle, word.stopText(name), word.stopYes, stop)}>{word.stop}</button>;
}

function AllClearButton({ id, name }: { id: string; name: string }) {
  const word = words.value;
  if (!may('POST /api/warnings/{id}/all-clear')) return null;
  const path = `/api/warnings/${encodeURIComponent(id)}/all-clear`;
  const clear = async (typed: string) => {
    await send('POST', path, { typed });
    return words.value.allClearDone;
  };
  const begin = async () => {
    const { villages, confirmation } = await get<{ villages: number; confirmation: string | null }>(path);
    ask(word.allClearTitle, word.allClearText(name), word.allClear, clear, confirmation === null ? undefined : { label: word.desk.typeVillages(villages), mustBe: confirmation });
    return '';
  };
  return <button class="plain" onClick={() => { void tell(begin); }}>{word.allClear}</button>;
}
