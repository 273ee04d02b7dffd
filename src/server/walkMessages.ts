/** What the server and the thread that walks functions say to one another: plain data, since threads share no objects. */
import type { EditorPosition, GoVersion } from '../base';
import type { ServerSettings } from '../protocol';
import type { Assumption, LogColumns, SimulationOptions } from '../simulation';

/** Bits of WalkRequest.signal, set by the server while the thread walks. */
export const cancelSignal = 1;
/** End the walk with what there is. */
export const stopSignal = 2;

/** What has changed since the request before comes along with each. */
export interface WalkRequest {
  number: number;
  /** One shared word. */
  signal: Int32Array;
  settings: ServerSettings | undefined;
  /** Open documents; undefined where one was closed. */
  documents: [path: string, text: string | undefined][];
  /** Files that changed on disk. */
  invalidated: string[];
  path: string;
  position: EditorPosition;
  /** The function's name, so that it is found after the text above it was edited. */
  name: string | undefined;
  options: Partial<SimulationOptions>;
}

export type WalkMessage =
  | { kind: 'log'; line: string }
  | { kind: 'progress'; number: number; name: string; events: number }
  | { kind: 'walked'; number: number; walked: WalkedFunction | undefined }
  | { kind: 'cancelled'; number: number }
  | { kind: 'failed'; number: number; message: string; isExpected: boolean };

/** Line and column as the compiler counts. */
export interface WalkedPlace {
  path: string;
  /** What is shown: "cache/lru.go". */
  file: string;
  line: number;
  column: number;
}

/** A simulation whose places are plain. */
export interface WalkedFunction {
  name: string;
  place: WalkedPlace;
  /** The release it was walked for. */
  goVersion: GoVersion;
  log: LogColumns;
  sites: { text: string; type: string; func: string; why: string; place: WalkedPlace }[];
  assumptions: (Omit<Assumption, 'place'> & { place: WalkedPlace })[];
  stopped: { reason: string; place: WalkedPlace; byHand: boolean } | undefined;
}
