/**
 * What an edit changed. Where it is nothing but function bodies, everything else that was found out stays: only
 * the functions that were edited are resolved and checked again. Where it leaves the header of a function
 * unreadable, the header that was there before still tells everybody else what the function is.
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
  return unit.decl.kind === NodeKind.FuncDecl && unit.decl.hasBody ? headerText(unit) : undefined;
}

function headerText({ decl, text }: Unit): string {
  return decl.kind === NodeKind.FuncDecl ? text.slice(decl.pos, decl.type.end) : '';
}

/** By a unit whose header can't be read: the unit of before the edits that made it so. */
export type FormerUnits = WeakMap<Unit, Unit>;

/**
 * Notes the former unit for each function whose header an edit broke, or left broken, and answers those of
 * functions that have another, readable header. That is told only of an edit of one function of a file at a time:
 * otherwise nobody knows which of them has become what.
 */
export function noteFormerUnits(
  before: readonly SourceFile[],
  after: readonly SourceFile[],
  former: FormerUnits,
): Map<Unit, Unit> {
  const readable = new Map<Unit, Unit>();
  const old = new Map(before.map(file => [file.path, file]));
  for (const file of after) {
    const was = old.get(file.path);
    if (was === undefined || was === file) continue;
    const { gone, fresh } = withoutMoved(replaced(was.units, file.units));
    const whole = onlyFunction(gone, former);
    if (whole === undefined) continue;
    const broken = fresh.find(unit => unit.decl.kind === NodeKind.FuncDecl) ?? fresh[0];
    const isWhole = (unit: Unit) => unit.decl.kind === NodeKind.FuncDecl && !hasBrokenHeader(unit);
    if (broken === undefined) continue;
    if (!fresh.some(isWhole)) former.set(broken, whole);
    else if (fresh.length === 1 && headerText(broken) !== headerText(whole)) readable.set(broken, whole);
  }
  return readable;
}

interface Replaced {
  gone: Unit[];
  fresh: Unit[];
}

/** The units between those that both versions have at their start and at their end. */
function replaced(before: readonly Unit[], after: readonly Unit[]): Replaced {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { gone: before.slice(start, before.length - end), fresh: after.slice(start, after.length - end) };
}

/** Leaves out functions with the same header on both sides: what changed is a comment above them, or their body. */
function withoutMoved({ gone, fresh }: Replaced): Replaced {
  const headers = (units: readonly Unit[]) => new Set(units.map(soundHeader));
  const [old, now] = [headers(gone), headers(fresh)];
  const isMoved = (unit: Unit, others: ReadonlySet<string | undefined>) => {
    const text = soundHeader(unit);
    return text !== undefined && others.has(text);
  };
  return {
    gone: gone.filter(unit => !isMoved(unit, now)),
    fresh: fresh.filter(unit => !isMoved(unit, old)),
  };
}

function soundHeader(unit: Unit): string | undefined {
  return hasBrokenHeader(unit) ? undefined : headerText(unit);
}

/** The function that the units declare, or last declared, if they are of one alone. */
function onlyFunction(units: readonly Unit[], former: FormerUnits): Unit | undefined {
  let found: Unit | undefined;
  for (const unit of units) {
    const whole = former.get(unit) ?? unit;
    if (whole.decl.kind === NodeKind.BadDecl) continue;
    if (found !== undefined || whole.decl.kind !== NodeKind.FuncDecl || hasBrokenHeader(whole))
      return undefined;
    found = whole;
  }
  return found;
}

function hasBrokenHeader(unit: Unit): boolean {
  if (unit.decl.kind !== NodeKind.FuncDecl) return true;
  const end = unit.body?.pos ?? unit.text.length;
  return unit.errors.some(({ pos }) => pos <= end);
}
