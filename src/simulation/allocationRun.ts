/**
 * An event log through the allocator: figures and columns of the whole run, made once, and the allocator's
 * state after any event. Collections run where the pacer asks for one, just before the allocation that
 * found the heap at its trigger, and where the log holds one.
 *
 * Event k is the k-th of the log, from 1; position 0 is the empty heap. A position is reached from the nearest
 * checkpoint before it, or from where the cursor stands. Checkpoints share what did not change between them; when
 * there would be too many, every second one is let go and the distance doubles, so memory stays bounded.
 *
 * When objects are let go of is found on the way of the whole log (reachability.ts) and kept (fates.ts).
 */

import {
  type Allocation,
  Allocator,
  type AllocatorCheckpoint,
  CheckpointBytes,
  sizeClassOf,
} from '../allocator';
import type { GoVersion } from '../base';
import {
  allocNoscan,
  allocScan,
  collected,
  dropped,
  type EventLog,
  referred,
  rooted,
  unreferred,
} from './eventLog';
import { type ClassTotals, classTotals, EventTrail, type LockCounts, type RunTimeline } from './eventTrail';
import { Fates } from './fates';
import { Reachability } from './reachability';
import { emptyTotals, figuresOf } from './stretch';
import { withoutSites } from './withoutSites';

export interface RunSettings {
  /** Number of Ps; there are as many as the log has in any case. */
  procs: number;
  /** GOGC in percent, below 0 for off. */
  gogc: number;
  /** GOMEMLIMIT in bytes; none by default. */
  memoryLimit?: number;
  /** Whose runtime it is; the newest without. */
  goVersion?: GoVersion;
}

export interface SiteTotals {
  objects: number;
  /** As asked for, and as rounded up to slots. */
  bytes: number;
  rounded: number;
  /** Not let go of yet. */
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
  /** Times the locks were taken, by collections too. */
  locks: LockCounts;
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
  /** Bytes of slots taken, and of objects not let go of. */
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

/** The state of a cursor after event k. */
interface Checkpoint {
  k: number;
  reachable: number;
  heapAlloc: number;
  siteTotals: readonly SiteTotals[];
  collections: number;
  allocator: AllocatorCheckpoint;
}

export const timelineSlices = 1500;
const maxCheckpoints = 40;
const maxCheckpointBytes = 240 << 20;
const firstDistance = 4096;
/** Events between two chances to do something else: a millisecond or two. */
const eventsAStep = 2048;

export class AllocationRun {
  readonly figures: RunFigures;
  readonly timeline: RunTimeline;
  readonly collections: readonly RunCollection[];
  readonly siteTotals: readonly SiteTotals[];
  readonly classes: readonly ClassTotals[];
  readonly paths: PathTotals;
  /** The mapped bytes at the beginning, and each time they grew. */
  readonly growths: readonly Growth[];
  readonly trail: EventTrail;
  readonly fates: Fates;
  private readonly cursor: Cursor;
  private readonly checkpoints: readonly Checkpoint[];

  constructor(
    readonly log: EventLog,
    readonly siteCount: number,
    readonly settings: RunSettings,
    pass: Pass = finished(new Pass(log, siteCount, settings)),
  ) {
    const { cursor, trail, growths, checkpoints } = pass;
    this.trail = trail;
    this.growths = growths;
    this.checkpoints = checkpoints;
    this.cursor = cursor;
    this.fates = cursor.fates;
    this.siteTotals = cursor.siteTotals.map(totals => ({ ...totals }));
    this.collections = [...cursor.collections];
    this.timeline = trail.timeline(0, log.count, timelineSlices);
    this.classes = classTotals(log, trail, 0, log.count);
    this.paths = pathsOf(log, trail);
    this.figures = figuresOf(this, 0, log.count);
  }

  /**
   * Makes a run in steps, so that others get their turn: gives the number of events done, and the run at the end.
   * `next(true)` ends it where it is, and cuts the log there.
   */
  static *build(
    log: EventLog,
    siteCount: number,
    settings: RunSettings,
  ): Generator<number, AllocationRun, boolean | undefined> {
    const pass = new Pass(log, siteCount, settings);
    yield* pass.steps();
    return new AllocationRun(log, siteCount, settings, pass);
  }

  /** Bytes of memory that the checkpoints take. */
  checkpointBytes(): number {
    return new CheckpointBytes(this.checkpoints.map(({ allocator }) => allocator)).total;
  }

  /** Site of an object. */
  siteOf(object: number): number {
    return this.log.siteOf(object);
  }

  /** The log as if the objects of these sites had stayed on the stack. */
  without(sites: ReadonlySet<number>): EventLog {
    return withoutSites(this.log, this.fates, sites);
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
    const { cursor } = this;
    if (nearest !== undefined && (cursor.k > to || nearest.k > cursor.k)) cursor.restore(nearest);
    while (cursor.k < to) {
      cursor.step();
      cursor.followFates();
    }
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
      site: at < 0 || log.op[at] > allocScan ? -1 : log.site[at],
      bytes: at < 0 ? 0 : log.value[at],
    };
  }
}

/** The one way of the whole log through the allocator; see AllocationRun.build. */
class Pass {
  readonly cursor: Cursor;
  readonly trail: EventTrail;
  readonly checkpoints: Checkpoint[];
  private bytes = new CheckpointBytes([]);
  readonly growths: Growth[];
  private readonly reachability: Reachability;

