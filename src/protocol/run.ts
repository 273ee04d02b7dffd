/**
 * A run: what a simulation or a replayed trace did to the allocator, as the heap diagram shows it.
 *
 * The model stays in the language server. The webview holds a `Run` (the whole run in figures) and asks
 * for a `HeapState`: the heap after event k, which travels as a `PackedState` (state.ts). Sizes are bytes,
 * addresses are numbers (below 2^53), events count from 1, `k` = 0 is the empty heap.
 */
import type { EditorPosition, GoVersion } from '../base';
import type { Packed } from './packed';
import type { SpanTable } from './spanTable';
import type { PackedState } from './state';

/** What a run is made from; it can be made again after a restart. */
export type RunSource =
  | { kind: 'function'; uri: string; position: EditorPosition; name?: string }
  /** The text is there while it is asked for, and only where it isn't the file's, which the server reads itself. */
  | { kind: 'trace'; uri: string; text?: string };

/** A place in a source file that a click can open. Line and column as the compiler counts: from 1, in bytes. */
export interface SourceLink {
  /** URI of the document; absent where only the name is known (a replayed trace). */
  uri?: string;
  /** What is shown: "cache/lru.go". */
  file: string;
  line: number;
  column: number;
}

/** What can be changed about a run; the run is made again with the new values. */
export interface RunOptions {
  /** Turns taken for a loop whose number is not known. */
  turns: number;
  /** Number of Ps. */
  procs: number;
  /** Percent; -1 is off. */
  gogc: number;
  /** GOMEMLIMIT in bytes; none where absent. */
  memoryLimit?: number;
  /** Whose compiler and runtime are taken; the project's own where absent. A run says which it was. */
  goVersion?: GoVersion;
  /** Other values than a simulation's own for its assumptions, by their ids. */
  assumed?: Record<string, AssumedValue>;
}

/** How far the making of a run is. */
export interface RunProgress {
  /** What is done now: "Walking build". */
  text: string;
  /** Events so far, and of how many where that is known. */
  done?: number;
  total?: number;
}

/** A number of turns or elements, an integer, whether a condition holds; of `callee` a word. */
export type AssumedValue = number | boolean | string;

/** Something the run had to assume; `RunOptions.assumed` changes it. */
export interface Assumption {
  /** Stays the same while other lines are edited. */
  id: string;
  /**
   * Turns of a loop; elements, bytes or entries; the value of an integer; whether a condition holds; the clause of a
   * switch or select, from 1 (0: none); whose method is called, one of `choices` (without any it cannot be changed).
   */
  kind: 'turns' | 'length' | 'value' | 'branch' | 'case' | 'callee';
  /** In words, with the value: "the loop is taken to make 100 turns". */
  text: string;
  /** What is taken, and what would be without the user's change. */
  value: AssumedValue;
  default: AssumedValue;
  /** Length of a string: a value that is a text says what it holds. */
  takesText?: boolean;
  /** The values there are, where they are words. */
  choices?: readonly string[];
  link?: SourceLink;
}

/** The level that served an allocation, in the order of the way; zerobase: no memory at all. */
export type Level = 'zerobase' | 'tiny' | 'mcache' | 'mcentral' | 'mheap' | 'os';

export interface RunSite {
  /** The expression or variable: "&node{…}", "moved to heap: p". */
  text: string;
  /** Go type of what is allocated, "" if unknown. */
  type: string;
  /** Function whose source holds the site. */
  func: string;
  /** Why it is on the heap, one sentence. */
  why: string;
  link?: SourceLink;
}

export interface SiteTotals {
  objects: number;
  /** As requested, and as rounded up to slots. */
  bytes: number;
  rounded: number;
  /** Still reachable. */
  heldObjects: number;
  heldBytes: number;
  /** Objects whose allocation took a lock. */
  tookLock: number;
}

