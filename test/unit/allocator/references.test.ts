/** The table of references against a list of pairs: slots with few of them and with many, the same one several times. */
import assert from 'node:assert/strict';
import { ReferenceTable } from '../../../src/allocator';
import { random } from './randomTrace';

describe('references', () => {
  for (const targets of [5, 400]) {
    it(`come and go, ${targets} to choose from`, () => {
      const next = random(targets);
      const table = new ReferenceTable();
      let pairs: [number, number][] = [];
      for (let step = 0; step < 6000; step++) {
        const from = Math.floor(next() * 3) * 7;
        const to = Math.floor(next() * targets);
        const chance = next();
        if (chance < 0.55) {
          table.add(from, to);
          pairs.push([from, to]);
        } else if (chance < 0.999) {
          const at = pairs.findIndex(pair => pair[0] === from && pair[1] === to);
          assert.equal(table.remove(from, to), at >= 0);
          if (at >= 0) pairs.splice(at, 1);
        } else {
          table.clear(from);
          pairs = pairs.filter(pair => pair[0] !== from);
        }
        assert.equal(table.count, pairs.length);
        if (step % 500 === 0) assert.deepEqual(all(table), sorted(pairs.map(pair => pair.join())));
      }
    });
  }
});

function all(table: ReferenceTable): string[] {
  const found: string[] = [];
  for (const from of [0, 7, 14]) table.each(from, to => found.push(`${from},${to}`));
  return sorted(found);
}

function sorted(texts: string[]): string[] {
  return texts.sort();
}
