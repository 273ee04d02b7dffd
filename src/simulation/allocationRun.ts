/**
 * An event log through the allocator: figures and columns of the whole run, made once, and the allocator's
 * state after any event. Collections run where the pacer asks for one, just before the allocation that
 * found the heap at its trigger, and where the log holds one.
 *
 * Event k is the k-th of the log, from 1; position 0 is the empty heap. A position is reached from the nearest
 * checkpoint before it, or from where the cursor stands. Checkpoints are forks of the allocator; when there
 * would be too many, every second one is let go and the distance doubles, so memory stays bounded.
 */

import { type Allocation, Allocator, isNoscan, sizeClassOf } from '../allocator';
import { allocNoscan, allocScan, collected, type EventLog } from './eventLog';

export interface RunSettings {
  /** Number of Ps, at least one more than the log's largest. */
  procs: number;
  /** GOGC in percent, below 0 for off. */
  gogc: number;
}

export interface SiteTotals {
  objects: number;
  /** As asked for, and as rounded up to slots. */
  bytes: number;
  rounded: number;
  /** Not dropped yet. */
  heldObjects: number;
  heldBytes: number;
  /** Objects whose allocation took a lock. */
  tookLock: number;
}

export interface RunCollection {
  event: number;
  freedBytes: number;
  freedObjects: number;
  liveBytes: number;
}

/** Columns over slices of the run; see `slices`. Bytes. */
export interface RunTimeline {
  event: number[];
  heapLive: number[];
  reachable: number[];
  /** 0 without a goal. */
  goal: number[];
  locks: number[];
  heat: { classes: number[]; bytes: number[] };
}

export interface RunFigures {
  allocatedBytes: number;
  allocatedObjects: number;
  peakBytes: number;
  peakEvent: number;
  collections: number;
  freedBytes: number;
  lastFreedBytes: number;
  leftLockFree: number;
  roundingBytes: number;
  mappedBytes: number;
  grows: number;
}

/** By the path through malloc: tiny blocks, small slots, large spans. */
export interface PathTotals {
  tiny: { objects: number; bytes: number };
  small: { objects: number; bytes: number };
  large: { objects: number; bytes: number };
}

/** By size class (0: large), with its span class's pointers. */
export interface ClassTotals {
  spanClass: number;
  sizeClass: number;
  noscan: boolean;
  objects: number;
  bytes: number;
  rounded: number;
}

/** The heap after event k. The allocator is the cursor's own: read it before moving on. */
export interface RunState {
  k: number;
  allocator: Allocator;
  /** Bytes of slots taken, and of objects not dropped. */
  heapAlloc: number;
  reachable: number;
  siteTotals: readonly SiteTotals[];
  /** The way of event k where it is an allocation. */
  allocation: Allocation | undefined;
  op: number;
  p: number;
  site: number;
  bytes: number;
}

const slices = 1500;
const maxCheckpoints = 24;
const firstDistance = 4096;

export class AllocationRun {
  readonly figures: RunFigures;
  readonly timeline: RunTimeline;
  readonly collections: readonly RunCollection[];
  readonly siteTotals: readonly SiteTotals[];
  readonly classes: readonly ClassTotals[];
  readonly paths: PathTotals;
  /** Event that allocated each object. */
  readonly objectEvent: Int32Array;
  private cursor: Cursor;
  private readonly checkpoints: Cursor[] = [];

  constructor(
    readonly log: EventLog,
    readonly siteCount: number,
    readonly settings: RunSettings,
  ) {
    this.objectEvent = birthsOf(log);
    const recorder = new Recorder(log);
    const cursor = new Cursor(log, this.objectEvent, siteCount, settings);
    let distance = firstDistance;
    this.checkpoints.push(cursor.fork());
    for (let k = 1; k <= log.count; k++) {
      cursor.step();
      recorder.record(cursor);
      if (k % distance === 0) distance = this.keep(cursor, distance);
    }
    this.cursor = cursor;
    this.siteTotals = cursor.siteTotals.map(totals => ({ ...totals }));
    this.collections = cursor.collections;
    this.timeline = recorder.timeline();
    this.classes = recorder.classes();
    this.paths = recorder.paths;
    this.figures = recorder.figures(cursor);
  }

  /** Site of an object. */
  siteOf(object: number): number {
    return this.log.site[this.objectEvent[object] - 1];
  }

