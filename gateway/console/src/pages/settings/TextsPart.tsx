import { useComputed, useSignal, useSignalEffect, type ReadonlySignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, Refusal, send } from '../../api';
import { choicesSeen } from '../../state/office';
import { divisions, loadPlaces } from '../../state/places';
import { may } from '../../state/session';
import type { Fault, Level, Template, Templates, TextPreview, Texts } from '../../types';
import { ask, refresh, tell } from '../../ui/ask';
import { clockTime } from '../../ui/time';
import { language as ownLanguage, words } from '../../words';
import { say } from '../../words/faults';
import { TextPreviewPart } from './TextPreviewPart';

const names = ['headline', 'description', 'instruction', 'spoken'] as const;
const empty: Texts = { headline: '', description: '', instruction: '', spoken: '' };
const previewMilliseconds = 300;

/** The words of every warning, and how a village would hear them. */
export function TextsPart() {
  const all = useSignal<Templates | null>(null);
  const event = useSignal('rainstorm');
  const language = useSignal<string>(ownLanguage.value);
  const template = useSignal<Template | null>(null);
  const colour = useSignal('red');
  const draft = useSignal<Texts | null>(null);
  const faults = useSignal<readonly Fault[]>([]);
  const notice = useSignal('');
  const village = useSignal('');
  const preview = useSignal<TextPreview | null>(null);
  useEffect(() => {
    void tell(async () => {
      [all.value] = await Promise.all([get<Templates>('/api/templates'), divisions.value.length > 0 ? null : loadPlaces()]);
      village.value = divisions.value.find((one) => one.isVillage && one.shelter)?.code ?? divisions.value.find((one) => one.isVillage)?.code ?? '';
      return '';
    });
  }, []);
  const path = useComputed(() => `/api/templates/${event.value}/${encodeURIComponent(language.value)}`);
  const show = (found: Template) => {
    template.value = found;
    if (!(colour.value in found.colours)) colour.value = Object.keys(found.colours)[0] ?? 'any';
    [draft.value, faults.value] = [null, []];
  };
  useSignalEffect(() => {
    const asked = path.value;
    void choicesSeen.value;
    void refresh(async () => {
      const found = await get<Template>(asked);
      const isTyping = draft.peek() !== null && template.peek()?.event === found.event && template.peek()?.language === found.language;
      // What is being typed stays; the gateway says so when it is saved on top of what somebody else has changed.
      if (path.peek() === asked && !isTyping) show(found);
    });
  });
  const text = useComputed<Texts>(() => {
    const kept = template.value?.colours[colour.value];
    return draft.value ?? kept?.own ?? kept?.shipped ?? empty;
  });
  usePreview(preview, useComputed(() => ({ event: event.value, language: language.value, colour: colour.value, text: text.value, village: village.value || null, isReady: template.value !== null && colour.value in template.value.colours })));

  const word = words.value.settings;
  const seen = template.value;
  const list = all.value;
  if (!list) return <p class="calm">{words.value.loading}</p>;
  const kept = seen?.colours[colour.value];
  const mayChange = may('PUT /api/templates/{event}/{language}');
  const nameOf = (key: string) => { const one = list.events.find((candidate) => candidate.key === key); return (words.value.tag === 'en' ? one?.english : one?.chinese) ?? key; };
  const levelOf = (key: string) => (key === 'any' ? word.everyLevel : words.value.levels[key as Level]);
  const put = (texts: Record<string, Texts>) => tell(async () => {
    try {
      show(await send<Template>('PUT', path.value, { version: seen?.version ?? 0, texts }));
      all.value = await get<Templates>('/api/templates');
      notice.value = '';
      return words.value.saved;
    } catch (fault) {
      if (!(fault instanceof Refusal) || (fault.status !== 409 && fault.status !== 422)) throw fault;
      faults.value = fault.faults;
      if (fault.status === 409) {
        template.value = await get<Template>(path.value);
        notice.value = words.value.settings.moved(template.value.changedBy ?? words.value.settings.somebody);
      }
      return '';
    }
  });
  const others = Object.fromEntries(Object.entries(seen?.colours ?? {}).flatMap(([key, one]) => (one.own && key !== colour.value ? [[key, one.own]] : [])));
  const save = (submit: Event) => {
    submit.preventDefault();
    void put({ ...others, [colour.value]: text.value });
  };
  const reset = () => ask(word.toShippedTitle, word.toShippedText(`${nameOf(event.value)} ${levelOf(colour.value)} ${language.value}`), word.toShipped, async () => { await put(others); return words.value.saved; });
  return (
    <div class="text-editor">
      <form class="choices" onSubmit={save} noValidate>
        <div class="columns">
          <label class="field">{word.event}
            <select value={event.value} onChange={(change) => { [event.value, draft.value, notice.value] = [change.currentTarget.value, null, '']; }}>
              {list.events.map((one) => <option key={one.key} value={one.key}>{nameOf(one.key)}{list.changed.some((line) => line.event === one.key && line.own.length > 0) ? ' ✎' : ''}</option>)}
            </select>
          </label>
          <label class="field">{word.language}
            <input list="languages" value={language.value} onChange={(change) => { [language.value, draft.value, notice.value] = [change.currentTarget.value.trim() || ownLanguage.value, null, '']; }} />
            <datalist id="languages">{list.languages.map((tag) => <option key={tag} value={tag} />)}</datalist>
          </label>
        </div>
        <fieldset class="segments">
          <legend>{word.level}</legend>
          {Object.entries(seen?.colours ?? {}).map(([key, one]) => (
            <label key={key}><input type="radio" name="level" checked={colour.value === key} onChange={() => { [colour.value, draft.value, faults.value] = [key, null, []]; }} /> {levelOf(key)}{one.own ? ' ✎' : ''}</label>
          ))}
        </fieldset>
        {notice.value && <p class="cannotTell" role="alert">{notice.value}</p>}
        <p class="calm" role="status">{kept?.own ? word.ownText : word.shippedText}{seen?.changedBy ? ` · ${word.savedVersion(seen.version)} · ${word.changedBy(seen.changedBy, clockTime(seen.changedAt))}` : ''}</p>
        {names.map((name) => {
          const live = preview.value?.faults[name] ?? [];
          const wrong = (live.length > 0 ? live : faults.value.filter((fault) => fault.field === `${colour.value}.${name}`)).map(say);
          return (
            <label key={name} class="field">{words.value[name]}
              <textarea rows={name === 'headline' ? 1 : 4} lang={language.value} value={text.value[name]} readOnly={!mayChange} aria-invalid={wrong.length > 0} aria-describedby={wrong.length > 0 ? `fault-${name}` : undefined}
                onInput={(change) => { draft.value = { ...text.value, [name]: change.currentTarget.value }; }} />
              {wrong.length > 0 && <small id={`fault-${name}`} class="notHeard">{word.notTaken}: {wrong.join('; ')}</small>}
            </label>
          );
        })}
        {mayChange && (
          <p class="acts start">
            <button disabled={!draft.value || Object.keys(preview.value?.faults ?? {}).length > 0}>{draft.value ? words.value.save : word.unchanged}</button>
            {draft.value && <button type="button" class="plain" onClick={() => { [draft.value, faults.value, notice.value] = [null, [], '']; }}>{word.undo}</button>}
            {kept?.own && <button type="button" class="plain" onClick={reset}>{word.toShipped}</button>}
          </p>
        )}
      </form>
      <TextPreviewPart preview={preview} village={village} language={language.value} facts={list.facts} />
    </div>
  );
}

interface Asked { event: string; language: string; colour: string; text: Texts; village: string | null; isReady: boolean }

/** Asks how it would sound, a moment after the last key. */
function usePreview(preview: Signal<TextPreview | null>, asked: ReadonlySignal<Asked>): void {
  useSignalEffect(() => {
    const { isReady, ...body } = asked.value;
    if (!isReady) return undefined;
    const timer = setTimeout(() => { void refresh(async () => { preview.value = await send<TextPreview>('POST', '/api/templates/preview', body); }); }, previewMilliseconds);
    return () => clearTimeout(timer);
  });
}
