/** The predeclared functions make and new (go/types' builtins.go, Go 1.26). */

import { assignment } from './assignments';
import { type BuiltinCall, recordCall } from './builtins';
import { exprOrType, useExprs } from './expr';
import { exprString } from './exprString';
import { checkIndex } from './indexing';
import { isUntyped, isValid } from './predicates';
import { PointerType, TypeKind } from './type';
import { commonUnder } from './typeSet';
import { checkVarType, varType } from './typexpr';

export function makeCall(b: BuiltinCall): boolean {
  const { check, x, call } = b;
  const type = varType(check, call.args[0]);
  if (!isValid(type)) {
    useExprs(check, call.args.slice(1));
    return false;
  }
  const { type: under, cause } = commonUnder(type, (_, u) => {
    if (u === undefined) return 'no specific type';
    const ok = u.kind === TypeKind.Slice || u.kind === TypeKind.Map || u.kind === TypeKind.Chan;
    return ok || !isValid(u) ? undefined : 'type must be slice, map, or channel';
  });
  if (under === undefined || !isValid(under)) {
    if (cause !== '') check.error(call.args[0], `invalid argument: cannot make ${check.str(type)}: ${cause}`);
    useExprs(check, call.args.slice(1));
    return false;
  }
  const min = under.kind === TypeKind.Slice ? 2 : 1;
  const count = call.args.length;
  if (count < min || count > min + 1) {
    const want = `expects ${min} or ${min + 1} arguments; found ${count}`;
    check.error(call, `invalid operation: ${exprString(call)} ${want}`);
    return false;
  }
  const types = [type];
  const sizes: number[] = [];
  for (const arg of call.args.slice(1)) {
    const index = checkIndex(check, arg, -1);
    types.push(index.type);
    if (index.value >= 0) sizes.push(index.value);
  }
  if (sizes.length === 2 && sizes[0] > sizes[1]) {
    check.error(call.args[1], 'invalid argument: length and capacity swapped');
  }
  x.mode = 'value';
  x.type = type;
  recordCall(b, type, ...types);
  return true;
}

export function newCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const arg = b.call.args[0];
  exprOrType(check, x, arg, false);
  if (x.mode === 'builtin') {
    check.error(x, `${x} must be called`);
    return false;
  }
  if (x.mode === 'invalid') return false;
  if (x.mode === 'typexpr') checkVarType(check, arg, x.type);
  else {
    if (isUntyped(x.type)) {
      assignment(check, x, undefined, 'argument to new');
      if ((x.mode as string) === 'invalid') return false;
    }
    check.requireVersion(b.call.fun, 26, `new(${exprString(arg)})`);
  }
  const type = x.type;
  x.mode = 'value';
  x.type = new PointerType(type);
  x.value = undefined;
  recordCall(b, x.type, type);
  return true;
}
