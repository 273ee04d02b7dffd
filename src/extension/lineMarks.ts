/**
 * From the marks of a document to what a line shows: one mark in the gutter and one text at its end.
 * Plain data, so that it is tested without an editor.
 */
import type { Mark, MarkKind } from '../protocol';

/** The five shapes of the gutter. */
export type Shape = 'heap' | 'free' | 'stack' | 'leak' | 'unknown';

export interface LineMark {
  line: number;
  /** Where the first mark of the shape begins: the line's mark moves with it. */
  character: number;
  shape: Shape;
  /** "heap 16 B × 3"; "" where the line allocates nothing. */
  text: string;
  /** Dead or test code, or text that was edited since its verdict. */
  faint: boolean;
}

/** A mark as the editor holds it: stale once its text was edited, until the next verdict. */
export interface ShownMark extends Mark {
  stale: boolean;
}

const shapes: Readonly<Record<MarkKind, Shape>> = {
  moved: 'heap',
  heap: 'heap',
  free: 'free',
  stack: 'stack',
  leak: 'leak',
  unknown: 'unknown',
};

/** Which of several shapes on a line is shown: what costs most comes first. */
const order: readonly Shape[] = ['heap', 'unknown', 'leak', 'free', 'stack'];

export function shapeOf(mark: Mark): Shape {
  return shapes[mark.kind];
}

/** One entry for each line that has a mark, in order of lines. */
export function lineMarks(marks: readonly ShownMark[]): LineMark[] {
  const lines = new Map<number, ShownMark[]>();
  for (const mark of marks) {
    const { line } = mark.range.start;
    const there = lines.get(line);
    if (there) there.push(mark);
    else lines.set(line, [mark]);
  }
  const result: LineMark[] = [];
  for (const [line, there] of lines) {
    const shape = order.find(candidate => there.some(mark => shapeOf(mark) === candidate));
    if (shape === undefined) continue;
    const shown = there.filter(mark => shapeOf(mark) === shape);
    result.push({
      line,
      character: shown[0].range.start.character,
      shape,
      text: there.find(mark => mark.lineEnd)?.lineEnd ?? '',
      faint: shown.every(mark => mark.faint || mark.stale),
    });
  }
  return result.sort((a, b) => a.line - b.line);
}
