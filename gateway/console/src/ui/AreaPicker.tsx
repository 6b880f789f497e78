import { useSignal, type Signal } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { get } from '../api';
import { boards } from '../state/county';
import { county, divisions, groups, townships } from '../state/places';
import type { Division } from '../types';
import { words } from '../words';

export interface Area { codes: string[]; groups: string[]; polygons: [number, number][][] }

export const noArea: Area = { codes: [], groups: [], polygons: [] };

/** Where: the whole county, townships, single villages, saved groups, or what is drawn on the map. */
export function AreaPicker({ area }: { area: Signal<Area> }) {
  const sought = useSignal('');
  const isDrawing = useSignal(false);
  const word = words.value;
  const text = sought.value.trim();
  // Without a search the townships, and whatever else is chosen already: what cannot be seen cannot be taken back.
  const isPicked = (division: Division) => area.value.codes.includes(division.code) && !townships.value.includes(division) && division !== county.value;
  const found = text ? divisions.value.filter((division) => division.name.includes(text) || division.code.startsWith(text)).slice(0, 40) : [...divisions.value.filter(isPicked), ...townships.value];
  const set = (change: Partial<Area>) => { area.value = { ...area.value, ...change }; };
  const toggle = (list: string[], item: string) => (list.includes(item) ? list.filter((one) => one !== item) : [...list, item]);
  return (
    <>
      <label class="field">{word.findPlace}<input type="search" value={sought.value} onInput={(change) => { sought.value = change.currentTarget.value; }} /></label>
      <ul class="places">
        {!text && county.value && <Place division={county.value} label={word.wholeCounty} codes={area.value.codes} pick={() => set({ codes: toggle(area.value.codes, county.value!.code) })} />}
        {found.map((division) => <Place key={division.code} division={division} label={division.name} codes={area.value.codes} pick={() => set({ codes: toggle(area.value.codes, division.code) })} />)}
      </ul>
      {groups.value.length > 0 && (
        <fieldset>
          <legend>{word.groups}</legend>
          {groups.value.map((group) => (
            <label key={group.name} class="check"><input type="checkbox" checked={area.value.groups.includes(group.name)} onChange={() => set({ groups: toggle(area.value.groups, group.name) })} /> {group.name}</label>
          ))}
        </fieldset>
      )}
      <p class="acts start">
        <button type="button" class="plain" aria-pressed={isDrawing.value} onClick={() => { isDrawing.value = !isDrawing.value; }}>{word.draw}</button>
        {area.value.polygons.length > 0 && <><span>{word.drawn(area.value.polygons.length)}</span><button type="button" class="plain" onClick={() => set({ polygons: [] })}>{word.drawClear}</button></>}
      </p>
      {isDrawing.value && <DrawingMap polygons={area.value.polygons} add={(ring) => set({ polygons: [...area.value.polygons, ring] })} />}
    </>
  );
}

interface PlaceProps { division: Division; label: string; codes: readonly string[]; pick: () => void }

function Place({ division, label, codes, pick }: PlaceProps) {
  const villages = divisions.value.filter((one) => one.isVillage && one.code.startsWith(division.code)).length;
  const parent = division.isVillage ? divisions.value.find((one) => one.code === division.parent)?.name : undefined;
  return (
    <li>
      <label class="place">
        <input type="checkbox" checked={codes.includes(division.code)} onChange={pick} />
        <span>{label}</span><small>{division.isVillage ? parent : words.value.villagesOf(villages)}</small>
      </label>
    </li>
  );
}

interface DrawingProps { polygons: readonly [number, number][][]; add: (ring: [number, number][]) => void }

function DrawingMap({ polygons, add }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const ring = useRef<L.Polyline | null>(null);
  const corners = useSignal<[number, number][]>([]);
  useEffect(() => {
    const made = L.map(place.current!, { preferCanvas: true, attributionControl: false, doubleClickZoom: false });
    map.current = made;
    const points = [...boards.value.values()].filter((board) => board.latitude !== null && board.longitude !== null).map((board) => [board.latitude!, board.longitude!] as [number, number]);
    made.fitBounds(points.length > 1 ? L.latLngBounds(points).pad(0.2) : L.latLngBounds([[18, 73], [54, 135]]));
    points.forEach((point) => L.circleMarker(point, { radius: 4, color: '#5a6470', weight: 1 }).addTo(made));
    get<GeoJSON.FeatureCollection>('/api/places/boundaries').then((outlines) => L.geoJSON(outlines, { interactive: false, style: { color: '#5a6470', weight: 1, fillOpacity: 0.03 } }).addTo(made), () => { /* without outlines too */ });
    ring.current = L.polyline([], { color: '#c01722', weight: 3 }).addTo(made);
    made.on('click', (event) => {
      corners.value = [...corners.value, [event.latlng.lat, event.latlng.lng]];
      ring.current?.setLatLngs(corners.value);
    });
    return () => { made.remove(); };
  }, []);
  useEffect(() => {
    const drawn = polygons.map((polygon) => L.polygon(polygon, { color: '#c01722', weight: 2 }).addTo(map.current!));
    return () => drawn.forEach((one) => one.remove());
  }, [polygons]);
  const done = () => {
    add(corners.value);
    corners.value = [];
    ring.current?.setLatLngs([]);
  };
  return (
    <>
      <p class="calm">{words.value.drawHint} <button type="button" disabled={corners.value.length < 3} onClick={done}>{words.value.drawDone}</button></p>
      <div ref={place} class="map small" role="application" aria-label={words.value.draw} />
    </>
  );
}

