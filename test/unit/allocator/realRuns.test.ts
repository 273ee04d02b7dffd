/**
 * Random traces on the real runtime, `oracle heap`, against ours, slot for slot. What a real run begins with differs from run to
 * run (see processStart); here it is read from the run's places, and our replay begins with the same. Without collections all
 * objects then lie in the same slots; with collections, where a few cycles differ from run to run, ours agrees with the
 * best of five runs at least 98% as well as the best two of them agree. Without a go command the tests are skipped.
 */
import assert from 'node:assert/strict';
import {
  isNoscan,
  type Leftover,
  type Place,
  type ProcessStart,
  pageSize,
  sizeClassOf,
  sizeClassToSize,
  TraceReplay,
  type TraceStep,
} from '../../../src/allocator';
import { linkedTrace, randomTrace, type TraceKind } from './randomTrace';
import { useRealHeap } from './realHeap';

/** Now and then the runtime allocates for itself meanwhile; another run of it is without. */
const maxTries = 4;
const blockPages = 64;

/** A real run: where its objects lie, and in which of its pages no span lay when it began. */
interface RealRun {
  places: Place[];
  firstPage: number;
  cachedPage: number;
}

const pageOf = ({ span }: Place): number => span / pageSize;

/** Fresh pages begin where the first span lies that another one was put right behind. */
function realRun(places: Place[]): RealRun {
  const opened = new Map<number, Place>();
  for (const place of places) if (!opened.has(pageOf(place))) opened.set(pageOf(place), place);
  const isFollowed = (place: Place) => place.slot === 0 && opened.has(pageOf(place) + place.pages);
  const firstPage = pageOf([...opened.values()].find(isFollowed) ?? places[0]);
  const isCached = (place: Place) =>
    place.slot === 0 && pageOf(place) < firstPage && pageOf(place) % blockPages === blockPages - 1;
  const cached = [...opened.values()].find(isCached);
  return { places, firstPage, cachedPage: cached === undefined ? -1 : pageOf(cached) };
}

/** Whether an object lies in a span that was there before the trace. */
function isLeftover(place: Place, { firstPage, cachedPage }: RealRun): boolean {
  return pageOf(place) < firstPage && pageOf(place) !== cachedPage;
}

/** What the run must have begun with. ours tells the size classes. */
function startOf(run: RealRun, ours: TraceReplay, steps: readonly TraceStep[]): ProcessStart {
  const slots = new Map<number, Set<string>>();
  let at = 0;
  for (const step of steps) {
    if (step.kind === 'gc') break;
    if (step.kind !== 'alloc') continue;
    const place = run.places[at++];
    const { spanClass } = ours.allocator.allocate(step.size, step.scan);
    if (!isLeftover(place, run)) continue;
    const taken = slots.get(spanClass) ?? new Set();
    slots.set(spanClass, taken.add(`${place.span} ${place.slot}`));
  }
  const leftovers = [...slots].map(
    ([spanClass, { size }]): Leftover => ({
      size: sizeClassToSize[sizeClassOf(spanClass)],
      scan: !isNoscan(spanClass),
      slots: size,
    }),
  );
  return { firstFreePage: run.firstPage % blockPages, cachedPages: run.cachedPage < 0 ? 0 : 1, leftovers };
}

function replay(steps: readonly TraceStep[], start: ProcessStart): Place[] {
  const places: Place[] = [];
  new TraceReplay(start).run(steps, place => places.push({ ...place }));
  return places;
}

/** The share of the objects that lie in the same place, spans up to their names; those in leftovers of the run do not count. */
function agreement(run: RealRun, got: readonly Place[]): number {
  const there = new Map<number, number>();
  const back = new Map<number, number>();
  let counted = 0;
  let same = 0;
  for (const [i, want] of run.places.entries()) {
    if (isLeftover(want, run)) continue;
    const place = got[i];
    counted++;
    if (!there.has(want.span) && !back.has(place.span)) {
      there.set(want.span, place.span);
      back.set(place.span, want.span);
    }
    const isSameSpan = there.get(want.span) === place.span && back.get(place.span) === want.span;
    const { id, pages, slot, offset } = want;
    assert.equal(place.id, id);
    if (isSameSpan && place.pages === pages && place.slot === slot && place.offset === offset) same++;
  }
  return counted === 0 ? 1 : same / counted;
}

describe('where real runs put the objects of a trace', () => {
  const real = useRealHeap();

  function runs(steps: readonly TraceStep[], count: number): RealRun[] {
    return Array.from({ length: count }, () => {
      const lines = real('heap', steps).trimEnd().split('\n');
      return realRun(lines.map((line): Place => JSON.parse(line)));
    });
  }

  /** How far a run agrees with ours that begins alike. */
  function agreementWithOurs(run: RealRun, steps: readonly TraceStep[]): number {
    return agreement(run, replay(steps, startOf(run, new TraceReplay(), steps)));
  }

  const traces: { kind: TraceKind; seed: number; steps: number }[] = [
    { kind: 'tiny', seed: 1, steps: 20_000 },
    { kind: 'small', seed: 2, steps: 20_000 },
    { kind: 'mixed', seed: 3, steps: 60_000 },
    { kind: 'large', seed: 4, steps: 2000 },
  ];
  for (const options of traces) {
    it(`${options.kind}, without collections: all in the same place`, () => {
      const steps = randomTrace({ ...options, gcRate: 0 });
      let best = 0;
      for (let tries = 0; tries < maxTries && best < 1; tries++)
        best = Math.max(best, agreementWithOurs(runs(steps, 1)[0], steps));
      assert.equal(best, 1);
    });
  }

  const collected: [name: string, steps: TraceStep[]][] = [
    ['mixed', randomTrace({ kind: 'mixed', seed: 5, steps: 40_000, gcRate: 0.0002 })],
    ['with references', linkedTrace(6, 0.0003)],
  ];
  for (const [name, steps] of collected) {
    it(`${name}, with collections: as near to real runs as these are to one another`, () => {
      const five = runs(steps, 5);
      const ours = Math.max(...five.map(run => agreementWithOurs(run, steps)));
      const pairs = five.flatMap((run, i) => five.slice(i + 1).map(other => agreement(run, other.places)));
      assert.ok(ours >= 0.98 * Math.max(...pairs), `${ours} with ours, ${Math.max(...pairs)} at best`);
    });
  }
});
