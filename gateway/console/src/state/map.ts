import { computed, effect, signal } from '@preact/signals';
import { get } from '../api';
import type { Board, CoverageKind, MapInfo, Warning } from '../types';
import { worstFirst } from '../ui/signs';
import { boards, inOrder, newestWarnings } from './county';
import { divisions, loadPlaces } from './places';

export type Layer = 'outlines' | 'areas' | 'villages' | 'boards' | 'sensors' | 'tiles';

export const layerNames: readonly Layer[] = ['areas', 'boards', 'sensors', 'villages', 'outlines', 'tiles'];

const kept = 'map-layers';

/** What the map shows; a choice stays in this browser. */
export const layers = signal<ReadonlySet<Layer>>(new Set(readLayers()));

effect(() => {
  try {
    localStorage.setItem(kept, [...layers.value].join(' '));
  } catch { /* a browser that keeps nothing shows all layers next time */ }
});

export const outlines = signal<GeoJSON.FeatureCollection>({ type: 'FeatureCollection', features: [] });
export const mapInfo = signal<MapInfo>({ tiles: null, credit: '', areas: [] });

/** The warning whose delivery the map shows; the newest in force unless one was chosen. */
export const chosenWarning = signal('');

export const liveWarnings = computed(() => newestWarnings.value.filter((warning) => warning.state === 'live'));
export const followed = computed<Warning | undefined>(() => liveWarnings.value.find((warning) => warning.id === chosenWarning.value) ?? liveWarnings.value[0]);

export interface Spot { latitude: number; longitude: number }

export interface Village {
  code: string;
  name: string;
  spot: Spot | null;
  boards: readonly Board[];
  /** How the followed warning fared there: the worst of its loudspeakers; null when it was not for this village. */
  delivery: CoverageKind | null;
}

/** Where each division with an outline has its middle. */
const middles = computed(() => new Map(outlines.value.features.map((feature) => [String(feature.properties?.code), middleOf(feature.geometry)] as const)));

/** Every village of the county, and of boards that stand where no list names a village. */
export const villages = computed<readonly Village[]>(() => {
  const warning = followed.value?.id;
  const names = new Map(divisions.value.filter((division) => division.isVillage).map((division) => [division.code, division.name]));
  const byVillage = new Map<string, Board[]>([...names.keys()].map((code) => [code, []]));
  for (const board of boards.value.values()) {
    const known = byVillage.get(board.village);
    if (known) known.push(board);
    else byVillage.set(board.village, [board]);
  }

  return [...byVillage].map(([code, here]) => ({
    code, name: names.get(code) ?? here[0]?.villageName ?? code, boards: here.sort((a, b) => inOrder(a.id, b.id)), spot: spotOf(here) ?? middles.value.get(code) ?? null,
    delivery: warning ? worst(here.filter((board) => board.lastOrder?.warning === warning && board.kind !== 'bench').map((board) => board.lastOrder!.coverage)) : null,
  }));
});

/** Where live warnings hold: asked again when one begins or ends. */
export async function loadAreas(): Promise<void> {
  mapInfo.value = await get<MapInfo>('/api/map');
}

/** How many villages have a place: when it changes, hulls do. */
export const placedVillages = computed(() => villages.value.filter((village) => village.spot).length);

export async function loadOutlines(): Promise<void> {
  [outlines.value] = await Promise.all([get<GeoJSON.FeatureCollection>('/api/places/boundaries'), loadPlaces()]);
}

/** Where a group of villages lies when nobody has drawn an outline: a hull round their places. Empty when it has none. */
export function hullOf(code: string): Spot[] {
  const spots = villages.peek().filter((village) => village.code.startsWith(code)).map((village) => village.spot).filter((spot) => spot !== null);
  return hull(spots.flatMap(around));
}

export function toggleLayer(layer: Layer): void {
  const shown = new Set(layers.value);
  if (!shown.delete(layer)) shown.add(layer);
  layers.value = shown;
}

function readLayers(): Layer[] {
  try {
    const chosen = localStorage.getItem(kept)?.split(' ');
    if (chosen) return layerNames.filter((layer) => chosen.includes(layer));
  } catch { /* all of them, then */ }
  return [...layerNames];
}

function worst(kinds: readonly CoverageKind[]): CoverageKind | null {
  return worstFirst.find((kind) => kinds.includes(kind)) ?? null;
}

function spotOf(here: readonly Board[]): Spot | null {
  const placed = here.filter((board) => board.latitude !== null && board.longitude !== null);
  if (placed.length === 0) return null;
  return { latitude: sum(placed.map((board) => board.latitude!)) / placed.length, longitude: sum(placed.map((board) => board.longitude!)) / placed.length };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** The middle of the box round the outer rings: good enough for a sign on a map. */
function middleOf(geometry: GeoJSON.Geometry): Spot | null {
  const rings = geometry.type === 'Polygon' ? [geometry.coordinates[0]!] : geometry.type === 'MultiPolygon' ? geometry.coordinates.map((polygon) => polygon[0]!) : [];
  const corners = rings.flat();
  if (corners.length === 0) return null;
  const longitudes = corners.map((corner) => corner[0]!);
  const latitudes = corners.map((corner) => corner[1]!);
  return { latitude: (Math.min(...latitudes) + Math.max(...latitudes)) / 2, longitude: (Math.min(...longitudes) + Math.max(...longitudes)) / 2 };
}

/** Eight points about a kilometre off, so that a hull does not cut through its outermost villages. */
function around(spot: Spot): Spot[] {
  const degrees = 0.01;
  return Array.from({ length: 8 }, (_, eighth) => ({
    latitude: spot.latitude + degrees * Math.sin(eighth * Math.PI / 4), longitude: spot.longitude + degrees * Math.cos(eighth * Math.PI / 4) / Math.cos(spot.latitude * Math.PI / 180),
  }));
}

/** Andrew's monotone chain. */
function hull(spots: readonly Spot[]): Spot[] {
  const sorted = [...spots].sort((a, b) => a.longitude - b.longitude || a.latitude - b.latitude);
  const half = (points: readonly Spot[]) => {
    const chain: Spot[] = [];
    for (const point of points) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }

    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Spot, b: Spot, c: Spot): number {
  return (b.longitude - a.longitude) * (c.latitude - a.latitude) - (b.latitude - a.latitude) * (c.longitude - a.longitude);
}
