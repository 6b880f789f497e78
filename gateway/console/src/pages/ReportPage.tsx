import { useSignal } from '@preact/signals';
import { send } from '../api';
import { stepsSeen, warnings } from '../state/county';
import { href } from '../state/route';
import { may } from '../state/session';
import type { Delivery, WarningReport } from '../types';
import { tell } from '../ui/ask';
import { percent } from '../ui/CountyCoverage';
import { LevelBadge, Page, ScopeBadge, Sign } from '../ui/Parts';
import { clockTime } from '../ui/time';
import { useFresh } from '../ui/useFresh';
import { words } from '../words';
import { TimeLine } from './TimeLine';

/** 复盘: the facts after a warning, and what an approver says of them. Made to be printed too. */
export function ReportPage({ id }: { id: string }) {
  const path = `/api/warnings/${encodeURIComponent(id)}`;
  const news = () => [warnings.value.get(id), stepsSeen.value.get(id)];
  const report = useFresh<WarningReport>(`${path}/report`, news);
  const delivery = useFresh<Delivery>(`${path}/delivery`, news);
  const word = words.value.desk;
  const seen = report.found.value;
  const warning = delivery.found.value?.warning;
  if (!seen || !warning) return <Page title={word.report}><p class="calm">{report.fault.value || words.value.loading}</p></Page>;
  const mute = seen.notHeard.filter((village) => village.boards.length === 0);
  return (
    <Page title={`${word.report}: ${warning.headline || warning.event || id}`} actions={<span class="acts no-print"><button class="plain" onClick={() => window.print()}>{word.print}</button><a class="button quiet-button" href={`${path}/report`} download={`${id}.json`}>{word.export}</a></span>}>
      {warning.scope !== 'actual' && <p class={`banner ${warning.scope}`}>{warning.scope === 'drill' ? words.value.drillBanner : words.value.testBanner}</p>}
      <p class="badges"><LevelBadge level={warning.level} /><ScopeBadge scope={warning.scope} /><span class="badge state">{words.value.warningStates[warning.state]}</span><a class="code" href={href('warnings', id)}>{id}</a></p>
      <Facts seen={seen} />
      {seen.notHeard.some((village) => village.boards.length > 0) && (
        <table class="rows delivery">
          <caption>{word.notHeardHeading}</caption>
          <thead><tr><th>{words.value.village}</th><th>{words.value.state}</th><th>{words.value.markReached}</th></tr></thead>
          <tbody>
            {seen.notHeard.filter((village) => village.boards.length > 0).map((village) => (
              <tr key={village.code}>
                <th scope="row">{village.name || village.code}</th>
                <td>{word.states[village.state]} {village.boards.map((board) => board.reason && (words.value.reasons[board.reason] ?? board.reason)).filter(Boolean).join(', ')}</td>
                <td>{village.reached && `${word.reachedBy(village.reached.who, clockTime(village.reached.at))} ${village.reached.reason}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mute.length > 0 && <details open><summary>{word.noSpeakerIn(mute.length)}</summary><p>{mute.map((village) => `${village.name || village.code}${village.reached ? ' ✓' : ''}`).join('、')}</p></details>}
      <Said id={id} seen={seen} />
      <TimeLine id={id} villages={delivery.found.value?.villages ?? []} />
    </Page>
  );
}

function Facts({ seen }: { seen: WarningReport }) {
  const word = words.value.desk;
  const { counts, times } = seen;
  return (
    <dl class="facts">
      <dt>{word.began}</dt><dd>{clockTime(seen.receivedAt, true)}</dd>
      {seen.endedAt && <><dt>{word.ended}</dt><dd>{clockTime(seen.endedAt, true)} {seen.endedBy && <a href={href('warnings', seen.endedBy)}>{seen.endedBy}</a>}</dd></>}
      <dt>{words.value.villagesHeading}</dt><dd>{word.heardOf(counts.heard, counts.villages, percent(counts.heard, counts.villages))}{counts.reached > 0 && `; ${word.reachedCount(counts.reached)}`}{counts.people > 0 && `; ${word.peopleTold(percent(counts.peopleTold, counts.people))}`}</dd>
      {times.first !== null && <><dt>{word.howFast}</dt><dd>{word.times(times.first, times.half ?? 0, times.last ?? 0)}</dd></>}
      {times.slowest.length > 0 && <><dt>{word.slowest}</dt><dd>{times.slowest.map((village) => `${village.name || village.code} ${words.value.inSeconds(village.seconds)}`).join(' · ')}</dd></>}
    </dl>
  );
}

function Said({ id, seen }: { id: string; seen: WarningReport }) {
  const text = useSignal('');
  const word = words.value.desk;
  const sign = () => {
    void tell(async () => {
      await send('POST', `/api/warnings/${encodeURIComponent(id)}/review`, { reason: text.value });
      text.value = '';
      return words.value.desk.reviewDone;
    });
  };
  return (
    <section>
      <h2>{word.reviewHeading}</h2>
      {seen.reviewDue && <p class="review-due"><Sign>!</Sign>{word.reviewDueLine}</p>}
      {seen.reviews.map((review) => <blockquote key={review.at}><p>{review.text}</p><footer>{word.signedBy(review.who, clockTime(review.at))}</footer></blockquote>)}
      {may('POST /api/warnings/{id}/review') && (
        <div class="no-print">
          <label class="field">{word.reviewText}<textarea rows={4} value={text.value} onInput={(change) => { text.value = change.currentTarget.value; }} /></label>
          <button disabled={text.value.trim().length < 2} onClick={sign}>{word.signReview}</button>
        </div>
      )}
    </section>
  );
}
