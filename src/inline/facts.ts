/** What `-m=2` says of the functions of a package: which can be inlined, at what cost, and why not. */

import type { Func } from '../ir';
import { NodeKind, type Place } from '../syntax';
import type { Package } from '../types';
import type { Decision, Inlinability } from './canInline';

export interface InlineFact {
  place: Place;
  /** As the compiler prints it: "f", "(*T).m", "f.func1", "f[go.shape.int]". */
  name: string;
  decision: Decision;
}

/** All functions of a package and their literals; generic functions by their instances in it. */
export function inlineFacts(inlinability: Inlinability, pkg: Package): InlineFact[] {
  const facts: InlineFact[] = [];
  const add = (func: Func, decision: Decision | undefined): void => {
    if (decision !== undefined) facts.push({ place: declaredAt(func), name: func.sym, decision });
    for (const closure of func.closures) add(closure, inlinability.known(closure));
  };
  for (const callee of inlinability.ir.packageFuncs(pkg, each => inlinability.body(each))) {
    const func = inlinability.body(callee);
    if (func === undefined || func.uninstantiated) continue;
    const decision = inlinability.decide(callee);
    add(func, func.initialises ? undefined : decision);
  }
  return facts;
}

/** Where the compiler says a function is: behind the keyword, so a method at its receiver. */
function declaredAt(func: Func): Place {
  const { decl } = func.unit;
  if (func.outer !== undefined || decl.kind !== NodeKind.FuncDecl || decl.recv === undefined) return func.pos;
  return { unit: func.unit, pos: decl.recv.at };
}
