/** Bundles the command line, for tests that run it many times. */

import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..');

/** Writes one file that `node` runs. */
export function buildCommandLine(outfile: string): void {
  buildSync({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['tree-sitter', 'tree-sitter-go'],
    define: { 'import.meta.url': '"https://unused.invalid/"' },
    logLevel: 'error',
  });
}
