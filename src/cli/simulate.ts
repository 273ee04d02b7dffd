/** `heapward simulate [--func NAME] PKG`: the allocations of a function, without an editor. */

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sizeClassToSize } from '../allocator';
import { code, countOf, formatBytes, locationLabel, locationOf } from '../explorer';
import {
  AllocationRun,
  type AssumedValue,
  type Assumption,
  defaultOptions,
  type RunSettings,
  type Simulation,
  traceOfLog,
} from '../simulation';
import { Output } from './output';
import { matchPackages, openAnalysis, type PackageFlags, reportNotes } from './session';
import { bold, cyan, dim, withCode } from './style';
import { locationName } from './text';
import { UsageError } from './usage';

export interface SimulateFlags extends PackageFlags {
  func: string;
  turns?: string;
  procs?: string;
  gogc?: string;
  assume: string[];
  trace?: string;
  format: 'text' | 'jsonl' | 'trace';
}

export async function simulate(pattern: string, flags: SimulateFlags): Promise<void> {
  const turns = positive(flags.turns, '--turns', defaultOptions.turns);
  const procs = positive(flags.procs, '--procs', defaultOptions.procs);
  const gogc = flags.gogc === 'off' ? -1 : positive(flags.gogc, '--gogc', 100);
  const assumed = Object.fromEntries(flags.assume.map(assumedValue));
  const analysis = openAnalysis(flags, { flows: true });
  const packages = matchPackages(analysis, [pattern]);
  const target = packages
    .map(path => analysis.functionNamed(path, flags.func))
    .find(found => found !== undefined);
  if (target === undefined) throw new UsageError(`there is no function ${flags.func} in ${pattern}`);
  const simulation = analysis.simulate(target, { turns, procs, assumed });
  for (const id of Object.keys(assumed).filter(id => !simulation.assumptions.some(each => each.id === id)))
    console.error(`heapward: note: nothing is assumed under the id ${id}`);
  if (flags.trace !== undefined) await writeTrace(flags.trace, simulation);
  const output = new Output();
  for (const line of outputLines(simulation, flags, { procs, gogc, goVersion: analysis.goVersion })) {
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

/** ID=VALUE: a number, true or false, or a text. */
function assumedValue(text: string): [string, AssumedValue] {
  const [, id, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (value === 'true' || value === 'false') return [id, value === 'true'];
  if (value === undefined) throw new UsageError(`--assume takes ID=VALUE, not ${text}`);
  return [id, /^-?\d+$/.test(value) ? Number(value) : value];
}

async function writeTrace(path: string, simulation: Simulation): Promise<void> {
  function* lines(): Generator<string> {
    for (const line of traceLines(simulation)) yield `${line}\n`;
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(path));
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function traceLines({ log, sites }: Simulation): Iterable<string> {
  return traceOfLog(log, site => locationLabel(locationOf(sites[site].place)));
}

function* outputLines(
  simulation: Simulation,
  flags: SimulateFlags,
  settings: RunSettings,
): Generator<string> {
  if (flags.format === 'trace') {
    yield* traceLines(simulation);
    return;
  }
  const run = new AllocationRun(simulation.log, simulation.sites.length, settings);
  if (flags.format === 'jsonl') yield* jsonLines(simulation, run);
  else yield* textLines(simulation, run, flags.func);
}

function* jsonLines({ sites, assumptions, stopped }: Simulation, run: AllocationRun): Generator<string> {
  const at = ({ place }: Pick<Assumption, 'place'>) => {
    const { path, line, column } = locationOf(place);
    return { file: path, line, col: column };
  };
  for (const [index, site] of sites.entries()) {
    const { text, func } = site;
    yield JSON.stringify({ kind: 'site', ...at(site), text, func, ...run.siteTotals[index] });
  }
  for (const row of run.classes) yield JSON.stringify({ kind: 'class', ...row });
  yield JSON.stringify({ kind: 'paths', ...run.paths });
  for (const collection of run.collections) yield JSON.stringify({ kind: 'collection', ...collection });
  for (const { kind, ...assumption } of assumptions) {
    const { id, text, value, choices, default: byDefault } = assumption;
    yield JSON.stringify({
      kind: 'assumption',
      ...at(assumption),
      id,
      what: kind,
      text,
      value,
      default: byDefault,
      choices,
    });
  }
  yield JSON.stringify({ kind: 'total', ...run.figures, stopped: stopped?.reason });
}

function* textLines(simulation: Simulation, run: AllocationRun, name: string): Generator<string> {
  const { figures } = run;
  yield `${bold(name)}: ${countOf(figures.allocatedObjects, 'allocation')}, ${formatBytes(figures.allocatedBytes)}, peak ${formatBytes(figures.peakBytes)}, ${countOf(figures.collections, 'collection')}`;
  yield* siteLines(simulation, run);
  yield* classLines(run);
  yield* collectionLines(run);
  yield* assumptionLines(simulation);
  const { stopped } = simulation;
  if (stopped !== undefined)
    yield `\nEnded early at ${locationName(locationOf(stopped.place))}: ${stopped.reason}. What is above is exact up to there.`;
}

function* siteLines({ sites }: Simulation, run: AllocationRun): Generator<string> {
  const order = [...sites.keys()].filter(index => run.siteTotals[index].objects > 0);
  order.sort((a, b) => run.siteTotals[b].rounded - run.siteTotals[a].rounded);
  if (order.length === 0) return;
  yield '';
  yield bold('By site');
  yield dim('     objects        bytes        taken  waste        held');
  for (const index of order) {
    const totals = run.siteTotals[index];
    const site = sites[index];
    const place = cyan(locationName(locationOf(site.place)));
    yield `${row(totals)} ${cell(formatBytes(totals.heldBytes), 11)}  ${place}  ${withCode(code(site.text))}`;
  }
}

function* classLines({ classes, paths }: AllocationRun): Generator<string> {
  if (classes.length === 0) return;
  yield '';
  yield bold('By size class');
  for (const totals of [...classes].sort((a, b) => a.spanClass - b.spanClass)) {
    const size = totals.sizeClass === 0 ? 'large' : formatBytes(sizeClassToSize[totals.sizeClass]);
    yield `${row(totals)}  ${size}${totals.noscan ? ', no pointers' : ''}`;
  }
  yield '';
  yield bold('By path');
  for (const [path, { objects, bytes }] of Object.entries(paths))
    if (objects > 0) yield `${cell(objects)} ${cell(formatBytes(bytes))} ${' '.repeat(12)}        ${path}`;
}

function* collectionLines({ collections }: AllocationRun): Generator<string> {
  if (collections.length === 0) return;
  const shown = 10;
  yield '';
  yield bold('Collections');
  yield dim('       event        freed         live');
  for (const { event, freedBytes, liveBytes } of collections.slice(0, shown))
    yield `${cell(event)} ${cell(formatBytes(freedBytes))} ${cell(formatBytes(liveBytes))}`;
  if (collections.length > shown) yield dim(`  and ${collections.length - shown} more`);
}

function* assumptionLines({ assumptions }: Simulation): Generator<string> {
  if (assumptions.length === 0) return;
  yield '';
  yield `${bold('Assumed')} ${dim('(change with --assume ID=VALUE)')}`;
  for (const { id, place, text, choices } of assumptions) {
    const others = choices === undefined ? '' : dim(` (one of ${choices.join(', ')})`);
    yield `  ${id.padEnd(15)}  ${cyan(locationName(locationOf(place)))}  ${text}${others}`;
  }
}

/** Objects, bytes as asked for and as taken, and how much of that is waste. */
function row({ objects, bytes, rounded }: { objects: number; bytes: number; rounded: number }): string {
  const waste = rounded === 0 ? 0 : Math.max(0, Math.round(((rounded - bytes) / rounded) * 100));
  return `${cell(objects)} ${cell(formatBytes(bytes))} ${cell(formatBytes(rounded))} ${cell(`${waste}%`, 6)}`;
}

function cell(value: number | string, width = 12): string {
  return (typeof value === 'number' ? value.toLocaleString('en-US') : value).padStart(width);
}
