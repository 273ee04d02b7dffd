/**
 * Positions and text. One converter for the three ways of counting columns:
 * offsets (UTF-16 units from 0, what JavaScript, tree-sitter's bindings and the editor use) and the
 * compiler's line:column (lines from 1, columns in UTF-8 bytes from 1).
 */

/** A compiler position: line from 1, column in UTF-8 bytes from 1. */
export interface LineColumn {
  line: number;
  column: number;
}

/** An editor position as in LSP: line from 0, character in UTF-16 units from 0. */
export interface EditorPosition {
  line: number;
  character: number;
}

/** Line starts of one text, built once; answers in O(log lines) plus the length of the line. */
export class LineTable {
  private readonly starts: Uint32Array;

  constructor(private readonly text: string) {
    let count = 1;
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count++;
    const starts = new Uint32Array(count);
    let line = 1;
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts[line++] = i + 1;
    this.starts = starts;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The line (from 0) that holds the offset; an offset outside the text is clamped. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset of the first unit of a line (from 0). */
  lineStart(line: number): number {
    return this.starts[Math.max(0, Math.min(line, this.starts.length - 1))];
  }

  /** The compiler's position of an offset. */
  lineColumn(offset: number): LineColumn {
    const line = this.lineOf(offset);
    return { line: line + 1, column: utf8Length(this.text, this.starts[line], offset) + 1 };
  }

  /** The offset of a compiler's position; a column past the line's end is clamped to it. */
  offsetAt(position: LineColumn): number {
    const line = Math.max(0, Math.min(position.line - 1, this.starts.length - 1));
    const end = line + 1 < this.starts.length ? this.starts[line + 1] - 1 : this.text.length;
    let offset = this.starts[line];
    let bytes = position.column - 1;
    while (offset < end && bytes > 0) {
      const code = this.text.codePointAt(offset)!;
      bytes -= utf8Size(code);
      offset += code > 0xffff ? 2 : 1;
    }
    return offset;
  }

  /** The editor's position of an offset. */
  editorPosition(offset: number): EditorPosition {
    const line = this.lineOf(offset);
    return { line, character: offset - this.starts[line] };
  }
}

/** Bytes that text[from, to) takes in UTF-8; a lone surrogate counts as U+FFFD (3 bytes). */
export function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < to && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

function utf8Size(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
