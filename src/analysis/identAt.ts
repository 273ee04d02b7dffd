/** The identifier at an offset of a unit. */

import { type Ident, NodeKind, type Unit, walkNodes } from '../syntax';

export function identAt(unit: Unit, pos: number): Ident | undefined {
  let found: Ident | undefined;
  for (const root of [unit.decl, unit.body]) {
    walkNodes(root, node => {
      if (found !== undefined || pos < node.pos || pos > node.end) return false;
      if (node.kind === NodeKind.Ident) found = node;
      return undefined;
    });
  }
  return found;
}
