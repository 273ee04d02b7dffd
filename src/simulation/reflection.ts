/** What reflection says of a dynamic type whose descriptor the walk carries as a TypeValue. */

import { Basic, isComparable, type Type, TypeKind, underlying } from '../types';
import { load, nil, type TypeValue, type Value } from './value';

/** The result of a method of reflect.Type on that receiver; undefined where the receiver is none, or not known. */
export function reflected(method: string, receiver: Value): Value {
  if (method !== 'Comparable' && method !== 'Kind') return undefined;
  const type = typeIn(receiver);
  if (type === undefined) return undefined;
  return method === 'Kind' ? kindOf(type) : isComparable(type);
}

/** A field of the descriptor (internal/abi.Type), or of what reflection wraps it in. */
export function typeField(field: string, value: TypeValue): Value {
  switch (field) {
    case 't':
    case 'Type':
      return value;
    case 'Kind_':
      return kindOf(value.type);
    case 'Equal':
      return isComparable(value.type) ? value : nil;
    default:
      return undefined;
  }
}

/** The type that a value of reflection stands for. */
function typeIn(value: Value): Type | undefined {
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'type') return value.type;
  if (value.kind === 'interface') return typeIn(value.value);
  return value.kind === 'block' && value.length === 1 ? typeIn(load(value, 0)) : undefined;
}

/** reflect.Kind: booleans and numbers as the checker orders them, then the kinds of composite types. */
function kindOf(type: Type): number | undefined {
  const under = underlying(type);
  switch (under.kind) {
    case TypeKind.Basic:
      if (under.basic === Basic.String) return 24;
      if (under.basic === Basic.UnsafePointer) return 26;
      return under.basic >= Basic.Bool && under.basic <= Basic.Complex128 ? under.basic : undefined;
    case TypeKind.Array:
      return 17;
    case TypeKind.Chan:
      return 18;
    case TypeKind.Signature:
      return 19;
    case TypeKind.Interface:
      return 20;
    case TypeKind.Map:
      return 21;
    case TypeKind.Pointer:
      return 22;
    case TypeKind.Slice:
      return 23;
    case TypeKind.Struct:
      return 25;
    default:
      return undefined;
  }
}
