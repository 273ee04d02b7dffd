/**
 * Hovers on calls that are inlined and on functions, with inlining: test/fixtures/explorer. A caret in a comment
 * points at the line above it; what stands in the comments below is the hover; these are not part of what is analysed. UPDATE=1 writes them.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis, createAnalysis } from '../../../src/analysis';
import { functionHover, renderHover } from '../../../src/explorer';
import { createMemoryFileSystem } from '../project/memoryFileSystem';

const folder = join(__dirname, '../../fixtures/explorer');

describe('hovers with inlining', () => {
  for (const name of readdirSync(folder)) {
    it(name, () => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const found = withHovers(text);
      if (process.env.UPDATE) writeFileSync(path, found);
      else assert.equal(found, text);
    });
  }
});

const answer = /^\/\/ \|/;

/** The text with the hovers that there are, in place of those that were. */
function withHovers(written: string): string {
  const lines = written.split('\n').filter(line => !answer.test(line));
  const text = lines.join('\n');
  const fs = createMemoryFileSystem(
    new Map([
      ['/m/go.mod', 'module m\n\ngo 1.26\n'],
      ['/m/p/p.go', text],
    ]),
  );
  const analysis = createAnalysis({ fs, dir: '/m', goroot: undefined, moduleCache: undefined, inline: true });
  let offset = 0;
  let above = 0;
  const out: string[] = [];
  for (const line of lines) {
    const caret = /^\/\/\s*\^/.exec(line);
    out.push(line);
    if (caret !== null) out.push(...hoverAt(analysis, above + column(text, above, caret[0].length - 1)));
    else above = offset;
    offset += line.length + 1;
  }
  return out.join('\n');
}

/** Tabs count as 4 columns where a caret points. */
function column(text: string, from: number, caret: number): number {
  let shown = 0;
  for (let at = from; ; at++) {
    if (shown >= caret || text[at] === '\n') return at - from;
    shown += text[at] === '\t' ? 4 : 1;
  }
}

function hoverAt(analysis: Analysis, offset: number): string[] {
  const report = analysis.at('/m/p/p.go', offset);
  if (report === undefined) return ['// | nothing'];
  const text =
    report.func === undefined
      ? renderHover(report.models, ({ line, column: at }) => `${line}:${at}`)
      : functionHover(report.func, report.inlining);
  return text.split('\n').map(line => `// | ${line}`.trimEnd());
}
