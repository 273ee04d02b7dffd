/**
 * Where a line of a document is after edits. A run knows the lines of its sites as they were when it was
 * made; with this its links, and the cursor's way back to the sites, stay right while the text is edited.
 */
import { shiftMarks, type TextEdit } from './shiftMarks';

/** Edits after which the lines of a document count as lost. */
const keptEdits = 1000;

export class MovedLines {
  private readonly edits = new Map<string, TextEdit[][]>();

  /** Edits of one change; all refer to the text before it. */
  edit(uri: string, edits: readonly TextEdit[]): void {
    const log = this.edits.get(uri) ?? [];
    log.push([...edits]);
    this.edits.set(uri, log);
  }

  /** The line (from 0) now; undefined where it was deleted. */
  now(uri: string, line: number): number | undefined {
    const log = this.edits.get(uri);
    if (!log) return line;
    if (log.length > keptEdits) return undefined;
    const start = { line, character: 0 };
    let marks = [{ range: { start, end: start }, stale: false }];
    for (const edits of log) marks = shiftMarks(marks, edits);
    return marks.at(0)?.range.start.line;
  }
}
