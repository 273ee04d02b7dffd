/** The functions of package unsafe (go/types' builtins.go, Go 1.26). */

import { NodeKind } from '../syntax';
import { assignment } from './assignments';
import { type BuiltinCall, recordCall } from './builtins';
import { unparen } from './check';
import { intConstant } from './constant';
import { checkedExpr, useExprs } from './expr';
import { isValidIndex } from './indexing';
import { dereference, lookupFieldOrMethod } from './lookup';
import { isTypeParam } from './predicates';
import { recordSelection } from './selector';
import { Basic, PointerType, SliceType, type Type, TypeKind, unalias, underlying } from './type';
import { commonUnder } from './typeSet';
import { byteType, typ } from './universe';

export function unsafeCall(b: BuiltinCall): boolean {
  switch (b.name) {
    case 'Add':
      return addCall(b);
    case 'Alignof':
    case 'Sizeof':
      return sizeCall(b);
    case 'Offsetof':
      return offsetofCall(b);
    case 'Slice':
      return sliceCall(b);
    case 'SliceData':
      return sliceDataCall(b);
    case 'String':
      return stringCall(b);
    case 'StringData':
      return stringDataCall(b);
    default:
      return false;
  }
}

function addCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 17, 'unsafe.Add');
  assignment(check, x, typ[Basic.UnsafePointer], 'argument to unsafe.Add');
  if (x.mode === 'invalid') return false;
  const y = b.args[1];
  if (!isValidIndex(check, y, 'length', true)) return false;
  x.mode = 'value';
  x.type = typ[Basic.UnsafePointer];
  recordCall(b, x.type, x.type, y.type);
  return true;
}

function sizeCall(b: BuiltinCall): boolean {
  const { check, x, name } = b;
  assignment(check, x, undefined, `argument to unsafe.${name}`);
  if (x.mode === 'invalid') return false;
  const type = x.type;
  const size = () => (name === 'Sizeof' ? check.sizes.sizeof(type) : check.sizes.alignof(type));
  return sizeResult(b, type, type, size);
}

/** Sizes are int64 in the compiler, whatever the architecture. */
const sizeLimit = 2 ** 63;

/** The size is a constant unless it depends on a type parameter. */
function sizeResult(b: BuiltinCall, sized: Type, param: Type, size: () => number): boolean {
  const { check, x } = b;
  if (hasVariableSize(sized, new Set())) {
    x.mode = 'value';
    x.value = undefined;
    recordCall(b, typ[Basic.Uintptr], param);
  } else {
    const bytes = size();
    if (bytes >= sizeLimit) {
      check.error(x, `${x} is too large`);
      return false;
    }
    x.mode = 'constant';
    x.value = intConstant(BigInt(bytes));
  }
  x.type = typ[Basic.Uintptr];
  return true;
}

function hasVariableSize(type: Type, seen: Set<Type>): boolean {
  if (isTypeParam(type)) return true;
  const actual = unalias(type);
  if (actual.kind === TypeKind.Named) {
    if (seen.has(actual)) return false;
    seen.add(actual);
  }
  const under = underlying(actual);
  if (under.kind === TypeKind.Array) return hasVariableSize(under.elem, seen);
  return under.kind === TypeKind.Struct && under.fields.some(field => hasVariableSize(field.type, seen));
}

function offsetofCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const arg = b.call.args[0];
  const selector = unparen(arg);
  if (selector.kind !== NodeKind.SelectorExpr) {
    check.error(arg, 'invalid argument: not a selector expression');
    useExprs(check, [arg]);
    return false;
  }
  checkedExpr(check, x, selector.x);
  if (x.mode === 'invalid') return false;
  const base = structBase(x.type);
  const name = selector.sel.name;
  const { object, index, indirect } = lookupFieldOrMethod(base, false, check.env.pkg, name);
  if (object === undefined) {
    check.error(x, `invalid argument: ${check.str(base)} has no single field ${name}`);
    return false;
  }
  if (object.kind === 'func') {
    check.error(arg, `invalid argument: ${name} is a method value`);
    return false;
  }
  if (indirect) {
    check.error(x, `invalid argument: field ${name} is embedded via a pointer in ${check.str(base)}`);
    return false;
  }
  const path = index ?? [];
  recordSelection(check, selector, {
    kind: 'field',
    recv: base,
    object,
    index: path,
    indirect,
    type: object.type,
  });
  check.recordType(selector, x.mode === 'variable' ? 'variable' : 'value', object.type);
  return sizeResult(b, base, object.type, () => offsetOf(b, base, path));
}

function structBase(type: Type): Type {
  const { type: elem, isPointer } = dereference(underlying(type));
  return isPointer && underlying(elem).kind === TypeKind.Struct ? elem : type;
}

function offsetOf(b: BuiltinCall, base: Type, path: readonly number[]): number {
  let offset = 0;
  let type = base;
  for (const index of path) {
    const under = underlying(type);
    if (under.kind !== TypeKind.Struct) break;
    offset += b.check.sizes.offsets(under)[index] ?? 0;
    type = under.fields[index].type;
  }
  return offset;
}

function sliceCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 17, 'unsafe.Slice');
  const under = commonUnder(x.type).type;
  if (under?.kind !== TypeKind.Pointer) {
    check.error(x, `invalid argument: ${x} is not a pointer`);
    return false;
  }
  const y = b.args[1];
  if (!isValidIndex(check, y, 'length', false)) return false;
  x.mode = 'value';
  x.type = new SliceType(under.elem);
  recordCall(b, x.type, under, y.type);
  return true;
}

function sliceDataCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 20, 'unsafe.SliceData');
  const under = commonUnder(x.type).type;
  if (under?.kind !== TypeKind.Slice) {
    check.error(x, `invalid argument: ${x} is not a slice`);
    return false;
  }
  x.mode = 'value';
  x.type = new PointerType(under.elem);
  recordCall(b, x.type, under);
  return true;
}

function stringCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 20, 'unsafe.String');
  const bytes = new PointerType(byteType);
  assignment(check, x, bytes, 'argument to unsafe.String');
  if (x.mode === 'invalid') return false;
  const y = b.args[1];
  if (!isValidIndex(check, y, 'length', false)) return false;
  x.mode = 'value';
  x.type = typ[Basic.String];
  recordCall(b, x.type, bytes, y.type);
  return true;
}

function stringDataCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 20, 'unsafe.StringData');
  assignment(check, x, typ[Basic.String], 'argument to unsafe.StringData');
  if (x.mode === 'invalid') return false;
  x.mode = 'value';
  x.type = new PointerType(byteType);
  x.value = undefined;
  recordCall(b, x.type, typ[Basic.String]);
  return true;
}
