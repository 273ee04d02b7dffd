/** Questions about types as cmd/compile's types package asks them (a type parameter is its core type). */

import {
  Basic,
  coreType,
  isTypeParam,
  isUntyped,
  type NamedType,
  type SignatureType,
  type StructType,
  type Type,
  TypeKind,
  typ,
  typeSetOf,
  unalias,
  underlying,
} from '../types';

/** The underlying type; of a type parameter the core type, where it has one. */
export function under(type: Type): Type {
  return isTypeParam(type) ? (coreType(type) ?? underlying(type)) : underlying(type);
}

export function isInterface(type: Type): boolean {
  return !isTypeParam(type) && underlying(type).kind === TypeKind.Interface;
}

export function isEmptyInterface(type: Type): boolean {
  const u = underlying(type);
  return !isTypeParam(type) && u.kind === TypeKind.Interface && typeSetOf(u).methods.length === 0;
}

export function isString(type: Type): boolean {
  const u = under(type);
  return u.kind === TypeKind.Basic && (u.basic === Basic.String || u.basic === Basic.UntypedString);
}

export function isInteger(type: Type): boolean {
  const u = under(type);
  return u.kind === TypeKind.Basic && u.basic >= Basic.Int && u.basic <= Basic.Uintptr;
}

/** Of an integer type. */
export function isSigned(type: Type): boolean {
  const u = under(type);
  return u.kind === TypeKind.Basic && u.basic <= Basic.Int64;
}

export function isBasicKind(type: Type, basic: Basic): boolean {
  const u = under(type);
  return u.kind === TypeKind.Basic && u.basic === basic;
}

export function signatureOf(type: Type): SignatureType | undefined {
  const u = under(type);
  return u.kind === TypeKind.Signature ? u : undefined;
}

/** The struct that a value of the type, or of a pointer to it, has. */
export function structOf(type: Type): StructType | undefined {
  let u = under(type);
  if (u.kind === TypeKind.Pointer) u = under(u.elem);
  return u.kind === TypeKind.Struct ? u : undefined;
}

/** Element type of a pointer; undefined of anything else. */
export function pointee(type: Type): Type | undefined {
  const u = under(type);
  return u.kind === TypeKind.Pointer ? u.elem : undefined;
}

/** A pointer that is no defined type. */
export function isPlainPointer(type: Type): boolean {
  return unalias(type).kind === TypeKind.Pointer;
}

/** The named type that a receiver type T or *T is about. */
export function receiverBase(type: Type): NamedType | undefined {
  let actual = unalias(type);
  if (actual.kind === TypeKind.Pointer) actual = unalias(actual.elem);
  return actual.kind === TypeKind.Named ? actual : undefined;
}

/** The type is written with a name (Go's Sym() != nil): conversions between such types are spelt out. */
export function hasSym(type: Type): boolean {
  const kind = unalias(type).kind;
  return kind === TypeKind.Named || kind === TypeKind.Basic || kind === TypeKind.TypeParam;
}

/**
 * The type the compiler gives a constant or operand that the checker left untyped: nothing converts a
 * shift count, a condition, or a string argument of append and copy.
 */
export function idealType(type: Type, negative: boolean): Type {
  if (!isUntyped(type) || type.kind !== TypeKind.Basic) return type;
  switch (type.basic) {
    case Basic.UntypedBool:
      return typ[Basic.Bool];
    case Basic.UntypedString:
      return typ[Basic.String];
    case Basic.UntypedRune:
      return typ[Basic.Int32];
    case Basic.UntypedNil:
      return type;
    default:
      return typ[negative ? Basic.Int : Basic.Uint];
  }
}
