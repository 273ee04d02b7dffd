/**
 * The heap: pages handed out as spans, taken back, and asked of the operating system.
 *
 * allocSpan tries the page cache of the P first (spans below 16 pages, no lock), then, under the heap's lock,
 * the first fit by address, and grows the heap where nothing fits. It grows in chunks of 4 MB, inside arenas
 * of 64 MB that are reserved one after the other. New pages are counted as released until a span takes them.
 *
 * Ledger of pages, in bytes, after every step:
 *   heapSys = heapInUse + heapFree + heapReleased; pages grown × 8192 = heapSys + manualInUse
 *   heapInUse = sum of the bytes of all spans in use
 *
 * Mirrors mheap.go of Go 1.26 (allocSpan, initSpan, grow, freeSpanLocked) and the bookkeeping of malloc.go's
 * sysAlloc. Knowingly different: arenas follow one another from heapBase, which the runtime picks at random
 * since 1.26; stacks take no pages here, and the collector's work buffers a fixed number of spans, more where many
 * pointers wait to be scanned.
 */

import type { GoVersion } from '../base';
import { GcCycles } from './gcCycle';
import { BitTable, longer, MspanTable, SlotTable, spanDead, spanInUse, TinyTable } from './heapState';
import { LockCounter } from './lockCounter';
import type { Mcache } from './mcache';
import { Mcentral } from './mcentralSets';
import { GcController } from './mgcpacer';
import { Scavenger, scavengeForPages } from './mgcscavenge';
import { initSpanSlots } from './mspan';
import { HeapStats } from './mstats';
import { ObjectTable } from './objectTable';
import { PageAlloc, pagesPerChunk } from './pageAlloc';
import { pageCachePages } from './pageCache';
import { ReferenceTable } from './references';
import { nelemsOf, numSpanClasses, pageSize } from './sizeClasses';
import { emptySweepState, type SweepState } from './sweepState';

/** Address of the heap's first page, as on linux/amd64 without address space randomization. */
export const heapBase = 0xc000000000;
export const pagesPerArena = (64 << 20) / pageSize;
/** The model refuses to grow beyond so many pages (1 TB). */
const maxPages = 2 ** 27;
const mspanCacheSize = 128;

/** Who had to be asked for an allocation, from the nearest on. */
export const levels = ['zerobase', 'tiny', 'mcache', 'mcentral', 'mheap', 'os'] as const;
export type Level = (typeof levels)[number];
export const levelZerobase = 0;
export const levelTiny = 1;
export const levelMcache = 2;
export const levelMcentral = 3;
export const levelMheap = 4;
export const levelOs = 5;

/** Thrown where an allocation does not fit into what the model can hold. */
export class OutOfMemoryError extends Error {}

export class Mheap {
  readonly spans = new MspanTable();
  readonly slots = new SlotTable();
  readonly bits = new BitTable();
  readonly tiny = new TinyTable();
  readonly objects = new ObjectTable();
  readonly references = new ReferenceTable();
  readonly pages = new PageAlloc();
  readonly central: Mcentral[] = [];
  readonly caches: Mcache[] = [];
  readonly stats = new HeapStats();
  readonly controller: GcController;
  readonly scavenger = new Scavenger();
  readonly sweep: SweepState = emptySweepState();
  readonly cycles = new GcCycles();

  /** Span by page; -1 where there is none. */
  pageSpan = new Int32Array(pagesPerChunk).fill(-1);
  /** Pages reserved in arenas, and the part of them not yet grown into. */
  arenaEnd = 0;
  sweepgen = 0;
  /** First pages of the collector's work buffers, while it has some, and how many spans of them it takes. */
  workbufs: number[] = [];
  workbufSpans = 1;
  readonly lock = new LockCounter();
  /** Times a P came to any mcentral. */
  centralLockCount = 0;
  /** The farthest level that the present allocation reached. */
  level = levelMcache;

  constructor(
    gcPercent: number,
    memoryLimit: number,
    readonly goVersion: GoVersion,
  ) {
    for (let spanClass = 0; spanClass < numSpanClasses; spanClass++)
      this.central.push(new Mcentral(spanClass));
    this.controller = new GcController(gcPercent, memoryLimit);
  }
}

/** A new span of npages for the span class, on the P whose cache is given. Throws OutOfMemoryError. */
export function allocSpan(h: Mheap, npages: number, spanClass: number, cache: Mcache): number {
  if (h.level < levelMheap) h.level = levelMheap;
  const page = allocPages(h, npages, cache);
  h.stats.heapInUse += npages * pageSize;
  return initSpan(h, page, npages, spanClass);
}

