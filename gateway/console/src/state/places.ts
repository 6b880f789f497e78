import { computed, signal } from '@preact/signals';
import { get } from '../api';
import type { Division, PlaceGroup } from '../types';

export const divisions = signal<readonly Division[]>([]);
export const groups = signal<readonly PlaceGroup[]>([]);

/** Divisions right below another, by its code; '' for the top. */
export const below = computed(() => {
  const known = new Set(divisions.value.map((division) => division.code));
  const children = new Map<string, Division[]>();
  for (const division of divisions.value) {
    const parent = division.parent && known.has(division.parent) ? division.parent : '';
    children.set(parent, [...(children.get(parent) ?? []), division]);
  }

  return children;
});

/** The county and its townships: the divisions whose own children are not villages, down to those whose children are. */
export const townships = computed(() => divisions.value.filter((division) => !division.isVillage && (below.value.get(division.code) ?? []).some((child) => child.isVillage)));

export const county = computed(() => divisions.value.find((division) => (below.value.get(division.code) ?? []).some((child) => townships.value.includes(child))));

export async function loadPlaces(): Promise<void> {
  [divisions.value, groups.value] = await Promise.all([get<Division[]>('/api/places'), get<PlaceGroup[]>('/api/places/groups')]);
}
