/**
 * Books that must balance after every step:
 *
 *   mapped = live + dead + rounding + freeSlots + overhead + idle + released + work buffers
 *
 * in bytes of the pages that the heap has grown to: asked for by what the program can reach, and by garbage not yet swept;
 * what rounding up to slots and pages adds; slots not taken; ends of spans that are no slots (tails, and what is kept for
 * the collector); free pages, those given back to the system, and those that the collector works with. The parts
 * have equations of their own, in the heads of malloc, mheap, mspan and readMemStats. ledgerOf reads the running totals;
 * checkLedger counts everything anew, slot by slot, and names each equation that does not hold.
 */
import { countRange, isBitSet } from './bitmap';
import { spanInUse } from './heapState';
import { noSpan } from './mcache';
import type { Mheap } from './mheap';
import { countBits, elemSize, isSlotAllocated, sizeOf } from './mspan';
import { readMemStats } from './readMemStats';
import { reach, reachedBytes, reachedBytesOf } from './references';
import { isNoscan, numSpanClasses, pageSize, sizeClassOf, spanLayout } from './sizeClasses';

/** Where the bytes in use are: heapInUse = live + dead + rounding + freeSlots + overhead. */
export interface Ledger {
  heapInUse: number;
  live: number;
  dead: number;
  rounding: number;
  freeSlots: number;
  overhead: number;
}

/** The terms, from the columns of spans. */
export function ledgerOf(h: Mheap): Ledger {
  const { spans } = h;
  let taken = 0;
  let freeSlots = 0;
  let overhead = 0;
  for (let span = 0; span < spans.count; span++) {
    if (spans.state[span] !== spanInUse) continue;
    const size = elemSize(h, span);
    taken += spans.allocCount[span] * size;
    freeSlots += (spans.nelems[span] - spans.allocCount[span]) * size;
    overhead += spans.npages[span] * pageSize - spans.nelems[span] * size;
  }
  const { takenBytes, rootedBytes, heapInUse } = h.stats;
  const live =
    h.references.count === 0
      ? rootedBytes
      : reachedBytes(h, reach(h, new Int32Array(h.bits.rooted.length)).bits);
  return { heapInUse, live, dead: takenBytes - live, rounding: taken - takenBytes, freeSlots, overhead };
}

/** Every equation that does not hold, in words; none where all is well. */
export function checkLedger(h: Mheap): string[] {
  const wrong: string[] = [];
  const expect = (what: string, left: number, right: number) => {
    if (left !== right) wrong.push(`${what}: ${left} is not ${right}`);
  };
  const ledger = ledgerOf(h);
  const sum = ledger.live + ledger.dead + ledger.rounding + ledger.freeSlots + ledger.overhead;
  expect('heapInUse = live + dead + rounding + freeSlots + overhead', ledger.heapInUse, sum);
  const { heapFree, heapReleased, manualInUse } = h.stats;
  expect(
    'mapped = live + dead + rounding + freeSlots + overhead + idle + released + work buffers',
    h.pages.end * pageSize,
    sum + heapFree + heapReleased + manualInUse,
  );
  if (ledger.rounding < 0) wrong.push(`rounding is negative: ${ledger.rounding}`);
  checkPages(h, expect);
  checkSpans(h, expect);
  checkPlaces(h, expect);
  const m = readMemStats(h);
  expect('HeapSys = HeapInuse + HeapIdle', m.HeapSys, m.HeapInuse + m.HeapIdle);
  expect('HeapAlloc = slots taken', m.HeapAlloc, ledger.live + ledger.dead + ledger.rounding);
  return wrong;
}

type Expect = (what: string, left: number, right: number) => void;

