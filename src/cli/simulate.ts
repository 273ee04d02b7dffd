/** `heapward simulate [--func NAME] PKG`: the allocations of a function, without an editor. */

import { sizeClassToSize } from '../allocator';
import { code, countOf, formatBytes, locationLabel, locationOf } from '../explorer';
import { AllocationRun, defaultOptions, type Simulation, traceOfLog } from '../simulation';
import { Output } from './output';
import { matchPackages, openAnalysis, type PackageFlags, reportNotes } from './session';
import { bold, cyan, dim, withCode } from './style';
import { locationName } from './text';
import { UsageError } from './usage';

export interface SimulateFlags extends PackageFlags {
  func: string;
  turns?: string;
  procs?: string;
  format: 'text' | 'jsonl' | 'trace';
}

export async function simulate(pattern: string, flags: SimulateFlags): Promise<void> {
  const turns = positive(flags.turns, '--turns', defaultOptions.turns);
  const procs = positive(flags.procs, '--procs', defaultOptions.procs);
  const analysis = openAnalysis(flags, { flows: true });
  const packages = matchPackages(analysis, [pattern]);
  const target = packages
    .map(path => analysis.functionNamed(path, flags.func))
    .find(found => found !== undefined);
  if (target === undefined) throw new UsageError(`there is no function ${flags.func} in ${pattern}`);
  const simulation = analysis.simulate(target, { turns, procs });
  const output = new Output();
  for (const line of outputLines(simulation, flags, procs)) {
    output.add(line);
    if (output.isFull) await output.flush();
  }
  await output.flush();
  analysis.save();
  reportNotes(analysis);
}

function positive(text: string | undefined, flag: string, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${flag} must be a whole number above 0`);
  return value;
}

function* outputLines(simulation: Simulation, flags: SimulateFlags, procs: number): Generator<string> {
  const { log, sites } = simulation;
  if (flags.format === 'trace') {
    yield* traceOfLog(log, site => locationLabel(locationOf(sites[site].place)));
    return;
  }
  const run = new AllocationRun(log, sites.length, { procs, gogc });
  if (flags.format === 'jsonl') yield* jsonLines(simulation, run);
  else yield* textLines(simulation, run, flags.func);
}

const gogc = 100;

function* jsonLines({ sites, assumptions, stopped }: Simulation, run: AllocationRun): Generator<string> {
  for (const [index, site] of sites.entries()) {
    const { path, line, column } = locationOf(site.place);
    const { objects, bytes, rounded } = run.siteTotals[index];
    const { text, func } = site;
    yield JSON.stringify({
      kind: 'site',
      file: path,
      line,
      col: column,
      text,
      func,
      objects,
      bytes,
      rounded,
    });
  }
  for (const row of run.classes) yield JSON.stringify({ kind: 'class', ...row });
  yield JSON.stringify({ kind: 'paths', ...run.paths });
  for (const { place, text } of assumptions) {
    const { path, line, column } = locationOf(place);
    yield JSON.stringify({ kind: 'assumption', file: path, line, col: column, text });
  }
  yield JSON.stringify({ kind: 'total', ...run.figures, stopped: stopped?.reason });
}

function* textLines(
  { sites, assumptions, stopped }: Simulation,
  run: AllocationRun,
  name: string,
): Generator<string> {
  const { figures, paths } = run;
  yield `${bold(name)}: ${countOf(figures.allocatedObjects, 'allocation')}, ${formatBytes(figures.allocatedBytes)}, peak ${formatBytes(figures.peakBytes)}, ${countOf(figures.collections, 'collection')}`;
  const order = [...sites.keys()].filter(index => run.siteTotals[index].objects > 0);
  order.sort((a, b) => run.siteTotals[b].rounded - run.siteTotals[a].rounded);
  yield '';
  yield bold('By site');
  yield dim('     objects        bytes        taken');
  for (const index of order) {
    const { objects, bytes, rounded } = run.siteTotals[index];
    const site = sites[index];
    const place = cyan(locationName(locationOf(site.place)));
    yield `${column(objects)} ${column(formatBytes(bytes))} ${column(formatBytes(rounded))}  ${place}  ${withCode(code(site.text))}`;
  }
  yield '';
  yield bold('By size class');
  for (const row of [...run.classes].sort((a, b) => a.spanClass - b.spanClass)) {
    const size = row.sizeClass === 0 ? 'large' : formatBytes(sizeClassToSize[row.sizeClass]);
    yield `${column(row.objects)} ${column(formatBytes(row.bytes))} ${column(formatBytes(row.rounded))}  ${size}${row.noscan ? ', no pointers' : ''}`;
  }
  yield '';
  yield bold('By path');
  for (const [path, { objects, bytes }] of Object.entries(paths)) {
    if (objects > 0) yield `${column(objects)} ${column(formatBytes(bytes))} ${' '.repeat(12)}  ${path}`;
  }
  if (assumptions.length > 0) {
    yield '';
    yield bold('Assumed');
    for (const { place, text } of assumptions) yield `  ${cyan(locationName(locationOf(place)))}  ${text}`;
  }
  if (stopped !== undefined) yield `\nStopped: ${stopped.reason}. What is above is exact up to there.`;
}

function column(value: number | string): string {
  return (typeof value === 'number' ? value.toLocaleString('en-US') : value).padStart(12);
}
