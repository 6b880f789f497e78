import { signal } from '@preact/signals';
import { language, words } from '../words';

/** Now, a new one every ten seconds: what is shown as "a minute ago" stays true. */
export const now = signal(Date.now());

setInterval(() => { now.value = Date.now(); }, 10_000);

/** Time of day, with the date when it is not today, and the year when it is not this one. */
export function clockTime(time: string | Date | null, withSeconds = false): string {
  if (!time) return words.value.none;
  const at = new Date(time);
  const parts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (withSeconds) parts.second = '2-digit';
  const today = new Date(now.value);
  if (at.toDateString() !== today.toDateString()) Object.assign(parts, { month: 'short', day: 'numeric' });
  if (at.getFullYear() !== today.getFullYear()) parts.year = 'numeric';
  return at.toLocaleString(language.value, parts);
}

export function ago(time: string | null | undefined): string {
  const { ago: word, never } = words.value;
  if (!time) return never;
  const seconds = Math.max(0, Math.round((now.value - Date.parse(time)) / 1000));
  if (seconds < 10) return word.now;
  if (seconds < 60) return word.seconds(seconds);
  if (seconds < 3_600) return word.minutes(Math.round(seconds / 60));
  return seconds < 86_400 ? word.hours(Math.round(seconds / 3_600)) : word.days(Math.round(seconds / 86_400));
}
