import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import { ordersSeen } from '../state/county';
import { divisions, loadPlaces } from '../state/places';
import { isNightAt, loadProgrammes, programmes, saveProgramme, week } from '../state/programmes';
import { go, href } from '../state/route';
import { may } from '../state/session';
import type { Clip, Play, ProgrammeBody } from '../types';
import { AreaPicker, type Area, noArea } from '../ui/AreaPicker';
import { ask, tell } from '../ui/ask';
import { CoverageBar, Page, Sign } from '../ui/Parts';
import { decoded, wavOf } from '../ui/recording';
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
    name: '', days: [...dayNames], time: '07:00:00', content: { text: '', language: language.value, clip: null }, volumePercent: 70, repeats: 1, enabled: true, from: null, until: null,
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
        <ContentFields body={body} />
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

function ContentFields({ body }: { body: Body }) {
  const word = words.value.onAir;
  const { content, volumePercent, repeats } = body.value;
  const isSound = useSignal(content.clip !== null);
  const set = (change: Partial<ProgrammeBody>) => { body.value = { ...body.value, ...change }; };
  const choose = (sound: boolean) => {
    isSound.value = sound;
    if (!sound) set({ content: { ...content, clip: null } });
  };
  return (
    <>
      <fieldset class="segments">
        <legend>{word.kindOf}</legend>
        {[false, true].map((sound) => <label key={String(sound)}><input type="radio" name="kind" checked={isSound.value === sound} onChange={() => choose(sound)} /> {sound ? word.asSound : word.asText}</label>)}
      </fieldset>
      {isSound.value ? <SoundField clip={content.clip} choose={(clip) => set({ content: { ...content, clip } })} /> : <TextField content={content} set={(changed) => set({ content: changed })} />}
      <label class="field">{word.volume}<input type="number" min={1} max={100} required value={String(volumePercent)} onInput={(change) => set({ volumePercent: Number(change.currentTarget.value) })} /></label>
      <label class="field">{word.repeats}<input type="number" min={1} max={10} required value={String(repeats)} onInput={(change) => set({ repeats: Number(change.currentTarget.value) })} /></label>
    </>
  );
}

interface TextProps { content: ProgrammeBody['content']; set: (content: ProgrammeBody['content']) => void }

function TextField({ content, set }: TextProps) {
  const word = words.value.onAir;
  const left = mostBytes - new TextEncoder().encode(content.text).length;
  return (
    <>
      <label class="field">{word.text}
        <textarea required rows={7} lang={content.language} value={content.text} aria-describedby="left" onInput={(change) => set({ ...content, text: change.currentTarget.value })} />
        <small id="left" class={left < 0 ? 'notHeard' : ''}>{word.bytesLeft(left)}</small>
      </label>
      <label class="field">{word.language}
        <select value={content.language} onChange={(change) => set({ ...content, language: change.currentTarget.value })}>
          {Object.entries(word.languages).map(([tag, name]) => <option key={tag} value={tag}>{name}</option>)}
        </select>
      </label>
    </>
  );
}

function SoundField({ clip, choose }: { clip: string | null; choose: (clip: string) => void }) {
  const clips = useSignal<Clip[]>([]);
  useEffect(() => { void tell(async () => { clips.value = await get<Clip[]>('/api/clips'); return ''; }); }, []);
  const word = words.value.onAir;
  const bring = (file: File | undefined) => {
    if (!file) return;
    void tell(async () => {
      const wav = wavOf(await decoded(await file.arrayBuffer()).catch(() => { throw new Error(words.value.onAir.unreadable); }));
      const made = await send<Clip>('POST', `/api/clips?origin=uploaded&name=${encodeURIComponent(file.name)}`, wav);
      clips.value = [made, ...clips.value.filter((one) => one.id !== made.id)];
      choose(made.id);
      return words.value.onAir.soundBrought(made.name);
    });
  };
  return (
    <>
      <label class="field">{word.sound}
        <select required value={clip ?? ''} onChange={(change) => choose(change.currentTarget.value)}>
          <option value="">{word.chooseSound}</option>
          {clips.value.map((one) => <option key={one.id} value={one.id}>{one.name || one.by} · {words.value.inSeconds(Math.round(one.milliseconds / 1000))}</option>)}
        </select>
      </label>
      {clip && <audio controls preload="none" src={`/api/clips/${clip}`} aria-label={word.listen} />}
      <label class="field">{word.bringSound}<input type="file" accept="audio/*" onChange={(change) => bring(change.currentTarget.files?.[0])} /></label>
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
