/**
 * Shapes: the types that stand for type arguments in the one body that all instances of a generic function
 * of like layout share (cmd/compile/internal/noder's shapify, Go 1.26). A shape is a defined type of package
 * go.shape whose name is its underlying type; printType.ts shortens long names.
 */

import {
  Basic,
  identical,
  invalidType,
  NamedType as Named,
  type NamedType,
  type Package,
  PointerType,
  Scope,
  type Type,
  TypeKind,
  TypeNameObject,
  type TypeParamType,
  typ,
  typeSetOf,
  unalias,
  underlying,
} from '../types';
import { linkString } from './printType';

export const shapePackage: Package = {
  path: 'go.shape',
  name: 'go.shape',
  scope: new Scope(undefined),
  files: [],
  goVersion: '',
  fake: false,
};

export function isShape(type: Type): boolean {
  return type.kind === TypeKind.Named && type.object.pkg === shapePackage;
}

/** Shapes made so far; one for each underlying type. */
export class Shapes {
  private readonly known = new Map<string, { under: Type; shape: NamedType }[]>();
  private readonly done = new WeakMap<Type, Type>();
  private readonly bytePointer = new PointerType(typ[Basic.Uint8]);

  /** The arguments of a type's instance: where one has a shape in it, all are shapes. */
  ofInstance(params: readonly TypeParamType[], args: readonly Type[]): readonly Type[] {
    return args.some(hasShape) ? args.map((arg, i) => this.of(arg, params[i])) : args;
  }

  /**
   * The shape of a type argument for the parameter. A type parameter stands for itself, and so does, of the types with
   * shapes in them, one whose underlying type is just being made, and a pointer whose element matters to nobody.
   */
  of(arg: Type, param: TypeParamType | undefined): Type {
    const actual = unalias(arg);
    if (actual.kind === TypeKind.TypeParam) return actual;
    const under = underlying(actual);
    if (under === invalidType && hasShape(actual)) return actual;
    if (under.kind === TypeKind.Pointer && isBasicConstraint(param)) {
      if (!isShape(under.elem) && hasShape(under.elem)) return actual;
      return this.shape(this.bytePointer);
    }
    if (isShape(actual)) return actual;
    let shape = this.done.get(actual);
    if (shape === undefined) {
      shape = this.shape(under);
      this.done.set(actual, shape);
    }
    return shape;
  }

  private shape(under: Type): Type {
    const name = linkString(under);
    const list = this.known.get(name) ?? [];
    const found = list.find(entry => identical(entry.under, under));
    if (found !== undefined) return found.shape;
    const object = new TypeNameObject(shapePackage, name, undefined);
    const shape = new Named(object, undefined);
    shape.underlying = under;
    object.type = shape;
    list.push({ under, shape });
    this.known.set(name, list);
    return shape;
  }
}

/** The constraint has methods alone: no operator of the body can depend on what a pointer points to. */
function isBasicConstraint(param: TypeParamType | undefined): boolean {
  if (param === undefined) return false;
  const constraint = underlying(param.constraint);
  if (constraint.kind !== TypeKind.Interface) return false;
  const set = typeSetOf(constraint);
  return set.terms === undefined && !set.comparable;
}

const shaped = new WeakMap<Type, boolean>();

/** A shape occurs in the type. */
export function hasShape(type: Type): boolean {
  // What most types are needs no table.
  while (type.kind === TypeKind.Pointer) type = type.elem;
  if (type.kind === TypeKind.Basic) return false;
  if (type.kind === TypeKind.Named && type.typeArgs.length === 0) return isShape(type);
  const known = shaped.get(type);
  if (known !== undefined) return known;
  shaped.set(type, false);
  const result = contains(type);
  shaped.set(type, result);
  return result;
}

function contains(type: Type): boolean {
  switch (type.kind) {
    case TypeKind.Named:
      return isShape(type) || type.typeArgs.some(hasShape);
    case TypeKind.Alias:
      return hasShape(unalias(type));
    case TypeKind.Pointer:
    case TypeKind.Slice:
    case TypeKind.Array:
    case TypeKind.Chan:
      return hasShape(type.elem);
    case TypeKind.Map:
      return hasShape(type.key) || hasShape(type.elem);
    case TypeKind.Tuple:
      return type.vars.some(v => hasShape(v.type));
    case TypeKind.Struct:
      return type.fields.some(v => hasShape(v.type));
    case TypeKind.Signature:
      return hasShape(type.params) || hasShape(type.results);
    case TypeKind.Interface:
      return type.methods.some(method => hasShape(method.type)) || type.embeddeds.some(hasShape);
    case TypeKind.Union:
      return type.terms.some(term => hasShape(term.type));
    default:
      return false;
  }
}

/** Types nested deeper than this, or of more parts, come from instances that make ever larger ones. */
const maxNesting = 40;
const maxParts = 4000;
/** Where a type or function has that many instances, each may make several larger ones. */
export const manyInstances = 100;
const maxNestingOfMany = 8;
const maxInstances = 600;

/**
 * The type arguments are larger than any that a program has whose instantiations end.
 * `instances`: how many the generic type or function has already.
 */
export function isEndless(typeArgs: readonly Type[], instances: number): boolean {
  if (instances >= maxInstances) return true;
  const nesting = instances < manyInstances ? maxNesting : maxNestingOfMany;
  return typeArgs.some(arg => isLarge(arg, nesting));
}

function isLarge(type: Type, nesting: number): boolean {
  let parts = 0;
  const tooLarge = (inner: Type, depth: number): boolean => {
    if (depth > nesting || ++parts > maxParts) return true;
    const below = (part: Type): boolean => tooLarge(part, depth + 1);
    switch (inner.kind) {
      case TypeKind.Named:
        return isShape(inner) ? below(inner.underlying) : inner.typeArgs.some(below);
      case TypeKind.Pointer:
      case TypeKind.Slice:
      case TypeKind.Array:
      case TypeKind.Chan:
        return below(inner.elem);
      case TypeKind.Map:
        return below(inner.key) || below(inner.elem);
      case TypeKind.Tuple:
        return inner.vars.some(v => below(v.type));
      case TypeKind.Struct:
        return inner.fields.some(field => below(field.type));
      case TypeKind.Signature:
        return below(inner.params) || below(inner.results);
      default:
        return false;
    }
  };
  return tooLarge(type, 0);
}
