/**
 * The allocator as its callers see it: objects by number in, plain records out.
 *
 * An object's number is what `allocate` returns; it counts allocations from 0, so the caller can keep site, type
 * and time of an object in columns of its own. Numbers are not used again.
 */

import { type GoVersion, newestGoVersion } from '../base';
import { type Frozen, freeze, frozenBytes, thaw } from './checkpoint';
import type { GcCycle, SweptSpan } from './gcCycle';
import { isInSlot, mallocgc, objectOffset, release, takeBack } from './malloc';
import { Mcache, maxProcs } from './mcache';
import { collect, finishSweep, sweepStep } from './mgc';
import type { MemoryUse } from './mgcpacer';
import { scavenge } from './mgcscavenge';
import { type Level, levels, levelTiny, levelZerobase, Mheap, pageAddress } from './mheap';
import { elemSize } from './mspan';
import { type MemStats, memoryUse, readMemStats } from './readMemStats';
import { reach } from './references';

export interface AllocatorOptions {
  /** Number of Ps, 1 and more; 1 by default. */
  procs?: number;
  /** GOGC, below 0 for off; 100 by default. */
  gcPercent?: number;
  /** GOMEMLIMIT in bytes; none by default. */
  memoryLimit?: number;
  /** Bytes that the program allocates while a CPU marks one, see mgcpacer; 0 by default. */
  consMark?: number;
  /** Whose runtime it is; the newest by default. */
  goVersion?: GoVersion;
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

/** The handle of an object of no bytes. */
const zeroHandle = -1;

/** Without a memory limit nobody asks how much is used. */
const unlimited: MemoryUse = { heapFree: 0, heapAlloc: 0, mappedReady: 0 };

export class Allocator {
  /** The state itself, for the readers in this folder; callers outside use the methods and the view. */
  readonly heap: Mheap;
  /** See reached; undefined where something happened since. */
  private reachedBits: Int32Array | undefined;
  /** The heapLive at which no collection was due when it was looked at last. */
  private testedLive = -1;

  constructor(options: AllocatorOptions = {}) {
    const { procs = 1, gcPercent = 100, memoryLimit = Number.POSITIVE_INFINITY, consMark = 0 } = options;
    this.heap = new Mheap(gcPercent, memoryLimit, options.goVersion ?? newestGoVersion);
    this.heap.controller.consMark = consMark;
    this.setProcs(Math.max(1, procs));
  }

  /** Objects allocated so far. */
  get objects(): number {
    return this.heap.objects.count;
  }

  get procs(): number {
    return this.heap.caches.length;
  }

  get goVersion(): GoVersion {
    return this.heap.goVersion;
  }

  /** Whether any object holds another. */
  get hasReferences(): boolean {
    return this.heap.references.count > 0;
  }

  /** Makes sure that there are so many Ps, at most maxProcs. */
  setProcs(procs: number): void {
    const { caches } = this.heap;
    while (caches.length < Math.min(procs, maxProcs)) caches.push(new Mcache(caches.length));
  }

