import { useSignalEffect } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import { send } from '../api';
import { hourText, loadProgrammes, programmes, saveProgramme, week } from '../state/programmes';
import { href } from '../state/route';
import { may } from '../state/session';
import type { DayName, Programme, Slot, Week } from '../types';
import { ask, tell } from '../ui/ask';
import { Page, Sign } from '../ui/Parts';
import { now } from '../ui/time';
import { language, words } from '../words';

export const dayNames: readonly DayName[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** What loudspeakers say every day: the coming week, what plays now, and every programme. */
export function Programmes() {
  useEffect(() => { void tell(async () => { await loadProgrammes(); return ''; }); }, []);
  useSignalEffect(() => {
    // Nobody tells when a programme has come to its end, so what plays is looked at again.
    void now.value;
    if (programmes.peek()?.some((one) => one.isPlaying)) loadProgrammes().catch(() => { /* the link line says it */ });
  });
  const word = words.value.onAir;
  const all = programmes.value;
  return (
    <Page title={words.value.pages.programmes} actions={may('POST /api/programmes') && <a class="button add" href={href('programmes', 'new')}>{word.add}</a>}>
      <p class="calm">{word.intro}</p>
      {all?.filter((one) => one.isPlaying).map((one) => <OnAirCard key={one.id} programme={one} />)}
      <h2>{word.week}</h2>
      {week.value && all ? <WeekTable week={week.value} programmes={all} /> : <p class="calm">{words.value.loading}</p>}
      <h2>{word.all}</h2>
      {all?.length === 0 && <p class="calm">{word.none}</p>}
      {!!all?.length && (
        <table class="rows">
          <thead><tr><th>{word.name}</th><th>{word.days}</th><th>{word.where}</th><th>{word.what}</th><th>{words.value.state}</th>{may('PUT /api/programmes/{id}') && <th>{words.value.actions}</th>}</tr></thead>
          <tbody>{all.map((one) => <ProgrammeRow key={one.id} programme={one} />)}</tbody>
        </table>
      )}
    </Page>
  );
}

function OnAirCard({ programme: { id, programme, where } }: { programme: Programme }) {
  const word = words.value.onAir;
  return (
    <article class="card onair">
      <h3><Sign>♪</Sign>{word.onAirNow}: <a href={href('programmes', id)}>{programme.name}</a></h3>
      <p>{where}</p>
      <p class="said" lang={programme.content.language}>{programme.content.text}</p>
      {may('POST /api/programmes/{id}/stop') && (
        <button class="danger" onClick={() => ask(word.stopTitle, word.stopText(programme.name), word.stop, async () => {
          await send('POST', `/api/programmes/${id}/stop`);
          return words.value.onAir.stopDone;
        })}>{word.stop}</button>
      )}
    </article>
  );
}

/** Seven columns on a desk, seven lists on a phone; the night is grey in each. */
function WeekTable({ week: { days, slots, zone, nightFromHour: from, nightToHour: to }, programmes: all }: { week: Week; programmes: readonly Programme[] }) {
  const word = words.value.onAir;
  const byId = new Map(all.map((one) => [one.id, one]));
  const nights: Hours[] = from <= to ? [[from, to]] : [[0, to], [from, 24]];
  return (
    <>
      <div class="week">
        {days.map((day, index) => (
          <section key={day} class={index === 0 ? 'day today' : 'day'}>
            <h3>{index === 0 && `${word.today} · `}{dayText(day)}</h3>
            <DayLines slots={slots.filter((slot) => slot.day === day && byId.has(slot.programme))} nights={nights} byId={byId} />
          </section>
        ))}
      </div>
      <p class="calm">{word.zone(zone)}</p>
    </>
  );
}

type Hours = readonly [from: number, to: number];

interface DayProps { slots: readonly Slot[]; nights: readonly Hours[]; byId: ReadonlyMap<string, Programme> }

function DayLines({ slots, nights, byId }: DayProps) {
  const lines = (from: number, to: number) => slots
    .filter((slot) => Number(slot.time.slice(0, 2)) >= from && Number(slot.time.slice(0, 2)) < to)
    .map((slot) => <SlotLine key={slot.programme + slot.time} slot={slot} programme={byId.get(slot.programme)!} />);
  const ends = [0, ...nights.map(([, to]) => to)];
  return (
    <>
      {nights.map(([from, to], index) => (
        <Fragment key={from}>
          <ul>{lines(ends[index]!, from)}</ul>
          {from < to && <div class="night"><p><Sign>☾</Sign>{words.value.onAir.night(hourText(from), hourText(to))}</p><ul>{lines(from, to)}</ul></div>}
        </Fragment>
      ))}
      <ul>{lines(ends.at(-1)!, 24)}</ul>
    </>
  );
}

function SlotLine({ slot, programme: { id, programme, where } }: { slot: Slot; programme: Programme }) {
  const word = words.value.onAir;
  const isOver = Date.parse(slot.start) < now.value;
  const said = !programme.enabled ? ['‖', word.pauses] : slot.isNight ? ['☾', word.notAtNight] : isOver ? ['–', word.over] : null;
  return (
    <li>
      <a class={said ? 'slot still' : 'slot'} href={href('programmes', id)}>
        <time dateTime={slot.start}>{slot.time.slice(0, 5)}</time> <span>{programme.name}</span>
        <small>{where}</small>
        {said && <small><Sign>{said[0]!}</Sign>{said[1]}</small>}
      </a>
    </li>
  );
}

function ProgrammeRow({ programme: { id, programme, where } }: { programme: Programme }) {
  const word = words.value.onAir;
  const toggle = () => tell(async () => {
    await saveProgramme(id, { ...programme, enabled: !programme.enabled });
    await loadProgrammes();
    return '';
  });
  return (
    <tr>
      <th scope="row"><a href={href('programmes', id)}>{programme.name}</a></th>
      <td data-label={word.days}>{daysText(programme.days)} <strong>{programme.time.slice(0, 5)}</strong></td>
      <td data-label={word.where}>{where}</td>
      <td data-label={word.what} lang={programme.content.language} class="excerpt">{programme.content.text}</td>
      <td data-label={words.value.state} class={programme.enabled ? 'heard' : 'cannotTell'}><Sign>{programme.enabled ? '▶' : '‖'}</Sign>{programme.enabled ? word.plays : word.pauses}</td>
      {may('PUT /api/programmes/{id}') && <td><button class="plain" onClick={() => { void toggle(); }}>{programme.enabled ? word.pause : word.resume}</button></td>}
    </tr>
  );
}

export function daysText(days: readonly DayName[]): string {
  const word = words.value.onAir;
  const chosen = dayNames.filter((day) => days.includes(day));
  return chosen.length === 7 ? word.everyDay : chosen.join() === dayNames.slice(0, 5).join() ? word.workdays : chosen.map((day) => word.day[day]).join(' ');
}

function dayText(day: string): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString(language.value, { weekday: 'short', month: 'short', day: 'numeric' });
}
