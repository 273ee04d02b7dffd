/**
 * The IR after inlining, function by function when asked for: an IrProgram like the one it is made from
 * (cmd/compile's gc/main.go from interleaved.DevirtualizeAndInlinePackage on, Go 1.26).
 */

import type { Callee, Func, IrProgram } from '../ir';
import type { Package } from '../types';
import type { Inlinability, Remark } from './canInline';
import { copyFunc, type Origins } from './copy';
import { interleave } from './interleave';

export interface Inliner extends IrProgram {
  /** What -m says of the inlining into functions of a package, built so far. */
  remarksOf(pkg: Package): readonly Remark[];
}

/** `func` of what this gives has calls inlined; everything else is as in the IrProgram of the decisions. */
export function createInliner(inlinability: Inlinability): Inliner {
  const { ir } = inlinability;
  const remarks = new Map<Callee, readonly Remark[]>();
  const func = (callee: Callee): Func | undefined => {
    if (callee.func === undefined) callee.func = build(inlinability, callee, remarks);
    return callee.func;
  };
  return {
    program: ir.program,
    packageFuncs: (pkg, bodyOf = func) => ir.packageFuncs(pkg, bodyOf),
    func,
    build: callee => ir.build(callee),
    devirtualizer: (each, inlined) => ir.devirtualizer(each, inlined),
    finish: each => ir.finish(each),
    forget: pkg => {
      for (const callee of remarks.keys()) if (callee.object.pkg === pkg) remarks.delete(callee);
      ir.forget(pkg);
    },
    remarksOf: pkg => [
      ...inlinability.remarksOf(pkg),
      ...inlinability.decidedIn(pkg).flatMap(callee => remarks.get(callee) ?? []),
    ],
    calleesOf: object => ir.calleesOf(object),
    forgetFunc: callee => ir.forgetFunc(callee),
  };
}

function build(
  inlinability: Inlinability,
  callee: Callee,
  remarks: Map<Callee, readonly Remark[]>,
): Func | undefined {
  const original = inlinability.body(callee);
  if (original === undefined) return undefined;
  const decision = inlinability.decide(callee);
  const origins: Origins = new Map();
  const isNeeded = decision?.can === true || original.closures.length > 0;
  const func = isNeeded ? copyFunc(original, origins) : original;
  if (!isNeeded) inlinability.dropBody(callee);
  const found = interleave(inlinability, func, origins);
  if (found.length > 0 && inlinability.wantsRemarks(func.pkg)) remarks.set(callee, found);
  inlinability.ir.finish(func);
  return func;
}
