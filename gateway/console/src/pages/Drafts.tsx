import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import { stepsSeen } from '../state/county';
import { may, session } from '../state/session';
import { go, href } from '../state/route';
import type { Draft, DraftBody, Preview, WarningEvent } from '../types';
import { refresh, tell } from '../ui/ask';
import { ClipSound, Listen } from '../ui/Listen';
import { LevelBadge, ScopeBadge } from '../ui/Parts';
import { clockTime } from '../ui/time';
import { words } from '../words';
import { say } from '../words/faults';
import { anywhere, causeInWords, ReachLine, StagesLine } from './DraftParts';

/** Drafts that wait for somebody, with what the reader may do about each. */
export function Drafts() {
  const drafts = useSignal<Draft[]>([]);
  const events = useSignal<WarningEvent[]>([]);
  useEffect(() => { if (may('GET /api/events')) void get<WarningEvent[]>('/api/events').then((known) => { events.value = known; }, () => undefined); }, []);
  const load = async () => { drafts.value = await get<Draft[]>('/api/drafts'); };
  useSignalEffect(() => {
    void stepsSeen.value.get('');
    if (may('GET /api/drafts')) void refresh(load);
  });
  if (drafts.value.length === 0) return null;
  return (
    <section>
      <h2>{words.value.draftsHeading}</h2>
      {drafts.value.map((draft) => <DraftCard key={draft.id} draft={draft} name={nameOf(draft.body.event, events.value)} load={load} />)}
    </section>
  );
}

/** One draft, and the steps that the reader may take with it, each with its reason. */
function DraftCard({ draft, name, load }: { draft: Draft; name: string; load: () => Promise<void> }) {
  const reason = useSignal('');
  const step = (act: string) => {
    void tell(async () => {
      const made = await send<{ id: string }>('POST', `/api/drafts/${draft.id}/${act}`, { reason: reason.value, version: draft.version }).catch(async (fault: unknown) => {
        await refresh(load);    // it may have been refused because somebody changed it
        throw fault;
      });
      reason.value = '';
      await load();
      if (act === 'issue') go('warnings', made.id);
      return '';
    });
  };
  const word = words.value;
  const maySubmit = draft.state === 'draft' && may('POST /api/drafts/{id}/submit');
  const maySign = (draft.state === 'submitted' || draft.state === 'signed') && may('POST /api/drafts/{id}/sign')
    && ![...draft.writers, ...draft.signers].includes(session.value?.name ?? '');
  const mayIssue = draft.state === 'signed' && may('POST /api/drafts/{id}/issue');
  const mayReturn = draft.state !== 'draft' && may('POST /api/drafts/{id}/return');
  const mayWithdraw = may('POST /api/drafts/{id}/withdraw');
  return (
    <article class="card">
      <p class="badges"><LevelBadge level={draft.body.colour} /><ScopeBadge scope={draft.body.scope} /><span class="badge state">{word.draftStates[draft.state]}</span><span class="code">{draft.id}</span></p>
      <h3>{name}</h3>
      <p class="meta">{draft.body.detail && <span>{draft.body.detail}</span>}{draft.body.cause && <span>{causeInWords(draft.body.cause)}</span>}</p>
      {draft.steps.map((one) => (
        <p key={one.at} class="meta"><span>{word.steps_[one.act] ?? one.act}</span><span>{one.who}</span><span>{clockTime(one.at)}</span>{one.reason && <span>{one.reason}</span>}</p>
      ))}
      {draft.body.recording && <p><ClipSound id={draft.body.recording} label={word.voice.announce} /></p>}
      {may('POST /api/drafts/preview') && <Look body={draft.body} />}
      {(maySubmit || maySign || mayIssue || mayReturn || mayWithdraw) && (
        <label class="field">{word.desk.draftReason}<input value={reason.value} onInput={(change) => { reason.value = change.currentTarget.value; }} /></label>
      )}
      <p class="acts start">
        {maySubmit && <button onClick={() => step('submit')}>{word.submitForSignature}</button>}
        {maySubmit && may('PUT /api/drafts/{id}') && <a class="button quiet-button" href={href('compose', 'draft', draft.id)}>{word.desk.editDraft}</a>}
        {maySign && <button onClick={() => step('sign')}>{word.sign}</button>}
        {mayIssue && <button class="danger" onClick={() => step('issue')}>{word.issueDraft}</button>}
        {mayReturn && <button class="plain" onClick={() => step('return')}>{word.returnDraft}</button>}
        {mayWithdraw && <button class="plain" onClick={() => step('withdraw')}>{word.withdraw}</button>}
      </p>
    </article>
  );
}

function nameOf(event: string, events: readonly WarningEvent[]): string {
  const known = events.find((one) => one.key === event);
  return known ? (words.value.tag === 'en' ? known.english : known.chinese) : event;
}

/** Where, how long, whom it reaches and what is said: nobody signs what was not seen. */
function Look({ body }: { body: DraftBody }) {
  const seen = useSignal<Preview | null>(null);
  const asked = JSON.stringify(body);
  useEffect(() => { void refresh(async () => { seen.value = await send<Preview>('POST', '/api/drafts/preview', body); }); }, [asked]);
  const word = words.value;
  if (!seen.value) return null;
  return (
    <>
      {seen.value.faults.map((fault) => <p key={fault.text} class="notHeard">{say(fault)}</p>)}
      <p><strong>{seen.value.area}</strong> · {word.holds} {word.hours(body.minutes / 60)}</p>
      {seen.value.reach && <ReachLine reach={seen.value.reach} />}
      <StagesLine chosen={body.stages} seen={seen.value.stages} />
      {Object.entries(seen.value.texts).map(([tag, text]) => (
        <div key={tag} lang={tag}>
          <p class="said">{anywhere(text.spoken)}</p>
          <p><Listen text={anywhere(text.spoken)} language={tag} isDrill={body.scope === 'drill'} /></p>
        </div>
      ))}
    </>
  );
}
