import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import { ordersSeen } from '../state/county';
import { divisions, loadPlaces } from '../state/places';
import { isNightAt, loadProgrammes, programmes, saveProgramme, week } from '../state/programmes';
import { go, href } from '../state/route';
import { may } from '../state/session';
import type { Play, ProgrammeBody } from '../types';
import { AreaPicker, type Area, noArea } from '../ui/AreaPicker';
import { ask, tell } from '../ui/ask';
import { CoverageBar, Page, Sign } from '../ui/Parts';
import { clockTime } from '../ui/time';
import { language, words } from '../words';
import { dayNames } from './Programmes';

/** The longest text that an order carries, bytes of UTF-8. Source: Order.MaxTextBytes. */
const mostBytes = 3000;

/** One programme: what it says, when and where, and what was played of it. "new" makes one. */
export function ProgrammePage({ id }: { id: string }) {
  const isNew = id === 'new';
  useEffect(() => { void tell(async () => { await Promise.all([loadProgrammes(), loadPlaces()]); return ''; }); }, []);
  const known = programmes.value?.find((one) => one.id === id);
  const word = words.value.onAir;
  return (
    <Page title={isNew ? word.add : known?.programme.name ?? id} actions={<a href={href('programmes')}>{word.back}</a>}>
      {programmes.value && divisions.value.length > 0 && (isNew || known) && may('PUT /api/programmes/{id}') && <ProgrammeForm key={id} id={isNew ? null : id} before={known?.programme} />}
      {!isNew && <History id={id} />}
    </Page>
  );
}

function ProgrammeForm({ id, before }: { id: string | null; before: ProgrammeBody | undefined }) {
  const body = useSignal<Omit<ProgrammeBody, 'area'>>(before ?? {
    name: '', days: [...dayNames], time: '07:00:00', content: { text: '', language: language.value }, volumePercent: 70, repeats: 1, enabled: true, from: null, until: null,
  });
  const area = useSignal<Area>(before ? { codes: before.area.codes ?? [], groups: before.area.groups ?? [], polygons: before.area.polygons ?? [], circles: before.area.circles ?? [] } : noArea);
  const word = words.value.onAir;
  const set = (change: Partial<ProgrammeBody>) => { body.value = { ...body.value, ...change }; };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void tell(async () => {
      await saveProgramme(id, { ...body.value, area: area.value });
      go('programmes');
      return words.value.saved;
    });
  };
  const remove = () => ask(word.removeTitle, word.removeText(body.value.name), word.remove, async () => {
    await send('DELETE', `/api/programmes/${id}`);
    go('programmes');
    return words.value.onAir.removed;
  });
  return (
    <form class="compose" onSubmit={save}>
      <section>
        <h2>{word.what}</h2>
        <label class="field">{word.name}<input required maxLength={100} value={body.value.name} onInput={(change) => set({ name: change.currentTarget.value })} /></label>
        <TextFields body={body} />
      </section>
      <section>
        <h2>{word.time}</h2>
        <TimeFields body={body} />
      </section>
      <section>
        <h2>{word.where}</h2>
        <AreaPicker area={area} />
      </section>
      <p class="acts wide">
        {id && <button type="button" class="plain" onClick={remove}>{word.remove}</button>}
        <button class="big">{words.value.save}</button>
      </p>
    </form>
  );
}

type Body = Signal<Omit<ProgrammeBody, 'area'>>;

