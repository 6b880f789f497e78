import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { loadOutlines, outlines, placedVillages, villages } from '../state/map';
import { groups } from '../state/places';
import type { Preview } from '../types';
import { words } from '../words';
import type { Area } from './AreaPicker';
import { shortName } from './mapSigns';
import { type MapSign, SignLayer } from './SignLayer';
import { countyMap, divisionShapes, fit, lines, outlineStyle } from './shapes';

type Mode = 'pick' | 'polygon' | 'circle';
type Corner = [number, number];

const modes: readonly Mode[] = ['pick', 'polygon', 'circle'];
const metresInKilometre = 1000;

interface Props { area: Signal<Area>; reach: Preview['reach'] }

/** Where, with a mouse or a finger: villages are picked, polygons and circles drawn; whom it reaches is seen at once. Whoever has neither types coordinates. */
export function AreaMap({ area, reach }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map>(null as unknown as L.Map);
  const signs = useRef(new SignLayer());
  const fitted = useRef(false);
  const mode = useSignal<Mode>('pick');
  const corners = useSignal<Corner[]>([]);
  const seen = useSignal(reach);
  seen.value = reach;
  useEffect(() => {
    map.current = countyMap(place.current!);
    signs.current.addTo(map.current);
    loadOutlines().catch(() => { /* villages and boards show where the county is */ });
    const watch = new ResizeObserver(() => { map.current.invalidateSize({ animate: false, pan: false }); });
    watch.observe(place.current!);
    map.current.on('click', (event) => click(event));
    return () => {
      watch.disconnect();
      map.current.remove();
    };
  }, []);
  useSignalEffect(() => {
    signs.current.show(signsOf(area.value, seen.value));
    if (!fitted.current) fitted.current = fit(map.current);
  });
  useSignalEffect(() => {
    const drawn = L.geoJSON(outlines.value, { interactive: false, style: outlineStyle }).addTo(map.current);
    return () => { drawn.remove(); };
  });
  useSignalEffect(() => {
    void placedVillages.value;
    const style = { ...lines.red, fillOpacity: 0.12, interactive: false };
    const chosen = L.layerGroup([
      ...codesOf(area.value).flatMap((code) => divisionShapes(code, { ...style, weight: 2 })),
      ...area.value.polygons.map((polygon) => L.polygon(polygon, style)),
      ...area.value.circles.map((circle) => L.circle([circle.latitude, circle.longitude], { ...style, radius: circle.radiusKilometres * metresInKilometre })),
    ]).addTo(map.current);
    return () => { chosen.remove(); };
  });
  useSignalEffect(() => {
    const shape = L.layerGroup([L.polyline(corners.value, { ...lines.orange, interactive: false }), ...corners.value.map((corner) => L.circleMarker(corner, { radius: 5, color: '#d4620f', interactive: false }))]).addTo(map.current);
    return () => { shape.remove(); };
  });

  function click(event: L.LeafletMouseEvent): void {
    const corner: Corner = [rounded(event.latlng.lat), rounded(event.latlng.lng)];
    if (mode.value === 'pick') {
      const code = signs.current.at(event.containerPoint)?.target;
      if (code) area.value = { ...area.value, codes: area.value.codes.includes(code) ? area.value.codes.filter((one) => one !== code) : [...area.value.codes, code] };
    } else if (mode.value === 'polygon') {
      corners.value = [...corners.value, corner];
    } else if (corners.value.length === 0) {
      corners.value = [corner];
    } else {
      const [latitude, longitude] = corners.value[0]!;
      const radiusKilometres = Math.round(map.current.distance([latitude, longitude], corner) / 100) / 10;
      if (radiusKilometres > 0) area.value = { ...area.value, circles: [...area.value.circles, { latitude, longitude, radiusKilometres }] };
      corners.value = [];
    }
  }

  const finish = () => {
    if (mode.value === 'polygon' && corners.value.length > 2) area.value = { ...area.value, polygons: [...area.value.polygons, corners.value] };
    corners.value = [];
  };
  const undo = () => { corners.value = corners.value.slice(0, -1); };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') corners.value = [];
    else if (event.key === 'Backspace') undo();
    else if (event.key === 'Enter') finish();
    else return;
    event.preventDefault();
  };
  const word = words.value.inArea;
  return (
    <div class={`area-map ${mode.value}`}>
      <fieldset class="segments">
        <legend class="hidden">{word.onMap}</legend>
        {modes.map((one) => <label key={one}><input type="radio" name="mode" checked={mode.value === one} onChange={() => { mode.value = one; corners.value = []; }} /> {word.modes[one]}</label>)}
      </fieldset>
      <div class="between hint">
        <p class="calm">{mode.value === 'pick' ? word.pickHint : mode.value === 'polygon' ? word.polygonHint : word.circleHint}</p>
        {corners.value.length > 0 && (
          <p class="acts">
            {mode.value === 'polygon' && <button type="button" class="small" disabled={corners.value.length < 3} onClick={finish}>{word.done}</button>}
            <button type="button" class="plain small" onClick={undo}>{word.undo}</button><button type="button" class="plain small" onClick={() => { corners.value = []; }}>{word.cancel}</button>
          </p>
        )}
      </div>
      <div ref={place} class="map small" role="application" aria-label={word.onMap} onKeyDown={keys} />
      <p class="legend"><span><i class="key disc good">✓</i>{word.reached}</span><span><i class="key square bad">✕</i>{word.unreached}</span><span><i class="key ring" />{word.outside}</span></p>
    </div>
  );
}

/** About a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000;
}

function codesOf(area: Area): string[] {
  return [...area.codes, ...groups.value.filter((group) => area.groups.includes(group.name)).flatMap((group) => group.codes)];
}

/** What cannot be reached first, then what is; the rest of the county quietly. */
function signsOf(area: Area, reach: Preview['reach']): MapSign[] {
  const word = words.value;
  const lost = new Map(reach?.unreached.map((village) => [village.code, village.reason]));
  const ordered = new Set(reach?.boards);
  return villages.value.filter((village) => village.spot).map((village): [number, MapSign] => {
    const why = lost.get(village.code);
    const isIn = !why && (village.boards.some((board) => ordered.has(board.id)) || area.codes.includes(village.code));
    const state = why ? (word.unreachedReasons[why] ?? why) : isIn ? word.inArea.reached : word.inArea.outside;
    return [why ? 0 : isIn ? 1 : 2, {
      target: village.code, ...village.spot!, shape: why ? 'square' : isIn ? 'disc' : 'ring', tone: why ? 'bad' : isIn ? 'good' : 'quiet', sign: why ? '✕' : '✓',
      label: shortName(village.name), title: `${village.name}: ${state}`,
    }];
  }).sort((a, b) => a[0] - b[0]).map(([, sign]) => sign);
}
