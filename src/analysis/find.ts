/** From positions and names to functions and verdicts. */

import type { Verdict } from '../escape';
import { rangeOf } from '../explorer';
import { type Expr, type Ident, NodeKind, type SourceFile, type Unit } from '../syntax';
import type { Program } from '../types';
import { identAt } from './identAt';
import { type PackageReport, verdictsOf } from './packageReport';

export interface FunctionTarget {
  unit: Unit;
  /** "f", "T.m", "(*T).m". */
  name: string;
  /** Offsets of the name in the file. */
  from: number;
  to: number;
}

/** The unit that holds an offset, or that ends just there. */
export function unitAt(file: SourceFile, offset: number): Unit | undefined {
  return file.units.find(unit => unit.base <= offset && offset <= unit.base + unit.text.length);
}

/** The function that a unit declares. */
export function functionAt(unit: Unit): FunctionTarget | undefined {
  const { decl, base } = unit;
  if (decl.kind !== NodeKind.FuncDecl) return undefined;
  const receiver = decl.recv?.list[0]?.type;
  const name = receiver === undefined ? decl.name.name : `${receiverName(receiver)}.${decl.name.name}`;
  return { unit, name, from: base + decl.name.pos, to: base + decl.name.end };
}

/** The function of that name; a method may be named with or without the star of its receiver. */
export function functionNamed(files: readonly SourceFile[], name: string): FunctionTarget | undefined {
  const plain = (text: string) => text.replace(/[(*)]/g, '');
  for (const file of files) {
    for (const unit of file.units) {
      const target = functionAt(unit);
      if (target !== undefined && (target.name === name || plain(target.name) === plain(name))) return target;
    }
  }
  return undefined;
}

function receiverName(type: Expr): string {
  switch (type.kind) {
    case NodeKind.ParenExpr:
      return receiverName(type.x);
    case NodeKind.StarExpr:
      return `(*${receiverName(type.x)})`;
    case NodeKind.IndexExpr:
      return receiverName(type.x);
    case NodeKind.Ident:
      return type.name;
    default:
      return '?';
  }
}

/** The verdicts about what stands at an offset: the narrowest mark there, or the variable that a name means. */
export function verdictsAt(
  report: PackageReport,
  program: Program,
  unit: Unit,
  offset: number,
): { verdicts: Verdict[]; from: number; to: number } | undefined {
  const ident = identAt(unit, offset - unit.base);
  const declared = ident === undefined ? [] : declaredVerdicts(report, program, unit, ident);
  if (ident !== undefined && declared.length > 0) {
    return { verdicts: declared, from: unit.base + ident.pos, to: unit.base + ident.end };
  }
  let best: { verdicts: Verdict[]; from: number; to: number } | undefined;
  for (const verdict of verdictsOf(report, unit)) {
    const { from, to } = rangeOf(verdict);
    if (offset < from || offset > to) continue;
    if (best === undefined || to - from < best.to - best.from) best = { verdicts: [verdict], from, to };
    else if (to === best.to && from === best.from) best.verdicts.push(verdict);
  }
  return best;
}

function declaredVerdicts(report: PackageReport, program: Program, unit: Unit, ident: Ident): Verdict[] {
  const object = program.info(unit).objectOf(ident);
  if (object?.kind !== 'var' || object.place === undefined) return [];
  const { unit: home, pos } = object.place;
  return verdictsOf(report, home).filter(
    verdict => verdict.place.pos === pos && verdict.name === object.name,
  );
}