function TextFields({ body }: { body: Body }) {
  const word = words.value.onAir;
  const { content, volumePercent, repeats } = body.value;
  const left = mostBytes - new TextEncoder().encode(content.text).length;
  const set = (change: Partial<ProgrammeBody>) => { body.value = { ...body.value, ...change }; };
  return (
    <>
      <label class="field">{word.text}
        <textarea required rows={7} lang={content.language} value={content.text} aria-describedby="left" onInput={(change) => set({ content: { ...content, text: change.currentTarget.value } })} />
        <small id="left" class={left < 0 ? 'notHeard' : ''}>{word.bytesLeft(left)}</small>
      </label>
      <label class="field">{word.language}
        <select value={content.language} onChange={(change) => set({ content: { ...content, language: change.currentTarget.value } })}>
          {Object.entries(word.languages).map(([tag, name]) => <option key={tag} value={tag}>{name}</option>)}
        </select>
      </label>
      <label class="field">{word.volume}<input type="number" min={1} max={100} required value={String(volumePercent)} onInput={(change) => set({ volumePercent: Number(change.currentTarget.value) })} /></label>
      <label class="field">{word.repeats}<input type="number" min={1} max={10} required value={String(repeats)} onInput={(change) => set({ repeats: Number(change.currentTarget.value) })} /></label>
    </>
  );
}

function TimeFields({ body }: { body: Body }) {
  const word = words.value.onAir;
  const { days, time, enabled, from, until } = body.value;
  const set = (change: Partial<ProgrammeBody>) => { body.value = { ...body.value, ...change }; };
  const isSilent = week.value !== null && isNightAt(time, week.value);
  return (
    <>
      <label class="field">{word.time}<input type="time" required value={time.slice(0, 5)} aria-describedby="night" onInput={(change) => set({ time: `${change.currentTarget.value}:00` })} /></label>
      <p id="night" role="status" class="cannotTell">{isSilent && <><Sign>☾</Sign>{word.fallsIntoNight}</>}</p>
      <fieldset>
        <legend>{word.days}</legend>
        {dayNames.map((day) => (
          <label key={day} class="check"><input type="checkbox" checked={days.includes(day)} onChange={() => set({ days: days.includes(day) ? days.filter((one) => one !== day) : [...days, day] })} /> {word.day[day]}</label>
        ))}
        <p class="acts start">
          <button type="button" class="plain" onClick={() => set({ days: [...dayNames] })}>{word.everyDay}</button>
          <button type="button" class="plain" onClick={() => set({ days: dayNames.slice(0, 5) })}>{word.workdays}</button>
        </p>
      </fieldset>
      <label class="field">{word.from}<input type="date" value={from ?? ''} onInput={(change) => set({ from: change.currentTarget.value || null })} /></label>
      <label class="field">{word.until}<input type="date" value={until ?? ''} onInput={(change) => set({ until: change.currentTarget.value || null })} /></label>
      <label class="check"><input type="checkbox" checked={enabled} onChange={(change) => set({ enabled: change.currentTarget.checked })} /> {word.enabled}</label>
    </>
  );
}

function History({ id }: { id: string }) {
  const plays = useSignal<Play[] | null>(null);
  const load = () => get<Play[]>(`/api/programmes/${id}/plays`).then((found) => { plays.value = found; }, () => { /* the link line says it */ });
  useSignalEffect(() => {
    void programmes.value;
    void load();
  });
  useSignalEffect(() => {
    const newest = plays.peek()?.[0]?.id;
    if (newest && ordersSeen.value.get(newest)) void load();
  });
  const word = words.value.onAir;
  return (
    <section>
      <h2>{word.historyOf}</h2>
      {plays.value?.length === 0 && <p class="calm">{word.noHistory}</p>}
      {plays.value?.map((play) => (
        <article key={play.id} class={play.isPlaying ? 'card onair' : 'card'}>
          <h3>{clockTime(play.start)}{play.isPlaying && <> · <Sign>♪</Sign>{word.onAirNow}</>}</h3>
          <ul class="meta"><li>{play.where}</li>{play.stoppedAt && <li>{word.stoppedBy(play.stoppedBy ?? '', clockTime(play.stoppedAt))}</li>}{play.yielded > 0 && <li>{word.yielded(play.yielded)}</li>}</ul>
          <p>{play.text}</p>
          {play.coverage.targeted > 0 ? <CoverageBar coverage={play.coverage} /> : <p class="calm">{word.nobody}</p>}
        </article>
      ))}
    </section>
  );
}
