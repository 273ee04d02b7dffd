/** Going through a tree without recursion, so that no nesting is too deep. */

import { type Node, NodeKind, type TypeSwitchStmt } from './ast';

/** Calls `visit` once for a node and all below it, parents first; false leaves out what is below. */
export function walkNodes(root: Node | undefined, visit: (node: Node) => boolean | undefined): void {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isNode(next) && visit(next) === false) continue;
    // The operand of a type switch is also that of its assertion.
    const below =
      isNode(next) && next.kind === NodeKind.TypeSwitchStmt ? switchParts(next) : Object.values(next);
    for (let i = below.length - 1; i >= 0; i--) if (typeof below[i] === 'object') pending.push(below[i]);
  }
}

function switchParts({ init, bind, assert, body }: TypeSwitchStmt): unknown[] {
  return [init, bind, assert, body];
}

function isNode(value: object): value is Node {
  return 'kind' in value && 'at' in value && 'pos' in value;
}
