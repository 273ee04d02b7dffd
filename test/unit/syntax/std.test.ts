/** The trees of the whole standard library: as go/parser builds them, and the same from every backend. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createNodeBackend } from '../../../src/host';
import { parseFile, type SourceFile, TreeUnitReader } from '../../../src/syntax';
import { dumpUnit, dumpUnitWithAt, fnv } from './dump';
import { standardLibrary } from './goroot';

const oracle = path.join(__dirname, '../../oracle/ast/main.go');

/** Of pieces of valid code, how many at most tree-sitter-go may leave to the direct parser. */
const mostFallbacks = 0.001;

describe('standard library', () => {
  it('has the trees of go/parser', function () {
    const files = standardLibrary() ?? this.skip();
    const output = execFileSync('go', ['run', oracle], {
      input: `${files.join('\n')}\n`,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const different: string[] = [];
    for (const line of output.trimEnd().split('\n')) {
      const [name, count, ...hashes] = line.split(' ');
      const { units } = parseFile(name, readFileSync(name, 'utf8'));
      if (units.length !== Number(count))
        different.push(`${name}: ${units.length} declarations for ${count}`);
      else if (!units.every((unit, i) => fnv(dumpUnit(unit)).toString(16) === hashes[i]))
        different.push(name);
      else if (units.some(unit => unit.errors.length > 0)) different.push(`${name}: has errors`);
    }
    assert.deepEqual(different, []);
  });

  for (const only of ['native', 'wasm'] as const) {
    it(`has the same trees through ${only} tree-sitter`, async function () {
      const files = standardLibrary() ?? this.skip();
      const backend = await createNodeBackend({ only });
      if (!backend) {
        console.log(`      ${only} tree-sitter does not load here`);
        this.skip();
      }
      const reader = new TreeUnitReader(backend);
      const different: string[] = [];
      for (const name of files) {
        const text = readFileSync(name, 'utf8');
        if (hash(parseFile(name, text, reader)) !== hash(parseFile(name, text))) different.push(name);
      }
      assert.deepEqual(different, []);
      assert.ok(
        reader.fallbacks <= reader.pieces * mostFallbacks,
        `${reader.fallbacks} of ${reader.pieces} pieces were read without their tree`,
      );
    });
  }
});

function hash(file: SourceFile): number {
  let all = 0;
  for (const unit of file.units) all = Math.imul(all, 31) + fnv(dumpUnitWithAt(unit));
  return all;
}
