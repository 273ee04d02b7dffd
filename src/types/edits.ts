/**
 * What an edit changed. Where it is nothing but function bodies, everything else that was found out stays: only
 * the functions that were edited are resolved and checked again.
 */

import { NodeKind, type SourceFile, type Unit } from '../syntax';

/** A function before and after an edit of its body. */
export interface BodyEdit {
  before: Unit;
  after: Unit;
}

/** The edited bodies; undefined where more than bodies changed. Unchanged units are the same objects. */
export function bodyEdits(
  before: readonly SourceFile[],
  after: readonly SourceFile[],
): BodyEdit[] | undefined {
  if (before.length !== after.length) return undefined;
  const edits: BodyEdit[] = [];
  for (let i = 0; i < before.length; i++) {
    const old = before[i];
    const file = after[i];
    if (old === file) continue;
    if (
      old.path !== file.path ||
      old.packageName !== file.packageName ||
      old.goVersion !== file.goVersion ||
      old.units.length !== file.units.length
    ) {
      return undefined;
    }
    for (let j = 0; j < old.units.length; j++) {
      if (old.units[j] === file.units[j]) continue;
      const edit = { before: old.units[j], after: file.units[j] };
      if (!isBodyEdit(edit)) return undefined;
      edits.push(edit);
    }
  }
  return edits;
}

function isBodyEdit({ before, after }: BodyEdit): boolean {
  const old = header(before);
  return old !== undefined && old === header(after);
}

/** The text of a function up to its body; undefined for other declarations. */
function header(unit: Unit): string | undefined {
  const { decl, text } = unit;
  return decl.kind === NodeKind.FuncDecl && decl.hasBody ? text.slice(decl.pos, decl.type.end) : undefined;
}
