/**
 * Predicates over types (types2's predicates.go, Go 1.26): which kind a type is of, identity, comparability.
 * Nothing here allocates, but where interfaces with methods or generic signatures are compared.
 */

import { type FuncObject, isExported, type VarObject } from './object';
import type { Package } from './package';
import { substitute } from './subst';
import type {
  InterfaceType,
  NamedType,
  SignatureType,
  StructType,
  Type,
  TypeParamType,
  UnionTerm,
} from './type';
import { Basic, invalidType, TypeKind, unalias, underlying } from './type';
import { allTerms, equalTerms, isEmptyTypeSet, typeSetOf, unionTerms } from './typeSet';
import { typeString } from './typeString';
import { runeType, typ } from './universe';

const enum Info {
  Boolean = 1,
  Integer = 2,
  Unsigned = 4,
  Float = 8,
  Complex = 16,
  String = 32,
  Untyped = 64,
  Numeric = Integer | Float | Complex,
  Ordered = Integer | Float | String,
  Const = Boolean | Numeric | String,
}

const infos = basicInfos();

function basicInfos(): Uint8Array {
  const table = new Uint8Array(Basic.UntypedNil + 1);
  table[Basic.Bool] = Info.Boolean;
  for (let basic = Basic.Int; basic <= Basic.Int64; basic++) table[basic] = Info.Integer;
  for (let basic = Basic.Uint; basic <= Basic.Uintptr; basic++) table[basic] = Info.Integer | Info.Unsigned;
  table[Basic.Float32] = table[Basic.Float64] = Info.Float;
  table[Basic.Complex64] = table[Basic.Complex128] = Info.Complex;
  table[Basic.String] = Info.String;
  table[Basic.UntypedBool] = Info.Boolean | Info.Untyped;
  table[Basic.UntypedInt] = table[Basic.UntypedRune] = Info.Integer | Info.Untyped;
  table[Basic.UntypedFloat] = Info.Float | Info.Untyped;
  table[Basic.UntypedComplex] = Info.Complex | Info.Untyped;
  table[Basic.UntypedString] = Info.String | Info.Untyped;
  table[Basic.UntypedNil] = Info.Untyped;
  return table;
}

/** The underlying basic type; -1 where the type's underlying type is none (type parameters included). */
export function basicOf(type: Type): Basic | -1 {
  switch (type.kind) {
    case TypeKind.Basic:
      return type.basic;
    case TypeKind.Named: {
      const under = type.underlying;
      return under.kind === TypeKind.Basic ? under.basic : -1;
    }
    case TypeKind.Alias:
      return basicOf(unalias(type));
    default:
      return -1;
  }
}

function isBasic(type: Type, info: Info): boolean {
  const basic = basicOf(type);
  return basic >= 0 && (infos[basic] & info) !== 0;
}

/** As isBasic, and for a type parameter where it holds for every type of its set (which then names types). */
function allBasic(type: Type, info: Info): boolean {
  const basic = basicOf(type);
  if (basic >= 0) return (infos[basic] & info) !== 0;
  const actual = unalias(type);
  return actual.kind === TypeKind.TypeParam && allTermsBasic(actual, info);
}

// Closures stand apart from what is asked often: a function with one makes room for it at each call.
function allTermsBasic(param: TypeParamType, info: Info): boolean {
  return allTerms(param, term => term !== undefined && isBasic(term.type, info));
}

export const isBoolean = (type: Type): boolean => isBasic(type, Info.Boolean);
export const isInteger = (type: Type): boolean => isBasic(type, Info.Integer);
export const isUnsigned = (type: Type): boolean => isBasic(type, Info.Unsigned);
export const isComplex = (type: Type): boolean => isBasic(type, Info.Complex);
export const isNumeric = (type: Type): boolean => isBasic(type, Info.Numeric);
export const isString = (type: Type): boolean => isBasic(type, Info.String);
export const isIntegerOrFloat = (type: Type): boolean => isBasic(type, Info.Integer | Info.Float);
/** Constants may have the type. */
export const isConstType = (type: Type): boolean => isBasic(type, Info.Const);

