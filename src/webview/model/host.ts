/** The webview's side of the messages: typed, with numbered requests that the host answers. */

import {
  type HeapState,
  type Holders,
  type PackedState,
  type RunFigures,
  type SavedView,
  type SpanSlots,
  type Stretch,
  type Timeline,
  type ToHost,
  type ToWebview,
  unpackState,
} from '../../protocol';

interface VsCodeApi {
  postMessage(message: ToHost): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
let lastRequest = 0;
const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
const listeners = new Set<(message: ToWebview) => void>();
window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => {
  if (settle(data)) return;
  for (const listener of listeners) listener(data);
});

export const post = (message: ToHost): void => api.postMessage(message);

/** What was kept of the page before this one; undefined where there was none. */
export function requestView(): Promise<SavedView | undefined> {
  return request(number => ({ kind: 'view', request: number }));
}

/** The heap after event k; of a run whose state `former` is held only what changed comes. Rejects with the host's words. */
export async function requestState(run: number, k: number, former?: HeapState): Promise<HeapState> {
  const held = former?.run === run ? former : undefined;
  const packed = await request<PackedState>(number => ({
    kind: 'state',
    request: number,
    run,
    k,
    since: held?.k,
  }));
  return unpackState(packed, held);
}

/** What the events (from, to] did. */
export function requestStretch(run: number, from: number, to: number): Promise<Stretch> {
  return request(number => ({ kind: 'stretch', request: number, run, from, to }));
}

/** The events (from, to] in columns. */
export function requestTimeline(run: number, from: number, to: number): Promise<Timeline> {
  return request(number => ({ kind: 'timeline', request: number, run, from, to }));
}

/** How often the sites allocated in each slice of the timeline of the events (from, to]. */
export function requestAllocations(
  run: number,
  { from, to }: { from: number; to: number },
  sites: readonly number[],
): Promise<number[]> {
  return request(number => ({ kind: 'allocations', request: number, run, from, to, sites: [...sites] }));
}

/** The spans that hold live objects of the sites after event k. */
export function requestHolders(run: number, k: number, sites: readonly number[]): Promise<Holders> {
  return request(number => ({ kind: 'holders', request: number, run, k, sites: [...sites] }));
}

/** The slots of a span after event k. Rejects with the host's words. */
export function requestSlots(run: number, k: number, span: number): Promise<SpanSlots> {
  return request(number => ({ kind: 'slots', request: number, run, k, span }));
}

/** The next allocation that took a lock; undefined where there is none. */
export function requestNextLock(run: number, k: number, forward: boolean): Promise<number | undefined> {
  return request(number => ({ kind: 'nextLock', request: number, run, k, forward }));
}

/** The figures of the run as if a site had stayed on the stack. */
export function requestWithout(run: number, site: number): Promise<RunFigures> {
  return request(number => ({ kind: 'without', request: number, run, site }));
}

/** Calls back for every message that answers no request. Returns the way to stop. */
export function onMessage(listener: (message: ToWebview) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function request<T>(make: (number: number) => ToHost): Promise<T> {
  const number = ++lastRequest;
  return new Promise<T>((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    api.postMessage(make(number));
  });
}

function settle(message: ToWebview): boolean {
  if (!('request' in message) || message.request === undefined) return false;
  const waiter = waiting.get(message.request);
  waiting.delete(message.request);
  if (waiter === undefined) return true;
  if (message.kind === 'failed') waiter.reject(new Error(message.text));
  else waiter.resolve(resultOf(message) as never);
  return true;
}

function resultOf(message: Extract<ToWebview, { request: number }>): unknown {
  switch (message.kind) {
    case 'view':
      return message.saved;
    case 'state':
      return message.state;
    case 'slots':
      return message.slots;
    case 'stretch':
      return message.stretch;
    case 'timeline':
      return message.timeline;
    case 'allocations':
      return message.counts;
    case 'holders':
      return message.holders;
    case 'nextLock':
      return message.k;
    case 'without':
      return message.figures;
  }
}
