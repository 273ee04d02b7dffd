/** What escape analysis asks of types: their kind under all names, and how they lie in memory. */

import { Basic, type Sizes, type Type, TypeKind, unalias } from '../types';

/** The type under its names; unlike `underlying` it leaves a type parameter as it is. */
export function under(type: Type): Type {
  const actual = type.kind === TypeKind.Alias ? unalias(type) : type;
  return actual.kind === TypeKind.Named ? actual.underlying : actual;
}

export function isInterface(type: Type): boolean {
  return under(type).kind === TypeKind.Interface;
}
export function isArray(type: Type): boolean {
  return under(type).kind === TypeKind.Array;
}
export function isUnsafePointer(type: Type): boolean {
  const t = under(type);
  return t.kind === TypeKind.Basic && t.basic === Basic.UnsafePointer;
}
export function isUintptr(type: Type): boolean {
  const t = under(type);
  return t.kind === TypeKind.Basic && t.basic === Basic.Uintptr;
}
/** A number or a boolean. */
export function isNumeric(type: Type): boolean {
  const t = under(type);
  return t.kind === TypeKind.Basic && t.basic >= Basic.Bool && t.basic <= Basic.Complex128;
}
export function isStringType(type: Type): boolean {
  const t = under(type);
  return t.kind === TypeKind.Basic && (t.basic === Basic.String || t.basic === Basic.UntypedString);
}
export function isUntyped(type: Type): boolean {
  return type.kind === TypeKind.Basic && type.basic >= Basic.UntypedBool;
}

/** Element of a slice, array, pointer, channel or map; undefined for other types. */
export function elemOf(type: Type): Type | undefined {
  const t = under(type);
  switch (t.kind) {
    case TypeKind.Slice:
    case TypeKind.Array:
    case TypeKind.Pointer:
    case TypeKind.Chan:
    case TypeKind.Map:
      return t.elem;
    default:
      return undefined;
  }
}

/** Element of a slice alone. */
export function sliceElem(type: Type): Type | undefined {
  const t = under(type);
  return t.kind === TypeKind.Slice ? t.elem : undefined;
}

/** What a type parameter will hold is not known: it may be a pointer. */
export function hasPointers(type: Type, sizes: Sizes): boolean {
  const t = under(type);
  if (t.kind === TypeKind.Basic) {
    return t.basic === Basic.String || t.basic === Basic.UnsafePointer || t.basic === Basic.UntypedString;
  }
  if (t.kind === TypeKind.TypeParam) return true;
  return sizes.hasPointers(t);
}

/** Its value is one pointer, so that an interface holds it without memory of its own. */
export function isDirectIface(type: Type, sizes: Sizes): boolean {
  const t = under(type);
  if (t.kind === TypeKind.TypeParam) return false;
  return sizes.sizeof(t) === sizes.wordSize && sizes.ptrBytes(t) === sizes.wordSize;
}

/** Holds a pointer that is not a string's. */
export function hasNonStringPointers(type: Type, sizes: Sizes): boolean {
  if (!hasPointers(type, sizes)) return false;
  const t = under(type);
  if (t.kind === TypeKind.Basic) return t.basic !== Basic.String;
  if (t.kind === TypeKind.Struct) return t.fields.some(field => hasNonStringPointers(field.type, sizes));
  if (t.kind === TypeKind.Array) return hasNonStringPointers(t.elem, sizes);
  return true;
}
