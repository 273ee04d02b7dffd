/**
 * How deep trees may be: far above real code, and low enough that whoever follows a tree by recursion keeps within
 * an ordinary stack. What is deeper becomes an error of its unit.
 */

import type { Node } from './ast';
import { NodeKind } from './ast';

/** Thrown where code is nested deeper than is followed; whoever asked for the tree reports it. */
export class NestingError extends Error {
  constructor() {
    super('nested too deeply');
  }
}

/** Brackets, operands and statements inside each other. */
export const maxNesting = 400;

/** Operators of one chain, `a + b + …`: it leans to the left, and is followed by a loop over `x`. */
export const maxOperators = 25_000;

/** Selectors, calls and indices after one operand, `f().g().h()`, that need no second look. */
export const freeSteps = 8;

/** Such steps beyond the free ones in a declaration; with more of them the depth of its tree is measured. */
const maxUnmeasuredSteps = 200;

/** Nodes inside each other, a chain of operators counted once. */
const maxTreeDepth = 2000;

/** Raises NestingError where chains of steps, of which `steps` were not free, made the tree too deep. */
export function checkDepth(root: Node, steps: number): void {
  if (steps <= maxUnmeasuredSteps) return;
  const pending: [value: unknown, depth: number][] = [[root, 0]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxTreeDepth) throw new NestingError();
    const isChain = 'kind' in value && value.kind === NodeKind.BinaryExpr;
    const below = Array.isArray(value) ? depth : depth + 1;
    for (const [name, child] of Object.entries(value)) {
      pending.push([child, isChain && name === 'x' ? depth : below]);
    }
  }
}
