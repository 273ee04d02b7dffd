/**
 * Which methods a package compiles because it mentions an instance of a generic type: all of them, for each
 * list of shapes (noder reads a type with its methods, Go 1.26). Those of other packages' types lie in files of
 * other packages: they are left out, as are the types that only other types lead to, unless `all` are wanted.
 */

import {
  instantiateNamed,
  type NamedType,
  type Package,
  type TupleType,
  type Type,
  TypeKind,
  type TypeNameObject,
  typeSetOf,
  underlying,
} from '../types';
import type { Callee, Func, NamedInstance } from './name';
import { linkString } from './printType';
import { type IrBuilder, instanceName } from './program';
import { hasShape, isEndless, isShape } from './shape';

/** Instances whose arguments grow without end are cut off. */
const maxDepth = 60;

export interface Instances {
  /** Methods of the instances that the package's type and variable declarations mention. */
  fromDeclarations(): Callee[];
  /** Methods of those that the function's expressions have. */
  methodsOf(func: Func | undefined): Callee[];
  /** With `all`: the types whose methods the package wraps, as found so far. */
  wrapped(): Type[];
}

/** `named` is told of the instances whose arguments are no shapes. */
export function instancesIn(
  ir: IrBuilder,
  pkg: Package,
  all: boolean,
  named: (instance: NamedInstance) => void,
): Instances {
  const seen = new Set<Type>();
  /** By name, local types by themselves; null: wrapped by the package that has it. */
  const wrapped = new Map<string | TypeNameObject, Type | null>();
  const counts = new Map<NamedType, number>();
  /** What is looked at is declared in another package. */
  let imported = false;
  return {
    fromDeclarations: () => {
      const found: Callee[] = [];
      for (const [, object] of pkg.scope.entries()) {
        if (object.kind === 'typeName' && object.type.kind === TypeKind.Named) {
          if (object.type.typeParams.length > 0) continue;
          if (all) wrap(object.type);
          collectParts(object.type.underlying, 0, found);
        } else if (object.kind === 'typeName' || object.kind === 'var') collect(object.type, 0, found);
        else if (object.kind === 'func' && object.type.typeParams.length === 0)
          collect(object.type, 0, found);
      }
      return found;
    },
    methodsOf: func => {
      const found: Callee[] = [];
      for (const type of func?.types ?? []) collect(type, 0, found);
      elsewhere(true, () => {
        for (const type of func?.importedTypes ?? []) collect(type, 0, found);
      });
      return found;
    },
    wrapped: () => [...wrapped.values()].filter(type => type !== null),
  };

  function elsewhere(isImported: boolean, action: () => void): void {
    const before = imported;
    imported = isImported;
    action();
    imported = before;
  }

  /** Types without a name, of this package, instances and shapes are wrapped, unless an import has them. */
  function wrap(type: Type): void {
    const isNamed = type.kind === TypeKind.Named;
    if (!isNamed && type.kind !== TypeKind.Struct) return;
    if (isNamed && type.typeArgs.length === 0 && type.object.pkg !== pkg && !isShape(type)) return;
    if (mentionsTypeParam(type)) return;
    if (isNamed && type.typeParams.length > 0 && type.typeArgs.length === 0) return;
    const isLocal =
      isNamed &&
      type.object.place !== undefined &&
      type.typeArgs.length === 0 &&
      pkg.scope.lookup(type.object.name) !== type.object;
    const name = isLocal ? type.object : linkString(type);
    if (imported) wrapped.set(name, null);
    else if (!wrapped.has(name)) wrapped.set(name, type);
  }

  function collect(type: Type, depth: number, found: Callee[]): void {
    if (type.kind === TypeKind.Basic) return;
    if (all) wrap(type);
    collectParts(type, depth, found);
  }

  function collectParts(type: Type, depth: number, found: Callee[]): void {
    if (depth > maxDepth || type.kind === TypeKind.Basic || isSeen(type)) return;
    switch (type.kind) {
      case TypeKind.Named:
        if (type.typeArgs.length > 0) collectInstance(type, depth, found);
        else if (all) collectNamed(type, depth, found);
        return;
      case TypeKind.Alias:
        collect(type.rhs, depth + 1, found);
        return;
      case TypeKind.Pointer:
      case TypeKind.Slice:
      case TypeKind.Array:
      case TypeKind.Chan:
        collect(type.elem, depth + 1, found);
        return;
      case TypeKind.Map:
        collect(type.key, depth + 1, found);
        collect(type.elem, depth + 1, found);
        return;
      case TypeKind.Tuple:
        for (let i = 0; i < type.vars.length; i++) collect(type.vars[i].type, depth + 1, found);
        return;
      case TypeKind.Struct:
        for (let i = 0; i < type.fields.length; i++) collect(type.fields[i].type, depth + 1, found);
        return;
      case TypeKind.Interface:
        if (all) for (const method of typeSetOf(type).methods) collect(method.type, depth + 1, found);
        return;
      case TypeKind.Signature:
        if (hasParts(type.params)) collectParts(type.params, depth + 1, found);
        if (hasParts(type.results)) collectParts(type.results, depth + 1, found);
        return;
    }
  }

  function isSeen(type: Type): boolean {
    const before = seen.size;
    return seen.add(type).size === before;
  }

  /** The compiler reads a type with what it is made of, and the signatures of its methods. */
  function collectNamed(type: NamedType, depth: number, found: Callee[]): void {
    const before = imported;
    imported ||= type.object.pkg !== pkg && !isShape(type);
    collectParts(underlying(type), depth + 1, found);
    const { methods } = type.origin;
    for (let i = 0; i < methods.length; i++) collectParts(methods[i].type, depth + 1, found);
    imported = before;
  }

  function collectInstance(type: NamedType, depth: number, found: Callee[]): void {
    for (const arg of type.typeArgs) collect(arg, depth + 1, found);
    if (type.typeArgs.some(mentionsTypeParam)) return;
    const count = counts.get(type.origin) ?? 0;
    if (isEndless(type.typeArgs, count)) return;
    counts.set(type.origin, count + 1);
    elsewhere(false, () => {
      collectMembers(type, depth, found);
      if (all) collectShaped(type, depth, found);
    });
  }

  /** With an instance the compiler reads the one by shapes. */
  function collectShaped(type: NamedType, depth: number, found: Callee[]): void {
    const shapes = type.typeArgs.map((arg, i) => ir.shapes.of(arg, type.origin.typeParams[i]));
    const shaped = instantiateNamed(type.origin, shapes, ir.context);
    // Methods mention it as their receiver.
    if (type.origin.methods.length > 0) collect(shaped, depth + 1, found);
    else collectParts(shaped, depth + 1, found);
  }

  function collectMembers(type: NamedType, depth: number, found: Callee[]): void {
    collectParts(underlying(type), depth + 1, found);
    if (type.object.pkg !== pkg && !all) return;
    const shaped = type.typeArgs.some(hasShape);
    for (const method of type.origin.methods) {
      const callee = ir.callee(method.origin, type.typeArgs, shaped ? type : undefined);
      if (all) collect(callee.type, depth + 1, found);
      found.push(callee);
      if (!all || shaped) continue;
      named({ callee, name: instanceName(callee, type.typeArgs) });
      collect(ir.instanceType(method.origin, method.origin.type, type.typeArgs), depth + 1, found);
    }
  }
}

