/**
 * What each event of a run did, in columns: so that any stretch of the run can be summed and drawn without
 * running it again. Entry k - 1 is event k; some 18 bytes an event.
 */
import {
  type Allocation,
  isNoscan,
  type Level,
  levels,
  numSizeClasses,
  pageSize,
  sizeClassOf,
  sizeClassToSize,
} from '../allocator';
import { allocScan, type EventLog } from './eventLog';

/** Columns over slices of a stretch of events: the state at the end of each slice. Bytes. */
export interface RunTimeline {
  /** Last event of the slice. */
  event: number[];
  heapLive: number[];
  /** The most that was in use within the slice. */
  heapMax: number[];
  reachable: number[];
  /** 0 without a goal. */
  goal: number[];
  /** Allocations of the slice that took a lock. */
  locks: number[];
  /** Bytes by size class (row) and slice (column), row-major; classes used in the stretch only. Large objects are last. */
  heat: { classes: number[]; sizes: number[]; bytes: number[] };
}

export interface LockCounts {
  mcentral: number;
  mheap: number;
}

const largeClasses = 2;
const tiny = levels.indexOf('tiny');

export class EventTrail {
  /** Bytes of slots taken, and of objects not dropped, after the event. */
  readonly heap: Float64Array;
  readonly reachable: Float64Array;
  private readonly spanClass: Uint8Array;
  private readonly level: Uint8Array;
  private readonly lock: Uint8Array;
  /** Times the locks were taken by the end of event k, collections included; entry 0 is the beginning. */
  private readonly mcentralLocks: Int32Array;
  private readonly mheapLocks: Int32Array;
  /** The goal where it was looked at, by rising event. */
  private readonly goalEvents: number[] = [];
  private readonly goals: number[] = [];

  constructor(
    private readonly log: EventLog,
    start: LockCounts,
  ) {
    this.heap = new Float64Array(log.count);
    this.reachable = new Float64Array(log.count);
    this.spanClass = new Uint8Array(log.count);
    this.level = new Uint8Array(log.count);
    this.lock = new Uint8Array(log.count);
    this.mcentralLocks = new Int32Array(log.count + 1).fill(start.mcentral, 0, 1);
    this.mheapLocks = new Int32Array(log.count + 1).fill(start.mheap, 0, 1);
  }

  record(
    k: number,
    heap: number,
    reachable: number,
    allocation: Allocation | undefined,
    locks: LockCounts,
  ): void {
    this.heap[k - 1] = heap;
    this.reachable[k - 1] = reachable;
    this.mcentralLocks[k] = locks.mcentral;
    this.mheapLocks[k] = locks.mheap;
    if (allocation === undefined) return;
    this.spanClass[k - 1] = allocation.spanClass;
    this.level[k - 1] = levels.indexOf(allocation.level);
    this.lock[k - 1] = allocation.locks.mcentral + allocation.locks.mheap > 0 ? 1 : 0;
  }

  recordGoal(k: number, goal: number): void {
    if (this.goals.at(-1) === goal) return;
    this.goalEvents.push(k);
    this.goals.push(goal);
  }

  isAllocation(k: number): boolean {
    return this.log.op[k - 1] <= allocScan;
  }

  spanClassOf(k: number): number {
    return this.spanClass[k - 1];
  }

  levelOf(k: number): Level {
    return levels[this.level[k - 1]];
  }

  tookLock(k: number): boolean {
    return this.lock[k - 1] === 1;
  }

  /** Times the locks were taken in the events (from, to]. */
  locks(from: number, to: number): LockCounts {
    return {
      mcentral: this.mcentralLocks[to] - this.mcentralLocks[from],
      mheap: this.mheapLocks[to] - this.mheapLocks[from],
    };
  }

  /** Bytes that allocation k takes: see Allocation.roundedSize. */
  roundedOf(k: number): number {
    const bytes = this.log.value[k - 1];
    if (this.level[k - 1] <= tiny) return bytes;
    const spanClass = this.spanClass[k - 1];
    if (spanClass < largeClasses) return Math.ceil(bytes / pageSize) * pageSize;
    return sizeClassToSize[sizeClassOf(spanClass)];
  }

