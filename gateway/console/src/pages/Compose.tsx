import { type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { get, send } from '../api';
import { officeLanguages } from '../state/office';
import { loadPlaces } from '../state/places';
import { go, href } from '../state/route';
import type { DraftBody, DraftCause, Level, Preview, Scope, WarningEvent } from '../types';
import { tell } from '../ui/ask';
import { AreaPicker, type Area, isNowhere, noArea } from '../ui/AreaPicker';
import { Page } from '../ui/Parts';
import { Recorder } from '../ui/Recorder';
import { language, words } from '../words';
import { say } from '../words/faults';
import { beginningOf } from './composeFrom';
import { causeInWords, ReachLine, StagesFields, TextFields } from './DraftParts';

const colours: readonly Level[] = ['red', 'orange', 'yellow', 'blue'];
const usual = ['rainstorm', 'flash-flood', 'flood', 'landslide', 'dam-release', 'typhoon', 'forest-fire', 'live-announcement'];
const previewMilliseconds = 250;

/** From a storm to a warning that is out: one page, three questions, and what it will do is seen before it is done. */
export function Compose({ from }: { from: readonly string[] }) {
  const events = useSignal<WarningEvent[]>([]);
  const event = useSignal('');
  const colour = useSignal<Level>('none');
  const scope = useSignal<Scope>('actual');
  const area = useSignal<Area>(noArea);
  const hours = useSignal(3);
  const detail = useSignal('');
  const cause = useSignal('');
  const because = useSignal<DraftCause | null>(null);
  const updates = useSignal<string | null>(null);
  const stages = useSignal<DraftBody['stages']>(null);
  const languages = useSignal<string[]>([language.value]);
  const texts = useSignal<DraftBody['texts']>(null);
  const recording = useSignal<string | null>(null);
  const preview = useSignal<Preview | null>(null);
  const typed = useSignal('');
  const isBusy = useSignal(false);
  const isTaken = useSignal(from[0] !== 'draft');
  useEffect(() => {
    void tell(async () => {
      const [known, chosen] = await Promise.all([get<WarningEvent[]>('/api/events'), officeLanguages(), loadPlaces()]);
      [events.value, languages.value] = [known, chosen];
      const begun = await beginningOf(from);
      [because.value, area.value, updates.value, scope.value] = [begun.cause, begun.area, begun.updates, begun.scope];
      if (begun.draft) take(from[1]!, begun.draft);
      return '';
    });
  }, []);

  const body = useComputed<DraftBody | null>(() => {
    return event.value && !isNowhere(area.value) && languages.value.length > 0
      ? {
          event: event.value, colour: colour.value === 'none' ? 'programme' : colour.value, scope: scope.value, area: area.value, minutes: hours.value * 60,
          detail: detail.value || null, cause: causeOf(because.value, cause.value), languages: languages.value, texts: texts.value, updates: updates.value, stages: updates.value ? null : stages.value, recording: recording.value,
        }
      : null;
  });
  useSignalEffect(() => {
    const asked = body.value;
    if (!asked) {
      preview.value = null;
      return undefined;
    }

    const timer = setTimeout(() => { void tell(async () => { preview.value = await send<Preview>('POST', '/api/drafts/preview', asked); return ''; }); }, previewMilliseconds);
    return () => clearTimeout(timer);
  });

  const isBound = updates.value !== null || from[0] === 'draft';   // what was begun as a drill stays one
  const choose = (key: string, level: Level) => {
    event.value = key;
    colour.value = level;
    texts.value = null;
    if (key === 'drill' && !isBound) scope.value = 'drill';
    if (key === 'test' && !isBound) scope.value = 'test';
  };
  // A press that got no answer may have issued it: pressed again, the same draft is issued and never a second one. Its nature alone cannot change.
  const draft = useRef<{ id: string; scope: Scope; written: string } | null>(null);
  const take = (id: string, begun: DraftBody) => {
    [event.value, colour.value, hours.value, detail.value] = [begun.event, begun.colour === 'programme' ? 'none' : begun.colour, begun.minutes / 60, begun.detail ?? ''];
    [languages.value, texts.value, stages.value, recording.value] = [begun.languages, begun.texts, begun.stages, begun.recording ?? null];
    draft.current = { id, scope: begun.scope, written: '' };
    isTaken.value = true;
  };
  const begin = async () => {
    const written = JSON.stringify(body.value);
    if (draft.current?.scope !== scope.value) {
      draft.current = { id: (await send<{ id: string }>('POST', '/api/drafts', body.value)).id, scope: scope.value, written };
    } else if (draft.current.written !== written) {
      await send('PUT', `/api/drafts/${draft.current.id}`, body.value);
      draft.current.written = written;
    }

    return draft.current.id;
  };
  const act = (what: () => Promise<string>) => {
    isBusy.value = true;
    void tell(what).finally(() => { isBusy.value = false; });
  };
  const issue = () => act(async () => {
    const made = await send<{ id: string }>('POST', `/api/drafts/${await begin()}/issue`, { reason: cause.value, typed: typed.value });
    go('warnings', made.id);
    return '';
  });
  const submit = () => act(async () => {
    await send('POST', `/api/drafts/${await begin()}/submit`, { reason: cause.value });
    go('warnings');
    return words.value.submittedDone;
  });

  const word = words.value;
  const seen = preview.value;
  const verdict = seen?.verdict;
  if (!isTaken.value) return <Page title={word.compose}><p class="calm">{word.loading}</p></Page>;   // what is typed before it would be lost
  return (
    <Page title={word.compose}>
      {scope.value !== 'actual' && <p class={`banner ${scope.value}`}>{scope.value === 'drill' ? word.drillBanner : word.testBanner}</p>}
      <div class="compose">
        <section>
          <h2>{word.whatAndHow}</h2>
          <EventGrid events={events.value.filter((one) => usual.includes(one.key))} chosen={event.value} colour={colour.value} choose={choose} />
          <details>
            <summary>{word.otherEvents}</summary>
            <EventGrid events={events.value.filter((one) => !usual.includes(one.key) && one.key !== 'all-clear')} chosen={event.value} colour={colour.value} choose={choose} />
          </details>
          <fieldset class="segments">
            <legend>{word.kindOfIssue}</legend>
            {(['actual', 'drill', 'test'] as const).map((one) => (
              <label key={one}><input type="radio" name="scope" checked={scope.value === one} disabled={isBound && scope.value !== one} onChange={() => { scope.value = one; }} /> {word.scopes[one]}</label>
            ))}
          </fieldset>
          <label class="field">{word.holds}
            <select value={String(hours.value)} onChange={(change) => { hours.value = Number(change.currentTarget.value); }}>
              {[...new Set([1, 3, 6, 12, 24, hours.value])].map((count) => <option key={count} value={String(count)}>{word.hours(count)}</option>)}
            </select>
          </label>
          <label class="field">{word.addDetail}<input value={detail.value} onInput={(change) => { detail.value = change.currentTarget.value; }} /></label>
          {updates.value && <p class="because">{word.desk.updateOf} <a class="code" href={href('warnings', updates.value)}>{updates.value}</a></p>}
          {because.value && <p class="because"><strong>{word.desk.because}</strong> {causeInWords(because.value)} <button type="button" class="plain" onClick={() => { because.value = null; }}>{word.desk.dropCause}</button></p>}
          <label class="field">{word.causeOf}<input value={cause.value} onInput={(change) => { cause.value = change.currentTarget.value; }} /></label>
        </section>
        <section>
          <h2>{word.where}</h2>
          <AreaPicker area={area} reach={preview.value?.reach ?? null} />
        </section>
        <section>
          <h2>{word.check}</h2>
          {!seen && <p class="calm">{word.choose}</p>}
          {seen?.faults.map((fault) => <p key={fault.text} class="notHeard">{say(fault)}</p>)}
          {seen?.reach && <ReachLine reach={seen.reach} />}
          {seen && <TextFields texts={texts.value ?? seen.texts} isDrill={scope.value === 'drill'} edit={(changed) => { texts.value = changed; }} />}
          {seen && <Recorder chosen={recording} />}
          {seen?.reach && !updates.value && <StagesFields stages={stages} villages={seen.reach.villages} seen={seen.stages} />}
          {verdict && <Issue verdict={verdict} typed={typed} name={scope.value === 'actual' ? word.levels[colour.value] : word.scopes[scope.value]} scope={scope.value} isBusy={isBusy} issue={issue} submit={submit} />}
        </section>
      </div>
    </Page>
  );
}

/** What the officer types is a report, or adds to what is known already. */
function causeOf(because: DraftCause | null, said: string): DraftCause | null {
  const text = said.trim() || undefined;
  return because ? { ...because, text: [because.text, text].filter(Boolean).join(' ') || undefined } : text ? { kind: 'report', text } : null;
}

interface IssueProps { verdict: NonNullable<Preview['verdict']>; typed: Signal<string>; name: string; scope: Scope; isBusy: Signal<boolean>; issue: () => void; submit: () => void }

/** The last step, apart from the page: what is typed here draws nothing else anew, however many villages stand beside it. */
function Issue({ verdict, typed, name, scope, isBusy, issue, submit }: IssueProps) {
  const word = words.value;
  const { confirmation, missing } = verdict;
  const isOneAsked = confirmation !== null && missing.length === 1;   // nothing else stands against it
  const mayIssue = verdict.mayIssue || (isOneAsked && typed.value.trim() === confirmation);
  return (
    <div class="issue">
      {verdict.isFastPath && <p class="calm">{word.fastPath}</p>}
      {confirmation !== null && (
        <label class="field">{word.typeCount(confirmation)}<input inputMode="numeric" value={typed.value} onInput={(change) => { typed.value = change.currentTarget.value; }} /></label>
      )}
      {!mayIssue && missing.filter((one) => one.code !== askedAbove).map((one) => <p key={one.code} class="cannotTell">{say(one)}</p>)}
      {(mayIssue || isOneAsked) && <button class={`danger big ${scope}`} disabled={isBusy.value || !mayIssue} onClick={issue}>{word.issueNow(name, scope === 'actual')}</button>}
      {!mayIssue && <button class={isOneAsked ? 'plain' : 'big'} disabled={isBusy.value} onClick={submit}>{word.submitForSignature}</button>}
    </div>
  );
}

/** What is to be typed has a field of its own. */
const askedAbove = 'desk.type';

interface GridProps { events: readonly WarningEvent[]; chosen: string; colour: Level; choose: (key: string, level: Level) => void }

/** One click says both what and how bad. */
function EventGrid({ events, chosen, colour, choose }: GridProps) {
  const word = words.value;
  return (
    <table class="grid">
      <tbody>
        {events.map((one) => (
          <tr key={one.key}>
            <th scope="row">{word.tag === 'en' ? one.english : one.chinese}</th>
            {(one.hasColours ? colours : (['none'] as const)).map((level) => (
              <td key={level}>
                <button type="button" class={`cell ${level}`} aria-pressed={chosen === one.key && colour === level} aria-label={level === 'none' ? undefined : `${word.tag === 'en' ? one.english : one.chinese} ${word.levels[level]}`} onClick={() => choose(one.key, level)}>
                  {level === 'none' ? (word.tag === 'en' ? one.english : one.chinese) : word.levels[level]}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
