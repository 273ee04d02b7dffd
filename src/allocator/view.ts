/**
 * The present state, to be looked at: plain records and typed arrays, made on demand and for what is asked only.
 * Nothing here changes the allocator, and nothing returned changes with it later.
 *
 * Spans go by their number in the model, which is used again after a span was freed; pages are counted from the
 * heap's first; objects go by the number that `allocate` gave.
 */
import type { Allocator } from './allocator';
import { countRange, isBitSet } from './bitmap';
import { noObject, spanInUse, tinyChain } from './heapState';
import { noSpan, noTinyBlock } from './mcache';
import { type Mheap, pageAddress, pagesPerArena } from './mheap';
import { countBits, elemSize, isSlotAllocated, sizeOf } from './mspan';
import { isNoscan, numSpanClasses, pageSize, sizeClassOf, sizeClassToSize, spanLayout } from './sizeClasses';

export interface ArenaView {
  address: number;
  /** Pages reserved, grown into (mapped), and of these released to the operating system or not yet touched. */
  pages: number;
  mappedPages: number;
  releasedPages: number;
}

/** Where a span is: with a P, with the mcentral of its class, on its own as a large object. */
export type SpanPlace =
  | { kind: 'mcache'; p: number }
  | { kind: 'mcentral'; set: 'partial' | 'full'; swept: boolean }
  | { kind: 'large'; swept: boolean };

export interface SpanView {
  span: number;
  address: number;
  firstPage: number;
  pages: number;
  spanClass: number;
  /** Bytes of a slot. */
  size: number;
  noscan: boolean;
  nelems: number;
  allocCount: number;
  liveCount: number;
  freeindex: number;
  place: SpanPlace;
  /** Bytes at the end that are no slots: kept for the collector, and left over. */
  reserved: number;
  tail: number;
}

/** States of a slot in SlotsView.state. */
export const slotFree = 0;
export const slotLive = 1;
/** Garbage that no collection has seen yet. */
export const slotDead = 2;
/** Garbage that a collection found, to be freed when the span is swept. */
export const slotUnswept = 3;

/** The slots of one span, by slot. */
export interface SlotsView {
  state: Uint8Array;
  /** Bytes asked for; in a tiny block of all its objects; 0 where the slot is free. */
  requested: Float64Array;
  /** The object, or the newest of a tiny block; -1 where the slot is free. */
  object: Int32Array;
  /** The slot to be handed out next, or -1. */
  next: number;
}

/** An object in a tiny block. */
export interface TinyObjectView {
  object: number;
  /** Within the block. */
  offset: number;
  size: number;
  live: boolean;
}

/** All spans of a span class together. Bytes are of slots; of large classes of pages. */
export interface SpanClassView {
  spanClass: number;
  size: number;
  noscan: boolean;
  spans: number;
  slots: number;
  taken: number;
  live: number;
  bytes: number;
  /** Spans in the mcentral's sets. */
  sets: { partialSwept: number; partialUnswept: number; fullSwept: number; fullUnswept: number };
  /** Times a P came to the mcentral, and times it was another than the one before. */
  locks: number;
  handovers: number;
}

/** What a P holds. */
export interface McacheView {
  p: number;
  tiny: { span: number; slot: number; offset: number } | undefined;
  /** Pages in the P's page cache. */
  cachedPages: number;
  spans: { spanClass: number; span: number; nelems: number; allocCount: number }[];
}

export interface MheapView {
  locks: number;
  mappedPages: number;
  pagesInUse: number;
  freePages: number;
  releasedPages: number;
  spans: number;
  growths: number;
  heapLive: number;
  heapMarked: number;
  sweepDone: boolean;
  /** Bytes: what the scavenger keeps retained memory, and all mapped memory, below; Infinity where it rests. */
  scavengerGoals: { gcPercent: number; memoryLimit: number };
  /** Bytes given back by allocations that needed it, and in the background. */
  scavenged: { eager: number; background: number };
}

export function viewArenas(allocator: Allocator): ArenaView[] {
  const { pages, arenaEnd } = allocator.heap;
  const views: ArenaView[] = [];
  for (let first = 0; first < arenaEnd; first += pagesPerArena) {
    const mappedPages = Math.max(0, Math.min(pages.end - first, pagesPerArena));
    const releasedPages = mappedPages > 0 ? countRange(pages.scavenged, first, mappedPages) : 0;
    views.push({ address: pageAddress(first), pages: pagesPerArena, mappedPages, releasedPages });
  }
  return views;
}

/** The span of each page in [from, to); -1 for a free page, -2 for a released or not yet touched one. */
export function viewPages(allocator: Allocator, from: number, to: number): Int32Array {
  const { heap } = allocator;
  const end = Math.min(to, heap.pages.end);
  const view = heap.pageSpan.slice(from, Math.max(from, end));
  for (let i = 0; i < view.length; i++) {
    const page = from + i;
    if (view[i] < 0 && ((heap.pages.scavenged[page >> 5] >>> (page & 31)) & 1) === 1) view[i] = -2;
  }
  return view;
}

