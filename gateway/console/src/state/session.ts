import { effect, signal } from '@preact/signals';
import { get, NoAnswer, onTurnedAway, Refusal, send } from '../api';
import type { Session } from '../types';
import { loadCounty } from './county';
import { forget, recall, remembered } from './kept';
import { askInstead, closeLive, linkState, openLive } from './live';

const retryMilliseconds = 3_000;
const leaving = 'leaving';

/** Who is signed in; null until the gateway has said it. */
export const session = signal<Session | null>(null);

/** True when the one who is signed in may use this endpoint: what is not allowed is not shown. */
export function may(request: string): boolean {
  return session.value?.may.includes(request) ?? false;
}

/** Asks who is signed in until the gateway answers; what was last known is shown until then. */
export async function begin(): Promise<void> {
  try {
    if (localStorage.getItem(leaving)) await endSession();
    await loadSession();
  } catch {
    linkState.value = 'lost';
    if (!session.value) session.value = await recall();
    setTimeout(() => { void begin(); }, retryMilliseconds);
  }
}

export async function loadSession(): Promise<void> {
  enter(await get<Session>('/api/session'));
}

export async function signIn(name: string, password: string): Promise<void> {
  enter(await send<Session>('POST', '/api/session', { name, password }));
}

export async function setUp(code: string, name: string, fullName: string, password: string): Promise<void> {
  enter(await send<Session>('POST', '/api/set-up', { code, name, fullName, password }));
}

export async function changePassword(old: string, fresh: string): Promise<void> {
  await send('POST', '/api/session/password', { old, new: fresh });
  await loadSession();
}

/** Leaves nothing here. The session itself ends at the gateway: when that does not answer, it ends as soon as this browser meets it again. */
export async function signOut(): Promise<void> {
  closeLive();
  await forget();
  await endSession().catch((fault: unknown) => { if (!(fault instanceof NoAnswer)) throw fault; });
  location.reload();
}

async function endSession(): Promise<void> {
  localStorage.setItem(leaving, 'yes');
  await send('DELETE', '/api/session').catch((fault: unknown) => {
    if (!(fault instanceof Refusal)) throw fault;   // a session that has ended already is signed out
  });
  localStorage.removeItem(leaving);
}

/** Whoever was signed out elsewhere stands before the door at once, not before a page that has gone still. */
function askWhoIAm(): void {
  if (session.peek()?.signedIn) loadSession().catch(() => { /* the gateway is away: the live line says so, and asks again */ });
}

onTurnedAway(askWhoIAm);
effect(() => { if (linkState.value === 'lost') askWhoIAm(); });

function enter(found: Session): void {
  const before = remembered.value ? null : session.value;
  session.value = found;
  remembered.value = null;
  if (!found.signedIn) {
    closeLive();
    void forget();
  } else if (before?.signedIn && before.name === found.name && !before.mustChangePassword) {
    return;   // it was only asked whether it still is so
  }

  if (found.signedIn && !found.mustChangePassword) {
    askInstead(may('GET /api/live') ? null : loadCounty);
    openLive();
    void loadCounty().catch(() => { /* the live line says that the gateway does not answer, and its first "reset" loads again */ });
  }
}
