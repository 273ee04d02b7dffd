/** Verdicts as lines for a person. */

import { relative } from 'node:path';
import type { Verdict } from '../escape';
import {
  costOf,
  countOf,
  describeCost,
  locationOf,
  markKind,
  type SourceLocation,
  type VerdictCounts,
  verdictText,
  whySentence,
} from '../explorer';
import { bold, cyan, dim, paint, withCode } from './style';

const marks = { moved: '▲', heap: '▲', free: '△', stack: '●', leak: '▷', unknown: '?' } as const;

/** One verdict; undefined where it is left out: without `all`, what takes nothing from the heap. */
export function verdictLine(verdict: Verdict, all: boolean): string | undefined {
  const kind = markKind(verdict);
  const onHeap = kind === 'moved' || kind === 'heap';
  if (!all && !onHeap && kind !== 'unknown') return undefined;
  const words = [
    cyan(locationName(locationOf(verdict.place))),
    paint(kind, marks[kind]),
    withCode(verdictText(verdict)),
  ];
  if (onHeap) words.push(bold(describeCost(costOf(verdict))));
  if (verdict.loopDepth > 1 && onHeap) words.push(dim('in a loop'));
  const why = whySentence(verdict);
  if (why !== '') words.push(dim(withCode(why)));
  return words.join('  ');
}

/** "cache/lru.go:12:9", from the current folder where that is shorter. */
export function locationName(location: SourceLocation): string {
  const short = relative(process.cwd(), location.path);
  const path = short !== '' && short.length < location.path.length ? short : location.path;
  return `${path}:${location.line}:${location.column}`;
}

/** How many sites went where. */
export function summaryLines(counts: VerdictCounts, packages: number, failures: number): string[] {
  const words = [
    paint('heap', `${countOf(counts.heap, 'site')} on the heap`),
    paint('stack', `${counts.stack} on the stack`),
    `${counts.free} escape without an allocation`,
    `${countOf(counts.leak, 'leaking parameter')}`,
  ];
  if (counts.unknown > 0) words.push(paint('unknown', `${counts.unknown} unknown`));
  if (failures > 0) words.push(`${countOf(failures, 'function')} not analysed`);
  return ['', `${countOf(packages, 'package')}: ${words.join(' · ')}`];
}
