/** Requests to the language server and its notifications, beside those of LSP itself. */
import type { EditorPosition, GoVersion } from '../base';
import type { DocumentMarks, EditorRange } from './marks';
import type {
  Holders,
  Run,
  RunFigures,
  RunOptions,
  RunProgress,
  RunSource,
  SpanSlots,
  Stretch,
  Timeline,
} from './run';
import type { PackedState } from './state';

/** A method of the server: its name on the wire, with the types of what goes and comes. */
export interface Method<Params, Result> {
  readonly method: string;
  /** Never there; ties the types to the name. */
  readonly types?: (params: Params) => Result;
}

export interface DocumentPosition {
  uri: string;
  position: EditorPosition;
}

/** A place that a person can go to. */
export interface Place {
  uri: string;
  range: EditorRange;
  /** "cache/lru.go:12:9". */
  label: string;
}

export interface ExplanationStep {
  /** Plain text: "&p takes the address". */
  text: string;
  place: Place;
}

export interface Explanation {
  /** Plain text: "p moves to the heap · 16 B". */
  title: string;
  /** Why, in one sentence. */
  why: string;
  place: Place;
  steps: ExplanationStep[];
}

/** A site in a list. */
export interface SiteItem {
  /** Plain text: "&node{…} is allocated on the heap". */
  text: string;
  /** "48 B, in a loop". */
  detail: string;
  place: Place;
}

/** Either a result or, in words a person can act on, why there is none. */
export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'failed'; text: string };

export const explainMethod: Method<DocumentPosition, Explanation | null> = { method: 'heapward/explain' };

/** The heap sites of a document, or of one function in it. */
export const sitesMethod: Method<{ uri: string; func?: string }, SiteItem[]> = { method: 'heapward/sites' };

/** The ticket is the asker's name for what is under way, in `runProgress` and `stopRun`. */
export const simulateMethod: Method<
  { source: RunSource; options: RunOptions; ticket?: number },
  Answer<Run>
> = { method: 'heapward/simulate' };

/** Another run of the same source, with other options. */
export const rerunMethod: Method<{ run: number; options: RunOptions; ticket?: number }, Answer<Run>> = {
  method: 'heapward/rerun',
};

export const runProgressNotification: Method<RunProgress & { ticket: number }, void> = {
  method: 'heapward/runProgress',
};

/** What is done by then becomes the run. */
export const stopRunNotification: Method<{ ticket: number }, void> = { method: 'heapward/stopRun' };

/** The heap after event k; with `since`, where the server last told that state, as what changed from it. */
export const stateMethod: Method<{ run: number; k: number; since?: number }, Answer<PackedState>> = {
  method: 'heapward/state',
};

/** What the events (from, to] of a run did. */
export const stretchMethod: Method<{ run: number; from: number; to: number }, Answer<Stretch>> = {
  method: 'heapward/stretch',
};

/** The events (from, to] in slices. */
export const timelineMethod: Method<{ run: number; from: number; to: number }, Answer<Timeline>> = {
  method: 'heapward/timeline',
};

/** How often sites allocated in each slice of the timeline of the same events. */
export const allocationsMethod: Method<
  { run: number; from: number; to: number; sites: number[] },
  Answer<number[]>
> = { method: 'heapward/allocations' };

/** The spans that hold live objects of these sites after event k. */
export const holdersMethod: Method<{ run: number; k: number; sites: number[] }, Answer<Holders>> = {
  method: 'heapward/holders',
};

export const slotsMethod: Method<{ run: number; k: number; span: number }, Answer<SpanSlots>> = {
  method: 'heapward/slots',
};

/** The next allocation that took a lock, in one direction; null where there is none. */
export const nextLockMethod: Method<{ run: number; k: number; forward: boolean }, Answer<number | null>> = {
  method: 'heapward/nextLock',
};

/** The figures of a run as if a site had stayed on the stack: made without its objects. */
export const withoutMethod: Method<{ run: number; site: number }, Answer<RunFigures>> = {
  method: 'heapward/without',
};

/** The run as an allocation trace. */
export const traceMethod: Method<{ run: number }, Answer<string>> = { method: 'heapward/trace' };

/** The sites of a run that lie on a line (from 0) of a document. */
export const sitesAtMethod: Method<{ run: number; uri: string; line: number }, number[]> = {
  method: 'heapward/sitesAt',
};

export interface ServerStatus {
  /** What is being worked on; absent while idle. */
  busy?: string;
  /** One line each, with what to do: "GOROOT was not found: set heapward.goroot". */
  notes: string[];
}

export const statusNotification: Method<ServerStatus, void> = { method: 'heapward/status' };
export const marksNotification: Method<DocumentMarks, void> = { method: 'heapward/marks' };

/** The part of the settings that the server reads, under the key `heapward`. */
export interface ServerSettings {
  goroot: string;
  /** Whose compiler and runtime are taken. */
  goVersion: GoVersion | 'auto';
  goos: string;
  goarch: string;
  tags: string[];
  noInline: boolean;
  codeLens: boolean;
  /** Hovers may hold links that run the extension's commands. */
  commandLinks?: boolean;
}
