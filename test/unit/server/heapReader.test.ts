/** The heap as the diagram gets it: tables that come as changes, and what a stretch and a site hold. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { type HeapState, type PackedState, unpackIntegers, unpackState } from '../../../src/protocol';
import { HeapReader } from '../../../src/server/heapReader';
import { AllocationRun } from '../../../src/simulation';
import { randomLog } from '../simulation/randomLog';

const sites = 5;
const log = randomLog(4, 20_000, sites, 4);
const positions = [0, 100, 101, 5000, 5001, 4000, 20_000, 19_990];

/** As it crosses to the webview. */
const carried = (packed: PackedState): PackedState => JSON.parse(JSON.stringify(packed));

describe('the heap reader', () => {
  const reader = () => new HeapReader(new AllocationRun(log, sites, { procs: 4, gogc: 100 }));

  it('tells a state as what changed since the one that is held', () => {
    const whole = reader();
    const inSteps = reader();
    let held: HeapState | undefined;
    for (const k of positions) {
      const expected = unpackState(carried(whole.state(1, k)), undefined);
      const packed = carried(inSteps.state(1, k, held?.k));
      equal(packed.since, held?.k);
      held = unpackState(packed, held);
      deepEqual(held.spans.rows, expected.spans.rows, `spans after event ${k}`);
      deepEqual(held.siteTotals, expected.siteTotals, `sites after event ${k}`);
      deepEqual([...held.spans], [...expected.spans]);
    }
  });

  it('counts the allocations of sites in the slices of the timeline', () => {
    const each = reader();
    for (const [from, to] of [
      [0, 20_000],
      [100, 1700],
      [7, 8],
      [5, 5],
    ]) {
      const { event } = each.timeline(from, to);
      const counts = each.allocations(from, to, [1, 3]);
      const expected = event.map((last, slice) => {
        const { siteTotals } = each.stretch(slice === 0 ? from : event[slice - 1], last);
        return siteTotals[1].objects + siteTotals[3].objects;
      });
      deepEqual(counts, expected);
    }
  });

  it('tells the whole state where the asker holds another one than was told last', () => {
    const twice = reader();
    twice.state(1, 100);
    twice.state(1, 200);
    equal(twice.state(1, 300, 100).since, undefined);
    equal(twice.state(1, 310, 300).since, 300);
  });

  it('has spans that agree with the ledger, with their slots and with their classes', () => {
    const each = reader();
    for (const k of positions) {
      const state = unpackState(each.state(1, k), undefined);
      const spans = [...state.spans];
      equal(
        spans.reduce((sum, span) => sum + span.pages * 8192, 0),
        state.os.inSpans,
      );
      equal(
        spans.reduce((sum, span) => sum + (span.spanClass < 2 ? 0 : span.tailWaste), 0),
        state.ledger.find(({ name }) => name === 'span ends')?.bytes,
      );
      for (const row of state.classes) {
        const own = spans.filter(span => span.spanClass === row.spanClass);
        equal(own.length, row.spans);
        equal(
          own.reduce((sum, span) => sum + span.live, 0),
          row.live,
        );
        equal(
          own.reduce((sum, span) => sum + span.dead, 0),
          row.dead,
        );
      }
      for (const span of spans.slice(0, 40)) {
        const slots = each.slots(1, k, span.id);
        equal(slots?.slots.filter(({ state: at }) => at === 'live').length, span.live);
        deepEqual(slots?.span, span);
      }
    }
  });

  it('names the spans that hold objects of a site', () => {
    const each = reader();
    for (const k of [5000, 20_000]) {
      const state = unpackState(each.state(1, k), undefined);
      const held = unpackIntegers(each.holders(1, k, [2]).spans);
      let objects = 0;
      for (let i = 0; i < held.length; i += 2) {
        ok(state.spans.get(held[i]));
        objects += held[i + 1];
      }
      equal(objects, state.siteTotals[2].heldObjects);
    }
  });
});
