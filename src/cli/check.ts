/** `heapward check PKG…`: what goes to the heap. */

import type { Analysis, PackageReport } from '../analysis';
import { countVerdicts, type VerdictCounts } from '../explorer';
import { GcFileNames } from './gcFileNames';
import { jsonLines } from './jsonl';
import { Output } from './output';
import { Progress } from './progress';
import { matchPackages, openAnalysis, type PackageFlags, reportNotes } from './session';
import { summaryLines, verdictLine } from './text';

export interface CheckFlags extends PackageFlags {
  format: 'text' | 'jsonl' | 'gc';
  all?: boolean;
  failOnHeap?: boolean;
}

/** The compiler has 8 bits for a column, and prints none for what lies further right (cmd/internal/src's colMax). */
const columnLimit = 255;

export async function check(patterns: string[], flags: CheckFlags): Promise<void> {
  const areLines = flags.format === 'gc';
  const verdicts = !areLines || flags.failOnHeap === true;
  const analysis = openAnalysis(flags, { flows: !areLines, verdicts, allLines: areLines });
  const packages = matchPackages(analysis, patterns);
  const progress = new Progress(packages.length, 'packages');
  const totals: VerdictCounts = { heap: 0, stack: 0, free: 0, leak: 0, unknown: 0 };
  const output = new Output();
  let failures = 0;
  for (const [index, path] of packages.entries()) {
    progress.report(index, path);
    const report = analysis.package(path);
    if (report !== undefined) {
      if (flags.format === 'text' || flags.failOnHeap) addCounts(totals, countVerdicts(report.verdicts));
      failures += report.failures.length;
      for (const failure of report.failures) console.error(`heapward: ${path}: not analysed: ${failure}`);
      for (const line of reportLines(analysis, report, flags)) {
        output.add(line);
        if (output.isFull) {
          progress.clear();
          await output.flush();
        }
      }
    }
    analysis.release(path);
  }
  progress.clear();
  if (flags.format === 'text')
    for (const line of summaryLines(totals, packages.length, failures)) output.add(line);
  await output.flush();
  analysis.save();
  reportNotes(analysis);
  if (flags.failOnHeap && totals.heap > 0) process.exitCode ||= 1;
}

function addCounts(totals: VerdictCounts, counts: VerdictCounts): void {
  for (const kind of Object.keys(totals) as (keyof VerdictCounts)[]) totals[kind] += counts[kind];
}

function* reportLines(analysis: Analysis, report: PackageReport, flags: CheckFlags): Generator<string> {
  switch (flags.format) {
    case 'jsonl':
      yield* jsonLines(report, file => analysis.project.packageOf(file));
      break;
    case 'gc': {
      const lines = report.gcLines;
      const names = new GcFileNames(analysis.project.describe(report.path)?.dir ?? '');
      if (lines.length > 0) yield `# ${report.path}`;
      for (const { path, line, column, text } of lines) {
        // What the compiler made itself has no place.
        if (path === '') {
          yield text;
          continue;
        }
        const at = 0 < column && column < columnLimit ? `${line}:${column}` : `${line}`;
        yield `${names.nameOf(path)}:${at}: ${text}`;
      }
      break;
    }
    case 'text':
      for (const verdict of report.verdicts) {
        const line = verdictLine(verdict, flags.all ?? false);
        if (line !== undefined) yield line;
      }
  }
}
