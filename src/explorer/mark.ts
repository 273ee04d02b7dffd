/** What the editor draws: one mark for each verdict, one short text at a line's end. */

import type { Verdict } from '../escape';
import { costOf, formatSize, type Size, sizeOf } from './cost';
import { countOf } from './numbers';
import { rangeOf, rangesOf, type SourceRange } from './sourceLocation';
import { type MarkKind, markKind, verdictText } from './words';

export interface Mark {
  kind: MarkKind;
  range: SourceRange;
  /** One line in Markdown: "`p` moves to the heap". */
  text: string;
  /** The function that holds it, as the compiler names it. */
  func: string;
  size: Size;
  inLoop: boolean;
  /** In test code, or in a generic function that nothing instantiates: shown, but dimmed. */
  faint: boolean;
}

export function markOf(verdict: Verdict, range = rangeOf(verdict)): Mark {
  return {
    kind: markKind(verdict),
    range,
    text: verdictText(verdict),
    func: verdict.func,
    size: sizeOf(verdict),
    inLoop: verdict.loopDepth > 1,
    faint: verdict.uninstantiated || verdict.place.unit.file.path.endsWith('_test.go'),
  };
}

/** Marks of verdicts that lie close together. */
export function marksOf(verdicts: readonly Verdict[]): Mark[] {
  const ranges = rangesOf(verdicts);
  return verdicts.map((verdict, i) => markOf(verdict, ranges[i]));
}

/** Takes memory from the heap each time it runs. */
export function isHeapMark(mark: Pick<Mark, 'kind'>): boolean {
  return mark.kind === 'moved' || mark.kind === 'heap';
}

/** `heap 48 B`, `heap 16 B × 3`, `heap, size unknown`; "" where nothing on the line takes heap memory. */
export function lineEndText(marks: readonly Pick<Mark, 'kind' | 'size'>[]): string {
  const sizes = marks.filter(isHeapMark).map(mark => mark.size);
  if (sizes.length === 0) return '';
  const words = new Map<string, number>();
  for (const size of sizes) words.set(formatSize(size), (words.get(formatSize(size)) ?? 0) + 1);
  const parts = [...words].map(([word, count]) => (count === 1 ? word : `${word} × ${count}`));
  return parts[0].startsWith('size unknown') ? `heap, ${parts.join(' + ')}` : `heap ${parts.join(' + ')}`;
}

export interface VerdictCounts {
  heap: number;
  stack: number;
  free: number;
  leak: number;
  unknown: number;
}

export function countVerdicts(verdicts: Iterable<Verdict>): VerdictCounts {
  const counts: VerdictCounts = { heap: 0, stack: 0, free: 0, leak: 0, unknown: 0 };
  for (const verdict of verdicts) {
    const kind = markKind(verdict);
    if (kind === 'moved') counts.heap++;
    else if (kind === 'stack' && verdict.site === 'parameter') continue;
    else counts[kind]++;
  }
  return counts;
}

/** `heap 12 · stack 41`, and what is unknown where something is. */
export function statusText(counts: VerdictCounts): string {
  const words = [`heap ${counts.heap}`, `stack ${counts.stack}`];
  if (counts.unknown > 0) words.push(`unknown ${counts.unknown}`);
  return words.join(' · ');
}

/** What one function allocates. */
export interface FunctionSummary {
  func: string;
  heapSites: number;
  /** Sum over the sites whose size is constant, in bytes as asked for. */
  bytes: number;
  /** As the allocator takes them. */
  takenBytes: number;
  inLoop: number;
  /** Sites whose size is not constant. */
  unsized: number;
  unknown: number;
  /** Leaking parameters, in words. */
  leaks: readonly string[];
}

export function summarize(func: string, verdicts: Iterable<Verdict>): FunctionSummary {
  const leaks = new Set<string>();
  const summary = { func, heapSites: 0, bytes: 0, takenBytes: 0, inLoop: 0, unsized: 0, unknown: 0 };
  for (const verdict of verdicts) {
    const kind = markKind(verdict);
    if (kind === 'leak') leaks.add(verdictText(verdict));
    if (kind === 'unknown') summary.unknown++;
    if (kind !== 'moved' && kind !== 'heap') continue;
    summary.heapSites++;
    if (verdict.loopDepth > 1) summary.inLoop++;
    if (verdict.bytes === undefined) summary.unsized++;
    else {
      summary.bytes += verdict.bytes;
      summary.takenBytes += costOf(verdict).taken ?? 0;
    }
  }
  return { ...summary, leaks: [...leaks] };
}

/** `3 heap sites · 112 B · 1 in a loop`; "" for a function that takes nothing from the heap. */
export function codeLensText(summary: FunctionSummary): string {
  if (summary.heapSites === 0) return '';
  const words = [countOf(summary.heapSites, 'heap site')];
  if (summary.bytes > 0 || summary.unsized === 0) {
    words.push(formatSize({ kind: 'constant', bytes: summary.bytes }));
  }
  if (summary.unsized > 0) words.push(`${summary.unsized} of unknown size`);
  if (summary.inLoop > 0) words.push(`${summary.inLoop} in a loop`);
  return words.join(' · ');
}
