/**
 * The solver on graphs written as assignments. A case is a list of lines:
 *
 *     var x [DEPTH]        a variable, at a loop depth (1 without)
 *     param p / result r   of the function
 *     x = &y   x = y   x = **y   heap = p   mutator = p
 *
 * and what is expected: the variables that escape, and the leaks of each parameter.
 */

import assert from 'node:assert/strict';
import { ALL_ATTRS, Attr, CALLEE, Fact, Graph, HEAP, MUTATOR } from '../../../src/escape/graph';
import { LEAK_HEAP, LEAK_RESULT0, Leaks, parseLeaks } from '../../../src/escape/leaks';
import { Solver } from '../../../src/escape/solve';

interface Case {
  name: string;
  lines: string[];
  escapes: string;
  tags?: Record<string, string>;
}

const cases: Case[] = [
  { name: 'the address goes to the heap', lines: ['var x', 'heap = &x'], escapes: 'x' },
  { name: 'the value alone does not', lines: ['var x', 'heap = x'], escapes: '' },
  { name: 'through a variable', lines: ['var x', 'var p', 'p = &x', 'heap = p'], escapes: 'x' },
  {
    name: 'the variable in between stays',
    lines: ['var x', 'var p', 'var q', 'p = &x', 'q = &p', 'heap = *q'],
    escapes: 'x',
  },
  {
    name: 'what is stored in what escapes escapes too',
    lines: ['var x', 'var y', 'x = &y', 'heap = &x'],
    escapes: 'x y',
  },
  { name: 'out of a loop', lines: ['var p', 'var x 2', 'p = &x'], escapes: 'x' },
  { name: 'within a loop', lines: ['var p 2', 'var x 2', 'p = &x'], escapes: '' },
  { name: 'into a loop', lines: ['var p 2', 'var x', 'p = &x'], escapes: '' },
  { name: 'a circle ends', lines: ['var p', 'var q', 'p = *q', 'q = &p', 'p = q'], escapes: '' },
  {
    name: 'addresses do not pile up',
    lines: ['var a', 'var b', 'var c', 'a = &b', 'b = &c', 'heap = a'],
    escapes: 'b c',
  },
  { name: 'to a result', lines: ['param p', 'result r', 'r = p'], escapes: '', tags: { p: 'esc:00000001' } },
  {
    name: 'what it points to',
    lines: ['param p', 'result r', 'r = *p'],
    escapes: '',
    tags: { p: 'esc:00000002' },
  },
  { name: 'to the heap', lines: ['param p', 'heap = p'], escapes: '', tags: { p: '' } },
  { name: 'its content to the heap', lines: ['param p', 'heap = *p'], escapes: '', tags: { p: 'esc:02' } },
  { name: 'nowhere', lines: ['param p', 'var x', 'x = p'], escapes: '', tags: { p: 'esc:' } },
  { name: 'written through', lines: ['param p', 'mutator = p'], escapes: '', tags: { p: 'esc:0001' } },
  {
    name: 'to the heap makes the result pointless',
    lines: ['param p', 'result r', 'r = p', 'heap = p'],
    escapes: '',
    tags: { p: '' },
  },
  { name: 'the address of a local returned', lines: ['result r', 'var x', 'r = &x'], escapes: 'x' },
  {
    name: 'a result that escapes is the heap',
    lines: ['param p', 'result r', 'r = p', 'heap = &r'],
    escapes: 'r',
    tags: { p: '' },
  },
];

describe('escape solver', () => {
  for (const { name, lines, escapes, tags } of cases) {
    it(name, () => {
      const { graph, named } = build(lines);
      new Solver(graph).solve({ closureFunc: () => -1, resultLocations: () => [] });
      const found = [...named].filter(([, l]) => l > CALLEE && graph.has(l, Attr.escapes)).map(([n]) => n);
      assert.equal(found.sort().join(' '), escapes);
      for (const [param, tag] of Object.entries(tags ?? {})) {
        const leaks = graph.leaksOf(named.get(param)!);
        leaks.optimize();
        assert.equal(leaks.encode(), tag, `tag of ${param}`);
      }
    });
  }

  it('records the way by which a variable escapes', () => {
    const { graph, named } = build(['var x', 'var p', 'var q', 'p = &x', 'q = p', 'heap = q']);
    graph.explains = true;
    new Solver(graph).solve({ closureFunc: () => -1, resultLocations: () => [] });
    const flow = graph.escapeFlows[named.get('x')!]!;
    assert.deepEqual(
      flow.map(({ dst, src, derefs }) => [dst, src, derefs]),
      [
        [named.get('p'), named.get('x'), -1],
        [named.get('q'), named.get('p'), 0],
        [HEAP, named.get('q'), 0],
      ],
    );
  });

  it('is empty again after a reset', () => {
    const { graph } = build(['var x', 'heap = &x']);
    graph.reset();
    assert.equal(graph.count, 4);
    assert.equal(graph.edgeCount, 0);
    assert.equal(graph.attrs[HEAP], ALL_ATTRS);
  });
});

describe('leak sets', () => {
  it('come back from their tags', () => {
    const leaks = new Leaks();
    leaks.add(LEAK_RESULT0 + 2, 3);
    leaks.add(LEAK_HEAP, 1);
    leaks.add(LEAK_HEAP, 4);
    assert.equal(leaks.encode(), 'esc:020000000004');
    assert.equal(parseLeaks(leaks.encode()).encode(), leaks.encode());
  });

  it('leak to the heap without a tag, and for what is none', () => {
    assert.equal(parseLeaks('').heap(), 0);
    assert.equal(parseLeaks('nonsense').heap(), 0);
    assert.equal(parseLeaks('esc:').heap(), -1);
  });

  it('hold no more than a byte', () => {
    const leaks = new Leaks();
    leaks.add(LEAK_HEAP, 1000);
    assert.equal(leaks.heap(), 254);
  });
});

function build(lines: readonly string[]): { graph: Graph; named: Map<string, number> } {
  const graph = new Graph();
  const func = graph.addFunc(-1, false);
  const named = new Map([
    ['heap', HEAP],
    ['mutator', MUTATOR],
    ['callee', CALLEE],
  ]);
  let results = 0;
  for (const line of lines) {
    const declared = /^(var|param|result) (\w+)(?: (\d+))?$/.exec(line);
    if (declared !== null) {
      const [, what, name, depth] = declared;
      const location = graph.addLocation(undefined, func, Number(depth ?? 1), true);
      named.set(name, location);
      if (what === 'param') graph.setFact(location, Fact.param);
      if (what === 'result') {
        graph.setFact(location, Fact.paramOut);
        graph.resultIndex[location] = ++results;
      }
      continue;
    }
    const [, dst, ops, src] = /^(\w+) = (&|\**)(\w+)$/.exec(line)!;
    const derefs = ops === '&' ? -1 : ops.length;
    graph.flow({ dst: named.get(dst)!, derefs, notes: undefined, addrtaken: derefs < 0 }, named.get(src)!);
  }
  return { graph, named };
}
