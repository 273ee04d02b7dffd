/**
 * Edits of function bodies, and now and then of declarations, in packages of the standard library: after each, what the analysis says, having kept
 * what the edit did not touch, is what a fresh analysis of the same text says.
 */
import { strict as assert } from 'node:assert';
import { type Analysis, createAnalysis } from '../../../src/analysis';
import { createNodeFileSystem, findGoEnvironment } from '../../../src/host';

const packages = ['container/list', 'bufio', 'strings'];
const editsEach = 9;

describe('edits', () => {
  const { goroot, moduleCache } = findGoEnvironment();

  before(function () {
    if (goroot !== undefined) return;
    console.log('      SKIPPED: there is no Go installation');
    this.skip();
  });

  const open = (inline: boolean): Analysis =>
    createAnalysis({ fs: createNodeFileSystem(), dir: goroot ?? '/', goroot, moduleCache, inline });

  for (const inline of [false, true]) {
    for (const [seed, path] of packages.entries()) {
      it(`${path}${inline ? ', inlined' : ''}`, () => {
        const analysis = open(inline);
        const next = random(seed + 1);
        const { dir, fileNames } = analysis.project.describe(path) ?? assert.fail(path);
        const files = fileNames.map(name => `${dir}/${name}`);
        linesOf(analysis, path);
        for (let edit = 0; edit < editsEach; edit++) {
          const file = files[Math.floor(next() * files.length)];
          const text = analysis.project.readText(file) ?? '';
          const declared = edit % 3 === 2 ? `\nvar kept${edit} any\n` : '';
          const edited = edit % 3 === 1 ? withCall(text, next) : withoutLine(text, next);
          analysis.setDocument(file, edited + declared);
          const fresh = open(inline);
          for (const each of files) fresh.setDocument(each, analysis.project.readText(each));
          assert.deepEqual(linesOf(analysis, path), linesOf(fresh, path), `edit ${edit} of ${file}`);
        }
      });
    }
  }
});

describe('a package behind one that was looked at first', () => {
  const { goroot, moduleCache } = findGoEnvironment();

  before(function () {
    if (goroot !== undefined) return;
    console.log('      SKIPPED: there is no Go installation');
    this.skip();
  });

  for (const inline of [false, true]) {
    it(inline ? 'inlined' : 'not inlined', () => {
      const open = (): Analysis =>
        createAnalysis({ fs: createNodeFileSystem(), dir: goroot ?? '/', goroot, moduleCache, inline });
      const analysis = open();
      linesOf(analysis, 'bufio');
      assert.deepEqual(linesOf(analysis, 'strings'), linesOf(open(), 'strings'));
    });
  }
});

/** Sorted: the order in which the compiler would print them is that of its one pass, which an edit does not repeat. */
function linesOf(analysis: Analysis, path: string): string[] {
  const report = analysis.package(path) ?? assert.fail(path);
  assert.deepEqual(report.failures, []);
  return report.gcLines
    .map(({ path: file, line, column, text }) => `${file}:${line}:${column}: ${text}`)
    .sort();
}

/** Puts a call at the start of a function, which may make it too large to be inlined, or stay what it was. */
function withCall(text: string, next: () => number): string {
  const lines = text.split('\n');
  const heads = lines.flatMap((line, index) => (/^func .*\{$/.test(line) ? [index] : []));
  const at = heads[Math.floor(next() * heads.length)];
  if (at !== undefined)
    lines.splice(at + 1, 0, next() < 0.5 ? '\tprintln(1)' : '\tprintln(1, 2, 3, "a", "b")');
  return lines.join('\n');
}

/** Takes out a line that lies inside a function and holds no bracket, so that the rest stays as it is. */
function withoutLine(text: string, next: () => number): string {
  const lines = text.split('\n');
  const inside = lines.flatMap((line, index) => (/^\t[^{}()`/*]*[^{}()`/*,]$/.test(line) ? [index] : []));
  if (inside.length > 0) lines.splice(inside[Math.floor(next() * inside.length)], 1);
  return lines.join('\n');
}

/** mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