function checkPages(h: Mheap, expect: Expect): void {
  const { pages, stats, spans } = h;
  const mapped = stats.heapInUse + stats.heapFree + stats.heapReleased + stats.manualInUse;
  expect('pages grown = heapSys + manualInUse', pages.end * pageSize, mapped);
  let cached = 0;
  let cachedScavenged = 0;
  for (const { pcache } of h.caches) {
    cached += pcache.pages;
    cachedScavenged += countRange(Int32Array.of(pcache.scavengedLow, pcache.scavengedHigh), 0, 64);
  }
  const taken = countRange(pages.taken, 0, pages.end);
  expect(
    'pages taken = pages of spans + pages cached + work buffers',
    taken,
    stats.pagesInUse + cached + stats.manualInUse / pageSize,
  );
  const scavenged = countRange(pages.scavenged, 0, pages.end) + cachedScavenged;
  expect('heapReleased = scavenged pages', stats.heapReleased, scavenged * pageSize);
  let inSpans = 0;
  for (let page = 0; page < pages.end; page++) {
    const span = h.pageSpan[page];
    if (span < 0) continue;
    inSpans++;
    const base = spans.base[span];
    if (page < base || page >= base + spans.npages[span]) expect(`page ${page} lies in span ${span}`, 0, 1);
  }
  expect('pages mapped to spans = pagesInUse', inSpans, stats.pagesInUse);
  expect('heapInUse = pagesInUse', stats.heapInUse, stats.pagesInUse * pageSize);
}

function checkSpans(h: Mheap, expect: Expect): void {
  const { spans, stats } = h;
  let taken = 0;
  let rooted = 0;
  let slots = 0;
  for (let span = 0; span < spans.count; span++) {
    if (spans.state[span] !== spanInUse) continue;
    let allocated = 0;
    for (let slot = 0; slot < spans.nelems[span]; slot++) {
      const isRooted = isBitSet(h.bits.rooted, spans.slots[span] + slot);
      if (isSlotAllocated(h, span, slot)) {
        allocated++;
        taken += sizeOf(h, spans.slots[span] + slot);
      } else {
        expect(`span ${span}: free slot ${slot} is no root`, Number(isRooted), 0);
      }
    }
    rooted += reachedBytesOf(h, h.bits.rooted, span);
    expect(`span ${span}: allocCount`, spans.allocCount[span], allocated);
    const marked = countBits(h, h.bits.gcmark, span);
    if (marked > allocated) expect(`span ${span}: marked slots are allocated`, marked, allocated);
    checkOverhead(h, span, expect);
    slots += allocated;
  }
  expect('taken = bytes asked for by what is in the slots', stats.takenBytes, taken);
  expect('rooted = bytes asked for by roots', stats.rootedBytes, rooted);
  expect('HeapObjects = slots taken', readMemStats(h).HeapObjects, slots);
}

function checkOverhead(h: Mheap, span: number, expect: Expect): void {
  const spanClass = h.spans.spanClass[span];
  if (sizeClassOf(spanClass) === 0) return;
  const { reserved, tail, size, pages } = spanLayout(spanClass, h.goVersion);
  const bytes = h.spans.nelems[span] * size + reserved + tail;
  const kind = isNoscan(spanClass) ? 'noscan' : 'scan';
  expect(`span ${span} (${size} ${kind}): slots + reserved + tail = pages`, bytes, pages * pageSize);
}

/** Every span in use is in one mcache, or in the set of its mcentral that its sweepgen and its slots call for. */
function checkPlaces(h: Mheap, expect: Expect): void {
  const { spans } = h;
  const seen = new Uint8Array(spans.count);
  for (const cache of h.caches) {
    for (let spanClass = 0; spanClass < numSpanClasses; spanClass++) {
      const span = cache.alloc[spanClass];
      if (span === noSpan) continue;
      seen[span]++;
      expect(`span ${span}: owner`, spans.owner[span], cache.p);
      expect(`span ${span}: class in mcache`, spans.spanClass[span], spanClass);
    }
  }
  for (const central of h.central) {
    for (const span of central.partialSwept(h.sweepgen).toArray()) {
      seen[span]++;
      if (spans.allocCount[span] === spans.nelems[span])
        expect(`span ${span} in the partial set has room`, 0, 1);
    }
    for (const span of central.fullSwept(h.sweepgen).toArray()) {
      seen[span]++;
      expect(`span ${span} in the full set`, spans.allocCount[span], spans.nelems[span]);
    }
    for (const set of [central.partialUnswept(h.sweepgen), central.fullUnswept(h.sweepgen)]) {
      for (const span of set.toArray()) if (spans.sweepgen[span] === h.sweepgen - 2) seen[span]++;
    }
  }
  for (let span = 0; span < spans.count; span++) {
    expect(`span ${span}: places`, seen[span], spans.state[span] === spanInUse ? 1 : 0);
  }
}
