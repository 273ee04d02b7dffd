/**
 * Bodies in which calls are inlined one by one, for who follows some of what they handle and leaves the rest alone:
 * of an import most calls have no part in the question, and neither they nor what they call need be looked at.
 *
 * Differs from Go, which inlines all or nothing. So a call is inlined by itself only where that hangs on no other, and who
 * asks must ask for the whole where a call may become direct by what is inlined elsewhere.
 */

import {
  type CallExpr,
  type Callee,
  Class,
  type Func,
  type InlinedCallExpr,
  type IrNode,
  Op,
  type OpenBodies,
  rootOf,
  Trait,
} from '../ir';
import { TypeKind, underlying } from '../types';
import type { Inlinability } from './canInline';
import { inlineOne } from './interleave';
import { isIntrinsicCall, namedCallee } from './intrinsicCall';

/** What a pass after inlining looks for in the whole body. */
const wholeTraits = Trait.distinctVars | Trait.goto;

export function createOpenBodies(inlinability: Inlinability): OpenBodies {
  return {
    body: callee => openBody(inlinability, callee),
    inlined: (func, call) => inlined(inlinability, func, call),
    mayBecomeStatic: (func, call, bodies) => {
      const devirtualizer = inlinability.ir.devirtualizer(rootOf(func), each => bodies.get(each));
      return devirtualizer.mayBecomeStatic(call, each => {
        const callee = namedCallee(each)?.callee;
        return callee === undefined || inlinability.decide(callee)?.can === true;
      });
    },
  };
}

function openBody(inlinability: Inlinability, callee: Callee): Func | undefined {
  if (callee.func !== undefined || callee.typeArgs.length > 0) return undefined;
  const func = inlinability.body(callee);
  return func === undefined || func.initialises || (func.traits & wholeTraits) !== 0 ? undefined : func;
}

function inlined(
  inlinability: Inlinability,
  func: Func,
  call: CallExpr,
): InlinedCallExpr | 'whole' | undefined {
  const callee = namedCallee(call)?.callee;
  if (call.op !== Op.OCALLFUNC || callee === undefined || isIntrinsicCall(call, inlinability.arch))
    return undefined;
  if (inlinability.decide(callee)?.can !== true) return undefined;
  const root = rootOf(func);
  if (inlinability.isTooDeep(root)) return undefined;
  if ((call.fun.op !== Op.ONAME && call.fun.init.length > 0) || call.args.some(mayBeLiteral)) return 'whole';
  return unchanged(root, func, () => inlineOne(inlinability, root, func, call));
}

/** Inlining it where it is handed to leaves nobody who needs it. */
function mayBeLiteral(arg: IrNode): boolean {
  if (arg.op !== Op.ONAME) return arg.op === Op.OCLOSURE;
  return arg.canonical().cls === Class.auto && underlying(arg.type).kind === TypeKind.Signature;
}

/** Leaves the function and what is known of it as they were; 'whole' where literals come to it, or what asks for a pass over it all. */
function unchanged<T>(root: Func, func: Func, action: () => T): T | 'whole' {
  const { incomplete, traits } = root;
  const variables = func.dcl.length;
  const literals = func.closures.length;
  try {
    const result = action();
    return func.closures.length > literals || (root.traits & wholeTraits) !== 0 ? 'whole' : result;
  } finally {
    func.dcl.length = variables;
    func.closures.length = literals;
    root.incomplete = incomplete;
    root.traits = traits;
  }
}
