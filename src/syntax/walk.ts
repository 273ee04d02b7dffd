/** Going through a tree without recursion, so that no nesting is too deep. */

import type { Node } from './ast';

/** Calls `visit` for a node and all below it, parents first, in source order; false leaves out what is below. */
export function walkNodes(root: Node | undefined, visit: (node: Node) => boolean | undefined): void {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isNode(next) && visit(next) === false) continue;
    const below = Object.values(next);
    for (let i = below.length - 1; i >= 0; i--) if (typeof below[i] === 'object') pending.push(below[i]);
  }
}

function isNode(value: object): value is Node {
  return 'kind' in value && 'at' in value && 'pos' in value;
}