/** There is a parameter or result of which anything is to be collected. */
function hasParts({ vars }: TupleType): boolean {
  for (let i = 0; i < vars.length; i++) if (vars[i].type.kind !== TypeKind.Basic) return true;
  return false;
}

/** A type parameter occurs in the type (then it is no instance that anybody compiles). */
export function mentionsTypeParam(type: Type): boolean {
  return mentions(type, 0);
}

function mentions(type: Type, depth: number): boolean {
  if (depth > maxDepth) return true;
  const next = (inner: Type): boolean => mentions(inner, depth + 1);
  switch (type.kind) {
    case TypeKind.TypeParam:
      return true;
    case TypeKind.Named:
      return type.typeArgs.some(next);
    case TypeKind.Alias:
      return next(type.rhs);
    case TypeKind.Pointer:
    case TypeKind.Slice:
    case TypeKind.Array:
    case TypeKind.Chan:
      return next(type.elem);
    case TypeKind.Map:
      return next(type.key) || next(type.elem);
    case TypeKind.Tuple:
      return type.vars.some(v => next(v.type));
    case TypeKind.Struct:
      return type.fields.some(field => next(field.type));
    case TypeKind.Signature:
      return next(type.params) || next(type.results);
    case TypeKind.Interface:
      return type.methods.some(method => next(method.type)) || type.embeddeds.some(next);
    default:
      return false;
  }
}
