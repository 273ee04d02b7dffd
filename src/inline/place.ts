/**
 * Positions of inlined nodes: they count as that of the outermost call (base.FmtPos, Go 1.26), and keep the
 * chain of calls and the place in the source that they came from.
 */

import type { Func, FuncKey, Name } from '../ir';
import { NodeKind, type Place } from '../syntax';

/** Where an inlined node is: `unit` and `pos` are the outermost call's. */
export interface InlinedPlace extends Place {
  /** In the body that was inlined: of a call where that stands, of all else where the function is. */
  readonly source: Place;
  /** The call that the body replaces; itself an InlinedPlace where that call came with another body. */
  readonly call: Place;
  /** What was called. */
  readonly inlined: FuncKey;
}

export function isInlined(place: Place): place is InlinedPlace {
  return 'inlined' in place;
}

/** The place in the source, without regard to inlining. */
export function sourcePlace(place: Place): Place {
  return isInlined(place) ? place.source : place;
}

/** The position that a node of an inlined body gets. */
export function inlinedPlace(source: Place, call: Place, inlined: FuncKey): InlinedPlace {
  return { unit: call.unit, pos: call.pos, source, call, inlined };
}

/** Inlining `callee` at that place would go in a circle. */
export function isRecursive(place: Place, callee: FuncKey): boolean {
  const here = sourcePlace(place);
  for (let at = place; isInlined(at); at = at.call) {
    const outer = sourcePlace(at.call);
    if (at.inlined === callee || (outer.unit === here.unit && outer.pos === here.pos)) return true;
  }
  return false;
}

/** Names of what was inlined, innermost first. */
export function inlinedNames(place: Place): string[] {
  const names: string[] = [];
  for (let at = place; isInlined(at); at = at.call) names.push(nameOf(at.inlined));
  return names;
}

/** The name of a function or literal. */
export function nameOf(key: FuncKey): string {
  return 'typeArgs' in key ? (key.name as Name).sym : key.sym;
}

/** Where the compiler says a function is: behind the keyword, so a method at its receiver. */
export function declaredAt(func: Func): Place {
  const { decl } = func.unit;
  if (func.outer !== undefined || decl.kind !== NodeKind.FuncDecl || decl.recv === undefined) return func.pos;
  return { unit: func.unit, pos: decl.recv.at };
}