export const allBoolean = (type: Type): boolean => allBasic(type, Info.Boolean);
export const allInteger = (type: Type): boolean => allBasic(type, Info.Integer);
export const allUnsigned = (type: Type): boolean => allBasic(type, Info.Unsigned);
export const allNumeric = (type: Type): boolean => allBasic(type, Info.Numeric);
export const allString = (type: Type): boolean => allBasic(type, Info.String);
export const allOrdered = (type: Type): boolean => allBasic(type, Info.Ordered);
export const allNumericOrString = (type: Type): boolean => allBasic(type, Info.Numeric | Info.String);

export function isValid(type: Type): boolean {
  return type.kind === TypeKind.Alias ? unalias(type) !== invalidType : type !== invalidType;
}

export function isUntyped(type: Type): boolean {
  return type.kind === TypeKind.Basic && type.basic >= Basic.UntypedBool;
}
export function isTyped(type: Type): boolean {
  return type.kind !== TypeKind.Basic || type.basic < Basic.UntypedBool;
}
export function isUntypedNumeric(type: Type): boolean {
  return type.kind === TypeKind.Basic && type.basic >= Basic.UntypedInt && type.basic <= Basic.UntypedComplex;
}
export function isUntypedNil(type: Type): boolean {
  return type.kind === TypeKind.Basic && type.basic === Basic.UntypedNil;
}

export function isTypeParam(type: Type): boolean {
  const { kind } = type;
  return (
    kind === TypeKind.TypeParam || (kind === TypeKind.Alias && unalias(type).kind === TypeKind.TypeParam)
  );
}
/** The underlying type is an interface (a type parameter's is). */
export function isInterface(type: Type): boolean {
  return underlying(type).kind === TypeKind.Interface;
}
export function isNonTypeParamInterface(type: Type): boolean {
  return underlying(type).kind === TypeKind.Interface && !isTypeParam(type);
}
export function isInterfacePointer(type: Type): boolean {
  const under = underlying(type);
  return under.kind === TypeKind.Pointer && isInterface(under.elem);
}
export function isPointer(type: Type): boolean {
  return underlying(type).kind === TypeKind.Pointer;
}
/** []byte, []rune and what has such an underlying type. */
export function isBytesOrRunes(type: Type): boolean {
  const under = underlying(type);
  if (under.kind !== TypeKind.Slice) return false;
  const elem = basicOf(under.elem);
  return elem === Basic.Uint8 || elem === Basic.Int32;
}

/** A generic type that has not been instantiated. */
export function isGeneric(type: Type): boolean {
  const { kind } = type;
  if (kind === TypeKind.Named) return type.typeParams.length > 0 && type.typeArgs.length === 0;
  if (kind !== TypeKind.Alias) return false;
  return (type.typeParams.length > 0 && type.typeArgs.length === 0) || isGeneric(unalias(type));
}

/** Predeclared and defined types and type parameters have names. */
export function hasName(type: Type): boolean {
  const kind = unalias(type).kind;
  return kind === TypeKind.Basic || kind === TypeKind.Named || kind === TypeKind.TypeParam;
}
/** Neither a defined type nor a type parameter. */
export function isTypeLiteral(type: Type): boolean {
  const kind = unalias(type).kind;
  return kind !== TypeKind.Named && kind !== TypeKind.TypeParam;
}

/** `nil` is a value of the type. */
export function hasNil(type: Type): boolean {
  const actual = unalias(type);
  if (actual.kind === TypeKind.TypeParam) {
    return allTerms(actual, term => term !== undefined && hasNil(underlying(term.type)));
  }
  const under = underlying(actual);
  switch (under.kind) {
    case TypeKind.Basic:
      return under.basic === Basic.UnsafePointer;
    case TypeKind.Slice:
    case TypeKind.Pointer:
    case TypeKind.Signature:
    case TypeKind.Map:
    case TypeKind.Chan:
    case TypeKind.Interface:
      return true;
    default:
      return false;
  }
}

