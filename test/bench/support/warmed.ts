/** A first analysis where V8 is warm: nothing of the package or its imports is known, but another was analysed before. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../../..');
/** The package that is analysed before. */
const other = 'go/types';
const runs = 3;

/** Milliseconds, the shortest of several processes. */
export function analysedWarm(target: string, noInline: boolean): number {
  const outfile = join(root, '.cache', 'bench-analysis.cjs');
  mkdirSync(dirname(outfile), { recursive: true });
  buildSync({
    entryPoints: [join(__dirname, '../workers/analysis.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    external: ['tree-sitter', 'tree-sitter-go', 'web-tree-sitter'],
    logLevel: 'error',
  });
  const args = [outfile, other, target, ...(noInline ? ['--no-inline'] : [])];
  const run = () => Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  return Math.min(...Array.from({ length: runs }, run));
}
