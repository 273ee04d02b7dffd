/** What a run says is held, against a plain search through the log's own graph; and logs without some of their sites. */
import assert from 'node:assert/strict';
import { parseTrace } from '../../../src/allocator';
import { AllocationRun, EventLog, logOfTrace, traceOfLog } from '../../../src/simulation';
import { randomGraph } from './randomLog';

const sites = 4;
const settings = { procs: 1, gogc: 100 };

describe('what a run holds', () => {
  for (const seed of [1, 2, 3, 4]) {
    const log = randomGraph(seed, 6000, sites);
    const run = new AllocationRun(log, sites, settings);

    it(`is what its roots lead to (seed ${seed})`, () => {
      const graph = new Graph(log);
      for (let k = 1; k <= log.count; k++) {
        graph.step(
          k,
          run.collections.some(({ event }) => event === k),
        );
        const isRowOver = k === log.count || log.op[k] < 2;
        if (!isRowOver || k % 50 > 5) continue;
        const held = graph.held();
        const bytes = [...held].reduce((sum, object) => sum + log.bytesOf(object), 0);
        const state = run.stateAt(k);
        assert.equal(state.reachable, bytes, `event ${k}`);
        const objects = state.siteTotals.reduce((sum, { heldObjects }) => sum + heldObjects, 0);
        assert.equal(objects, held.size, `event ${k}`);
      }
    });

    it(`is the same when the log was a trace (seed ${seed})`, () => {
      const read = logOfTrace(parseTrace([...traceOfLog(log, site => `s${site}`)].join('\n')));
      const again = new AllocationRun(read.log, read.sites.length, settings);
      assert.deepEqual(again.figures, run.figures);
      assert.deepEqual(again.timeline, run.timeline);
    });
  }

  it('is held by the stack where the objects of a site are taken away', () => {
    const log = new EventLog();
    const outer = log.alloc(0, 16, true, 0);
    const inner = log.alloc(1, 32, true, 0);
    const last = log.alloc(2, 64, false, 0);
    log.refer(outer, inner, true);
    log.refer(inner, last, true);
    log.drop(last, 0);
    log.drop(inner, 0);
    log.collect(0);
    log.drop(outer, 0);
    log.collect(0);
    const run = new AllocationRun(log, 3, settings);
    assert.deepEqual(
      [5, 8, 9, 10].map(k => run.stateAt(k).reachable),
      [112, 112, 0, 0],
    );
    const kept = run.without(new Set([1]));
    assert.deepEqual(
      [...traceOfLog(kept, site => `s${site}`)],
      ['alloc 0 16 scan s0', 'alloc 1 64 noscan s2', 'gc', 'free 0', 'free 1', 'gc'],
    );
  });
});

/** The plainest way to say what can be reached. */
class Graph {
  private objects = 0;
  private readonly roots = new Set<number>();
  private readonly references: [number, number][] = [];
  private readonly gone = new Set<number>();

  constructor(private readonly log: EventLog) {}

  step(k: number, isCollected: boolean): void {
    const { op, value, site } = this.log;
    const at = k - 1;
    if (isCollected && op[at] < 2) this.collect();
    if (op[at] < 2) this.roots.add(this.objects++);
    else if (op[at] === 2) this.roots.delete(value[at]);
    else if (op[at] === 3) this.collect();
    else if (op[at] === 4) {
      if (!this.gone.has(value[at])) this.roots.add(value[at]);
    } else if (op[at] === 5) {
      if (!this.gone.has(value[at]) && !this.gone.has(site[at])) this.references.push([value[at], site[at]]);
    } else {
      const found = this.references.findIndex(([from, to]) => from === value[at] && to === site[at]);
      if (found >= 0) this.references.splice(found, 1);
    }
  }

  held(): Set<number> {
    const held = new Set(this.roots);
    for (const object of held) {
      if (!this.log.isScanned(object)) continue;
      for (const [from, to] of this.references) if (from === object) held.add(to);
    }
    return held;
  }

  private collect(): void {
    const held = this.held();
    for (let object = 0; object < this.objects; object++) if (!held.has(object)) this.gone.add(object);
    for (let i = this.references.length - 1; i >= 0; i--)
      if (this.gone.has(this.references[i][0])) this.references.splice(i, 1);
  }
}
