/** Bundles the command line, for tests that run it many times, and tells what a process of it took. */

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

/**
 * An expression of JavaScript: the peak resident memory of the process that runs it, in KB. What resourceUsage says
 * begins, on Linux, with that of the process it was started from.
 */
export const peakMemory = `(status => (status ? Number(status[1]) : process.resourceUsage().maxRSS))(
  require('fs').existsSync('/proc/self/status') &&
    /^VmHWM:\\s+(\\d+) kB$/m.exec(require('fs').readFileSync('/proc/self/status', 'utf8')))`;
