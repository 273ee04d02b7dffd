/** A file's verdicts as marks of its document. */
import { type FileReport, verdictsOf } from '../analysis';
import type { EditorPosition, LineTable } from '../base';
import type { Verdict } from '../escape';
import { countVerdicts, isHeapMark, lineEndText, marksOf } from '../explorer';
import type { DocumentMarks, Mark, MarkCounts } from '../protocol';
import { editorRange } from './ranges';

export function documentMarks(uri: string, version: number, report: FileReport): DocumentMarks {
  const { lines, units } = report.file;
  const blocks: Block[] = [];
  for (const unit of units) {
    const verdicts = verdictsOf(report, unit);
    if (verdicts.length === 0) continue;
    const { line, character } = lines.editorPosition(unit.base);
    const last = blocks[blocks.length - 1];
    if (character > 0 && last !== undefined) last.verdicts = [...last.verdicts, ...verdicts];
    else blocks.push({ verdicts, line, character });
  }
  const found = blocks.map(block => blockMarks(block, lines));
  const sum = (kind: keyof MarkCounts) => found.reduce((all, { counts }) => all + counts[kind], 0);
  const counts = { heap: sum('heap'), stack: sum('stack'), unknown: sum('unknown') };
  return { uri, version, marks: found.flatMap(({ marks }) => marks), counts };
}

/** Units that share a line; nearly always one alone. */
interface Block {
  verdicts: readonly Verdict[];
  /** Where it begins. */
  line: number;
  character: number;
}

interface BlockMarks extends Pick<Block, 'line' | 'character'> {
  marks: readonly Mark[];
  counts: MarkCounts;
}

/** By the verdicts of a unit: most units of a file are as they were before an edit. */
const kept = new WeakMap<readonly Verdict[], BlockMarks>();

function blockMarks({ verdicts, line, character }: Block, lines: LineTable): BlockMarks {
  const known = kept.get(verdicts);
  if (known?.line === line && known.character === character) return known;
  const found =
    known?.character === character
      ? { ...known, line, marks: known.marks.map(mark => movedMark(mark, line - known.line)) }
      : { ...newMarks(verdicts, lines), line, character };
  kept.set(verdicts, found);
  return found;
}

function movedMark(mark: Mark, by: number): Mark {
  const { start, end } = mark.range;
  const moved = ({ line, character }: EditorPosition) => ({ line: line + by, character });
  return { ...mark, range: { start: moved(start), end: moved(end) } };
}

function newMarks(verdicts: readonly Verdict[], lines: LineTable): Pick<BlockMarks, 'marks' | 'counts'> {
  const found = marksOf(verdicts);
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
  return { marks, counts: countVerdicts(verdicts) };
}

/** For a file that belongs to no package here: another system's, or one that uses cgo. */
export function noMarks(uri: string, version: number): DocumentMarks {
  return { uri, version, marks: [], counts: { heap: 0, stack: 0, unknown: 0 } };
}
