/**
 * An event log through the allocator: figures and columns of the whole run, made once, and the allocator's
 * state after any event. Collections run where the pacer asks for one, just before the allocation that
 * found the heap at its trigger, and where the log holds one.
 *
 * Event k is the k-th of the log, from 1; position 0 is the empty heap. A position is reached from the nearest
 * checkpoint before it, or from where the cursor stands. Checkpoints are forks of the allocator; when there
 * would be too many, every second one is let go and the distance doubles, so memory stays bounded.
 */

import { type Allocation, Allocator, sizeClassOf } from '../allocator';
import { allocNoscan, allocScan, collected, dropped, type EventLog } from './eventLog';
import { type ClassTotals, classTotals, EventTrail, type RunTimeline } from './eventTrail';
import { emptyTotals, figuresOf } from './stretch';

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

/** The heap had to ask the operating system for more. */
export interface Growth {
  event: number;
  /** In all, after it. */
  mappedBytes: number;
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
  /** The mapped bytes at the beginning, and each time they grew. */
  readonly growths: Growth[] = [];
  /** Event that allocated each object. */
  readonly objectEvent: Int32Array;
  readonly trail: EventTrail;
  private cursor: Cursor;
  private readonly checkpoints: Cursor[] = [];

  constructor(
    readonly log: EventLog,
    readonly siteCount: number,
    readonly settings: RunSettings,
  ) {
    this.objectEvent = birthsOf(log);
    this.trail = new EventTrail(log);
    const cursor = new Cursor(log, this.objectEvent, siteCount, settings);
    let distance = firstDistance;
    this.checkpoints.push(cursor.fork());
    this.growths.push({ event: 0, mappedBytes: mappedBytes(cursor.allocator) });
    for (let k = 1; k <= log.count; k++) {
      cursor.step();
      this.record(cursor);
      if (k % distance === 0) distance = this.keep(cursor, distance);
    }
    this.cursor = cursor;
    this.siteTotals = cursor.siteTotals.map(totals => ({ ...totals }));
    this.collections = cursor.collections;
    this.timeline = this.trail.timeline(0, log.count, slices);
    this.classes = classTotals(log, this.trail, 0, log.count);
    this.paths = pathsOf(log, this.trail);
    this.figures = figuresOf(this, 0, log.count);
  }

  /** Site of an object. */
  siteOf(object: number): number {
    return this.log.site[this.objectEvent[object] - 1];
  }

  /** Whether the program lets go of an object at event k. */
  isDrop(k: number): boolean {
    return this.log.op[k - 1] === dropped;
  }

  /** Bytes mapped from the operating system after event k. */
  mappedAt(k: number): number {
    return this.growths.findLast(({ event }) => event <= k)?.mappedBytes ?? 0;
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

  private record({ k, log, heapAlloc, reachable, allocation, allocator, collections }: Cursor): void {
    this.trail.record(k, heapAlloc, reachable, allocation);
    if (allocation?.level === 'os') this.growths.push({ event: k, mappedBytes: mappedBytes(allocator) });
    const isLooked = k % Math.ceil(log.count / slices) === 0 || k === log.count;
    if (!isLooked && collections.at(-1)?.event !== k) return;
    const goal = allocator.memStats().NextGC;
    this.trail.recordGoal(k, Number.isFinite(goal) ? goal : 0);
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
    this.siteTotals = Array.from({ length: siteCount }, emptyTotals);
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

function pathsOf(log: EventLog, trail: EventTrail): PathTotals {
  const paths: PathTotals = {
    tiny: { objects: 0, bytes: 0 },
    small: { objects: 0, bytes: 0 },
    large: { objects: 0, bytes: 0 },
  };
  for (let k = 1; k <= log.count; k++) {
    if (!trail.isAllocation(k) || trail.levelOf(k) === 'zerobase') continue;
    const bytes = log.value[k - 1];
    const isTiny = log.op[k - 1] === allocNoscan && bytes < 16;
    const path = sizeClassOf(trail.spanClassOf(k)) === 0 ? 'large' : isTiny ? 'tiny' : 'small';
    paths[path].objects++;
    paths[path].bytes += bytes;
  }
  return paths;
}

function birthsOf(log: EventLog): Int32Array {
  const births = new Int32Array(log.objects);
  let object = 0;
  for (let k = 1; k <= log.count; k++) if (log.op[k - 1] <= allocScan) births[object++] = k;
  return births;
}

function mappedBytes(allocator: Allocator): number {
  return allocator.memStats().HeapSys;
}

function tookLock({ locks }: Allocation): boolean {
  return locks.mcentral + locks.mheap > 0;
}
