/** What `-m=2` says of the functions of a package: which can be inlined, at what cost, and why not. */

import type { Func } from '../ir';
import type { Place } from '../syntax';
import type { Package } from '../types';
import { type Decision, type Inlinability, inlineImpossible } from './canInline';
import type { InlineRules } from './goVersion';
import { declaredAt } from './place';

export interface InlineFact {
  place: Place;
  /** As the compiler prints it: "f", "(*T).m", "f.func1", "f[go.shape.int]". */
  name: string;
  decision: Decision;
}

/**
 * All functions of a package and their literals. Of a generic function it is the wrapper that hands a dictionary
 * to the body that several instances share: that is what other functions see.
 */
export function inlineFacts(inlinability: Inlinability, pkg: Package): InlineFact[] {
  const facts: InlineFact[] = [];
  const seen = new Set<Func>();
  const add = (func: Func, decision: Decision | undefined): void => {
    seen.add(func);
    if (decision !== undefined) facts.push({ place: declaredAt(func), name: func.sym, decision });
    for (const closure of func.closures) add(closure, inlinability.known(closure));
  };
  for (const callee of inlinability.ir.packageFuncs(pkg, each => inlinability.body(each))) {
    const func = inlinability.body(callee);
    if (func === undefined || func.uninstantiated || func.pkg !== pkg) continue;
    const decision = inlinability.decide(callee);
    if (func.dupok && !callee.isNamed && func.recv === undefined) continue;
    if (func.dupok)
      facts.push({
        place: declaredAt(func),
        name: func.sym.replace(/\[.*\]/, '[...]'),
        decision: wrapperDecision(func, decision, inlinability.rules),
      });
    else add(func, func.initialises ? undefined : decision);
  }
  // Literals that came to a function with an inlined body, as far as calls of them were looked at.
  for (const { func, decision } of inlinability.literalsIn(pkg)) if (!seen.has(func)) add(func, decision);
  return facts;
}

/** Of the function that hands the dictionary on: one call, and a return through temporaries where there are several results. */
export function wrapperDecision(func: Func, shared: Decision | undefined, rules: InlineRules): Decision {
  const why = inlineImpossible(func);
  if (why !== undefined) return { can: false, why };
  const results = func.results.length;
  const args = func.params.length + (func.recv === undefined ? 0 : 1);
  const inlined = shared?.can === true ? shared.cost : rules.callCost;
  const giveBack = results === 0 ? 0 : results === 1 ? 1 : 2 + 4 * results;
  const fun = func.recv === undefined ? 1 : 0;
  const cost = 1 + fun + 2 + args + inlined + giveBack;
  if (cost <= rules.maxBudget) return { can: true, cost, canDelayResults: true };
  return { can: false, why: `function too complex: cost ${cost} exceeds budget ${rules.maxBudget}` };
}
