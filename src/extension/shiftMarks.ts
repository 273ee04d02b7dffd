/** Moves marks with the text while it is edited. Plain data, so that it is tested without an editor. */
import type { EditorPosition } from '../base';
import type { EditorRange } from '../protocol';

/** What moves with the text below it. */
export interface Shifted {
  range: EditorRange;
  /** Its own text was edited. */
  stale: boolean;
}

/** Replaces the text between two positions of the document as it was before this edit. */
export interface TextEdit {
  start: EditorPosition;
  end: EditorPosition;
  text: string;
}

/**
 * The marks after the edits, which all refer to the text before them, as an editor's event gives them. A mark
 * that an edit overlaps, or whose first or last word it makes longer, becomes stale; one whose text is gone
 * altogether goes too.
 */
export function shiftMarks<T extends Shifted>(marks: readonly T[], edits: readonly TextEdit[]): T[] {
  const fromTheEnd = [...edits].sort((a, b) => compare(b.start, a.start));
  let moved = [...marks];
  for (const edit of fromTheEnd) moved = moved.flatMap(mark => shiftMark(mark, edit));
  return moved;
}

function shiftMark<T extends Shifted>(mark: T, edit: TextEdit): T[] {
  const { start, end } = mark.range;
  if (compare(end, edit.start) <= 0 && compare(start, edit.start) < 0) {
    const grows = compare(end, edit.start) === 0 && /^\w/.test(edit.text);
    return [grows ? { ...mark, stale: true } : mark];
  }
  if (compare(start, edit.end) >= 0) {
    const grows = compare(start, edit.end) === 0 && /\w$/.test(edit.text);
    const range = { start: movePast(start, edit), end: movePast(end, edit) };
    return [{ ...mark, stale: mark.stale || grows, range }];
  }
  const swallowed = compare(edit.start, start) <= 0 && compare(edit.end, end) >= 0;
  if (swallowed && compare(edit.start, edit.end) < 0) return [];
  const range = {
    start: compare(start, edit.start) <= 0 ? start : endOf(edit),
    end: compare(end, edit.end) >= 0 ? movePast(end, edit) : edit.start,
  };
  return [{ ...mark, stale: true, range }];
}

/** Where a position at or behind the edit's end goes. */
function movePast(position: EditorPosition, edit: TextEdit): EditorPosition {
  const end = endOf(edit);
  if (position.line > edit.end.line) {
    return { line: position.line + end.line - edit.end.line, character: position.character };
  }
  return { line: end.line, character: end.character + position.character - edit.end.character };
}

/** Where the new text of an edit ends. */
function endOf({ start, text }: TextEdit): EditorPosition {
  const lines = text.split('\n');
  const last = lines[lines.length - 1];
  if (lines.length === 1) return { line: start.line, character: start.character + last.length };
  return { line: start.line + lines.length - 1, character: last.length };
}

function compare(a: EditorPosition, b: EditorPosition): number {
  return a.line - b.line || a.character - b.character;
}
