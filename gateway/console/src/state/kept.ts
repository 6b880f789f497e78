import { signal } from '@preact/signals';
import type { Board, Division, MapInfo, PlaceGroup, Session, Warning } from '../types';
import { boards, isLoaded, warnings } from './county';
import { lastNews, linkState } from './live';
import { mapInfo, outlines } from './map';
import { divisions, groups } from './places';

/** What was last known of the county, for a page that is opened while the gateway does not answer. */
interface Kept {
  at: Date; session: Session; warnings: Warning[]; boards: Board[]; divisions: readonly Division[]; groups: readonly PlaceGroup[]; outlines: GeoJSON.FeatureCollection; mapInfo: MapInfo;
}

const keepMilliseconds = 30_000;
const database = 'edgewarning';
const store = 'kept';
const key = 'county';

/** Since when what the page shows is only remembered; null when the gateway has said it to this page. */
export const remembered = signal<Date | null>(null);

/** Notes the county every half minute, and when the page is put away. */
export function keepFrom(session: () => Session | null): void {
  const keep = () => {
    const who = session();
    if (!who?.signedIn || !isLoaded.value || linkState.value !== 'live' || !lastNews.value) return;
    const kept: Kept = {
      at: lastNews.value, session: who, warnings: [...warnings.value.values()], boards: [...boards.value.values()], divisions: divisions.value, groups: groups.value, outlines: outlines.value, mapInfo: mapInfo.value,
    };
    void inStore('readwrite', (kepts) => kepts.put(kept, key)).catch(() => { /* a browser that keeps nothing shows nothing while the gateway is away */ });
  };
  setInterval(keep, keepMilliseconds);
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
  window.addEventListener('pagehide', keep);
}

/** Shows what was kept, and says of when it is; null when there is nothing. */
export async function recall(): Promise<Session | null> {
  const kept = await inStore<Kept | undefined>('readonly', (kepts) => kepts.get(key)).catch(() => undefined);
  if (!kept) return null;
  warnings.value = new Map(kept.warnings.map((warning) => [warning.id, warning]));
  boards.value = new Map(kept.boards.map((board) => [board.id, board]));
  [divisions.value, groups.value, outlines.value, mapInfo.value] = [kept.divisions, kept.groups, kept.outlines, kept.mapInfo];
  [remembered.value, lastNews.value, linkState.value, isLoaded.value] = [kept.at, kept.at, 'lost', true];
  return kept.session;
}

/** Whoever signs out leaves nothing on this computer. */
export async function forget(): Promise<void> {
  remembered.value = null;
  await inStore('readwrite', (kepts) => kepts.clear()).catch(() => { /* nothing was kept */ });
}

function inStore<T>(mode: IDBTransactionMode, act: (kepts: IDBObjectStore) => IDBRequest): Promise<T> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => { opening.result.createObjectStore(store); };
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => { opening.result.close(); done(request.result as T); };
      transaction.onerror = transaction.onabort = () => { opening.result.close(); fail(transaction.error); };
    };
  });
}