/** The span of this number, or undefined where there is none at present. */
export function viewSpan(allocator: Allocator, span: number): SpanView | undefined {
  const { heap } = allocator;
  const { spans } = heap;
  if (!(span >= 0 && span < spans.count) || spans.state[span] !== spanInUse) return undefined;
  const spanClass = spans.spanClass[span];
  const isLarge = sizeClassOf(spanClass) === 0;
  const { reserved, tail } = isLarge ? { reserved: 0, tail: 0 } : spanLayout(spanClass, heap.goVersion);
  return {
    span,
    address: pageAddress(spans.base[span]),
    firstPage: spans.base[span],
    pages: spans.npages[span],
    spanClass,
    size: elemSize(heap, span),
    noscan: isNoscan(spanClass),
    nelems: spans.nelems[span],
    allocCount: spans.allocCount[span],
    liveCount: countBits(heap, allocator.reached(), span),
    freeindex: spans.freeindex[span],
    place: placeOf(heap, span),
    reserved,
    tail,
  };
}

/** Codes of who has a span, in viewSpanRows; a P's number from 0 where an mcache has it. */
export const ownerCodes = {
  partial: -1,
  full: -2,
  partialUnswept: -3,
  fullUnswept: -4,
  large: -5,
  largeUnswept: -6,
};

/**
 * All spans, a row of seven numbers each, by number: first page, pages (0 where the number is not in use), span
 * class, slots, live, garbage, owner. Much less work than a view of each.
 */
export function viewSpanRows(allocator: Allocator): Int32Array {
  const { heap } = allocator;
  const { spans } = heap;
  const reached = allocator.reached();
  const rows = new Int32Array(spans.count * 7);
  for (let span = 0, at = 0; span < spans.count; span++, at += 7) {
    if (spans.state[span] !== spanInUse) continue;
    rows[at] = spans.base[span];
    rows[at + 1] = spans.npages[span];
    rows[at + 2] = spans.spanClass[span];
    rows[at + 3] = spans.nelems[span];
    const live = countBits(heap, reached, span);
    rows[at + 4] = live;
    rows[at + 5] = spans.allocCount[span] - live;
    rows[at + 6] = ownerCode(heap, span);
  }
  return rows;
}

/** Numbers of the live objects' spans, with how many objects each holds, of those objects that are asked for. */
export function viewHolders(
  allocator: Allocator,
  isWanted: (object: number) => boolean,
): Map<number, number> {
  const { heap } = allocator;
  const { spans, slots } = heap;
  const reached = allocator.reached();
  const holders = new Map<number, number>();
  for (let span = 0; span < spans.count; span++) {
    if (spans.state[span] !== spanInUse) continue;
    let count = 0;
    for (let slot = 0; slot < spans.nelems[span]; slot++) {
      if (!isSlotAllocated(heap, span, slot) || !isBitSet(reached, spans.slots[span] + slot)) continue;
      const entry = slots.object[spans.slots[span] + slot];
      if (entry >= 0 && isWanted(entry)) count++;
      if (entry >= noObject) continue;
      for (const { object, live } of viewTinyBlock(allocator, span, slot)) {
        if (live && isWanted(object)) count++;
      }
    }
    if (count > 0) holders.set(span, count);
  }
  return holders;
}

/** The slots of a span in use. */
export function viewSlots(allocator: Allocator, span: number): SlotsView {
  const { heap } = allocator;
  const { spans } = heap;
  const nelems = spans.state[span] === spanInUse ? spans.nelems[span] : 0;
  const state = new Uint8Array(nelems);
  const requested = new Float64Array(nelems);
  const object = new Int32Array(nelems).fill(noObject);
  const reached = allocator.reached();
  const isUnswept = spans.sweepgen[span] === heap.sweepgen - 2;
  let next = -1;
  for (let slot = 0; slot < nelems; slot++) {
    if (!isSlotAllocated(heap, span, slot)) {
      if (next < 0) next = slot;
      continue;
    }
    state[slot] = isBitSet(reached, spans.slots[span] + slot)
      ? slotLive
      : isUnswept && !isBitSet(heap.bits.gcmark, spans.slots[span] + slot)
        ? slotUnswept
        : slotDead;
    const entry = heap.slots.object[spans.slots[span] + slot];
    object[slot] = entry < noObject ? heap.tiny.object[tinyChain(entry)] : entry;
    requested[slot] = sizeOf(heap, spans.slots[span] + slot);
  }
  return { state, requested, object, next };
}

/** The objects of a tiny block, by offset; none where the slot holds one object or nothing. */
export function viewTinyBlock(allocator: Allocator, span: number, slot: number): TinyObjectView[] {
  const { heap } = allocator;
  const { tiny, spans } = heap;
  if (spans.state[span] !== spanInUse || !isSlotAllocated(heap, span, slot)) return [];
  const objects: TinyObjectView[] = [];
  const handle = spans.slots[span] + slot;
  const entry = heap.slots.object[handle];
  if (entry >= noObject) return [];
  const isHeldByReference = isBitSet(allocator.reached(), handle) && !isBitSet(heap.bits.rooted, handle);
  for (let record = tinyChain(entry); record >= 0; record = tiny.next[record]) {
    const live = isHeldByReference || tiny.rooted[record] === 1;
    objects.push({ object: tiny.object[record], offset: tiny.offset[record], size: tiny.size[record], live });
  }
  return objects.sort((a, b) => a.offset - b.offset);
}

