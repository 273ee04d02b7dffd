/** What is known of a variable that is declared without a value. */

import { type BasicType, type Type, TypeKind, underlying } from '../types';

import { nil, type Value } from './value';

export function zeroOf(type: Type): Value {
  const under = underlying(type);
  switch (under.kind) {
    case TypeKind.Slice:
    case TypeKind.Map:
    case TypeKind.Pointer:
    case TypeKind.Signature:
    case TypeKind.Interface:
    case TypeKind.Chan:
      return nil;
    case TypeKind.Basic:
      return zeroOfBasic(under);
    default:
      return undefined;
  }
}

function zeroOfBasic({ name }: BasicType): Value {
  if (name === 'string') return { kind: 'string', len: 0 };
  if (name === 'bool') return false;
  return /^(u?int|byte|rune|uintptr)/.test(name) ? 0 : undefined;
}
