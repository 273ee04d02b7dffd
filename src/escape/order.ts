/** The compiler's order of diagnostics: by position, what is the same once (base/print.go's FlushErrors, Go 1.26). */

import type { SourceFile } from '../syntax';
import type { FuncEscape, Remark, Verdict } from './verdict';

/** One line of `-m`. */
export interface GcLine {
  file: SourceFile;
  /** From 1. */
  line: number;
  /** In bytes, from 1. */
  column: number;
  text: string;
}

/**
 * The lines of `-m` for functions of one package, in the order in which the compiler analyses them. Files come
 * in the order in which they are first met, or in that of `files`.
 */
export function gcLines(functions: Iterable<FuncEscape>, files: readonly SourceFile[] = []): GcLine[] {
  const order = new Map<SourceFile, number>();
  for (const file of files) order.set(file, order.size);
  const lines: GcLine[] = [];
  const add = ({ place, gc }: Verdict | Remark): void => {
    if (gc === undefined) return;
    const { file, base } = place.unit;
    if (!order.has(file)) order.set(file, order.size);
    lines.push({ file, ...file.lines.lineColumn(base + place.pos), text: gc });
  };
  for (const { remarks, verdicts } of functions) {
    for (const remark of remarks) add(remark);
    for (const verdict of verdicts) if (!verdict.uninstantiated) add(verdict);
  }
  lines.sort((a, b) => order.get(a.file)! - order.get(b.file)! || a.line - b.line || a.column - b.column);
  return lines.filter((line, i) => i === 0 || !sameLine(line, lines[i - 1]));
}

function sameLine(a: GcLine, b: GcLine): boolean {
  return a.text === b.text && a.line === b.line && a.column === b.column && a.file === b.file;
}
