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
  spanLayout,
  statisticsOf,
  type SpanView as ViewedSpan,
  viewArenas,
  viewHolders,
  viewMcaches,
  viewMheap,
  viewObject,
  viewPages,
  viewSlots,
  viewSpan,
  viewSpanClasses,
  viewSpanRows,
  viewTinyBlock,
} from '../allocator';
import type { GoVersion } from '../base';
import {
  type ClassRow,
  type EventView,
  type Holders,
  type LedgerTerm,
  type PackedState,
  pack,
  packRows,
  type SlotView,
  type SpanSlots,
  type SpanView,
  type Stretch,
  siteRows,
  siteWidth,
  spanWidth,
  type Timeline,
} from '../protocol';
import {
  type AllocationRun,
  allocScan,
  collected,
  dropped,
  type RunState,
  stretchOf,
  timelineSlices,
} from '../simulation';
import { wayOf } from './way';

/** More cells than that can't be told apart on a screen. */
const shownSlots = 1024;

export class HeapReader {
  private readonly baseline: Baseline;
  /** The tables of the state that was told last. */
  private told: { k: number; spans: Int32Array; sites: Float64Array } | undefined;

  constructor(private readonly run: AllocationRun) {
    this.baseline = baselineOf(run.stateAt(0).allocator);
  }

  /** `since`: the event of a state the asker holds. Its tables then hold only what changed, where it was the last told. */
  state(number: number, k: number, since?: number): PackedState {
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
      classes: classRows(allocator),
      arenas: arenas.map(({ address, ...arena }) => ({ base: address, ...arena })),
      ...this.tables(state, since),
      released: pack(releasedRuns(viewPages(allocator, 0, mheap.mappedPages))),
      os,
      ledger: [
        ...ledgerTerms(allocator),
        { name: 'idle pages', bytes: os.idle },
        { name: 'released pages', bytes: os.released },
      ],
    };
  }

  /** What the events (from, to] did. */
  stretch(from: number, to: number): Stretch {
    const [first, last] = this.within(from, to);
    const { sites, classes, ...stretch } = stretchOf(this.run, first, last);
    return { ...stretch, siteTotals: sites, classes };
  }

  timeline(from: number, to: number): Timeline {
    return this.run.trail.timeline(...this.within(from, to), timelineSlices);
  }

  /** How often the sites allocated in each slice of the same timeline. */
  allocations(from: number, to: number, sites: readonly number[]): number[] {
    return this.run.trail.allocations(new Set(sites), ...this.within(from, to), timelineSlices);
  }

  /** Which spans hold live objects of the sites after event k. */
  holders(number: number, k: number, sites: readonly number[]): Holders {
    const state = this.run.stateAt(k);
    const wanted = new Set(sites);
    const length = this.run.log.objects;
    const found = viewHolders(
      state.allocator,
      object => object < length && wanted.has(this.run.siteOf(object)),
    );
    return { run: number, k: state.k, spans: pack(Int32Array.from([...found].flat())) };
  }

  private within(from: number, to: number): [number, number] {
    const { count } = this.run.log;
    const first = Math.max(0, Math.min(count, Math.trunc(from)));
    return [first, Math.max(first, Math.min(count, Math.trunc(to)))];
  }

  private tables(
    state: RunState,
    since: number | undefined,
  ): Pick<PackedState, 'since' | 'spans' | 'siteTotals'> {
    const { told } = this;
    const spans = viewSpanRows(state.allocator);
    const sites = siteRows(state.siteTotals);
    const base = told !== undefined && told.k === since ? told : undefined;
    this.told = { k: state.k, spans, sites };
    return {
      since: base?.k,
      spans: packRows(spans, spanWidth, base?.spans),
      siteTotals: packRows(sites, siteWidth, base?.sites),
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
    const isKnown = object >= 0 && object < this.run.log.objects;
    return {
      state: at === slotLive ? 'live' : 'dead',
      bytes: slots.requested[slot],
      objects,
      site: isKnown ? this.run.siteOf(object) : -1,
      age: isKnown ? state.k - this.run.log.objectEvent[object] : 0,
    };
  }

  private event(state: RunState): EventView {
    const { k, op, p, allocator, allocation } = state;
    if (allocation) return allocationEvent(state, allocation);
    const kind = op === collected ? 'gc' : op === dropped ? 'free' : 'link';
    const object = kind === 'gc' ? -1 : state.bytes;
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
  return viewSpanClasses(allocator).map(({ spanClass, size, noscan, sets, locks, ...sums }) => ({
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
    spans: sums.spans,
    slots: sums.slots,
    live: sums.live,
    dead: sums.taken - sums.live,
    tailWaste: size === 0 ? 0 : endOf(spanClass, allocator.goVersion),
  }));
}

/** Bytes at the end of a span that are no slots. */
function endOf(spanClass: number, goVersion: GoVersion): number {
  const { reserved, tail } = spanLayout(spanClass, goVersion);
  return reserved + tail;
}

/** First page and number of each run of released pages. */
function releasedRuns(pages: Int32Array): Int32Array {
  const runs: number[] = [];
  for (let page = 0; page < pages.length; page++) {
    if (pages[page] !== -2) continue;
    if (page > 0 && pages[page - 1] === -2) runs[runs.length - 1]++;
    else runs.push(page, 1);
  }
  return Int32Array.from(runs);
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
