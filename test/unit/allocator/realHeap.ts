/** The real runtime on a trace, through `oracle`: for suites that need Go 1.26, whose tests are skipped without it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatStep, type TraceStep } from '../../../src/allocator';
import { buildOracle, goVersion } from '../../oracle/compare';

/** For a whole suite. What it gives runs a trace, a new process each time, and returns what `oracle` prints. */
export function useRealHeap(): (command: 'heap' | 'memstats', steps: readonly TraceStep[]) => string {
  let oracle = '';
  let folder = '';
  before(function () {
    if (!goVersion()?.startsWith('go1.26')) this.skip();
    oracle = buildOracle();
    folder = mkdtempSync(join(tmpdir(), 'heapward-heap-'));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });
  return (command, steps) => {
    const file = join(folder, 'random.alloctrace');
    writeFileSync(file, steps.map(formatStep).join('\n'));
    return execFileSync(oracle, [command, file], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });
  };
}
