/**
 * Every file of test/fixtures/inline is a package of its own. What is expected of a line stands at its end:
 *
 *     func f() int { return g() } // ERROR "can inline f with cost 7" "inlining call to g"
 *
 * one string a diagnostic; a line without a comment expects none. `UPDATE=1` writes the comments anew from
 * what we say; the second test, where `go` is at hand, holds our lines against the compiler's. Files in `lines` expect
 * every line of -m, with those of what the compiler makes itself in line 1.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasGo, type Line } from '../escape/harness';
import { analyzeInlined, compiledInlined, compiledLines } from './harness';

const folder = join(__dirname, '../../fixtures/inline');
const comment = / *\/\/ ERROR (".*")$/;

describe('inlining fixtures', () => {
  for (const name of readdirSync(folder).filter(each => each.endsWith('.go'))) {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');

    it(name, () => {
      const lines = analyzeInlined(name, text, { costs: true });
      if (process.env.UPDATE === '1') writeFileSync(path, annotated(text, lines));
      else assert.deepEqual(ours(lines), expected(text));
    });

    it(`${name} as the compiler says`, function () {
      if (!hasGo()) this.skip();
      const wanted = compiledInlined(text);
      assert.ok(wanted !== undefined, 'the fixture does not compile');
      assert.deepEqual(printed(analyzeInlined(name, text, { costs: true })), printed(wanted));
    });
  }
});

describe('lines of -m', () => {
  const lineFolder = join(folder, 'lines');
  for (const name of readdirSync(lineFolder)) {
    const path = join(lineFolder, name);
    const text = readFileSync(path, 'utf8');

    it(name, () => {
      const lines = analyzeInlined(name, text, {});
      if (process.env.UPDATE === '1') writeFileSync(path, annotated(text, lines));
      else assert.deepEqual(ours(lines), expected(text));
    });

    it(`${name} as the compiler says, as often`, function () {
      if (!hasGo()) this.skip();
      const wanted = compiledLines(text);
      assert.ok(wanted !== undefined, 'the fixture does not compile');
      const inAnyOrder = (lines: readonly Line[]) => lines.map(line => JSON.stringify(line)).sort();
      assert.deepEqual(inAnyOrder(analyzeInlined(name, text, {})), inAnyOrder(wanted));
    });
  }
});

function printed(lines: readonly Line[]): string[] {
  return [...new Set(lines.map(({ line, column, text }) => `${line}:${column}: ${text}`))].sort();
}

function ours(lines: readonly Line[]): string[] {
  return [...lines].sort((a, b) => a.line - b.line).map(({ line, text }) => `${line}: ${text}`);
}

function expected(text: string): string[] {
  return text.split('\n').flatMap((source, index) => {
    const match = comment.exec(source);
    if (match === null) return [];
    const wants: string[] = JSON.parse(`[${match[1].replaceAll('" "', '", "')}]`);
    return wants.map(want => `${index + 1}: ${want}`);
  });
}

function annotated(text: string, lines: readonly Line[]): string {
  return text
    .split('\n')
    .map((source, index) => {
      const wants = lines.filter(({ line }) => line === index + 1).map(each => JSON.stringify(each.text));
      const bare = source.replace(comment, '');
      return wants.length === 0 ? bare : `${bare} // ERROR ${wants.join(' ')}`;
    })
    .join('\n');
}