/** Pages that the collector needs for itself while it marks; freeManual gives them back. Returns the first. */
export function allocManual(h: Mheap, npages: number, cache: Mcache): number {
  h.stats.manualInUse += npages * pageSize;
  return allocPages(h, npages, cache);
}

export function freeManual(h: Mheap, page: number, npages: number, cache: Mcache): void {
  lockHeap(h, cache);
  h.stats.manualInUse -= npages * pageSize;
  h.stats.heapFree += npages * pageSize;
  h.pages.free(page, npages);
  if (cache.mspanCacheLen < mspanCacheSize) cache.mspanCacheLen++;
}

/** Takes the heap's lock on the P of the cache. */
export function lockHeap(h: Mheap, cache: Mcache): void {
  h.lock.take(cache.p);
  cache.heapLocks++;
}

/** Gives the span's pages back. The span must be swept and empty; cache belongs to the P that does it. */
export function freeSpan(h: Mheap, span: number, cache: Mcache): void {
  const { spans } = h;
  const base = spans.base[span];
  const npages = spans.npages[span];
  lockHeap(h, cache);
  h.stats.heapFree += npages * pageSize;
  h.stats.heapInUse -= npages * pageSize;
  h.stats.pagesInUse -= npages;
  h.stats.spansFreed++;
  h.pages.free(base, npages);
  h.pageSpan.fill(-1, base, base + npages);
  h.slots.give(spans.slots[span], spans.nelems[span]);
  spans.state[span] = spanDead;
  spans.give(span);
  if (cache.mspanCacheLen < mspanCacheSize) cache.mspanCacheLen++;
}

/** The address of a page. */
export function pageAddress(page: number): number {
  return heapBase + page * pageSize;
}

/** The first of npages, from the P's page cache or the heap, and a span descriptor for them. */
function allocPages(h: Mheap, npages: number, cache: Mcache): number {
  let page = -1;
  let scavenged = 0;
  let grown = 0;
  if (npages < pageCachePages / 4) {
    if (cache.pcache.isEmpty) {
      lockHeap(h, cache);
      cache.pcache.refill(h.pages);
    }
    page = cache.pcache.alloc(npages);
    if (page >= 0) scavenged = cache.pcache.lastScavenged;
  }
  if (page < 0 || cache.mspanCacheLen === 0) {
    lockHeap(h, cache);
    if (page < 0) {
      page = h.pages.alloc(npages);
      if (page < 0) {
        grown = grow(h, npages);
        page = h.pages.alloc(npages);
      }
      scavenged = h.pages.takeScavenged(page, npages);
    }
    if (cache.mspanCacheLen === 0) cache.mspanCacheLen = mspanCacheSize / 2;
  }
  cache.mspanCacheLen--;
  scavengeForPages(h, npages * pageSize, scavenged * pageSize, grown);
  h.stats.heapReleased -= scavenged * pageSize;
  h.stats.heapFree -= (npages - scavenged) * pageSize;
  return page;
}

function initSpan(h: Mheap, page: number, npages: number, spanClass: number): number {
  const { spans } = h;
  const span = spans.take();
  const nelems = nelemsOf(spanClass, h.goVersion);
  spans.base[span] = page;
  spans.npages[span] = npages;
  spans.spanClass[span] = spanClass;
  spans.nelems[span] = nelems;
  spans.slots[span] = h.slots.take(nelems, span);
  h.bits.clear(spans.slots[span], nelems);
  spans.owner[span] = -1;
  spans.sweepgen[span] = h.sweepgen;
  spans.state[span] = spanInUse;
  initSpanSlots(h, span);
  h.pageSpan.fill(span, page, page + npages);
  h.stats.pagesInUse += npages;
  h.stats.spansAllocated++;
  return span;
}

/** Makes room for npages more; returns by how many bytes the heap grew. */
function grow(h: Mheap, npages: number): number {
  const ask = Math.ceil(npages / pagesPerChunk) * pagesPerChunk;
  const end = h.pages.end + ask;
  if (!(end <= maxPages)) {
    throw new OutOfMemoryError(
      `out of memory: the model's heap ends at ${(maxPages * pageSize) / 2 ** 30} GB`,
    );
  }
  if (end > h.arenaEnd) h.arenaEnd += Math.ceil(ask / pagesPerArena) * pagesPerArena;
  if (end > h.pageSpan.length) {
    const used = h.pageSpan.length;
    h.pageSpan = longer(h.pageSpan, Math.max(end, used * 2)).fill(-1, used);
  }
  h.pages.grow(ask);
  h.stats.heapReleased += ask * pageSize;
  h.stats.growths++;
  h.level = levelOs;
  return ask * pageSize;
}
