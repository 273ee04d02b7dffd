/**
 * The allocator as its callers see it: objects by number in, plain records out.
 *
 * An object's number is what `allocate` returns; it counts allocations from 0, so the caller can keep site, type
 * and time of an object in columns of its own. Numbers are not used again.
 */

import { fork } from './fork';
import type { GcCycle } from './gcCycle';
import { longer } from './heapState';
import { mallocgc, objectOffset, release } from './malloc';
import { collect, finishSweep, sweepStep } from './mgc';
import type { MemoryUse } from './mgcpacer';
import { type Level, levels, levelTiny, levelZerobase, Mheap, pageAddress, scavenge } from './mheap';
import { elemSize } from './mspan';
import { type MemStats, memoryUse, readMemStats } from './readMemStats';

export interface AllocatorOptions {
  /** Number of Ps, 1 and more; 1 by default. */
  procs?: number;
  /** GOGC, below 0 for off; 100 by default. */
  gcPercent?: number;
  /** GOMEMLIMIT in bytes; none by default. */
  memoryLimit?: number;
}

/** Where an object came to lie and how far the allocation had to go. Bytes; the span is named by its address. */
export interface Allocation {
  object: number;
  /** Address of the span; 0 for an object of no bytes. */
  span: number;
  pages: number;
  slot: number;
  /** Of the object's first byte in its span. */
  offset: number;
  spanClass: number;
  /** What the object takes: its slot (the first of a tiny block takes all of it), its pages, its own bytes in a shared block. */
  roundedSize: number;
  level: Level;
  /** Times the allocation came to the mcentral of its class, and took the heap's lock. */
  locks: { mcentral: number; mheap: number };
}

/** Entries of the handle column: an object of no bytes, one that is no longer referred to. */
const zeroHandle = -1;
const releasedHandle = -2;

/** Without a memory limit nobody asks how much is used. */
const unlimited: MemoryUse = { heapFree: 0, heapAlloc: 0, mappedReady: 0 };

export class Allocator {
  /** The state itself, for the readers in this folder; callers outside use the methods and the view. */
  readonly heap: Mheap;
  private handles = new Int32Array(1024);
  private count = 0;

  constructor(options: AllocatorOptions = {}) {
    const { procs = 1, gcPercent = 100, memoryLimit = Number.POSITIVE_INFINITY } = options;
    this.heap = new Mheap(Math.max(1, procs), gcPercent, memoryLimit);
  }

  /** Objects allocated so far. */
  get objects(): number {
    return this.count;
  }

  /** Allocates on P p and tells the way it took. Throws OutOfMemoryError. */
  allocate(size: number, scan: boolean, p = 0): Allocation {
    const { heap } = this;
    const heapLocks = heap.lockCount;
    const centralLocks = heap.centralLockCount;
    const object = this.allocateFast(size, scan, p);
    const handle = this.handles[object];
    const isZero = handle === zeroHandle;
    const span = isZero ? -1 : heap.slots.span[handle];
    return {
      object,
      span: isZero ? 0 : pageAddress(heap.spans.base[span]),
      pages: isZero ? 0 : heap.spans.npages[span],
      slot: isZero ? 0 : handle - heap.spans.slots[span],
      offset: isZero ? 0 : objectOffset(heap, handle, object),
      spanClass: isZero ? 0 : heap.spans.spanClass[span],
      roundedSize: isZero || heap.level === levelTiny ? size : elemSize(heap, span),
      level: levels[heap.level],
      locks: {
        mcentral: heap.centralLockCount - centralLocks,
        mheap: heap.lockCount - heapLocks,
      },
    };
  }

  /** As allocate, without the record: the object's number alone. */
  allocateFast(size: number, scan: boolean, p = 0): number {
    const object = this.count;
    if (object === this.handles.length) this.handles = longer(this.handles, object * 2);
    if (size === 0) {
      this.heap.level = levelZerobase;
      this.heap.stats.zeroCount++;
      this.heap.stats.zeroLive++;
      this.handles[object] = zeroHandle;
    } else {
      this.handles[object] = mallocgc(this.heap, size, !scan, object, this.heap.caches[p]);
    }
    this.count++;
    return object;
  }

  /** The slot of an object, or undefined where it has none or is no longer referred to. */
  handleOf(object: number): number | undefined {
    const handle = this.handles[object];
    return handle >= 0 ? handle : undefined;
  }

  /** Drops the program's reference. Nothing happens where it was dropped before. */
  free(object: number): void {
    const handle = this.handles[object];
    if (handle >= 0) release(this.heap, handle, object);
    else if (handle === zeroHandle) this.heap.stats.zeroLive--;
    this.handles[object] = releasedHandle;
  }

  /**
   * Collects, on P p. By default everything is swept when it returns, as after runtime.GC(); in the background
   * leaves sweeping to allocations and sweepOne.
   */
  gc(options: { sweep?: 'finish' | 'background'; p?: number } = {}): GcCycle {
    const cache = this.heap.caches[options.p ?? 0];
    const cycle = collect(this.heap, cache);
    if (options.sweep !== 'background') finishSweep(this.heap, cache);
    return cycle;
  }

  /** One step of the background sweeper. False where all is swept. */
  sweepOne(p = 0): boolean {
    return sweepStep(this.heap, this.heap.caches[p]);
  }

  /** Whether the heap has reached the point where the runtime would start a collection. */
  shouldCollect(): boolean {
    const { controller } = this.heap;
    const use = controller.memoryLimit === Number.POSITIVE_INFINITY ? unlimited : memoryUse(this.heap);
    return controller.heapLive >= controller.trigger(use);
  }

  setGCPercent(gcPercent: number): void {
    this.heap.controller.gcPercent = gcPercent;
    this.heap.controller.commit(this.heap.sweep.isDone);
  }

  setMemoryLimit(bytes: number): void {
    this.heap.controller.memoryLimit = bytes;
  }

  /** Returns up to bytes of free memory to the operating system; says how much it was. */
  scavenge(bytes: number): number {
    return scavenge(this.heap, bytes);
  }

  memStats(): MemStats {
    return readMemStats(this.heap);
  }

  /** A copy of the present state that goes its own way from here; costs about what the state's memory does. */
  fork(): Allocator {
    return fork<Allocator>(this);
  }

  get cycles(): readonly GcCycle[] {
    return this.heap.cycles.all;
  }
}