export interface RunFigures {
  allocatedBytes: number;
  allocatedObjects: number;
  peakBytes: number;
  peakEvent: number;
  collections: number;
  freedBytes: number;
  /** Of the last collection; 0 when there was none. */
  lastFreedBytes: number;
  /** Allocations that left the lock-free path. */
  leftLockFree: number;
  /** Times the locks were taken, by collections too. */
  locks: { mcentral: number; mheap: number };
  roundingBytes: number;
  mappedBytes: number;
  grows: number;
}

/** Columns of equal length: the state at the end of each slice of the run (at most some 2,000 slices). */
export interface Timeline {
  /** Last event of the slice. */
  event: number[];
  heapLive: number[];
  /** The most that was in use within the slice. */
  heapMax: number[];
  reachable: number[];
  /** 0 while there is no goal. */
  goal: number[];
  /** Allocations of the slice that took a lock. */
  locks: number[];
  /**
   * Bytes by size class (row) and slice (column), row-major, of the classes that were used, with their slot sizes.
   * Large objects are last, with size 0.
   */
  heat: { classes: number[]; sizes: number[]; bytes: number[] };
}

/** The heap asked the operating system for more. */
export interface Growth {
  event: number;
  /** In all, after it. */
  mappedBytes: number;
}

/** A stretch of a run, the events (from, to]: what they allocated, and what of it was not dropped in it. */
export interface Stretch {
  from: number;
  to: number;
  figures: RunFigures;
  /** Its allocations by the level that served them. */
  served: Record<Level, number>;
  siteTotals: SiteTotals[];
  /** Of the span classes that were used. */
  classes: { spanClass: number; objects: number; bytes: number; rounded: number }[];
}

export interface Collection {
  event: number;
  freedBytes: number;
  freedObjects: number;
  liveBytes: number;
}

export interface Run {
  id: number;
  /** "build", or the trace's file name. */
  title: string;
  link?: SourceLink;
  options: RunOptions;
  /** Which of the options mean something for this run (a replayed trace has fixed turns). */
  adjustable: (keyof RunOptions)[];
  events: number;
  figures: RunFigures;
  sites: RunSite[];
  /** Of the whole run, by site. */
  siteTotals: SiteTotals[];
  timeline: Timeline;
  collections: Collection[];
  growths: Growth[];
  assumptions: Assumption[];
  /** The run ended before the program did. */
  stopped?: { reason: string; link?: SourceLink; byHand: boolean };
}

/** The event that led to a state, and the way its allocation took. */
export interface EventView {
  k: number;
  /** link: what variables or objects hold changed. */
  kind: 'alloc' | 'free' | 'link' | 'gc';
  p: number;
  /** Index into `Run.sites`, -1 without. */
  site: number;
  bytes: number;
  slotBytes: number;
  /** -1: no span (a zero-size object, a collection). */
  span: number;
  slot: number;
  address: number;
  level: Level;
  locks: { mcentral: number; mheap: number };
  /** One step a level reached, in words. */
  way: { level: Level; text: string }[];
}

/** One span class: its row goes through mcache and mcentral alike. */
export interface ClassRow {
  spanClass: number;
  sizeClass: number;
  /** Slot size; 0 for the row of large objects. */
  size: number;
  noscan: boolean;
  /** For each P: the span it holds and how full it is; span -1 = none. */
  procs: { span: number; used: number; slots: number }[];
  /** All its spans together: slots, those of live objects and of garbage, and bytes at the ends of spans. */
  spans: number;
  slots: number;
  live: number;
  dead: number;
  /** Bytes at the end of one span that are no slots. */
  tailWaste: number;
  partial: number;
  full: number;
  unswept: number;
  mcentralLocks: number;
}

export interface SpanView {
  id: number;
  base: number;
  pages: number;
  spanClass: number;
  /** Slot size, and how many. */
  size: number;
  slots: number;
  live: number;
  dead: number;
  tailWaste: number;
  /** "mcache of P1", "mcentral, partly free", "large object", … */
  owner: string;
}

export interface Arena {
  base: number;
  pages: number;
  /** Pages from the start that were handed out by the OS so far. */
  mappedPages: number;
  releasedPages: number;
}

/** One line of the ledger: terms that must sum. */
export interface LedgerTerm {
  name: string;
  bytes: number;
}

