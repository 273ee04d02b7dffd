/** Going through a tree without recursion, so that no nesting is too deep. */

import { reverseFrom } from '../base';
import { type Node, NodeKind, type TypeSwitchStmt } from './ast';

/** Calls `visit` once for a node and all below it, parents first; false leaves out what is below. */
export function walkNodes(root: Node | undefined, visit: (node: Node) => boolean | undefined): void {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isNode(next) && visit(next) === false) continue;
    pushBelow(next, pending);
  }
}

/** What a node or a list holds, the first on top. */
function pushBelow(parent: object, pending: unknown[]): void {
  const from = pending.length;
  if (Array.isArray(parent)) for (const part of parent) pending.push(part);
  // The operand of a type switch is also that of its assertion.
  else if (isNode(parent) && parent.kind === NodeKind.TypeSwitchStmt) pending.push(...switchParts(parent));
  else {
    for (const key in parent) {
      const part = parent[key as keyof object];
      if (typeof part === 'object') pending.push(part);
    }
  }
  reverseFrom(pending, from);
}

function switchParts({ init, bind, assert, body }: TypeSwitchStmt): unknown[] {
  return [init, bind, assert, body];
}

function isNode(value: object): value is Node {
  return 'kind' in value && 'at' in value && 'pos' in value;
}
