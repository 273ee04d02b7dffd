/** Reads the heap of a run after an event: the records of the allocator's view as the diagram takes them. */
import {
  type Allocation,
  type Allocator,
  type Baseline,
  baselineOf,
  isNoscan,
  ledgerOf,
  pageSize,
  type SlotsView,
  type SpanPlace,
  sizeClassOf,
  slotFree,
  slotLive,
  statisticsOf,
  type SpanView as ViewedSpan,
  viewArenas,
  viewMcaches,
  viewMheap,
  viewObject,
  viewPages,
  viewSlots,
  viewSpan,
  viewSpanClasses,
  viewTinyBlock,
} from '../allocator';
import type { ClassRow, EventView, HeapState, LedgerTerm, SlotView, SpanSlots, SpanView } from '../protocol';
import { type AllocationRun, allocScan, collected, type RunState } from '../simulation';
import { wayOf } from './way';

/** More cells than that can't be told apart on a screen. */
const shownSlots = 1024;

export class HeapReader {
  private readonly baseline: Baseline;

  constructor(private readonly run: AllocationRun) {
    this.baseline = baselineOf(run.stateAt(0).allocator);
  }

  state(number: number, k: number): HeapState {
    const state = this.run.stateAt(k);
    const { allocator } = state;
    const { served, locks, memStats } = statisticsOf(allocator, state.k, this.baseline);
    const mheap = viewMheap(allocator);
    const arenas = viewArenas(allocator);
    const pages = arenas.reduce((sum, arena) => sum + arena.pages, 0);
    const os = {
      inSpans: mheap.pagesInUse * pageSize,
      idle: mheap.freePages * pageSize,
      released: mheap.releasedPages * pageSize,
      reserved: (pages - mheap.mappedPages) * pageSize,
    };
    return {
      run: number,
      k: state.k,
      event: state.k > 0 ? this.event(state) : undefined,
      served,
      locks,
      heapLive: state.heapAlloc,
      reachable: state.reachable,
      goal: Number.isFinite(memStats.NextGC) ? memStats.NextGC : 0,
      siteTotals: state.siteTotals.map(totals => ({ ...totals })),
      classes: classRows(allocator),
      arenas: arenas.map(({ address, ...arena }) => ({ base: address, ...arena })),
      spans: spansByAddress(allocator, mheap.mappedPages),
      os,
      ledger: [
        ...ledgerTerms(allocator),
        { name: 'idle pages', bytes: os.idle },
        { name: 'released pages', bytes: os.released },
      ],
    };
  }

  /** Undefined where there is no such span after event k. */
  slots(number: number, k: number, span: number): SpanSlots | undefined {
    const state = this.run.stateAt(k);
    const { allocator } = state;
    const view = viewSpan(allocator, span);
    if (!view) return undefined;
    const slots = viewSlots(allocator, span);
    const count = Math.min(shownSlots, slots.state.length);
    return {
      run: number,
      k: state.k,
      span: spanOf(view),
      next: slots.next,
      slots: Array.from({ length: count }, (_, slot) => this.slot(state, view, slots, slot)),
    };
  }

  private slot(state: RunState, { span }: ViewedSpan, slots: SlotsView, slot: number): SlotView {
    const at = slots.state[slot];
    if (at === slotFree) return { state: 'free', bytes: 0, objects: 0, site: -1, age: 0 };
    const object = slots.object[slot];
    const objects = viewTinyBlock(state.allocator, span, slot).length || 1;
    const isKnown = object >= 0 && object < this.run.objectEvent.length;
    return {
      state: at === slotLive ? 'live' : 'dead',
      bytes: slots.requested[slot],
      objects,
      site: isKnown ? this.run.siteOf(object) : -1,
      age: isKnown ? state.k - this.run.objectEvent[object] : 0,
    };
  }

  private event(state: RunState): EventView {
    const { k, op, p, allocator, allocation } = state;
    if (allocation) return allocationEvent(state, allocation);
    const kind = op === collected ? 'gc' : 'free';
    const object = kind === 'free' ? state.bytes : -1;
    const home = object >= 0 ? viewObject(allocator, object) : undefined;
    return {
      k,
      kind,
      p,
      site: object >= 0 ? this.run.siteOf(object) : -1,
      bytes: 0,
      slotBytes: 0,
      span: home?.span ?? -1,
      slot: home?.slot ?? -1,
      address: 0,
      level: 'mcache',
      locks: { mcentral: 0, mheap: 0 },
      way: [],
    };
  }
}

function allocationEvent(state: RunState, allocation: Allocation): EventView {
  const { k, p, site, bytes, op, allocator } = state;
  const home = viewObject(allocator, allocation.object);
  const { level, locks } = allocation;
  return {
    k,
    kind: 'alloc',
    p,
    site,
    bytes,
    slotBytes: allocation.roundedSize,
    span: home?.span ?? -1,
    slot: home?.slot ?? -1,
    address: allocation.span + allocation.offset,
    level,
    locks,
    way: wayOf(allocation, p, op === allocScan),
  };
}

function classRows(allocator: Allocator): ClassRow[] {
  const caches = viewMcaches(allocator);
  return viewSpanClasses(allocator).map(({ spanClass, size, noscan, sets, locks }) => ({
    spanClass,
    sizeClass: sizeClassOf(spanClass),
    size,
    noscan,
    procs: caches.map(({ spans }) => {
      const held = spans.find(each => each.spanClass === spanClass);
      return held
        ? { span: held.span, used: held.allocCount, slots: held.nelems }
        : { span: -1, used: 0, slots: 0 };
    }),
    partial: sets.partialSwept,
    full: sets.fullSwept,
    unswept: sets.partialUnswept + sets.fullUnswept,
    mcentralLocks: locks,
  }));
}

function spansByAddress(allocator: Allocator, mappedPages: number): SpanView[] {
  const pages = viewPages(allocator, 0, mappedPages);
  const spans: SpanView[] = [];
  for (let page = 0; page < pages.length; ) {
    const view = pages[page] < 0 ? undefined : viewSpan(allocator, pages[page]);
    if (view) spans.push(spanOf(view));
    page += view?.pages ?? 1;
  }
  return spans;
}

function spanOf(view: ViewedSpan): SpanView {
  return {
    id: view.span,
    base: view.address,
    pages: view.pages,
    spanClass: view.spanClass,
    size: view.size,
    slots: view.nelems,
    live: view.liveCount,
    dead: view.allocCount - view.liveCount,
    tailWaste: view.reserved + view.tail,
    owner: ownerOf(view.place, isNoscan(view.spanClass)),
  };
}

function ownerOf(place: SpanPlace, noscan: boolean): string {
  switch (place.kind) {
    case 'mcache':
      return `mcache of P${place.p}`;
    case 'mcentral':
      return `mcentral, ${place.set === 'full' ? 'full' : 'partly free'}${place.swept ? '' : ', not swept yet'}`;
    case 'large':
      return `large object${noscan ? '' : ' with pointers'}${place.swept ? '' : ', not swept yet'}`;
  }
}

function ledgerTerms(allocator: Allocator): LedgerTerm[] {
  const { live, dead, rounding, freeSlots, overhead } = ledgerOf(allocator.heap);
  return [
    { name: 'live objects', bytes: live },
    { name: 'garbage', bytes: dead },
    { name: 'rounding up to slots', bytes: rounding },
    { name: 'free slots', bytes: freeSlots },
    { name: 'span ends', bytes: overhead },
  ];
}
