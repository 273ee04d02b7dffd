/** Cycles of declarations and types without an end (go/types' cycles.go and decl.go, Go 1.26). */

import { NodeKind } from '../syntax';
import type { Checker, Declaration } from './check';
import type { GoObject, TypeNameObject } from './object';
import { AliasType, invalidType, type Type, TypeKind, unalias } from './type';

/** Reports a cycle, beginning with the object at `start`. */
export function cycleError(check: Checker, cycle: readonly GoObject[], start: number): void {
  const first = cycle[start];
  if (first.kind === 'typeName' && first.hasType && first.type instanceof AliasType) first.type = invalidType;
  const isType = first.kind === 'typeName';
  if (cycle.length === 1) {
    const what = isType ? 'invalid recursive type' : 'invalid cycle in declaration';
    check.errorAtObject(first, `${what}: ${first.name} refers to itself`);
    return;
  }
  let message = isType
    ? `invalid recursive type ${first.name}`
    : `invalid cycle in declaration of ${first.name}`;
  for (let i = 0; i < cycle.length; i++) {
    const from = cycle[(start + i) % cycle.length];
    const to = cycle[(start + i + 1) % cycle.length];
    message += `\n\t${from.name} refers to ${to.name}`;
  }
  check.errorAtObject(first, message);
}

/** Index of the object that is declared first. */
export function firstInSource(cycle: readonly GoObject[]): number {
  let first = 0;
  for (let i = 1; i < cycle.length; i++) if (comparePlaces(cycle[i], cycle[first]) < 0) first = i;
  return first;
}

function comparePlaces(a: GoObject, b: GoObject): number {
  const p = a.place;
  const q = b.place;
  if (p === undefined || q === undefined) return 0;
  if (p.unit.file !== q.unit.file) return p.unit.file.path < q.unit.file.path ? -1 : 1;
  return p.unit.base + p.pos - (q.unit.base + q.pos);
}

/** Type declarations of nothing but each other: `type A B; type B A`. Run before anything is resolved. */
export function directCycles(check: Checker, declarations: readonly Declaration[]): void {
  const done = new Set<TypeNameObject>();
  for (const decl of declarations) {
    if (decl.object.kind === 'typeName') directCycle(check, decl.object, done);
  }
}

function directCycle(check: Checker, from: TypeNameObject, done: Set<TypeNameObject>): void {
  const path: TypeNameObject[] = [];
  for (let object: GoObject | undefined = from; object?.kind === 'typeName'; ) {
    if (done.has(object)) break;
    const start = path.indexOf(object);
    if (start >= 0) {
      object.type = invalidType;
      const cycle = path.slice(start);
      cycleError(check, cycle, firstInSource(cycle));
      break;
    }
    path.push(object);
    const decl: Declaration | undefined = check.declarations.get(object);
    const target = decl?.spec?.type;
    if (decl === undefined || target?.kind !== NodeKind.Ident) break;
    object = decl.pkg.scope.lookup(target.name);
  }
  for (const object of path) done.add(object);
}

/**
 * A type's values have a size: it does not contain itself. False, with an error, where the type is being
 * declared right now and a value of it is used.
 */
export function hasFiniteSize(check: Checker, type: Type): boolean {
  if (check.path.length === 0) return true;
  return finite(check, type, new Set());
}

function finite(check: Checker, type: Type, seen: Set<Type>): boolean {
  const actual = unalias(type);
  switch (actual.kind) {
    case TypeKind.Named: {
      const start = check.pathIndex.get(actual.object);
      if (start !== undefined && !actual.isComplete) {
        const cycle = check.path.slice(start);
        cycleError(check, cycle, firstInSource(cycle));
        return false;
      }
      if (seen.has(actual) || actual.isComplete || actual.rhs === undefined) return true;
      seen.add(actual);
      return finite(check, actual.rhs, seen);
    }
    case TypeKind.Array:
      return finite(check, actual.elem, seen);
    case TypeKind.Struct:
      return actual.fields.every(field => finite(check, field.type, seen));
    default:
      return true;
  }
}
