/**
 * `npm run bench [name…]`: every file beside this one that exports `bench`, or those that are named. Each gives
 * rows of our time and a reference's on the same input in the same run; what counts is the ratio, which a
 * slower machine does not change much. `BENCH_JSON` names a file for the rows.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildOracle } from '../oracle/compare';
import type { BenchRow } from './replay';

interface BenchModule {
  bench(): Promise<BenchRow[]>;
}

async function main(wanted: readonly string[]): Promise<void> {
  process.env.HEAPWARD_ORACLE ??= oracle();
  const names = readdirSync(__dirname)
    .filter(name => name.endsWith('.ts') && name !== basename(__filename))
    .map(name => basename(name, '.ts'));
  const unknown = wanted.filter(name => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const all: BenchRow[] = [];
  for (const name of wanted.length > 0 ? wanted : names) {
    const module: unknown = await import(join(__dirname, name));
    if (!isBenchModule(module)) continue;
    for (const row of await module.bench()) {
      all.push(row);
      console.log(lineOf(row));
    }
  }
  if (process.env.BENCH_JSON) writeFileSync(process.env.BENCH_JSON, `${JSON.stringify(all, undefined, 2)}\n`);
  if (all.length === 0) process.exitCode = 1;
}

function lineOf({ name, ours_ms, reference_ms, ratio, skipped }: BenchRow): string {
  const unit = name.endsWith('(MB)') ? 'MB' : 'ms';
  const ours = `${name.padEnd(44)} ${ours_ms.toFixed(1).padStart(10)} ${unit}`;
  if (reference_ms === undefined) return `${ours}   ${skipped ?? ''}`;
  const times = ratio ?? ours_ms / reference_ms;
  const shown = times.toFixed(times < 0.1 ? 4 : 2);
  return `${ours} ${reference_ms.toFixed(1).padStart(10)} ${unit} reference   × ${shown}`;
}

/** "" where there is no Go to build the oracle. */
function oracle(): string {
  try {
    return buildOracle();
  } catch {
    return '';
  }
}

function isBenchModule(value: unknown): value is BenchModule {
  return typeof value === 'object' && value !== null && 'bench' in value && typeof value.bench === 'function';
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