  /** The events (from, to] in at most so many slices. */
  timeline(from: number, to: number, slices: number): RunTimeline {
    const columns = { event: [], heapLive: [], heapMax: [], reachable: [], goal: [], locks: [] };
    const timeline: Omit<RunTimeline, 'heat'> = columns;
    const perSlice = eventsOfSlice(from, to, slices);
    const count = Math.ceil((to - from) / perSlice);
    const heat = new Map<number, Float64Array>();
    for (let slice = 0; slice < count; slice++) {
      const first = from + slice * perSlice + 1;
      const last = Math.min(to, first + perSlice - 1);
      let locks = 0;
      let most = 0;
      for (let k = first; k <= last; k++) {
        locks += this.lock[k - 1];
        most = Math.max(most, this.heap[k - 1]);
        if (!this.isAllocation(k) || this.level[k - 1] === 0) continue;
        const sizeClass = sizeClassOf(this.spanClass[k - 1]);
        let row = heat.get(sizeClass);
        if (row === undefined) {
          row = new Float64Array(count);
          heat.set(sizeClass, row);
        }
        row[slice] += this.roundedOf(k);
      }
      timeline.event.push(last);
      timeline.heapLive.push(this.heap[last - 1]);
      timeline.heapMax.push(most);
      timeline.reachable.push(this.reachable[last - 1]);
      timeline.goal.push(this.goalAt(last));
      timeline.locks.push(locks);
    }
    const classes = [...heat.keys()].sort((a, b) => (a || numSizeClasses) - (b || numSizeClasses));
    const sizes = classes.map(sizeClass => sizeClassToSize[sizeClass]);
    const bytes = classes.flatMap(sizeClass => [...(heat.get(sizeClass) ?? [])]);
    return { ...timeline, heat: { classes, sizes, bytes } };
  }

  /** How often the sites allocated, in each slice of `timeline` with the same arguments. */
  allocations(sites: ReadonlySet<number>, from: number, to: number, slices: number): number[] {
    const perSlice = eventsOfSlice(from, to, slices);
    const counts = new Array<number>(Math.ceil((to - from) / perSlice)).fill(0);
    for (let k = from + 1; k <= to; k++) {
      if (this.isAllocation(k) && sites.has(this.log.site[k - 1]))
        counts[Math.floor((k - from - 1) / perSlice)]++;
    }
    return counts;
  }

  private goalAt(k: number): number {
    let low = 0;
    let high = this.goalEvents.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.goalEvents[middle] <= k) low = middle + 1;
      else high = middle;
    }
    return this.goals[low - 1] ?? 0;
  }
}

function eventsOfSlice(from: number, to: number, slices: number): number {
  return Math.max(1, Math.ceil((to - from) / slices));
}

/** Sums by span class: what a run, or a stretch of it, allocated of each. */
export interface ClassTotals {
  spanClass: number;
  /** 0: large. */
  sizeClass: number;
  noscan: boolean;
  objects: number;
  bytes: number;
  rounded: number;
}

/** By rising span class, those in which the events (from, to] allocated. */
export function classTotals(log: EventLog, trail: EventTrail, from: number, to: number): ClassTotals[] {
  const totals = new Map<number, ClassTotals>();
  for (let k = from + 1; k <= to; k++) {
    if (!trail.isAllocation(k) || trail.levelOf(k) === 'zerobase') continue;
    const spanClass = trail.spanClassOf(k);
    let row = totals.get(spanClass);
    if (row === undefined) {
      const sizeClass = sizeClassOf(spanClass);
      row = { spanClass, sizeClass, noscan: isNoscan(spanClass), objects: 0, bytes: 0, rounded: 0 };
      totals.set(spanClass, row);
    }
    row.objects++;
    row.bytes += log.value[k - 1];
    row.rounded += trail.roundedOf(k);
  }
  return [...totals.values()].sort((a, b) => a.spanClass - b.spanClass);
}
