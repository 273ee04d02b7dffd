/**
 * The IR after inlining, function by function when asked for: an IrProgram like the one it is made from
 * (cmd/compile's gc/main.go from interleaved.DevirtualizeAndInlinePackage on, Go 1.26).
 */

import type { Callee, Func, IrProgram } from '../ir';
import type { Inlinability } from './canInline';
import { copyFunc, type Origins } from './copy';
import { interleave } from './interleave';

/** `func` of what this gives has calls inlined; everything else is as in the IrProgram of the decisions. */
export function createInliner(inlinability: Inlinability): IrProgram {
  const { ir } = inlinability;
  const func = (callee: Callee): Func | undefined => {
    if (callee.func === undefined) callee.func = build(inlinability, callee);
    return callee.func;
  };
  return {
    program: ir.program,
    packageFuncs: (pkg, bodyOf = func) => ir.packageFuncs(pkg, bodyOf),
    func,
    build: callee => ir.build(callee),
    devirtualizer: (each, inlined) => ir.devirtualizer(each, inlined),
    finish: each => ir.finish(each),
    forget: pkg => ir.forget(pkg),
  };
}

function build(inlinability: Inlinability, callee: Callee): Func | undefined {
  const original = inlinability.body(callee);
  if (original === undefined) return undefined;
  const decision = inlinability.decide(callee);
  const origins: Origins = new Map();
  const isNeeded = decision?.can === true || original.closures.length > 0;
  const func = isNeeded ? copyFunc(original, origins) : original;
  if (!isNeeded) inlinability.dropBody(callee);
  interleave(inlinability, func, origins);
  inlinability.ir.finish(func);
  return func;
}
