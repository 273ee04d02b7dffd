/**
 * Replay of traces by our allocator against the real runtime's on the same trace (`oracle heap`, which prints its
 * time on standard error). Both read the trace before the clock starts and keep each object's place; both give the
 * best of several runs. The oracle's binary is named by HEAPWARD_ORACLE; without it the reference is left out.
 * And how long a position in a run of ten million events takes to be reached.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { formatStep, type Place, parseTrace, TraceReplay } from '../../src/allocator';
import { randomTrace, type TraceOptions } from '../unit/allocator/randomTrace';
import type { SeekResult } from './child/seek';

export interface BenchRow {
  name: string;
  ours_ms: number;
  /** Absent where there is no oracle. */
  reference_ms?: number;
  ratio?: number;
  /** Why there is no reference. */
  skipped?: string;
}

const runs = 5;
/** Milliseconds, and megabytes. */
const seekLimit = 250;
const memoryLimit = 300;

const traces: (TraceOptions & { name: string })[] = [
  { name: 'replay small', kind: 'small', steps: 1_000_000, gcRate: 0.00002, seed: 1 },
  { name: 'replay mixed', kind: 'mixed', steps: 60_000, gcRate: 0.0002, seed: 2 },
  { name: 'replay large', kind: 'large', steps: 4_000, gcRate: 0.005, seed: 3 },
];

export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heapward-bench-'));
  try {
    const rows: BenchRow[] = [];
    for (const trace of traces) rows.push(await benchTrace(trace, folder));
    rows.push(...(await benchSeek(folder)));
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchTrace(options: TraceOptions & { name: string }, folder: string): Promise<BenchRow> {
  const { name } = options;
  const text = randomTrace(options).map(formatStep).join('\n');
  const steps = parseTrace(text);
  let ours_ms = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const replay = new TraceReplay();
    const places = new Places(steps.length);
    const start = performance.now();
    replay.run(steps, place => places.keep(place));
    ours_ms = Math.min(ours_ms, performance.now() - start);
  }
  const oracle = process.env.HEAPWARD_ORACLE;
  if (!oracle) return { name, ours_ms, skipped: 'HEAPWARD_ORACLE names no oracle' };
  const file = join(folder, 'bench.alloctrace');
  await writeFile(file, text);
  let reference_ms = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) reference_ms = Math.min(reference_ms, await oracleTime(oracle, file));
  return { name, ours_ms, reference_ms, ratio: ours_ms / reference_ms };
}

/**
 * Positions in a run of ten million events: the worst time of many against the quarter of a second that it may take,
 * and the memory of the checkpoints against 300 MB; a row's milliseconds are megabytes there. Bundled, as it is in the
 * product, and in a process of its own.
 */
async function benchSeek(folder: string): Promise<BenchRow[]> {
  const outfile = join(folder, 'seek.js');
  await build({
    entryPoints: [join(__dirname, 'child/seek.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  const { worst, MB } = JSON.parse(stdout) as SeekResult;
  return [
    { name: 'seek in 10M events, worst', ours_ms: worst, reference_ms: seekLimit, ratio: worst / seekLimit },
    {
      name: 'checkpoints of 10M events (MB)',
      ours_ms: MB,
      reference_ms: memoryLimit,
      ratio: MB / memoryLimit,
    },
  ];
}

/** Room for a place of each step, made before the clock starts, as the oracle makes it. */
class Places {
  private count = 0;
  private readonly span: Float64Array;
  private readonly pages: Int32Array;
  private readonly slot: Int32Array;
  private readonly offset: Float64Array;

  constructor(length: number) {
    this.span = new Float64Array(length);
    this.pages = new Int32Array(length);
    this.slot = new Int32Array(length);
    this.offset = new Float64Array(length);
  }

  keep(place: Place): void {
    const i = this.count++;
    this.span[i] = place.span;
    this.pages[i] = place.pages;
    this.slot[i] = place.slot;
    this.offset[i] = place.offset;
  }
}

/** Milliseconds that the oracle says its replay took. */
async function oracleTime(oracle: string, trace: string): Promise<number> {
  const { stderr } = await promisify(execFile)(oracle, ['heap', trace], { maxBuffer: 1 << 30 });
  const took = /steps in ([0-9.hmµns]+)/.exec(stderr)?.[1] ?? '';
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, µs: 0.001, ns: 0.000_001 };
  let ms = 0;
  for (const [, value, unit] of took.matchAll(/([0-9.]+)(ms|µs|ns|h|m|s)/g))
    ms += Number(value) * units[unit];
  return ms;
}
