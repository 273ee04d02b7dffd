/** A file's verdicts as marks of its document. */
import type { FileReport } from '../analysis';
import type { Verdict } from '../escape';
import { countVerdicts, isHeapMark, lineEndText, markOf, type Mark as VerdictMark } from '../explorer';
import type { DocumentMarks, Mark } from '../protocol';
import { editorRange } from './ranges';

export function documentMarks(uri: string, version: number, report: FileReport): DocumentMarks {
  const { lines } = report.file;
  const found = report.verdicts.map(keptMark);
  const marks: Mark[] = found.map(({ kind, range, text, func, inLoop, faint }) => ({
    kind,
    range: editorRange(lines, range),
    text,
    func,
    inLoop,
    faint,
  }));
  const byLine = new Map<number, number[]>();
  for (const [index, mark] of marks.entries()) {
    if (!isHeapMark(mark)) continue;
    const { line } = mark.range.start;
    byLine.set(line, [...(byLine.get(line) ?? []), index]);
  }
  for (const indices of byLine.values()) {
    marks[indices[0]].lineEnd = lineEndText(indices.map(index => found[index]));
  }
  const { heap, stack, unknown } = countVerdicts(report.verdicts);
  return { uri, version, marks, counts: { heap, stack, unknown } };
}

/** Marks as they were when their unit began at `base`: most units of a file are as they were before an edit. */
const kept = new WeakMap<Verdict, { mark: VerdictMark; base: number }>();

function keptMark(verdict: Verdict): VerdictMark {
  const { base } = verdict.place.unit;
  let known = kept.get(verdict);
  if (known === undefined) known = { mark: markOf(verdict), base };
  else if (known.base !== base) known = { mark: moved(known.mark, base - known.base), base };
  kept.set(verdict, known);
  return known.mark;
}

function moved(mark: VerdictMark, by: number): VerdictMark {
  return { ...mark, range: { from: mark.range.from + by, to: mark.range.to + by } };
}

/** For a file that belongs to no package here: another system's, or one that uses cgo. */
export function noMarks(uri: string, version: number): DocumentMarks {
  return { uri, version, marks: [], counts: { heap: 0, stack: 0, unknown: 0 } };
}