/** The type an untyped value gets where nothing asks for another; other types stay (so does untyped nil). */
export function defaultType(type: Type): Type {
  if (type.kind !== TypeKind.Basic) return type;
  switch (type.basic) {
    case Basic.UntypedBool:
      return typ[Basic.Bool];
    case Basic.UntypedInt:
      return typ[Basic.Int];
    case Basic.UntypedRune:
      return runeType;
    case Basic.UntypedFloat:
      return typ[Basic.Float64];
    case Basic.UntypedComplex:
      return typ[Basic.Complex128];
    case Basic.UntypedString:
      return typ[Basic.String];
    default:
      return type;
  }
}

/** Of two untyped numeric types the one later in integer, rune, float, complex; undefined for types that do not mix. */
export function maxType(x: Type, y: Type): Type | undefined {
  if (x === y) return x;
  if (x.kind !== TypeKind.Basic || y.kind !== TypeKind.Basic) return undefined;
  if (!isUntypedNumeric(x) || !isUntypedNumeric(y)) return undefined;
  return x.basic > y.basic ? x : y;
}

export function samePackage(x: Package | undefined, y: Package | undefined): boolean {
  return x === y || (x !== undefined && y !== undefined && x.path === y.path);
}

/** The object's name, in its package, is `name` of package `pkg`; `foldCase` ignores letter case and package. */
export function sameId(
  object: FuncObject | VarObject,
  pkg: Package | undefined,
  name: string,
  foldCase = false,
): boolean {
  if (foldCase && equalFold(object.name, name)) return true;
  return object.name === name && (isExported(object.name) || samePackage(object.pkg, pkg));
}

export function equalFold(x: string, y: string): boolean {
  return x === y || (x.length === y.length && x.toLowerCase() === y.toLowerCase());
}

/** Order of methods in a type set: exported first, then by name, then by package path. */
export function compareObjects(a: FuncObject, b: FuncObject): number {
  const exported = isExported(a.name);
  if (exported !== isExported(b.name)) return exported ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (exported) return 0;
  const x = a.pkg?.path ?? '';
  const y = b.pkg?.path ?? '';
  return x < y ? -1 : x > y ? 1 : 0;
}

// ---------------------------------------------------------------- comparability

/**
 * Values of the type can be compared with ==. With `dynamic`, interfaces can (the comparison may panic);
 * without, only where every type of their set can. `report` gets the reason for a refusal, "" where none is known.
 */
export function isComparable(type: Type, dynamic = true, report?: (cause: string) => void): boolean {
  return comparable(type, dynamic, report, undefined);
}

function comparable(
  type: Type,
  dynamic: boolean,
  report: ((cause: string) => void) | undefined,
  seen: Set<Type> | undefined,
): boolean {
  const under = underlying(type);
  switch (under.kind) {
    case TypeKind.Basic:
      if (under.basic !== Basic.UntypedNil) return true;
      break;
    case TypeKind.Pointer:
    case TypeKind.Chan:
      return true;
    case TypeKind.Struct: {
      if (seen?.has(type)) return true;
      const inner = (seen ?? new Set()).add(type);
      for (const field of under.fields) {
        if (comparable(field.type, dynamic, undefined, inner)) continue;
        report?.(`struct containing ${typeString(field.type)} cannot be compared`);
        return false;
      }
      return true;
    }
    case TypeKind.Array: {
      if (seen?.has(type)) return true;
      if (comparable(under.elem, dynamic, undefined, (seen ?? new Set()).add(type))) return true;
      report?.(`${typeString(type)} cannot be compared`);
      return false;
    }
    case TypeKind.Interface: {
      if (dynamic && !isTypeParam(type)) return true;
      if (seen?.has(type)) return true;
      const set = typeSetOf(under);
      if (set.terms === undefined) {
        if (set.comparable) return true;
      } else if (set.terms.length > 0) {
        const inner = (seen ?? new Set()).add(type);
        if (set.terms.every(term => comparable(term.type, false, undefined, inner))) return true;
      }
      report?.(isEmptyTypeSet(set) ? 'empty type set' : 'incomparable types in type set');
      return false;
    }
    default:
      break;
  }
  report?.('');
  return false;
}

