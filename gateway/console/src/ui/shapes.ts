import L from 'leaflet';
import { hullOf, outlines, type Spot, villages } from '../state/map';
import type { Level } from '../types';

/** Colour is never alone: each level has a line of its own, and the area bears its name. */
export const lines: Record<Level, L.PathOptions> = {
  red: { color: '#c01722', weight: 4 },
  orange: { color: '#d4620f', weight: 4, dashArray: '16 6' },
  yellow: { color: '#b58a00', weight: 4, dashArray: '8 6' },
  blue: { color: '#1459b3', weight: 4, dashArray: '2 8' },
  programme: { color: '#5a6470', weight: 2 },
  none: { color: '#5a6470', weight: 2 },
};

/** Near enough to see one village and its boards. */
export const nearZoom = 13;

const china: L.LatLngBoundsLiteral = [[18, 73], [54, 135]];

interface Painter { _ctx?: CanvasRenderingContext2D; _redraw: () => void }

/** Leaflet's painter may be asked once more when its map is gone already: then there is nothing to paint on. */
const Canvas = L.Canvas.extend({
  _redraw(this: Painter) {
    if (this._ctx) (L.Canvas.prototype as unknown as Painter)._redraw.call(this);
  },
}) as unknown as new () => L.Canvas;

/** An empty map. Nothing on it moves by itself. */
export function countyMap(place: HTMLElement): L.Map {
  const map = L.map(place, {
    renderer: new Canvas(), attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false, zoomSnap: 0.25, doubleClickZoom: false,
  }).fitBounds(china);
  const signs = map.createPane('signs');
  signs.style.zIndex = '620';
  signs.style.pointerEvents = 'none';
  return map;
}

/** Shows the whole county; false when nobody knows yet where it is. */
export function fit(map: L.Map): boolean {
  const spots = villages.peek().map((village) => village.spot).filter((spot) => spot !== null).map(pointOf);
  const drawn = L.geoJSON(outlines.peek()).getBounds();
  const all = drawn.isValid() ? drawn : L.latLngBounds(spots);
  if (!all.isValid()) return false;
  map.fitBounds(all.pad(drawn.isValid() ? 0.02 : 0.1), { animate: false, maxZoom: nearZoom });   // a single place has no size to fit
  return true;
}

export function pointOf(spot: Spot): L.LatLngTuple {
  return [spot.latitude, spot.longitude];
}

/** As text, never as markup. */
export function textOf(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

/** The larger a division, the heavier its line: six digits a county, nine a township, twelve a village. */
export function outlineStyle(feature?: GeoJSON.Feature): L.PathOptions {
  const digits = String(feature?.properties?.code ?? '').length;
  return { color: '#5a6470', weight: digits <= 6 ? 2.5 : digits <= 9 ? 1.5 : 0.75, fillColor: '#5a6470', fillOpacity: digits <= 6 ? 0.04 : 0 };
}

/** By its outline; else by those of the divisions in it; else round its villages. */
export function divisionShapes(code: string, style: L.PathOptions): L.Path[] {
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
