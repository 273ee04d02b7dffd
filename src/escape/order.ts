/** The compiler's lines: with -m it prints a diagnostic the moment it makes it (base/print.go's WarnfAt, Go 1.26). */

import type { Place } from '../syntax';
import type { FuncEscape, Remark, Verdict } from './verdict';

/** One line of `-m`. */
export interface GcLine {
  /** The file, as the project names it; "" for what the compiler made itself. */
  path: string;
  /** From 1; 0 where the compiler prints no position. */
  line: number;
  /** In bytes, from 1; 0 where the compiler prints no position. */
  column: number;
  text: string;
}

/**
 * The lines of `-m` for functions of one package, in the order in which the compiler prints them: as it comes
 * upon them, group of functions by group, duplicates (of instances of generic functions) and all.
 */
export function gcLines(functions: Iterable<FuncEscape>): GcLine[] {
  const rows: (Verdict | Remark)[] = [];
  for (const { remarks, verdicts } of functions) {
    rows.push(...remarks);
    for (const verdict of verdicts) if (!verdict.uninstantiated) rows.push(verdict);
  }
  rows.sort((a, b) => a.order - b.order);
  return rows.flatMap(({ place, gc }) => (gc === undefined ? [] : gcLineAt(place, gc)));
}

/** A diagnostic at a place. */
export function gcLineAt({ unit, pos }: Place, text: string): GcLine {
  const { path, lines } = unit.file;
  if (pos < 0) return { path, line: 0, column: 0, text };
  return { path, ...lines.lineColumn(unit.base + pos), text };
}
