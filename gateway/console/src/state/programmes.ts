import { signal } from '@preact/signals';
import { get, send } from '../api';
import type { Programme, ProgrammeBody, Week } from '../types';
import { hear } from './live';

/** The timetable; null until somebody has looked at it. */
export const programmes = signal<readonly Programme[] | null>(null);
export const week = signal<Week | null>(null);

export async function loadProgrammes(): Promise<void> {
  [programmes.value, week.value] = await Promise.all([get<Programme[]>('/api/programmes'), get<Week>('/api/programmes/week')]);
}

/** Writes a programme: a new one without an id. Who writes nothing else hears of it by the live event. */
export async function saveProgramme(id: string | null, { content, ...rest }: ProgrammeBody): Promise<void> {
  await send(id ? 'PUT' : 'POST', id ? `/api/programmes/${id}` : '/api/programmes', { ...rest, ...content, text: content.clip ? '' : content.text });
}

/** "22:00" or, for the coming night's end, "06:00". */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

export function isNightAt(time: string, known: Week): boolean {
  const hour = Number(time.slice(0, 2));
  const { nightFromHour: from, nightToHour: to } = known;
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}

for (const news of ['programmes', 'reset']) {
  hear(news, () => { if (programmes.value) loadProgrammes().catch(() => { /* the link line says that the gateway does not answer */ }); });
}
