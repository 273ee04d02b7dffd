/** What escape analysis knows of a function before its walk: what it is analysed with, and which labels begin loops. */

import { type Func, Op, rootOf, Trait, visitList } from '../ir';

/** A function literal that captures something: it is analysed with the function around it. */
export function isCapturing(func: Func): boolean {
  return func.isClosure;
}

/** The function that a piece of code is analysed with: its own, or around a capturing literal the next that is none. */
export function analyzedWith(func: Func): Func {
  let at = func;
  while (isCapturing(at) && at.outer !== undefined) at = at.outer;
  return at;
}

/** Labels that a later goto jumps back to. */
export function loopLabels(func: Func): ReadonlySet<string> | undefined {
  if ((rootOf(func).traits & Trait.goto) === 0) return undefined;
  const labels = new Set<string>();
  const found = new Set<string>();
  visitList(func.body, node => {
    if (node.op === Op.OLABEL) labels.add(node.label);
    else if (node.op === Op.OGOTO && node.label !== undefined && labels.has(node.label))
      found.add(node.label);
  });
  return found;
}