  constructor(
    private readonly log: EventLog,
    siteCount: number,
    settings: RunSettings,
  ) {
    this.cursor = new Cursor(log, siteCount, settings);
    this.reachability = new Reachability(log, this.cursor.fates);
    this.trail = new EventTrail(log, lockCounts(this.cursor.allocator));
    this.checkpoints = [this.cursor.checkpoint()];
    this.growths = [{ event: 0, mappedBytes: mappedBytes(this.cursor.allocator) }];
  }

  *steps(): Generator<number, void, boolean | undefined> {
    const { log, cursor } = this;
    const looked = Math.ceil(log.count / timelineSlices);
    let distance = firstDistance;
    for (let k = 1; k <= log.count; k++) {
      cursor.step();
      if (k % eventsAStep === 0 && (yield k) === true) log.cut(k);
      this.reachability.step(k, cursor.collections.at(-1)?.event === k);
      cursor.followFates();
      this.record(k % looked === 0 || k === log.count);
      if (k % distance === 0) distance = this.keep(distance);
    }
  }

  private record(isGoalLooked: boolean): void {
    const { k, heapAlloc, reachable, allocation, allocator, collections } = this.cursor;
    this.trail.record(k, heapAlloc, reachable, allocation, lockCounts(allocator));
    if (allocation?.level === 'os') this.growths.push({ event: k, mappedBytes: mappedBytes(allocator) });
    if (!isGoalLooked && collections.at(-1)?.event !== k) return;
    const goal = allocator.memStats().NextGC;
    this.trail.recordGoal(k, Number.isFinite(goal) ? goal : 0);
  }

  /** Adds a checkpoint; returns the distance to the next one. */
  private keep(distance: number): number {
    const { checkpoints } = this;
    checkpoints.push(this.cursor.checkpoint(checkpoints.at(-1)));
    this.bytes.add(checkpoints[checkpoints.length - 1].allocator);
    if (checkpoints.length <= maxCheckpoints && this.bytes.total <= maxCheckpointBytes) return distance;
    let kept = 0;
    for (const checkpoint of checkpoints) {
      if (checkpoint.k % (distance * 2) === 0) checkpoints[kept++] = checkpoint;
    }
    checkpoints.length = kept;
    this.bytes = new CheckpointBytes(checkpoints.map(({ allocator }) => allocator));
    return distance * 2;
  }
}

function finished(pass: Pass): Pass {
  const steps = pass.steps();
  while (steps.next().done !== true);
  return pass;
}

/** An allocator on its way through the log. What depends on the object alone is shared by all checkpoints. */
class Cursor {
  k = 0;
  allocation: Allocation | undefined;
  reachable = 0;
  /** Bytes of slots taken: live, or dead and not yet swept (runtime.MemStats' HeapAlloc). */
  heapAlloc = 0;
  siteTotals: SiteTotals[];
  readonly collections: RunCollection[] = [];
  readonly allocator: Allocator;
  readonly fates = new Fates();
  /** The first that is not counted yet. */
  private fate = 0;

  constructor(
    readonly log: EventLog,
    siteCount: number,
    settings: RunSettings,
  ) {
    const { procs, gogc, memoryLimit, goVersion } = settings;
    const most = Math.max(procs, log.procs);
    this.allocator = new Allocator({ procs: most, gcPercent: gogc, memoryLimit, goVersion });
    this.siteTotals = Array.from({ length: siteCount }, emptyTotals);
  }

  /** The present state; what it has in common with the checkpoint before is shared. */
  checkpoint(before?: Checkpoint): Checkpoint {
    return {
      k: this.k,
      reachable: this.reachable,
      heapAlloc: this.heapAlloc,
      siteTotals: this.siteTotals.map(totals => ({ ...totals })),
      collections: this.collections.length,
      allocator: this.allocator.checkpoint(before?.allocator),
    };
  }

  restore(checkpoint: Checkpoint): void {
    this.k = checkpoint.k;
    this.reachable = checkpoint.reachable;
    this.heapAlloc = checkpoint.heapAlloc;
    this.siteTotals = checkpoint.siteTotals.map(totals => ({ ...totals }));
    this.collections.length = checkpoint.collections;
    this.allocation = undefined;
    this.fate = this.fates.firstAfter(this.k);
    this.allocator.restore(checkpoint.allocator);
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
      case dropped:
        this.allocator.free(log.value[at]);
        return;
      case rooted:
        this.allocator.root(log.value[at]);
        return;
      case referred:
        this.allocator.refer(log.value[at], log.site[at]);
        return;
      case unreferred:
        this.allocator.unrefer(log.value[at], log.site[at]);
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

  /** Counts what is let go of, or held again, after the event. */
  followFates(): void {
    const { fates, log } = this;
    for (; this.fate < fates.count && fates.eventOf(this.fate) <= this.k; this.fate++) {
      const object = fates.objectOf(this.fate);
      const change = fates.isHeldAgain(this.fate) ? 1 : -1;
      const bytes = log.bytesOf(object);
      this.reachable += change * bytes;
      const totals = this.siteTotals[log.siteOf(object)];
      totals.heldObjects += change;
      totals.heldBytes += change * bytes;
    }
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

function mappedBytes(allocator: Allocator): number {
  return allocator.memStats().HeapSys;
}

/** Times the locks were taken since the process began. */
function lockCounts({ heap }: Allocator): LockCounts {
  return { mcentral: heap.centralLockCount, mheap: heap.lock.count };
}

function tookLock({ locks }: Allocation): boolean {
  return locks.mcentral + locks.mheap > 0;
}
