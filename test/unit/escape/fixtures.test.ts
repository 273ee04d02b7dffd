/**
 * Every file of test/fixtures/escape is a package of its own. What is expected of a line stands at its end:
 *
 *     x := 1 // ERROR "moved to heap: x"
 *
 * one string a diagnostic, in the compiler's order; a line without a comment expects none. `UPDATE=1`
 * writes the comments anew from what we say; the second test, where `go` is at hand, holds our lines
 * (positions and order included) against the compiler's.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowStep } from '../../../src/escape';
import type { Place } from '../../../src/syntax';
import { analyzeText, compilerFlows, compilerLines, hasGo, type Line } from './harness';

const folder = join(__dirname, '../../fixtures/escape');
const comment = / *\/\/ ERROR (".*")$/;

describe('escape fixtures', () => {
  for (const name of readdirSync(folder).filter(each => each.endsWith('.go'))) {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');

    it(name, () => {
      const { lines } = analyzeText(name, text);
      if (process.env.UPDATE === '1') writeFileSync(path, annotated(text, lines));
      else assert.deepEqual(ours(lines), expected(text));
    });

    it(`${name} as the compiler says`, function () {
      if (!hasGo()) this.skip();
      const wanted = compilerLines(text);
      assert.ok(wanted !== undefined, 'the fixture does not compile');
      assert.deepEqual(printed(analyzeText(name, text).lines), printed(wanted));
    });

    it(`${name} explained as by the compiler`, function () {
      if (!hasGo()) this.skip();
      const wanted = compilerFlows(text);
      assert.ok(wanted !== undefined, 'the fixture does not compile');
      const { functions } = analyzeText(name, text);
      for (const verdict of functions.flatMap(each => each.verdicts)) {
        if ((verdict.kind !== 'moved' && verdict.kind !== 'heap') || verdict.uninstantiated) continue;
        const at = position(verdict.place);
        const view = (lines: readonly string[]) => (otherTexts.has(name) ? wordsOf(lines) : lines);
        const want: readonly string[] = wanted.get(at)?.filter(isShown) ?? [];
        assert.deepEqual(view(steps(verdict.flow)), view(want), `${at}: ${verdict.gc}`);
      }
    });
  }
});

/**
 * Files whose explanations have other texts, words and positions being the same: a constant stands where the
 * compiler still prints the variable that holds it, and copies of pointers for system calls have no name.
 */
const otherTexts = new Set(['interfaces.go', 'unsafePointers.go']);

function wordsOf(lines: readonly string[]): string[] {
  return lines
    .filter(line => line.startsWith('  '))
    .map(line => line.replace(/^.*(\([^()]*\) at .*)$/, '$1'));
}

/** An assignment and its reasons, as -m=2 writes them. */
function steps(flow: readonly FlowStep[]): string[] {
  const lines: string[] = [];
  for (const { edge, place, why, text } of flow) {
    if (edge !== undefined) lines.push(edge);
    lines.push(`  ${text} (${why}) at ${position(place)}`);
  }
  return lines;
}

/** An assignment without a reason of its own has no step. */
function isShown(line: string, index: number, lines: readonly string[]): boolean {
  return line.startsWith('  ') || lines[index + 1]?.startsWith('  ') === true;
}

function position({ unit, pos }: Place): string {
  const { line, column } = unit.file.lines.lineColumn(unit.base + pos);
  return `${line}:${column}`;
}

function printed(lines: readonly Line[]): string[] {
  return lines.map(({ line, column, text }) => `${line}:${column}: ${text}`);
}

function ours(lines: readonly Line[]): string[] {
  const byLine = [...lines].sort((a, b) => a.line - b.line);
  return byLine.map(({ line, text }) => `${line}: ${text}`);
}

function expected(text: string): string[] {
  const found: string[] = [];
  text.split('\n').forEach((source, index) => {
    const match = comment.exec(source);
    if (match === null) return;
    for (const want of JSON.parse(`[${match[1].replaceAll('" "', '", "')}]`))
      found.push(`${index + 1}: ${want}`);
  });
  return found;
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
