import { batch, signal } from '@preact/signals';

// A browser may hold a dead connection open for minutes, so a clock of our own watches it. The gateway ticks every 10 s.
const silenceMilliseconds = 35_000;
const retryMilliseconds = 3_000;
const askMilliseconds = 10_000;
// A warning for a county brings a thousand events in a second: what happens alone is told at once, and then the pages are drawn once for all that came within this.
const gatherMilliseconds = 200;

export type LinkState = 'connecting' | 'live' | 'lost';

export const linkState = signal<LinkState>('connecting');

/** When the gateway last said anything. */
export const lastNews = signal<Date | null>(null);

type Hearer = (data: unknown) => void;

const hearers = new Map<string, Hearer[]>();
let source: EventSource | null = null;
let load: (() => Promise<void>) | null = null;
let watch = 0;
let retry = 0;
let waiting: (() => void)[] = [];
let told = -gatherMilliseconds;

/** Calls back with the data of every event of this kind: warning, order, board, reading, step, health, reset. */
export function hear(kind: string, hearer: Hearer): void {
  hearers.set(kind, [...(hearers.get(kind) ?? []), hearer]);
}

/** For whoever may not hear the events: what may be seen is asked for again and again. Null: listen. */
export function askInstead(loading: (() => Promise<void>) | null): void {
  load = loading;
}

export function openLive(): void {
  if (load) {
    load().then(() => { watchAgain(); askSoon(); }, lost);
    return;
  }

  if (source) return;
  source = new EventSource('/api/live');
  source.onopen = () => {
    const wasAway = linkState.value === 'lost';
    watchAgain();
    if (wasAway) hearers.get('reset')?.forEach((hearer) => hearer(null));   // what happened meanwhile is not told again
  };
  source.onerror = lost;
  for (const kind of [...hearers.keys(), 'tick']) {
    source.addEventListener(kind, (event) => {
      if (waiting.length === 0) watchAgain();
      if (!hearers.has(kind)) return;
      const data: unknown = event.data ? JSON.parse(event.data) : null;
      if (waiting.length === 0) setTimeout(tellAll, Math.max(0, told + gatherMilliseconds - performance.now()));
      waiting.push(() => hearers.get(kind)?.forEach((hearer) => hearer(data)));
    });
  }
}

export function closeLive(): void {
  clearTimeout(watch);
  clearTimeout(retry);
  source?.close();
  source = null;
}

function askSoon(): void {
  clearTimeout(retry);
  retry = window.setTimeout(openLive, askMilliseconds);
}

function tellAll(): void {
  const all = waiting;
  waiting = [];
  told = performance.now();
  batch(() => all.forEach((tell) => tell()));
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
  retry = window.setTimeout(openLive, retryMilliseconds);
}

window.addEventListener('online', openLive);
