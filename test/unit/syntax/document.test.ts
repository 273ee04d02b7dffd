/** Documents: after any edit they are what the new text parses to, and unchanged units are the same objects. */

import assert from 'node:assert/strict';
import { createNodeBackend } from '../../../src/host';
import { openDocument, parseFile, type SourceFile, type Unit } from '../../../src/syntax';
import { dumpUnitWithAt } from './dump';

const source = `// Package p.
package p

import "fmt"

//go:noinline
func f(a, b int, c ...string) (r []*T[int]) {
	for i := range 10 {
		switch x := any(i).(type) {
		case int:
			fmt.Println(<-make(chan int), x, T[int]{1: {}, v: a &^ b})
		}
	}
	return nil
}

type T[P interface{ ~int | *string }] struct {
	v P "tag"
}

var é = func() string { return "é😀" }()
`;

const pieces =
  '( ) { } [ ] " ` // /* */ ; , x func if return . := <- case 0x 1 + \n \nfunc(g) é 😀 ~ chan'.split(' ');

describe('document', () => {
  for (const only of ['native', 'wasm', undefined] as const) {
    it(`equals a fresh parse after random edits (${only ?? 'no backend'})`, async function () {
      const backend = only && (await createNodeBackend({ only }));
      if (only && !backend) {
        console.log(`      ${only} tree-sitter does not load here`);
        this.skip();
      }
      const random = generator(42);
      const document = openDocument('p.go', source, backend);
      for (let step = 0; step < 300; step++) {
        if (step % 10 === 0) document.setText(source);
        const from = random(document.file.text.length + 1);
        const to = Math.min(document.file.text.length, from + (random(3) === 0 ? random(12) : 0));
        const text = random(4) === 0 ? '' : pieces[random(pieces.length)].replace('\\n', '\n');
        const file = document.edit([{ from, to, text }]);
        assert.deepEqual(contents(file), contents(parseFile('p.go', file.text)), file.text);
      }
      document.close();
    });
  }

  it('keeps the units whose text is unchanged', () => {
    const document = openDocument('p.go', source);
    const before = [...document.file.units];
    const at = source.indexOf('return nil');
    const after = document.edit([{ from: at, to: at, text: 'println(1)\n' }]).units;
    assert.deepEqual(
      after.map((unit, i) => unit === before[i]),
      [true, false, true, true],
    );
    assert.equal(after[3].base, before[3].base);
    assert.equal(document.file.text.slice(after[3].base).trim(), after[3].text.trim());
  });
});

function contents(file: SourceFile): unknown {
  return [file.header, ...file.units].map((unit: Unit) => [
    unit.base,
    dumpUnitWithAt(unit),
    unit.errors,
    unit.pragmas,
  ]);
}

function generator(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}
