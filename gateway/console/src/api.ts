import type { Fault } from './types';

/** What the gateway answered when it refused: RFC 9457 problem details. */
export class Refusal extends Error {
  /** `errors`: what is wrong, by the name of the field, where the gateway says so; `faults`: the same with codes, for the reader's own language. */
  constructor(readonly status: number, readonly title: string, readonly detail: string, readonly errors: Record<string, string[]> = {}, readonly faults: readonly Fault[] = []) {
    super(detail || title);
  }
}

/** No answer at all: the network, or a gateway that restarts. */
export class NoAnswer extends Error {}

let turnedAway = () => { /* nobody asked to be told yet */ };

/** Calls back when the gateway no longer knows who asks: the session has ended, or was ended. */
export function onTurnedAway(act: () => void): void {
  turnedAway = act;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

// The gateway answers within a second; fetching a board's log may take it fifteen.
const patienceMilliseconds = 30_000;
const uploadMilliseconds = 120_000;

async function ask(method: Method, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    const init: RequestInit = { method, credentials: 'same-origin', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(body instanceof Blob ? uploadMilliseconds : patienceMilliseconds) };
    if (body !== undefined) {
      init.body = body instanceof Blob ? body : JSON.stringify(body);
      init.headers = { ...init.headers, 'Content-Type': body instanceof Blob ? body.type : 'application/json' };
    }

    response = await fetch(path, init);
  } catch (fault) {
    throw new NoAnswer(String(fault));
  }

  if (!response.ok) {
    if (response.status === 401 && path !== '/api/session') turnedAway();
    const problem = await response.json().catch(() => ({})) as { title?: string; detail?: string; errors?: Record<string, string[]>; faults?: Fault[] };
    throw new Refusal(response.status, problem.title ?? response.statusText, problem.detail ?? '', problem.errors, problem.faults);
  }

  return response;
}

export async function get<T>(path: string): Promise<T> {
  const answer = await ask('GET', path);
  return (answer.status === 204 ? null : await answer.json()) as T;   // 204: there is none, and that is an answer
}

export async function send<T>(method: Exclude<Method, 'GET'>, path: string, body?: unknown): Promise<T> {
  const text = await (await ask(method, path, body)).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** A sound that is made of what is sent. */
export async function fetchSound(path: string, body: unknown): Promise<Blob> {
  return (await ask('POST', path, body)).blob();
}
