/**
 * V8 set up for a process that has just begun. A first analysis is over before V8 has compiled what it runs, and half
 * of its time goes into compiling: on few processors the optimising compiler's threads take them from the analysis.
 *
 * Measured on net/http with Node 20 and two processors: a quarter of the time of a first analysis, and no
 * loss over sixty packages. Nothing here changes what is found, and what V8 or the system does not know is left alone.
 */

import { readdirSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Called first of all: flags hold for what is compiled from then on. */
export function setUpForWarmUp(): void {
  // Flags are a part of what V8 compares before it takes code that was kept.
  if (process.env.HEAPWARD_KEEP_CODE) return;
  if (hasFlags(process.versions)) {
    collectOnce();
    setFlags(flags);
    setTimeout(() => setFlags(laterFlags), warmUpTime).unref();
  }
  if (process.platform === 'linux' && availableParallelism() <= poolThreads) yieldToMainThread();
}

/**
 * Collects garbage while there is next to none. How large the heap may grow until V8 collects again follows from what it finds
 * then; until it has found anything, so little that a first analysis would have its objects marked while it goes on.
 */
function collectOnce(): void {
  const percent = Math.round((100 * firstHeap) / getHeapStatistics().used_heap_size);
  setFlags([`--heap-growing-percent=${percent}`, '--expose-gc']);
  const collect: unknown = runInNewContext('globalThis.gc');
  if (typeof collect === 'function') collect();
  setFlags(['--no-expose-gc']);
}

/** Bytes beyond which old objects are looked through for the first time. */
const firstHeap = 400 * 1024 * 1024;

function setFlags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}

/** Whether V8 counts the bytecode that a function runs, as that of Node 20 does; later ones count calls. */
const hasBudgets = process.versions.v8.startsWith('11.');

const budgets = [
  // Twice V8's own: what is optimised must have run longer, and what runs on has less to wait for.
  '--interrupt-budget=150000',
  // A function leaves the interpreter when it is called again.
  '--interrupt-budget-factor-for-feedback-allocation=1',
  '--interrupt-budget-for-feedback-allocation=200',
];

const flags = [
  // Functions skip the interpreter, which is several times slower than plain machine code.
  '--always-sparkplug',
  // Code that the build kept begins in the interpreter all the same, and leaves it one function at a time.
  '--no-baseline-batch-compilation',
  // Optimising takes half as long where only small functions are put into their callers.
  '--max-inlined-bytecode-size-cumulative=200',
  // Nearly all that is found stays: a nursery that begins small only copies it more often.
  '--semi-space-growth-factor=16',
  // For the same reason old objects are looked through once while there are few, and not again soon.
  '--heap-growing-percent=900',
  ...(hasBudgets ? budgets : []),
];

/** V8's own again, for what runs long: its objects come and go, and its functions run often. */
const laterFlags = ['--heap-growing-percent=0', ...(hasBudgets ? ['--interrupt-budget=67584'] : [])];

/** Milliseconds after which they hold. */
const warmUpTime = 10_000;

/** Node 20 to 24. V8 complains of a flag that it does not know, and Electron may not let them be changed. */
function hasFlags({ v8, electron }: NodeJS.ProcessVersions): boolean {
  return electron === undefined && /^1[1-3]\./.test(v8);
}

/** Threads on which V8 compiles and collects garbage, by Node's default. */
const poolThreads = 4;
const niceness = 5;

/** On Linux a priority is a thread's own; the main thread's id is that of the process. */
function yieldToMainThread(): void {
  try {
    for (const thread of readdirSync('/proc/self/task').map(Number))
      if (thread !== process.pid) setPriority(thread, niceness);
  } catch {
    // Without /proc, or without the right to, threads share the processors as they did.
  }
}
