import { useSignal, type Signal } from '@preact/signals';
import { county, divisions, townships } from '../state/places';
import type { Circle, Division, Preview } from '../types';
import { words } from '../words';
import { AreaMap } from './AreaMap';
import { AreaTyped } from './AreaTyped';
import { Groups } from './Groups';

export interface Area { codes: string[]; groups: string[]; polygons: [number, number][][]; circles: Circle[] }

export const noArea: Area = { codes: [], groups: [], polygons: [], circles: [] };

export function isNowhere(area: Area): boolean {
  return area.codes.length + area.groups.length + area.polygons.length + area.circles.length === 0;
}

const mostFound = 40;

interface Props {
  area: Signal<Area>;
  /** Whom it would reach, when that is known: shown on the map. */
  reach?: Preview['reach'];
}

/** Where: the whole county, townships, single villages, saved groups, or what is drawn or typed. */
export function AreaPicker({ area, reach = null }: Props) {
  const sought = useSignal('');
  const isMapOpen = useSignal(false);
  const word = words.value;
  const text = sought.value.trim();
  const found = text ? divisions.value.filter((division) => division.name.includes(text) || division.code.startsWith(text)).slice(0, mostFound) : townships.value;
  const set = (change: Partial<Area>) => { area.value = { ...area.value, ...change }; };
  const toggle = (list: string[], item: string) => (list.includes(item) ? list.filter((one) => one !== item) : [...list, item]);
  const pick = (code: string) => set({ codes: toggle(area.value.codes, code) });
  // Enter in one of these fields must not send the form that the picker stands in.
  const stay = (event: KeyboardEvent) => { if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault(); };
  return (
    <div class="picker" onKeyDown={stay}>
      <div class="between">
        <label class="field grow">{word.findPlace}<input type="search" value={sought.value} onInput={(change) => { sought.value = change.currentTarget.value; }} /></label>
        <button type="button" class="plain low" aria-expanded={isMapOpen.value} onClick={() => { isMapOpen.value = !isMapOpen.value; }}>{isMapOpen.value ? word.inArea.hideMap : word.inArea.onMap}</button>
      </div>
      {isMapOpen.value && <AreaMap area={area} reach={reach} />}
      <ul class={isMapOpen.value ? 'places short' : 'places'} tabIndex={-1}>
        {!text && county.value && <Place division={county.value} label={word.wholeCounty} codes={area.value.codes} pick={pick} />}
        {found.map((division) => <Place key={division.code} division={division} label={division.name} codes={area.value.codes} pick={pick} />)}
      </ul>
      <Groups area={area} toggle={(name) => set({ groups: toggle(area.value.groups, name) })} />
      <AreaTyped area={area} />
      <Chosen area={area} set={set} />
    </div>
  );
}

interface PlaceProps { division: Division; label: string; codes: readonly string[]; pick: (code: string) => void }

/** A division; a township opens to its villages. */
function Place({ division, label, codes, pick }: PlaceProps) {
  const isOpen = useSignal(false);
  const within = divisions.value.filter((one) => one.isVillage && one.code.startsWith(division.code));
  const parent = division.isVillage ? divisions.value.find((one) => one.code === division.parent)?.name : undefined;
  const isTownship = !division.isVillage && townships.value.includes(division);
  return (
    <li>
      <div class="between">
        <label class="place grow">
          <input type="checkbox" checked={codes.includes(division.code)} onChange={() => pick(division.code)} />
          <span>{label}</span><small>{division.isVillage ? parent : words.value.villagesOf(within.length)}</small>
        </label>
        {isTownship && <button type="button" class="plain small" aria-expanded={isOpen.value} aria-label={`${words.value.inArea.open}: ${label}`} onClick={() => { isOpen.value = !isOpen.value; }}>{isOpen.value ? '▾' : '▸'}</button>}
      </div>
      {isOpen.value && <ul class="bare within">{within.map((village) => <Place key={village.code} division={village} label={village.name} codes={codes} pick={pick} />)}</ul>}
    </li>
  );
}

/** All that is chosen, each with a way back. */
function Chosen({ area, set }: { area: Signal<Area>; set: (change: Partial<Area>) => void }) {
  const word = words.value.inArea;
  const { codes, groups, polygons, circles } = area.value;
  const without = <T,>(list: T[], at: number) => list.filter((_, index) => index !== at);
  if (isNowhere(area.value)) return <p class="calm">{word.nothing}</p>;
  const name = (code: string) => divisions.value.find((division) => division.code === code)?.name ?? code;
  const items: [string, () => void][] = [
    ...codes.map((code): [string, () => void] => [name(code), () => set({ codes: codes.filter((one) => one !== code) })]),
    ...groups.map((group): [string, () => void] => [group, () => set({ groups: groups.filter((one) => one !== group) })]),
    ...polygons.map((polygon, at): [string, () => void] => [word.polygonOf(polygon.length), () => set({ polygons: without(polygons, at) })]),
    ...circles.map((circle, at): [string, () => void] => [word.circleOf(circle.latitude.toFixed(4), circle.longitude.toFixed(4), String(circle.radiusKilometres)), () => set({ circles: without(circles, at) })]),
  ];
  return (
    <section aria-label={word.chosen}>
      <ul class="chips">
        {items.slice(0, mostFound).map(([text, remove], at) => <li key={`${text}${at}`}><button type="button" class="chip" aria-label={`${word.remove}: ${text}`} onClick={remove}>{text} ✕</button></li>)}
        {items.length > mostFound && <li class="calm">{word.more(items.length - mostFound)}</li>}
        {items.length > 1 && <li><button type="button" class="chip" onClick={() => { area.value = noArea; }}>{word.clear}</button></li>}
      </ul>
    </section>
  );
}