export interface HeapState {
  run: number;
  k: number;
  event?: EventView;
  served: Record<Level, number>;
  locks: { mcentral: number; mheap: number };
  heapLive: number;
  reachable: number;
  goal: number;
  siteTotals: SiteTotals[];
  classes: ClassRow[];
  arenas: Arena[];
  spans: SpanTable;
  /** Free pages whose memory the operating system has back: first page and number of each run of them. */
  released: Int32Array;
  os: { inSpans: number; idle: number; released: number; reserved: number };
  ledger: LedgerTerm[];
}

export type SlotState = 'live' | 'dead' | 'free';
export interface SlotView {
  state: SlotState;
  /** Requested bytes; 0 where free. Tiny blocks hold several objects. */
  bytes: number;
  objects: number;
  site: number;
  /** Events since it was allocated. */
  age: number;
}
export interface SpanSlots {
  run: number;
  k: number;
  span: SpanView;
  /** Slot that is handed out next, -1 if the span is full. */
  next: number;
  /** The first slots, at most 1,024. */
  slots: SlotView[];
}

/** How many live objects of some sites each span holds: Int32 pairs of a span's number and the count. */
export interface Holders {
  run: number;
  k: number;
  spans: Packed;
}

/** What the webview keeps of itself, and what is needed to make its run again. */
export interface SavedView {
  source?: RunSource;
  options?: RunOptions;
  /** What the webview alone understands. */
  view?: unknown;
}

/** From the webview to its host. Each `request` is answered by the message of the same `request` number. */
export type ToHost =
  /** What was kept of the page before this one. */
  | { kind: 'view'; request: number }
  | { kind: 'keep'; saved: SavedView }
  | { kind: 'ready' }
  /** `since`: the webview holds the state after that event and takes what changed. */
  | { kind: 'state'; request: number; run: number; k: number; since?: number }
  | { kind: 'stretch'; request: number; run: number; from: number; to: number }
  /** The events (from, to] in as many slices as the whole run has. */
  | { kind: 'timeline'; request: number; run: number; from: number; to: number }
  /** How often the sites allocated in each of these slices. */
  | { kind: 'allocations'; request: number; run: number; from: number; to: number; sites: number[] }
  | { kind: 'holders'; request: number; run: number; k: number; sites: number[] }
  | { kind: 'slots'; request: number; run: number; k: number; span: number }
  | { kind: 'nextLock'; request: number; run: number; k: number; forward: boolean }
  | { kind: 'without'; request: number; run: number; site: number }
  | { kind: 'rerun'; options: RunOptions }
  /** Ends the making of a run; what there is by then is shown. */
  | { kind: 'stop' }
  | { kind: 'reveal'; link: SourceLink }
  /** Shows the place, and why what is allocated there escapes. */
  | { kind: 'explain'; link: SourceLink }
  | { kind: 'simulate' }
  | { kind: 'openTrace' }
  | { kind: 'save'; as: 'json' | 'trace' | 'svg' | 'png'; run: number; data: string };

/** From the host to the webview. */
export type ToWebview =
  /** Without `saved` there was no page before. */
  | { kind: 'view'; request: number; saved?: SavedView }
  | { kind: 'run'; run: Run; source: RunSource }
  | { kind: 'state'; request: number; state: PackedState }
  | { kind: 'stretch'; request: number; stretch: Stretch }
  | { kind: 'timeline'; request: number; timeline: Timeline }
  | { kind: 'allocations'; request: number; counts: number[] }
  | { kind: 'holders'; request: number; holders: Holders }
  | { kind: 'slots'; request: number; slots: SpanSlots }
  /** The next allocation that took a lock; absent where there is none. */
  | { kind: 'nextLock'; request: number; k?: number }
  /** The figures of the run without the site's objects. */
  | { kind: 'without'; request: number; figures: RunFigures }
  | { kind: 'busy'; progress: RunProgress }
  | { kind: 'failed'; request?: number; text: string }
  /** The cursor in the editor stands on these sites. */
  | { kind: 'highlight'; sites: number[] };
