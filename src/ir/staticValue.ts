/**
 * What a variable surely holds while bodies still change (StaticValue and Reassigned of
 * cmd/compile/internal/ir/expr.go, Go 1.26). Inlining never assigns again what exists already, so an answer
 * stays right.
 */

import type { Name } from './name';
import type { CallExpr, InlinedCallExpr, IrNode } from './nodes';
import { Class, Op } from './op';
import { outerValue } from './static';
import { forEachChild } from './visit';

/** Steps after which a chain of variables is given up. */
const maxSteps = 1000;

export class StaticValues {
  private readonly reassigned = new Map<Name, boolean>();

  /** `inlined` gives the body that has taken a call's place while that does not yet stand in the tree. */
  constructor(private readonly inlined: (call: CallExpr) => InlinedCallExpr | undefined = () => undefined) {}

  /** The expression whose value `node` has. */
  of(node: IrNode): IrNode {
    for (let steps = 0; steps < maxSteps; steps++) {
      const next = this.step(node);
      if (next === undefined) break;
      node = next;
    }
    return node;
  }

  private step(node: IrNode): IrNode | undefined {
    if (node.op === Op.OCONVNOP) return node.x;
    if (node.op === Op.OCALLFUNC) return this.inlined(node);
    if (node.op === Op.OINLCALL) return node.returnVars.length === 1 ? node.returnVars[0] : undefined;
    if (node.op !== Op.ONAME) return undefined;
    const name = node.canonical();
    const { defn } = name;
    if (name.cls !== Class.auto) return undefined;
    const value =
      defn?.op === Op.OAS ? defn.y : defn?.op === Op.OAS2 ? defn.rhs[defn.lhs.indexOf(name)] : undefined;
    return value === undefined || this.isReassigned(name) ? undefined : value;
  }

  private isReassigned(name: Name): boolean {
    if (name.curfn === undefined || name.addrtaken) return true;
    let known = this.reassigned.get(name);
    if (known === undefined) {
      known = this.assignsAgain(name.curfn.body, name);
      this.reassigned.set(name, known);
    }
    return known;
  }

  private assignsAgain(list: readonly IrNode[], name: Name): boolean {
    let found = false;
    const look = (node: IrNode): void => {
      if (found) return;
      if (node.op === Op.OCALLFUNC) node = this.inlined(node) ?? node;
      found = assigns(node, name) || (node.op === Op.OCLOSURE && this.assignsAgain(node.func.body, name));
      if (!found) forEachChild(node, look);
    };
    for (const node of list) look(node);
    return found;
  }
}

/** The statement gives the variable a value, other than its first. */
function assigns(node: IrNode, name: Name): boolean {
  switch (node.op) {
    case Op.OAS:
      return node !== name.defn && isTarget(node.x, name);
    case Op.OAS2:
    case Op.OAS2FUNC:
    case Op.OAS2MAPR:
    case Op.OAS2DOTTYPE:
    case Op.OAS2RECV:
    case Op.OSELRECV2:
      return node !== name.defn && hasTarget(node.lhs, name);
    case Op.OASOP:
      return isTarget(node.x, name);
    case Op.ORANGE:
      return isTarget(node.key, name) || isTarget(node.value, name);
    default:
      return false;
  }
}

function hasTarget(targets: readonly IrNode[], name: Name): boolean {
  for (let i = 0; i < targets.length; i++) if (isTarget(targets[i], name)) return true;
  return false;
}

function isTarget(target: IrNode | undefined, name: Name): boolean {
  const outer = target && outerValue(target);
  return outer?.op === Op.ONAME && outer.canonical() === name;
}