// ---------------------------------------------------------------- identity

/** Interfaces under comparison, innermost first: a pair met again is taken for equal. */
interface InterfacePair {
  x: InterfaceType;
  y: InterfaceType;
  outer: InterfacePair | undefined;
}

/** Nesting beyond this is taken for a difference: no correct program gets near it. */
const maxDepth = 1000;

/** The two types are the same type. */
export function identical(x: Type, y: Type): boolean {
  return x === y || same(x, y, false, undefined, 0);
}

/** As identical, with struct tags left out of account. */
export function identicalIgnoreTags(x: Type, y: Type): boolean {
  return x === y || same(x, y, true, undefined, 0);
}

export function identicalLists(xs: readonly Type[], ys: readonly Type[]): boolean {
  if (xs.length !== ys.length) return false;
  for (let i = 0; i < xs.length; i++) if (!identical(xs[i], ys[i])) return false;
  return true;
}

/** Two instances or plain types come from one declaration. */
export function identicalOrigin(x: NamedType, y: NamedType): boolean {
  return x.origin.object === y.origin.object;
}

function same(
  left: Type,
  right: Type,
  ignoreTags: boolean,
  pairs: InterfacePair | undefined,
  depth: number,
): boolean {
  const x = left.kind === TypeKind.Alias ? unalias(left) : left;
  const y = right.kind === TypeKind.Alias ? unalias(right) : right;
  if (x === y) return true;
  if (depth > maxDepth) return false;
  const deeper = depth + 1;
  switch (x.kind) {
    case TypeKind.Basic:
      return y.kind === TypeKind.Basic && x.basic === y.basic;
    case TypeKind.Named:
      return (
        y.kind === TypeKind.Named && identicalOrigin(x, y) && sameArgs(x.typeArgs, y.typeArgs, pairs, deeper)
      );
    case TypeKind.Pointer:
      return y.kind === TypeKind.Pointer && same(x.elem, y.elem, ignoreTags, pairs, deeper);
    case TypeKind.Slice:
      return y.kind === TypeKind.Slice && same(x.elem, y.elem, ignoreTags, pairs, deeper);
    case TypeKind.Array:
      // An unknown length was reported already; it matches any.
      return (
        y.kind === TypeKind.Array &&
        (x.len === y.len || x.len < 0 || y.len < 0) &&
        same(x.elem, y.elem, ignoreTags, pairs, deeper)
      );
    case TypeKind.Map:
      return (
        y.kind === TypeKind.Map &&
        same(x.key, y.key, ignoreTags, pairs, deeper) &&
        same(x.elem, y.elem, ignoreTags, pairs, deeper)
      );
    case TypeKind.Chan:
      return y.kind === TypeKind.Chan && x.dir === y.dir && same(x.elem, y.elem, ignoreTags, pairs, deeper);
    case TypeKind.Struct:
      return y.kind === TypeKind.Struct && sameStructs(x, y, ignoreTags, pairs, deeper);
    case TypeKind.Tuple:
      return y.kind === TypeKind.Tuple && sameVars(x.vars, y.vars, ignoreTags, pairs, deeper);
    case TypeKind.Signature:
      return y.kind === TypeKind.Signature && sameSignatures(x, y, ignoreTags, pairs, deeper);
    case TypeKind.Interface:
      return y.kind === TypeKind.Interface && sameInterfaces(x, y, ignoreTags, pairs, deeper);
    case TypeKind.Union:
      return y.kind === TypeKind.Union && equalTerms(unionTerms(x), unionTerms(y));
    default:
      return false;
  }
}

