/** The analysis of a package `p` of one file, for simulations of its functions. */
import { strict as assert } from 'node:assert';
import { type Analysis, createAnalysis } from '../../../src/analysis';
import { createMemoryFileSystem } from '../project/memoryFileSystem';

export function analysed(text: string): Analysis {
  const files = new Map([
    ['work/go.mod', 'module p\n\ngo 1.26\n'],
    ['work/p.go', text],
  ]);
  return createAnalysis({
    fs: createMemoryFileSystem(files),
    dir: '/work',
    goroot: undefined,
    moduleCache: undefined,
    log: line => assert.fail(line),
  });
}
