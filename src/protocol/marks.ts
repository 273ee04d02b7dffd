/** What the editor marks in a document. The server pushes it whenever an analysis has changed it. */
import type { EditorPosition } from '../base';

export interface EditorRange {
  start: EditorPosition;
  end: EditorPosition;
}

/**
 * - `moved`    a variable that lives on the heap
 * - `heap`     an expression that escapes, and allocates
 * - `free`     escapes, but costs no allocation
 * - `stack`    stays
 * - `leak`     a parameter, or what it points to, that flows out of the function
 * - `unknown`  it can't be told
 */
export type MarkKind = 'moved' | 'heap' | 'free' | 'stack' | 'leak' | 'unknown';

export interface Mark {
  kind: MarkKind;
  range: EditorRange;
  /** One line in a person's words, in Markdown: "`p` moves to the heap". */
  text: string;
  /** The function that holds it, as the compiler names it. */
  func: string;
  /** On the first mark of a line that allocates: what stands at the line's end, "heap 16 B × 3". */
  lineEnd?: string;
  inLoop: boolean;
  /** In dead or test code: shown, but dimmed. */
  faint: boolean;
}

export interface DocumentMarks {
  uri: string;
  /** The version of the document that the ranges belong to. */
  version: number;
  marks: Mark[];
  counts: MarkCounts;
}

/** Sites of a document. */
export interface MarkCounts {
  heap: number;
  stack: number;
  unknown: number;
}

/** Where a mark takes memory from the heap each time it runs. */
export function isHeapMark(mark: Mark): boolean {
  return mark.kind === 'moved' || mark.kind === 'heap';
}
