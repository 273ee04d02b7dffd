/**
 * The IR after inlining, function by function when asked for: an IrProgram like the one it is made from
 * (cmd/compile's gc/main.go from interleaved.DevirtualizeAndInlinePackage on, Go 1.26).
 */

import { type Callee, type Func, forEachChild, type IrNode, type IrProgram } from '../ir';
import type { Package } from '../types';
import type { Inlinability, Remark } from './canInline';
import { copyFunc, type Origins } from './copy';
import { wrapperDecision } from './facts';
import { interleave } from './interleave';
import { declaredAt } from './place';
import { wrapperOf } from './wrapper';

export interface Inliner extends IrProgram {
  /** What -m says of the inlining into functions of a package, built so far. */
  remarksOf(pkg: Package): readonly Remark[];
}

/** `func` of what this gives has calls inlined; everything else is as in the IrProgram of the decisions. */
export function createInliner(inlinability: Inlinability): Inliner {
  const { ir } = inlinability;
  const remarks = new Map<Callee, readonly Remark[]>();
  const wrappers = new Map<Callee, Callee>();
  const wrapper = (callee: Callee): Callee | undefined => {
    const known = wrappers.get(callee);
    if (known !== undefined) return known;
    const original = inlinability.body(callee);
    if (original === undefined || original.uninstantiated) return undefined;
    if (original.recv === undefined && !callee.isNamed) return undefined;
    const made = wrapperOf(callee, original);
    wrappers.set(callee, made);
    if (made.func !== undefined) {
      const found = interleave(inlinability, made.func, new Map());
      if (found.length > 0 && inlinability.wantsRemarks(made.func.pkg)) remarks.set(made, found);
      ir.finish(made.func);
    }
    return made;
  };
  const func = (callee: Callee): Func | undefined => {
    if (callee.func === undefined) callee.func = build(inlinability, callee, remarks);
    return callee.func;
  };
  const forget = (pkg: Package): void => {
    for (const callee of wrappers.keys()) if (callee.object.pkg === pkg) wrappers.delete(callee);
    for (const callee of remarks.keys()) if (callee.object.pkg === pkg) remarks.delete(callee);
  };
  return {
    program: ir.program,
    packageFuncs: (pkg, bodyOf = func) => {
      const list = ir.packageFuncs(pkg, bodyOf);
      const own = list.filter(callee => callee.typeArgs.length > 0 && callee.object.pkg === pkg);
      return [...list, ...own.flatMap(callee => wrapper(callee) ?? [])];
    },
    func,
    build: callee => ir.build(callee),
    initialiser: pkg => ir.initialiser(pkg),
    callee: (object, typeArgs) => ir.callee(object, typeArgs),
    methodCallee: (method, recv) => ir.methodCallee(method, recv),
    devirtualizer: (each, inlined) => ir.devirtualizer(each, inlined),
    finish: each => ir.finish(each),
    forget: pkg => {
      forget(pkg);
      ir.forget(pkg);
    },
    forgetNames: pkg => {
      forget(pkg);
      ir.forgetNames(pkg);
    },
    remarksOf: pkg => [
      ...inlinability.remarksOf(pkg),
      ...inlinability.decidedIn(pkg).flatMap(callee => remarks.get(callee) ?? []),
      ...[...wrappers]
        .filter(([shared]) => shared.object.pkg === pkg)
        .flatMap(([shared, made]) => wrapperRemarks(inlinability, shared, remarks.get(made) ?? [])),
    ],
    calleesOf: object => ir.calleesOf(object),
    forgetFunc: callee => {
      wrappers.delete(callee);
      remarks.delete(callee);
      ir.forgetFunc(callee);
    },
  };
}

/** A wrapper for each list of types that the package names. */
function wrapperRemarks(
  inlinability: Inlinability,
  shared: Callee,
  inlined: readonly Remark[],
): readonly Remark[] {
  const func = inlinability.body(shared);
  if (func === undefined) return [];
  const { can } = wrapperDecision(func, inlinability.decide(shared), inlinability.rules);
  const place = declaredAt(func);
  return [...(shared.names ?? [])].flatMap(name => [
    ...(can ? [{ place, gc: `can inline ${name}` }] : []),
    ...inlined,
  ]);
}

function build(
  inlinability: Inlinability,
  callee: Callee,
  remarks: Map<Callee, readonly Remark[]>,
): Func | undefined {
  const original = inlinability.body(callee);
  if (original === undefined) return undefined;
  if (isTooDeep(original)) {
    inlinability.dropBody(callee);
    inlinability.ir.finish(original);
    return original;
  }
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

/** Nesting of nodes beyond which nothing is inlined into a function: the passes go down a tree by recursion. */
const maxNesting = 2500;

function isTooDeep(func: Func): boolean {
  let level: IrNode[] = [...func.body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxNesting) return true;
    const next: IrNode[] = [];
    for (const node of level) forEachChild(node, child => next.push(child));
    level = next;
  }
  return func.closures.some(isTooDeep);
}
