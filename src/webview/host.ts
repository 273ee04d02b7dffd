/** The webview's side of the messages: typed, with numbered requests that the host answers. */

import type { HeapState, SpanSlots, ToHost, ToWebview } from '../protocol';

/** What survives a reload of the window. */
export interface SavedView {
  k: number;
  tab: string;
}

interface VsCodeApi {
  postMessage(message: ToHost): void;
  getState(): SavedView | undefined;
  setState(state: SavedView): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
let lastRequest = 0;
const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

export const post = (message: ToHost): void => api.postMessage(message);
export const savedView = (): SavedView | undefined => api.getState();
export const saveView = (state: SavedView): void => api.setState(state);

/** The heap after event k. Rejects with the host's words. */
export function requestState(run: number, k: number): Promise<HeapState> {
  return request(number => ({ kind: 'state', request: number, run, k }));
}

/** The slots of a span after event k. Rejects with the host's words. */
export function requestSlots(run: number, k: number, span: number): Promise<SpanSlots> {
  return request(number => ({ kind: 'slots', request: number, run, k, span }));
}

/** Calls back for every message that answers no request. Returns the way to stop. */
export function onMessage(listener: (message: ToWebview) => void): () => void {
  const receive = (event: MessageEvent<ToWebview>) => {
    const message = event.data;
    if (!settle(message)) listener(message);
  };
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
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
  else waiter.resolve((message.kind === 'state' ? message.state : message.slots) as never);
  return true;
}
