/**
 * Positions as line directives have it: `//line file:line[:column]` at the start of a line, and the same between
 * `/*` and its end anywhere, say where the text behind them came from (go/scanner and go/token, Go 1.26).
 */

import type { LineColumn } from '../base';
import type { SourceFile } from './source';

export interface LinePosition extends LineColumn {
  /** Base name of the file that the text came from. The column is 0 where a directive gives none. */
  file: string;
}

export function hasLineDirectives(file: SourceFile): boolean {
  return directivesOf(file).length > 0;
}

/** Where the offset of the file lies, line directives being followed. */
export function linePosition(file: SourceFile, offset: number): LinePosition {
  const position = file.lines.lineColumn(offset);
  return relocate(file, offset, position);
}

/** Where `position`, that of `offset`, lies if line directives are followed. */
export function relocate(file: SourceFile, offset: number, position: LineColumn): LinePosition {
  const { line, column } = position;
  const found = directivesOf(file).findLast(directive => directive.from <= offset);
  if (found === undefined) return { file: baseName(file.path), line, column };
  const lines = line - found.at.line;
  const near = lines === 0 ? found.column + column - found.at.column : column;
  return { file: found.file, line: found.line + lines, column: found.column === 0 ? 0 : near };
}

interface LineDirective {
  /** Offset from which on it holds, and its position in the text. */
  from: number;
  at: LineColumn;
  file: string;
  line: number;
  /** 0 where none is given. */
  column: number;
}

const known = new WeakMap<SourceFile, readonly LineDirective[]>();
const none: readonly LineDirective[] = [];

function directivesOf(file: SourceFile): readonly LineDirective[] {
  let directives = known.get(file);
  if (directives === undefined) {
    directives = /\/[/*]line /.test(file.text) ? readDirectives(file) : none;
    known.set(file, directives);
  }
  return directives;
}

function readDirectives(file: SourceFile): LineDirective[] {
  const { text } = file;
  const directives: LineDirective[] = [];
  for (const unit of [file.header, ...file.units]) {
    for (const { name, pos } of unit.pragmas) {
      const start = unit.base + pos;
      if (name !== 'line' || (text[start + 1] === '/' && start > 0 && text[start - 1] !== '\n')) continue;
      const directive = readDirective(file, start, directives[directives.length - 1]);
      if (directive !== undefined && directive.from < text.length) directives.push(directive);
    }
  }
  return directives;
}

const numbered = /^(.*?)(?::(\d{1,10}))?:(\d{1,10})$/s;
const maxNumber = 2 ** 30;

function readDirective(
  file: SourceFile,
  start: number,
  last: LineDirective | undefined,
): LineDirective | undefined {
  const { text, lines, path } = file;
  const isBlock = text[start + 1] === '*';
  const end = text.indexOf(isBlock ? '*/' : '\n', start);
  if (end < 0) return undefined;
  const match = numbered.exec(text.slice(start + '//line '.length, end).replace(/\r+$/, ''));
  if (match === null) return undefined;
  const hasColumn = match[2] !== undefined;
  const line = Number(hasColumn ? match[2] : match[3]);
  const column = hasColumn ? Number(match[3]) : 0;
  if (line === 0 || line > maxNumber || (hasColumn && column === 0) || column > maxNumber) return undefined;
  const from = end + (isBlock ? 2 : 1);
  const same = last?.file ?? baseName(path);
  const name = match[1] === '' && hasColumn ? same : baseName(match[1].replace(/\/+$/, ''));
  return { from, at: lines.lineColumn(from), file: name, line, column };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
