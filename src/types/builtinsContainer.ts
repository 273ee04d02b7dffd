/** The predeclared functions len, cap, clear, close and delete (go/types' builtins.go, Go 1.26). */

import { assignment } from './assignments';
import { type BuiltinCall, recordCall } from './builtins';
import { type Constant, intConstant } from './constant';
import type { BuiltinName } from './object';
import { identical, isString, isTypeParam, isValid } from './predicates';
import { Basic, type Type, TypeKind, unalias, underlying } from './type';
import { underIs } from './typeSet';
import { typ } from './universe';

export function lenCall(b: BuiltinCall): boolean {
  const { check, x, name } = b;
  if (!underIs(x.type, under => hasLength(under, name))) {
    if (isValid(underlying(x.type))) check.error(x, `invalid argument: ${x} for built-in ${name}`);
    return false;
  }
  let value: Constant | undefined;
  let isConstant = false;
  if (!isTypeParam(x.type)) {
    const under = arrayPointerElem(underlying(x.type));
    if (under.kind === TypeKind.Basic && x.mode === 'constant') {
      isConstant = true;
      value = x.value?.kind === 'string' ? intConstant(BigInt(x.value.value.length)) : undefined;
    } else if (under.kind === TypeKind.Array && !check.env.hasCallOrRecv) {
      isConstant = true;
      value = under.len >= 0 ? intConstant(BigInt(under.len)) : undefined;
    }
  }
  if (!isConstant) recordCall(b, typ[Basic.Int], x.type);
  x.mode = isConstant ? 'constant' : 'value';
  x.type = typ[Basic.Int];
  x.value = value;
  return true;
}

/** The array behind a pointer to one; any other type as it is. */
export function arrayPointerElem(type: Type): Type {
  const actual = unalias(type);
  if (actual.kind !== TypeKind.Pointer) return type;
  const elem = underlying(actual.elem);
  return elem.kind === TypeKind.Array ? elem : type;
}

function hasLength(under: Type | undefined, name: BuiltinName): boolean {
  const type = under === undefined ? undefined : arrayPointerElem(under);
  switch (type?.kind) {
    case TypeKind.Basic:
      return name === 'len' && isString(type);
    case TypeKind.Map:
      return name === 'len';
    case TypeKind.Array:
    case TypeKind.Slice:
    case TypeKind.Chan:
      return true;
    default:
      return false;
  }
}

export function clearCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 21, 'clear');
  const ok = underIs(x.type, under => {
    if (under?.kind === TypeKind.Map || under?.kind === TypeKind.Slice) return true;
    check.error(x, `invalid argument: cannot clear ${x}: argument must be (or constrained by) map or slice`);
    return false;
  });
  if (!ok) return false;
  recordCall(b, undefined, x.type);
  x.mode = 'novalue';
  return true;
}

export function closeCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const ok = underIs(x.type, under => {
    if (under?.kind === TypeKind.Chan && under.dir !== 'recv') return true;
    const what = under?.kind === TypeKind.Chan ? 'receive-only channel' : 'non-channel';
    check.error(x, `invalid operation: cannot close ${what} ${x}`);
    return false;
  });
  if (!ok) return false;
  recordCall(b, undefined, x.type);
  x.mode = 'novalue';
  return true;
}

export function deleteCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const map = x.type;
  let key: Type | undefined;
  const ok = underIs(map, under => {
    if (under?.kind !== TypeKind.Map) {
      check.error(x, `invalid argument: ${x} is not a map`);
      return false;
    }
    if (key !== undefined && !identical(under.key, key)) {
      check.error(x, `invalid argument: maps of ${x} must have identical key types`);
      return false;
    }
    key = under.key;
    return true;
  });
  if (!ok || key === undefined) return false;
  x.set(b.args[1]);
  assignment(check, x, key, 'argument to delete');
  if (x.mode === 'invalid') return false;
  recordCall(b, undefined, map, key);
  x.mode = 'novalue';
  return true;
}
