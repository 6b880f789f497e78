import { type ReadonlySignal, useComputed, useSignalEffect } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { warnings } from '../state/county';
import { layers, liveWarnings, mapInfo, outlines, placedVillages, villages } from '../state/map';
import type { LiveArea } from '../types';
import { words } from '../words';
import { signsOf } from './mapSigns';
import { countyMap, divisionShapes, fit, lines, nearZoom, outlineStyle, textOf } from './shapes';
import { SignLayer } from './SignLayer';

/** Warnings for the same area bear their names below each other. */
const labelPixels = 26;

interface Props {
  /** The chosen village; the map goes there. */
  chosen: ReadonlySignal<string>;
  choose: (code: string) => void;
}

/** The county drawn: outlines, areas of live warnings, and every village and board by its sign. Nothing moves but what a hand moves. */
export function CountyMap({ chosen, choose }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map>(null as unknown as L.Map);
  const signs = useRef(new SignLayer());
  const fitted = useRef(false);
  const ids = useComputed(liveIds);
  useEffect(() => {
    map.current = countyMap(place.current!);
    L.control.scale({ imperial: false }).addTo(map.current);
    signs.current.addTo(map.current);
    const watch = new ResizeObserver(() => { map.current.invalidateSize({ animate: false, pan: false }); });
    watch.observe(place.current!);
    pointAt(map.current, signs.current, choose);
    return () => {
      watch.disconnect();
      map.current.remove();
    };
  }, []);
  useSignalEffect(() => {
    signs.current.show(signsOf(villages.value, layers.value, words.value));
    if (!fitted.current) fitted.current = fit(map.current);
  });
  useSignalEffect(() => {
    const spot = villages.peek().find((village) => village.code === chosen.value)?.spot;
    if (spot) map.current.setView([spot.latitude, spot.longitude], Math.max(map.current.getZoom(), nearZoom), { animate: false });
  });
  useSignalEffect(() => {
    const address = layers.value.has('tiles') ? mapInfo.value.tiles : null;
    const tiles = address ? L.tileLayer(address, { maxZoom: 19 }).addTo(map.current) : null;
    return () => { tiles?.remove(); };
  });
  useSignalEffect(() => {
    const drawn = layers.value.has('outlines') ? L.geoJSON(outlines.value, { interactive: false, style: outlineStyle }).addTo(map.current) : null;
    return () => { drawn?.remove(); };
  });
  useSignalEffect(() => {
    void ids.value;
    void placedVillages.value;
    const drawn = layers.value.has('areas') ? L.layerGroup(mapInfo.value.areas.flatMap(shapesOf)).addTo(map.current) : null;
    return () => { drawn?.remove(); };
  });
  const wholeCounty = () => { fit(map.current); };
  return (
    <div class="map-frame">
      <div ref={place} class="map" role="application" aria-label={words.value.pages.map} aria-description={words.value.onMap.mapHelp} />
      <button type="button" class="plain map-home" onClick={wholeCounty}>{words.value.onMap.showAll}</button>
    </div>
  );
}

function pointAt(map: L.Map, signs: SignLayer, choose: (code: string) => void): void {
  const tip = L.tooltip({ direction: 'top', offset: [0, -8] });
  let shown = '';
  map.on('click', (event) => {
    const found = signs.at(event.containerPoint);
    if (found) choose(found.target);
  });
  map.on('mousemove', (event) => {
    const found = signs.at(event.containerPoint);
    map.getContainer().classList.toggle('pointed', !!found);
    if (found?.title === shown) return;
    shown = found?.title ?? '';
    if (found) tip.setLatLng([found.latitude, found.longitude]).setContent(textOf(found.title)).addTo(map);
    else tip.remove();
  });
}

function shapesOf(area: LiveArea, index: number): L.Layer[] {
  const warning = liveWarnings.peek().find((live) => live.id === area.warning);
  if (!warning) return [];
  const style: L.PathOptions = { ...lines[warning.level], fillOpacity: 0.1, interactive: false };
  const shapes: L.Path[] = [
    ...area.polygons.map((corners) => L.polygon(corners, style)),
    ...area.circles.map((circle) => L.circle([circle.latitude, circle.longitude], { ...style, radius: circle.radiusKilometres * 1000 })),
    ...area.codes.flatMap((code) => divisionShapes(code, style)),
  ];
  const word = words.value;
  const name = [warning.scope === 'actual' ? '' : word.scopes[warning.scope], word.levels[warning.level], warning.event ?? ''].filter(Boolean).join(' ');
  const bounds = L.featureGroup(shapes).getBounds();
  const label = bounds.isValid()
    ? [L.tooltip({ permanent: true, direction: 'center', className: `area-label ${warning.level}`, interactive: false, offset: [0, index * labelPixels] }).setLatLng([bounds.getNorth(), bounds.getCenter().lng]).setContent(textOf(name))]
    : [];
  return [...shapes, ...label];
}

/** The warnings in force. Areas are drawn, and asked for, when one begins or ends, not when it is heard once more. */
export function liveIds(): string {
  return [...warnings.value.values()].filter((warning) => warning.state === 'live').map((warning) => warning.id).sort().join(' ');
}
