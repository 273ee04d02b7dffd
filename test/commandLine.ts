/** Builds our programs for tests that run them many times, and tells what a process of them took. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** What the build script calls the parts of the command line. */
export const commandLine = ['cli', 'cliMain'];

/** Has the build script put the command line into the folder, which loses all else; returns the file that `node` runs. */
export function buildCommandLine(folder: string): string {
  buildPrograms(folder, commandLine);
  return join(folder, 'cli.js');
}

/** The same for any programs of the build script, minified as they are in a package if `production`. */
export function buildPrograms(folder: string, names: readonly string[], production = false): void {
  const flags = ['--out', folder, '--only', names.join(','), ...(production ? ['--production'] : [])];
  execFileSync(process.execPath, ['esbuild.mjs', ...flags], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * An expression of JavaScript: the peak resident memory of the process that runs it, in KB. What resourceUsage says
 * begins, on Linux, with that of the process it was started from.
 */
export const peakMemory = `(status => (status ? Number(status[1]) : process.resourceUsage().maxRSS))(
  require('fs').existsSync('/proc/self/status') &&
    /^VmHWM:\\s+(\\d+) kB$/m.exec(require('fs').readFileSync('/proc/self/status', 'utf8')))`;
