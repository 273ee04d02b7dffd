/** Which calls the compiler has instructions for (ssagen's IsIntrinsicCall, Go 1.26). */

import { type CallExpr, Class, type Name, Op } from '../ir';
import { type Arch, isIntrinsic } from './intrinsics';

/** The function or method that a call names. */
export function namedCallee(call: CallExpr): Name | undefined {
  const { fun } = call;
  const name = fun.op === Op.OMETHEXPR ? fun.callee : fun.op === Op.ONAME ? fun : undefined;
  return name?.cls === Class.func ? name : undefined;
}

export function isIntrinsicCall(call: CallExpr, arch: Arch): boolean {
  const name = namedCallee(call);
  return name?.pkg !== undefined && isIntrinsic(arch, name.pkg.path, name.sym);
}