function sameArgs(
  xs: readonly Type[],
  ys: readonly Type[],
  pairs: InterfacePair | undefined,
  depth: number,
): boolean {
  if (xs.length !== ys.length) return false;
  // Tags count in type arguments, whatever the caller ignores outside.
  for (let i = 0; i < xs.length; i++) if (!same(xs[i], ys[i], false, pairs, depth)) return false;
  return true;
}

function sameStructs(
  x: StructType,
  y: StructType,
  ignoreTags: boolean,
  pairs: InterfacePair | undefined,
  depth: number,
): boolean {
  const count = x.fields.length;
  if (count !== y.fields.length) return false;
  for (let i = 0; i < count; i++) {
    const f = x.fields[i];
    const g = y.fields[i];
    if (f.embedded !== g.embedded || !sameId(f, g.pkg, g.name)) return false;
    if (!ignoreTags && (x.tags[i] ?? '') !== (y.tags[i] ?? '')) return false;
    if (!same(f.type, g.type, ignoreTags, pairs, depth)) return false;
  }
  return true;
}

function sameVars(
  xs: readonly VarObject[],
  ys: readonly VarObject[],
  ignoreTags: boolean,
  pairs: InterfacePair | undefined,
  depth: number,
): boolean {
  if (xs.length !== ys.length) return false;
  for (let i = 0; i < xs.length; i++) {
    if (!same(xs[i].type, ys[i].type, ignoreTags, pairs, depth)) return false;
  }
  return true;
}

function sameSignatures(
  x: SignatureType,
  y: SignatureType,
  ignoreTags: boolean,
  pairs: InterfacePair | undefined,
  depth: number,
): boolean {
  if (x.variadic !== y.variadic || x.typeParams.length !== y.typeParams.length) return false;
  let params: Type = y.params;
  let results: Type = y.results;
  if (x.typeParams.length > 0) {
    // Names of type parameters do not matter: y is read with x's in the place of its own.
    for (let i = 0; i < x.typeParams.length; i++) {
      const constraint = substitute(y.typeParams[i].constraint, y.typeParams, x.typeParams);
      if (!same(x.typeParams[i].constraint, constraint, ignoreTags, pairs, depth)) return false;
    }
    params = substitute(params, y.typeParams, x.typeParams);
    results = substitute(results, y.typeParams, x.typeParams);
  }
  return (
    same(x.params, params, ignoreTags, pairs, depth) && same(x.results, results, ignoreTags, pairs, depth)
  );
}

function sameInterfaces(
  x: InterfaceType,
  y: InterfaceType,
  ignoreTags: boolean,
  pairs: InterfacePair | undefined,
  depth: number,
): boolean {
  const xset = typeSetOf(x);
  const yset = typeSetOf(y);
  if (xset.comparable !== yset.comparable || xset.methods.length !== yset.methods.length) return false;
  if (!equalTerms(xset.terms, yset.terms)) return false;
  for (let pair = pairs; pair !== undefined; pair = pair.outer) {
    if ((pair.x === x && pair.y === y) || (pair.x === y && pair.y === x)) return true;
  }
  if (xset.methods.length === 0) return true;
  const inner: InterfacePair = { x, y, outer: pairs };
  for (let i = 0; i < xset.methods.length; i++) {
    const f = xset.methods[i];
    const g = yset.methods[i];
    if (!sameId(f, g.pkg, g.name) || !same(f.type, g.type, ignoreTags, inner, depth)) return false;
  }
  return true;
}

/** Terms that have a common type are not disjoint. */
export function disjointTerms(x: UnionTerm, y: UnionTerm): boolean {
  return !identical(y.tilde ? underlying(x.type) : x.type, x.tilde ? underlying(y.type) : y.type);
}
