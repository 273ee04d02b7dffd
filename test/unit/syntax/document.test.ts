/** Documents: after any edit they are what the new text parses to, and unchanged units are the same objects. */

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { createNodeBackend } from '../../../src/host';
import {
  openDocument,
  parseFile,
  type SourceDocument,
  type SourceFile,
  type Unit,
} from '../../../src/syntax';
import { resplit, split } from '../../../src/syntax/split';
import { textChange } from '../../../src/syntax/textChange';
import { dumpUnitWithAt } from './dump';
import { standardLibrary } from './goroot';

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

const backends = ['native', 'wasm', undefined] as const;

describe('document', () => {
  for (const only of backends) {
    it(`equals a fresh parse after random edits (${only ?? 'no backend'})`, async function () {
      const backend = only && (await createNodeBackend({ only }));
      if (only === 'native' && !backend) skip(this, 'native tree-sitter does not load here');
      assert.equal(backend?.kind, only);
      const random = generator(42);
      const document = openDocument('p.go', source, backend);
      for (let step = 0; step < 300; step++) {
        if (step % 10 === 0) document.setText(source);
        editAndCompare(document, random);
      }
      document.close();
    });

    it(`equals a fresh parse after random edits of real code (${only ?? 'no backend'})`, async function () {
      const files = sampleOfStandardLibrary() ?? this.skip();
      const backend = only && (await createNodeBackend({ only }));
      if (only === 'native' && !backend) skip(this, 'native tree-sitter does not load here');
      const random = generator(7);
      for (const name of files) {
        const document = openDocument(name, readFileSync(name, 'utf8'), backend);
        for (let step = 0; step < 12; step++) editAndCompare(document, random);
        document.close();
      }
    });
  }

  it('is cut after an edit as it would be afresh', function () {
    const files = sampleOfStandardLibrary() ?? this.skip();
    const random = generator(11);
    for (const name of files) {
      const whole = readFileSync(name, 'utf8');
      for (let step = 0; step < 60; step++) {
        const at = random(whole.length + 1);
        const text = edited(whole, at, random);
        const change = textChange(whole, text);
        if (change)
          assert.deepEqual(resplit(text, split(whole), change), split(text), text.slice(at - 50, at + 50));
      }
    }
  });

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

/** One random edit, after which the document must be what its text parses to. */
function editAndCompare(document: SourceDocument, random: Random): void {
  const before = document.file.text;
  const file = document.setText(edited(before, random(before.length + 1), random));
  assert.deepEqual(contents(file), contents(parseFile(file.path, file.text)), file.text);
}

/** The text with something at `from` taken out, put in or both. */
function edited(text: string, from: number, random: Random): string {
  const to = random(3) === 0 ? from + random(random(10) === 0 ? 400 : 12) : from;
  const put = random(4) === 0 ? '' : pieces[random(pieces.length)].replace('\\n', '\n');
  return text.slice(0, from) + put + text.slice(to);
}

/** Some files of moderate size, the same in every run. */
function sampleOfStandardLibrary(): string[] | undefined {
  const files = standardLibrary()?.filter(name => statSync(name).size < 20_000);
  const random = generator(3);
  return files && Array.from({ length: 10 }, () => files[random(files.length)]);
}

function skip(context: Mocha.Context, reason: string): never {
  console.log(`      ${reason}`);
  return context.skip();
}

function contents(file: SourceFile): unknown {
  return [file.header, ...file.units].map((unit: Unit) => [
    unit.base,
    dumpUnitWithAt(unit),
    unit.errors,
    unit.pragmas,
  ]);
}

type Random = (below: number) => number;

function generator(seed: number): Random {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}