  /** Allocates on P p and tells the way it took. Throws OutOfMemoryError. */
  allocate(size: number, scan: boolean, p = 0): Allocation {
    const { heap } = this;
    const heapLocks = heap.lock.count;
    const centralLocks = heap.centralLockCount;
    const object = this.allocateFast(size, scan, p);
    const handle = heap.objects.handle(object);
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
        mheap: heap.lock.count - heapLocks,
      },
    };
  }

  /** As allocate, without the record: the object's number alone. */
  allocateFast(size: number, scan: boolean, p = 0): number {
    const { heap } = this;
    this.reachedBits = undefined;
    if (size > 0) return heap.objects.add(mallocgc(heap, size, !scan, heap.objects.count, heap.caches[p]));
    heap.level = levelZerobase;
    heap.stats.zeroCount++;
    heap.stats.zeroRooted++;
    return heap.objects.add(zeroHandle);
  }

  /** The slot of an object, or undefined where it has none or its memory was given back. */
  handleOf(object: number): number | undefined {
    const { heap } = this;
    if (!heap.objects.has(object)) return undefined;
    const handle = heap.objects.handle(object);
    return handle >= 0 && isInSlot(heap, handle, object) ? handle : undefined;
  }

  /** The program lets go of the object: it is no root from now on. Bytes it had asked for; -1 where it was none. */
  free(object: number): number {
    const { heap } = this;
    if (!heap.objects.has(object) || heap.objects.isReleased(object)) return -1;
    this.reachedBits = undefined;
    const handle = heap.objects.handle(object);
    heap.objects.setReleased(object, true);
    if (handle >= 0) return release(heap, handle, object);
    heap.stats.zeroRooted--;
    return 0;
  }

  /** Makes an object a root again. Bytes it had asked for; -1 where it is one, or its memory was given back. */
  root(object: number): number {
    const { heap } = this;
    if (!heap.objects.has(object) || !heap.objects.isReleased(object)) return -1;
    const handle = this.handleOf(object);
    const isZero = heap.objects.handle(object) === zeroHandle;
    if (handle === undefined && !isZero) return -1;
    this.reachedBits = undefined;
    heap.objects.setReleased(object, false);
    if (handle !== undefined) return takeBack(heap, handle, object);
    heap.stats.zeroRooted++;
    return 0;
  }

  /** An object holds another from now on, once more than before. False where one of them has no slot. */
  refer(from: number, to: number): boolean {
    const holder = this.handleOf(from);
    const held = this.handleOf(to);
    if (holder === undefined || held === undefined) return false;
    this.reachedBits = undefined;
    this.heap.references.add(holder, held);
    return true;
  }

  /** An object holds another once less. False where it did not. */
  unrefer(from: number, to: number): boolean {
    const holder = this.handleOf(from);
    const held = this.handleOf(to);
    if (holder === undefined || held === undefined) return false;
    this.reachedBits = undefined;
    return this.heap.references.remove(holder, held);
  }

  /**
   * Collects, on P p. By default everything is swept when it returns, as after runtime.GC(); in the background
   * leaves sweeping to allocations and sweepOne.
   */
  gc(options: { sweep?: 'finish' | 'background'; p?: number } = {}): GcCycle {
    this.reachedBits = undefined;
    const cache = this.heap.caches[options.p ?? 0];
    this.testedLive = -1;
    const cycle = collect(this.heap, cache);
    if (options.sweep !== 'background') finishSweep(this.heap, cache);
    return cycle;
  }

  /** Keeps memory bounded in a run of any length: most objects whose memory was given back are unknown from now on. */
  forgetGone(): void {
    this.heap.objects.forget(object => this.handleOf(object) === undefined);
  }

  /** One step of the background sweeper. False where all is swept. */
  sweepOne(p = 0): boolean {
    this.reachedBits = undefined;
    return sweepStep(this.heap, this.heap.caches[p]);
  }

  /** Whether the heap has reached the point where the runtime would start a collection. */
  shouldCollect(): boolean {
    const { controller } = this.heap;
    if (controller.heapLive === this.testedLive) return false;
    const use = controller.memoryLimit === Number.POSITIVE_INFINITY ? unlimited : memoryUse(this.heap);
    const isDue = controller.heapLive >= controller.trigger(use);
    this.testedLive = isDue ? -1 : controller.heapLive;
    return isDue;
  }

  /** Returns up to bytes of free memory to the operating system; says how much it was. */
  scavenge(bytes: number): number {
    return scavenge(this.heap, bytes);
  }

  memStats(): MemStats {
    return readMemStats(this.heap);
  }

  /** The present state, to come back to. Another checkpoint of this run saves memory: what is the same is shared. */
  checkpoint(before?: AllocatorCheckpoint): AllocatorCheckpoint {
    return { state: freeze(this.heap, before?.state) };
  }

  /** Goes back, or on, to a checkpoint of this allocator or one made alike. Costs what copying the state does. */
  restore(checkpoint: AllocatorCheckpoint): void {
    this.reachedBits = undefined;
    this.testedLive = -1;
    thaw(checkpoint.state, this.heap);
  }

  /** The slots that the program can reach at present, a bit a handle. */
  reached(): Int32Array {
    const { heap } = this;
    if (heap.references.count === 0) return heap.bits.rooted;
    this.reachedBits ??= reach(heap, new Int32Array(heap.bits.rooted.length)).bits;
    return this.reachedBits;
  }

  get cycles(): readonly GcCycle[] {
    return this.heap.cycles.all;
  }

  /** What the last collection freed so far, span by span. */
  sweptSpans(): SweptSpan[] {
    return this.heap.cycles.sweptSpans();
  }
}

/** A state of an allocator, frozen. Opaque. */
export interface AllocatorCheckpoint {
  readonly state: Frozen;
}

/** Bytes of memory that checkpoints take, what they share counted once. */
export class CheckpointBytes {
  total = 0;
  private readonly seen = new Set<Int32Array>();

  constructor(checkpoints: Iterable<AllocatorCheckpoint>) {
    for (const checkpoint of checkpoints) this.add(checkpoint);
  }

  add(checkpoint: AllocatorCheckpoint): void {
    this.total += frozenBytes(checkpoint.state, this.seen);
  }
}
