import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { warnings } from '../state/county';
import { hullOf, layers, liveWarnings, mapInfo, outlines, type Spot, villages } from '../state/map';
import type { Level, LiveArea } from '../types';
import { words } from '../words';
import { signsOf } from './mapSigns';
import { SignLayer } from './SignLayer';

/** Colour is never alone: each level has a line of its own, and the area bears its name. */
const lines: Record<Level, L.PathOptions> = {
  red: { color: '#c01722', weight: 4 },
  orange: { color: '#d4620f', weight: 4, dashArray: '16 6' },
  yellow: { color: '#b58a00', weight: 4, dashArray: '8 6' },
  blue: { color: '#1459b3', weight: 4, dashArray: '2 8' },
  programme: { color: '#5a6470', weight: 2 },
  none: { color: '#5a6470', weight: 2 },
};

const china: L.LatLngBoundsLiteral = [[18, 73], [54, 135]];
const nearZoom = 13;
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
  useEffect(() => {
    map.current = L.map(place.current!, {
      preferCanvas: true, attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false, zoomSnap: 0.25,
    }).fitBounds(china);
    map.current.createPane('signs').style.zIndex = '620';
    map.current.getPane('signs')!.style.pointerEvents = 'none';
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

/** As text, never as markup. */
function textOf(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

function fit(map: L.Map): boolean {
  const spots = villages.peek().map((village) => village.spot).filter((spot) => spot !== null).map(pointOf);
  const drawn = L.geoJSON(outlines.peek()).getBounds();
  const all = drawn.isValid() ? drawn : L.latLngBounds(spots);
  if (!all.isValid()) return false;
  map.fitBounds(all.pad(drawn.isValid() ? 0.02 : 0.1), { animate: false, maxZoom: nearZoom });   // a single place has no size to fit
  return true;
}

function pointOf(spot: Spot): L.LatLngTuple {
  return [spot.latitude, spot.longitude];
}

/** The larger a division, the heavier its line: six digits a county, nine a township, twelve a village. */
function outlineStyle(feature?: GeoJSON.Feature): L.PathOptions {
  const digits = String(feature?.properties?.code ?? '').length;
  return { color: '#5a6470', weight: digits <= 6 ? 2.5 : digits <= 9 ? 1.5 : 0.75, fillColor: '#5a6470', fillOpacity: digits <= 6 ? 0.04 : 0 };
}

function shapesOf(area: LiveArea, index: number): L.Layer[] {
  const warning = liveWarnings.value.find((live) => live.id === area.warning);
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

/** By its outline; else by those of the divisions in it; else round its villages. */
function divisionShapes(code: string, style: L.PathOptions): L.Path[] {
  const features = outlines.value.features;
  const own = features.filter((feature) => feature.properties?.code === code);
  const within = own.length > 0 ? own : features.filter((feature) => String(feature.properties?.code).startsWith(code));
  if (within.length > 0) return within.map((feature) => L.polygon(L.GeoJSON.coordsToLatLngs(ringsOf(feature.geometry), feature.geometry.type === 'MultiPolygon' ? 2 : 1) as L.LatLng[][], style));
  const around = hullOf(code);
  return around.length > 2 ? [L.polygon(around.map(pointOf), { ...style, weight: 2 })] : [];
}

function ringsOf(geometry: GeoJSON.Geometry): GeoJSON.Position[][] | GeoJSON.Position[][][] {
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

// A warning that is told anew redraws its area only when it begins or ends: the map then asks where it holds.
export function liveIds(): string {
  return [...warnings.value.values()].filter((warning) => warning.state === 'live').map((warning) => warning.id).sort().join(' ');
}