/** Where an object lies, or undefined where it has no slot or its memory was given back. */
export function viewObject(allocator: Allocator, object: number): { span: number; slot: number } | undefined {
  const handle = allocator.handleOf(object);
  if (handle === undefined) return undefined;
  const span = allocator.heap.slots.span[handle];
  return { span, slot: handle - allocator.heap.spans.slots[span] };
}

/** The span classes that have spans or were ever asked for one; large objects are the classes 0 and 1. */
export function viewSpanClasses(allocator: Allocator): SpanClassView[] {
  const { heap } = allocator;
  const { spans } = heap;
  const views: SpanClassView[] = [];
  const reached = allocator.reached();
  for (let spanClass = 0; spanClass < numSpanClasses; spanClass++) views.push(emptyClass(heap, spanClass));
  for (let span = 0; span < spans.count; span++) {
    if (spans.state[span] !== spanInUse) continue;
    const view = views[spans.spanClass[span]];
    view.spans++;
    view.slots += spans.nelems[span];
    view.taken += spans.allocCount[span];
    view.live += countBits(heap, reached, span);
    view.bytes += spans.npages[span] * pageSize;
  }
  return views.filter(view => view.spans > 0 || view.locks > 0);
}

export function viewMcaches(allocator: Allocator): McacheView[] {
  const { heap } = allocator;
  return heap.caches.map(cache => {
    const spans: McacheView['spans'] = [];
    for (let spanClass = 0; spanClass < numSpanClasses; spanClass++) {
      const span = cache.alloc[spanClass];
      if (span === noSpan) continue;
      const { nelems, allocCount } = heap.spans;
      spans.push({ spanClass, span, nelems: nelems[span], allocCount: allocCount[span] });
    }
    const block = cache.tiny === noTinyBlock ? undefined : heap.slots.span[cache.tiny];
    const tiny =
      block === undefined
        ? undefined
        : { span: block, slot: cache.tiny - heap.spans.slots[block], offset: cache.tinyoffset };
    return { p: cache.p, tiny, cachedPages: cache.pcache.pages, spans };
  });
}

export function viewMheap(allocator: Allocator): MheapView {
  const { stats, pages, controller, sweep, lock, scavenger } = allocator.heap;
  return {
    locks: lock.count,
    mappedPages: pages.end,
    pagesInUse: stats.pagesInUse,
    freePages: stats.heapFree / pageSize,
    releasedPages: stats.heapReleased / pageSize,
    spans: stats.spansAllocated - stats.spansFreed,
    growths: stats.growths,
    heapLive: controller.heapLive,
    heapMarked: controller.heapMarked,
    sweepDone: sweep.isDone,
    scavengerGoals: { gcPercent: scavenger.gcPercentGoal, memoryLimit: scavenger.memoryLimitGoal },
    scavenged: { eager: scavenger.releasedEager, background: scavenger.releasedBackground },
  };
}

function ownerCode(heap: Mheap, span: number): number {
  const place = placeOf(heap, span);
  if (place.kind === 'mcache') return place.p;
  if (place.kind === 'large') return place.swept ? ownerCodes.large : ownerCodes.largeUnswept;
  if (place.set === 'full') return place.swept ? ownerCodes.full : ownerCodes.fullUnswept;
  return place.swept ? ownerCodes.partial : ownerCodes.partialUnswept;
}

function placeOf(heap: Mheap, span: number): SpanPlace {
  const { spans } = heap;
  const swept = spans.sweepgen[span] !== heap.sweepgen - 2;
  if (spans.owner[span] >= 0) return { kind: 'mcache', p: spans.owner[span] };
  if (sizeClassOf(spans.spanClass[span]) === 0) return { kind: 'large', swept };
  const set = spans.allocCount[span] < spans.nelems[span] ? 'partial' : 'full';
  return { kind: 'mcentral', set, swept };
}

function emptyClass(heap: Mheap, spanClass: number): SpanClassView {
  const central = heap.central[spanClass];
  const { sweepgen } = heap;
  return {
    spanClass,
    size: sizeClassToSize[sizeClassOf(spanClass)],
    noscan: isNoscan(spanClass),
    spans: 0,
    slots: 0,
    taken: 0,
    live: 0,
    bytes: 0,
    sets: {
      partialSwept: central.partialSwept(sweepgen).size,
      partialUnswept: central.partialUnswept(sweepgen).size,
      fullSwept: central.fullSwept(sweepgen).size,
      fullUnswept: central.fullUnswept(sweepgen).size,
    },
    locks: central.lock.count,
    handovers: central.lock.handovers,
  };
}
