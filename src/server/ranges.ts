/** From offsets in a file to the ranges of an editor. */
import type { LineTable } from '../base';
import type { SourceRange } from '../explorer';
import type { EditorRange } from '../protocol';

export function editorRange(lines: LineTable, { from, to }: SourceRange): EditorRange {
  return { start: lines.editorPosition(from), end: lines.editorPosition(to) };
}
