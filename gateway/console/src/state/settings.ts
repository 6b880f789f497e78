import type { BoardKind, KnownSetting } from '../types';
import type { Words } from '../words/zh';

/** Settings as a board reads them: "name = value" a line, "#" begins a comment. */
export type Values = ReadonlyMap<string, string>;

const wholeNumber = /^-?\d+$/;
const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

export function readLines(text: string): Values {
  return new Map(text.split('\n').map(pairOf).filter((pair) => pair !== null));
}

/** The text with these values; an empty value takes the name out. What nobody knows here, comments too, stays as it is. */
export function withValues(text: string, changed: Values): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const names = new Set(lines.map((line) => pairOf(line)?.[0]));
  const kept = lines.flatMap((line) => {
    const name = pairOf(line)?.[0];
    if (name === undefined || !changed.has(name)) return [line];
    return changed.get(name)!.trim() === '' ? [] : [`${name} = ${changed.get(name)!.trim()}`];
  });
  const fresh = [...changed].filter(([name, value]) => !names.has(name) && value.trim() !== '').map(([name, value]) => `${name} = ${value.trim()}`);
  return [...kept, ...fresh, ''].join('\n');
}

/** A setting of a part that this kind of board does not have is not offered. */
export function isFor(setting: KnownSetting, kind: BoardKind): boolean {
  const parts: Record<BoardKind, readonly string[]> = {
    'loudspeaker': ['sound'], 'rain-gauge': ['rain'], 'water-level': ['stage'], 'village-station': ['sound', 'rain', 'stage'], 'bench': [],
  };
  return setting.needs === '' || parts[kind].includes(setting.needs) && (!setting.name.startsWith('warn.') || kind === 'village-station');
}

/** What is wrong, by name. The board judges once more, and it alone knows all. */
export function faultsOf(known: readonly KnownSetting[], values: Values, word: Words['ofBoards']): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { name, form, least, most } of known) {
    const value = values.get(name);
    if (value === undefined) continue;
    if ((form === 'whole' || form === 'flag') && (!wholeNumber.test(value) || Number(value) < least! || Number(value) > most!)) faults.set(name, word.outside(least!, most!));
    if (form === 'time' && !timeOfDay.test(value)) faults.set(name, word.notTime);
    const before = name.startsWith('warn.evacuate.') && form === 'whole' ? Number(values.get(name.replace('evacuate', 'prepare')) ?? NaN) : NaN;
    const isOff = Number(value) === 0 && !name.includes('.stage.');
    if (!faults.has(name) && !isOff && Number(value) < before) faults.set(name, word.mixedUp);
  }

  return faults;
}

function pairOf(line: string): [string, string] | null {
  const at = line.indexOf('=');
  return at < 1 || line.trim().startsWith('#') ? null : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
