/** Assumptions: each has an id that edits of other lines leave alone, and a value that a run takes instead. */
import assert from 'node:assert/strict';
import { parseTrace } from '../../../src/allocator';
import {
  AllocationRun,
  type AssumedValue,
  logOfTrace,
  type Simulation,
  traceOfLog,
} from '../../../src/simulation';
import { analysed } from './analysed';

const source = `package p

type item struct{ n int; next *item }

var sink any

func source() (int, bool)

func turns() {
	for { // turns
		_, ok := source()
		if ok { // branch
			sink = &item{}
		}
	}
}

func lengths(items []item, name string) {
	for range items {
		sink = new(item)
	}
	sink = make([]byte, len(name))
}

func cases() {
	n, _ := source()
	switch n {
	case 1:
		sink = make([]byte, 100)
	case 2:
		sink = make([]byte, 200)
	}
	m := map[int]int{}
	for range 20 {
		k, _ := source()
		m[k] = 1
	}
	sink = m
}

func values(n int, list *item) {
	for i := 0; i < n; i++ {
		sink = new(item)
	}
	for at := list; at != nil; at = at.next {
		sink = new(item)
	}
}

type shape interface{ area() *int }
type square struct{ side int }
type circle struct{ r int }

func (s *square) area() *int { return new(int) }
func (c circle) area() *int { return nil }

func dynamic(s shape) {
	for range 3 {
		sink = s.area()
	}
}

func count(n int) {
	if ok, _ := source(); ok > 0 {
		sink = new(item)
	}
	count(n + 1)
}
`;

function simulated(name: string, assumed: Record<string, AssumedValue> = {}, text = source): Simulation {
  const analysis = analysed(text);
  const target = analysis.functionNamed('p', name);
  assert.ok(target);
  return analysis.simulate(target, { assumed });
}

function idOf(simulation: Simulation, kind: string): string {
  const found = simulation.assumptions.filter(each => each.kind === kind);
  assert.equal(
    found.length,
    1,
    `${kind} in ${JSON.stringify(simulation.assumptions.map(each => each.text))}`,
  );
  return found[0].id;
}

describe('assumptions', () => {
  const changes: [
    func: string,
    kind: string,
    value: AssumedValue,
    objects: number,
    changed: number,
    says: string,
  ][] = [
    ['turns', 'turns', 7, 100, 7, '7 turns'],
    ['turns', 'branch', false, 100, 0, 'to be false'],
    ['cases', 'case', 2, 9, 9, 'case 2'],
    ['cases', 'case', 0, 9, 7, 'no case'],
    ['cases', 'branch', false, 9, 3, 'to find its key'],
    ['values', 'value', 5, 200, 105, 'to be 5'],
    ['values', 'turns', 5, 200, 105, '5 turns'],
    ['dynamic', 'callee', '*square', 0, 3, 'the method of *square'],
    ['dynamic', 'callee', 'circle', 0, 0, 'the method of circle'],
    ['count', 'turns', 9, 3, 9, '9 calls'],
  ];
  for (const [func, kind, value, objects, changed, says] of changes) {
    it(`${func}: ${kind} ${value}`, () => {
      const before = simulated(func);
      assert.equal(before.stopped, undefined);
      const id = idOf(before, kind);
      const after = simulated(func, { [id]: value });
      assert.deepEqual([before.log.objects, after.log.objects], [objects, changed]);
      const there = after.assumptions.find(each => each.id === id);
      assert.deepEqual(
        [there?.value, there?.default],
        [value, before.assumptions.find(each => each.id === id)?.default],
      );
      assert.ok(there?.text.includes(says), there?.text);
    });
  }

  it('has an id for each parameter', () => {
    const before = simulated('lengths');
    const [items, name] = before.assumptions;
    assert.deepEqual(
      [items.text, name.text],
      ['items is taken to hold 16 elements', 'name is taken to hold 16 bytes'],
    );
    const after = simulated('lengths', { [items.id]: 3, [name.id]: 1000 });
    assert.equal(after.log.objects, 5);
    assert.equal(after.log.value.slice(0, after.log.count).includes(1000), true);
  });

  it('takes a text for what a string holds', () => {
    const before = simulated('lengths');
    const [, name] = before.assumptions;
    assert.equal(name.takesText, true);
    const after = simulated('lengths', { [name.id]: 'häßlich' });
    assert.equal(after.assumptions[1].text, 'name is taken to be "häßlich"');
    assert.equal(after.log.value.slice(0, after.log.count).includes(9), true);
  });

  it('keeps ids when other lines are edited', () => {
    const edited = source.replace(
      '\t_, ok := source()\n',
      '\n\t// a comment\n\t_, ok := source()\n\t_ = 7\n',
    );
    assert.notEqual(edited, source);
    assert.deepEqual(
      simulated('turns', {}, edited).assumptions.map(({ id }) => id),
      simulated('turns').assumptions.map(({ id }) => id),
    );
  });

  it('ignores a value of another kind', () => {
    const id = idOf(simulated('turns'), 'branch');
    assert.equal(simulated('turns', { [id]: 5 }).log.objects, 100);
  });

  it('is the same heap when its trace is read back', () => {
    const { log, sites } = simulated('lengths');
    const lines = [...traceOfLog(log, site => `p.go:${site}`)];
    const read = logOfTrace(parseTrace(lines.join('\n')));
    const settings = { procs: 4, gogc: 100 };
    const ours = new AllocationRun(log, sites.length, settings);
    const theirs = new AllocationRun(read.log, read.sites.length, settings);
    assert.deepEqual(theirs.figures, ours.figures);
    assert.deepEqual(
      theirs.stateAt(log.count).allocator.memStats(),
      ours.stateAt(log.count).allocator.memStats(),
    );
  });
});
