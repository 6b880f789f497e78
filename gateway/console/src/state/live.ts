import { signal } from '@preact/signals';

// A browser may hold a dead connection open for minutes, so a clock of our own watches it. The gateway ticks every 10 s.
const silenceMilliseconds = 35_000;
const retryMilliseconds = 3_000;

export type LinkState = 'connecting' | 'live' | 'lost';

export const linkState = signal<LinkState>('connecting');

/** When the gateway last said anything. */
export const lastNews = signal<Date | null>(null);

type Hearer = (data: unknown) => void;

const hearers = new Map<string, Hearer[]>();
let source: EventSource | null = null;
let watch = 0;

/** Calls back with the data of every event of this kind: warning, order, board, reading, health, reset. */
export function hear(kind: string, hearer: Hearer): void {
  hearers.set(kind, [...(hearers.get(kind) ?? []), hearer]);
}

export function openLive(): void {
  if (source) return;
  source = new EventSource('/api/live');
  source.onopen = watchAgain;
  source.onerror = lost;
  for (const kind of [...hearers.keys(), 'tick']) {
    source.addEventListener(kind, (event) => {
      watchAgain();
      const data: unknown = event.data ? JSON.parse(event.data) : null;
      hearers.get(kind)?.forEach((hearer) => hearer(data));
    });
  }
}

export function closeLive(): void {
  clearTimeout(watch);
  source?.close();
  source = null;
}

function watchAgain(): void {
  clearTimeout(watch);
  watch = window.setTimeout(lost, silenceMilliseconds);
  lastNews.value = new Date();
  linkState.value = 'live';
}

function lost(): void {
  closeLive();
  linkState.value = 'lost';
  setTimeout(openLive, retryMilliseconds);
}

window.addEventListener('online', openLive);