  /** The heap after event k, from 0 to log.count. */
  stateAt(k: number): RunState {
    const { log } = this;
    const to = Math.max(0, Math.min(log.count, k));
    const nearest = this.checkpoints.findLast(checkpoint => checkpoint.k <= to);
    if (nearest !== undefined && (this.cursor.k > to || nearest.k > this.cursor.k))
      this.cursor = nearest.fork();
    const { cursor } = this;
    while (cursor.k < to) cursor.step();
    const at = to - 1;
    return {
      k: to,
      allocator: cursor.allocator,
      heapAlloc: cursor.heapAlloc,
      reachable: cursor.reachable,
      siteTotals: cursor.siteTotals,
      allocation: cursor.allocation,
      op: at < 0 ? -1 : log.op[at],
      p: at < 0 ? 0 : log.p[at],
      site: at < 0 ? -1 : log.site[at],
      bytes: at < 0 ? 0 : log.value[at],
    };
  }

  /** Adds a checkpoint; returns the distance to the next one. */
  private keep(cursor: Cursor, distance: number): number {
    const { checkpoints } = this;
    checkpoints.push(cursor.fork());
    if (checkpoints.length <= maxCheckpoints) return distance;
    let kept = 0;
    for (const checkpoint of checkpoints) {
      if (checkpoint.k % (distance * 2) === 0) checkpoints[kept++] = checkpoint;
    }
    checkpoints.length = kept;
    return distance * 2;
  }
}

/** An allocator on its way through the log. What depends on the object alone is shared by all forks. */
class Cursor {
  k = 0;
  allocation: Allocation | undefined;
  reachable = 0;
  /** Bytes of slots taken: live, or dead and not yet swept (runtime.MemStats' HeapAlloc). */
  heapAlloc = 0;
  siteTotals: SiteTotals[];
  collections: RunCollection[] = [];
  allocator: Allocator;

  constructor(
    readonly log: EventLog,
    private readonly objectEvent: Int32Array,
    siteCount: number,
    settings: RunSettings,
  ) {
    this.allocator = new Allocator({ procs: settings.procs, gcPercent: settings.gogc });
    this.siteTotals = Array.from({ length: siteCount }, () => ({
      objects: 0,
      bytes: 0,
      rounded: 0,
      heldObjects: 0,
      heldBytes: 0,
      tookLock: 0,
    }));
  }

  fork(): Cursor {
    const copy: Cursor = Object.create(Cursor.prototype);
    Object.assign(copy, this);
    copy.allocator = this.allocator.fork();
    copy.siteTotals = this.siteTotals.map(totals => ({ ...totals }));
    copy.collections = [...this.collections];
    return copy;
  }

  step(): void {
    const { log } = this;
    const at = this.k++;
    this.allocation = undefined;
    switch (log.op[at]) {
      case allocNoscan:
      case allocScan:
        this.alloc(at);
        return;
      case collected:
        this.collect(at);
        return;
      default:
        this.drop(log.value[at]);
    }
  }

  private alloc(at: number): void {
    const { log, allocator } = this;
    if (allocator.shouldCollect()) this.collect(at);
    const bytes = log.value[at];
    const allocation = allocator.allocate(bytes, log.op[at] === allocScan, log.p[at]);
    this.allocation = allocation;
    this.reachable += bytes;
    if (allocation.level !== 'tiny') this.heapAlloc += allocation.roundedSize;
    const totals = this.siteTotals[log.site[at]];
    totals.objects++;
    totals.bytes += bytes;
    totals.rounded += allocation.roundedSize;
    totals.heldObjects++;
    totals.heldBytes += bytes;
    if (tookLock(allocation)) totals.tookLock++;
  }

  private drop(object: number): void {
    const born = this.objectEvent[object] - 1;
    const bytes = this.log.value[born];
    this.allocator.free(object);
    this.reachable -= bytes;
    const totals = this.siteTotals[this.log.site[born]];
    totals.heldObjects--;
    totals.heldBytes -= bytes;
  }

  private collect(at: number): void {
    const cycle = this.allocator.gc({ p: this.log.p[at] });
    this.heapAlloc -= cycle.freedBytes;
    this.collections.push({
      event: at + 1,
      freedBytes: cycle.freedBytes,
      freedObjects: cycle.freedSlots,
      liveBytes: cycle.markedBytes,
    });
  }
}

