/** What escape analysis sees in one look through a body: what it mentions, and its labels. */

import { type Func, type FuncKey, mentioned, Op, type Scan } from '../ir';

/** Labels of a function: whether a later goto jumps back to it. */
export type LabelState = 'looping' | 'nonlooping';

export interface FuncScan extends Scan {
  labels: ReadonlyMap<string, LabelState> | undefined;
}

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

export function scanFunc(func: Func, key: FuncKey): FuncScan {
  let labels: Map<string, LabelState> | undefined;
  const refs = mentioned(func, node => {
    if (node.op === Op.OLABEL) {
      labels ??= new Map();
      labels.set(node.label, 'nonlooping');
    } else if (node.op === Op.OGOTO) {
      if (node.label !== undefined && labels?.has(node.label)) labels.set(node.label, 'looping');
    }
  });
  return { func, key, refs, labels };
}
