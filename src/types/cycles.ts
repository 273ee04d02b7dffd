/** Cycles of declarations and types without an end (go/types' cycles.go and decl.go, Go 1.26). */

import { NodeKind } from '../syntax';
import type { Checker } from './check';
import type { Declaration } from './declaration';
import { type GoObject, TypeNameObject, type VarObject } from './object';
import { AliasType, invalidType, type NamedType, type Type, TypeKind, unalias } from './type';

/** Reports a cycle, beginning with the object at `start`. */
export function cycleError(check: Checker, cycle: readonly GoObject[], start: number): void {
  const first = cycle[start];
  if (first.kind === 'typeName' && first.knownType !== undefined && first.type instanceof AliasType)
    first.type = invalidType;
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
    if (!decl.isComposite && decl.object.kind === 'typeName') directCycle(check, decl.object, done);
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
    const decl: Declaration | undefined = object.declaration;
    if (decl === undefined || decl.isComposite) break;
    const target = decl.spec?.type;
    if (target?.kind !== NodeKind.Ident) break;
    object = decl.pkg.scope.lookup(target.name);
  }
  for (const object of path) done.add(object);
}

/**
 * To name a package-level variable whose type is being declared right now is a cycle; false, with an error, there.
 * Asked only while something is being declared.
 */
export function isDeclared(check: Checker, object: VarObject): boolean {
  const { type } = object;
  if (type.kind !== TypeKind.Named || object.varKind !== 'package') return true;
  const start = type.object.pathIndex;
  if (start < 0 || object.pathIndex >= 0) return true;
  const cycle = [...check.path.slice(start), object];
  cycleError(check, cycle, firstInSource(cycle));
  return false;
}

/** The type as part of a cycle: an instance stands where it was written. */
export function nodeOfCycle({ object, place }: NamedType): GoObject {
  return place === undefined ? object : new TypeNameObject(object.pkg, object.name, place);
}

/**
 * A type's values have a size: it does not contain itself. False, with an error, where the type is being
 * declared right now and a value of it is used. Asked only while something is being declared.
 */
export function hasFiniteSize(check: Checker, type: Type): boolean {
  return finite(check, type, noTypes);
}

const noTypes: readonly NamedType[] = [];

/** `outer` are the types that contain this one. */
function finite(check: Checker, type: Type, outer: readonly NamedType[]): boolean {
  const actual = unalias(type);
  switch (actual.kind) {
    case TypeKind.Named:
      return finiteNamed(check, actual, outer);
    case TypeKind.Array:
      return finite(check, actual.elem, outer);
    case TypeKind.Struct:
      if (check.finiteTypes.has(actual)) return true;
      if (!actual.fields.every(field => finite(check, field.type, outer))) return false;
      check.finiteTypes.add(actual);
      return true;
    default:
      return true;
  }
}

function finiteNamed(check: Checker, type: NamedType, outer: readonly NamedType[]): boolean {
  if (check.finiteTypes.has(type)) return true;
  const isInstance = type.typeArgs.length > 0;
  // What is imported can't contain what is being declared, unless as a type argument.
  if (!isInstance && type.object.pkg !== check.env.pkg) return true;
  const start = isInstance ? -1 : type.object.pathIndex;
  const inner = outer.indexOf(type);
  if (start >= 0 || inner >= 0) {
    const declared = start < 0 ? [] : check.path.slice(start);
    const cycle = [...declared, ...outer.slice(Math.max(inner, 0)).map(nodeOfCycle)];
    cycleError(check, cycle, firstInSource(cycle));
    return false;
  }
  const { underlying } = type;
  const contained = isInstance ? underlying : (type.rhs ?? underlying);
  if (!finite(check, contained, [...outer, type])) return false;
  if (isInstance ? type.isComplete : type.rhs !== undefined) check.finiteTypes.add(type);
  return true;
}