/** Collects columns and totals on the one pass over the whole run. */
class Recorder {
  readonly paths: PathTotals = {
    tiny: { objects: 0, bytes: 0 },
    small: { objects: 0, bytes: 0 },
    large: { objects: 0, bytes: 0 },
  };
  private readonly columns: Omit<RunTimeline, 'heat'> = {
    event: [],
    heapLive: [],
    reachable: [],
    goal: [],
    locks: [],
  };
  private readonly byClass = new Map<number, ClassTotals>();
  private readonly heat = new Map<number, Float64Array>();
  private readonly perSlice: number;
  private readonly sliceCount: number;
  private locks = 0;
  private leftLockFree = 0;
  private bytes = 0;
  private rounded = 0;
  private grows = 0;
  private peakBytes = 0;
  private peakEvent = 0;

  constructor(log: EventLog) {
    this.perSlice = Math.max(1, Math.ceil(log.count / slices));
    this.sliceCount = Math.ceil(log.count / this.perSlice);
  }

  record(cursor: Cursor): void {
    const { allocation, k } = cursor;
    if (allocation !== undefined) this.recordAllocation(allocation, cursor.log.value[k - 1], k);
    const isEnd = k % this.perSlice === 0 || k === cursor.log.count;
    if (cursor.heapAlloc > this.peakBytes) {
      this.peakBytes = cursor.heapAlloc;
      this.peakEvent = k;
    }
    if (!isEnd) return;
    const goal = cursor.allocator.memStats().NextGC;
    this.columns.event.push(k);
    this.columns.heapLive.push(cursor.heapAlloc);
    this.columns.reachable.push(cursor.reachable);
    this.columns.goal.push(Number.isFinite(goal) ? goal : 0);
    this.columns.locks.push(this.locks);
    this.locks = 0;
  }

  timeline(): RunTimeline {
    const classes = [...this.heat.keys()].sort((a, b) => a - b);
    const bytes = classes.flatMap(sizeClass => [...(this.heat.get(sizeClass) ?? [])]);
    return { ...this.columns, heat: { classes, bytes } };
  }

  classes(): ClassTotals[] {
    return [...this.byClass.values()].sort((a, b) => a.spanClass - b.spanClass);
  }

  figures(cursor: Cursor): RunFigures {
    const { collections } = cursor;
    return {
      allocatedBytes: this.bytes,
      allocatedObjects: cursor.log.objects,
      peakBytes: this.peakBytes,
      peakEvent: this.peakEvent,
      collections: collections.length,
      freedBytes: collections.reduce((sum, collection) => sum + collection.freedBytes, 0),
      lastFreedBytes: collections.at(-1)?.freedBytes ?? 0,
      leftLockFree: this.leftLockFree,
      roundingBytes: this.rounded - this.bytes,
      mappedBytes: cursor.allocator.memStats().HeapSys,
      grows: this.grows,
    };
  }

  private recordAllocation(allocation: Allocation, bytes: number, k: number): void {
    this.bytes += bytes;
    this.rounded += allocation.roundedSize;
    if (allocation.level === 'os') this.grows++;
    if (tookLock(allocation)) {
      this.locks++;
      this.leftLockFree++;
    }
    if (allocation.level === 'zerobase') return;
    const sizeClass = sizeClassOf(allocation.spanClass);
    const noscan = isNoscan(allocation.spanClass);
    const path = sizeClass === 0 ? 'large' : noscan && bytes < 16 ? 'tiny' : 'small';
    this.paths[path].objects++;
    this.paths[path].bytes += bytes;
    let totals = this.byClass.get(allocation.spanClass);
    if (totals === undefined) {
      totals = { spanClass: allocation.spanClass, sizeClass, noscan, objects: 0, bytes: 0, rounded: 0 };
      this.byClass.set(allocation.spanClass, totals);
    }
    totals.objects++;
    totals.bytes += bytes;
    totals.rounded += allocation.roundedSize;
    let row = this.heat.get(sizeClass);
    if (row === undefined) {
      row = new Float64Array(this.sliceCount);
      this.heat.set(sizeClass, row);
    }
    row[Math.floor((k - 1) / this.perSlice)] += allocation.roundedSize;
  }
}

function birthsOf(log: EventLog): Int32Array {
  const births = new Int32Array(log.objects);
  let object = 0;
  for (let k = 1; k <= log.count; k++) if (log.op[k - 1] <= allocScan) births[object++] = k;
  return births;
}

function tookLock({ locks }: Allocation): boolean {
  return locks.mcentral + locks.mheap > 0;
}
