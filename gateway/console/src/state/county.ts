import { computed, signal } from '@preact/signals';
import { get } from '../api';
import type { Board, Health, Warning } from '../types';
import { hear } from './live';
import { may } from './session';

/** What the gateway knows, by id. Replaced as a whole at each change, so that a page that reads it is drawn again. */
export const warnings = signal<ReadonlyMap<string, Warning>>(new Map());
export const boards = signal<ReadonlyMap<string, Board>>(new Map());
export const health = signal<Health | null>(null);
export const isLoaded = signal(false);

export const newestWarnings = computed(() => [...warnings.value.values()].sort((a, b) => b.receivedAt.localeCompare(a.receivedAt)));

export const boardsByVillage = computed(() =>
  [...boards.value.values()].sort((a, b) => inOrder(a.village, b.village) || inOrder(a.id, b.id)));

/** By code points: ids and codes are ASCII, and a county's worth of them is sorted at every glance. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Counts up with every order that came further, so that an open warning knows when to look again. */
export const ordersSeen = signal<ReadonlyMap<string, number>>(new Map());

/** The same for what people do: by warning, and '' for drafts. */
export const stepsSeen = signal<ReadonlyMap<string, number>>(new Map());

/** Counts up when everything is stopped, that is lifted, or a loudspeaker answers to it. */
export const stopSeen = signal(0);

export async function loadCounty(): Promise<void> {
  const [allWarnings, allBoards] = await Promise.all([get<Warning[]>('/api/warnings'), may('GET /api/boards') ? get<Board[]>('/api/boards') : []]);
  warnings.value = new Map(allWarnings.map((warning) => [warning.id, warning]));
  boards.value = new Map(allBoards.map((board) => [board.id, board]));
  isLoaded.value = true;
  await loadHealth();
}

export async function loadHealth(): Promise<void> {
  // 503 carries the same body: not able to warn is an answer too.
  const response = await fetch('/health');
  health.value = await response.json() as Health;
}

hear('warning', (data) => { warnings.value = put(warnings.value, data as Warning); });
hear('board', (data) => { boards.value = put(boards.value, data as Board); });
hear('health', (data) => { health.value = data as Health; });
hear('reset', () => { void loadCounty(); });
hear('order', (data) => {
  const { warning } = data as { warning: string | null };
  if (warning?.startsWith('stop-all-')) stopSeen.value++;
  if (warning) ordersSeen.value = new Map(ordersSeen.value).set(warning, (ordersSeen.value.get(warning) ?? 0) + 1);
});
hear('stopAll', () => { stopSeen.value++; });
hear('step', (data) => {
  const of = (data as { warning: string | null }).warning ?? '';
  stepsSeen.value = new Map(stepsSeen.value).set(of, (stepsSeen.value.get(of) ?? 0) + 1);
});
hear('reading', (data) => {
  const news = data as Pick<Board, 'rain' | 'stage'> & { board: string };
  const board = boards.value.get(news.board);
  if (board) boards.value = put(boards.value, { ...board, rain: news.rain ?? board.rain, stage: news.stage ?? board.stage });
});

const patienceMilliseconds = 10_000;

/** Whether nothing has come back of what was last ordered there. */
function isUnanswered({ lastOrder }: Board): boolean {
  return lastOrder?.coverage === 'waiting' && (lastOrder.state === 'committed' || lastOrder.state === 'sent');
}

// Who does not answer is silent after a while, and no event says so: asked for as long as somebody waits.
setInterval(() => {
  if (![...boards.value.values()].some(isUnanswered)) return;
  get<Board[]>('/api/boards').then((found) => {
    const silent = found.filter(({ id, lastOrder }) => {
      const seen = boards.value.get(id);
      return lastOrder?.coverage === 'silent' && seen?.lastOrder?.sequence === lastOrder.sequence && isUnanswered(seen);
    });
    if (silent.length > 0) boards.value = new Map([...boards.value, ...silent.map((board) => [board.id, { ...boards.value.get(board.id)!, lastOrder: board.lastOrder }] as const)]);
  }, () => { /* the link line says that the gateway does not answer */ });
}, patienceMilliseconds);

function put<T extends { id: string }>(map: ReadonlyMap<string, T>, item: T): ReadonlyMap<string, T> {
  return new Map(map).set(item.id, item);
}
