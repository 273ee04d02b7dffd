/**
 * What a variable surely holds while bodies still change (StaticValue and Reassigned of
 * cmd/compile/internal/ir/expr.go, Go 1.26). Inlining never assigns again what exists already, so an answer
 * stays right.
 */

import { Class, type Func, type IrNode, type Name, Op, outerValue, visitList } from '../ir';

/** Steps after which a chain of variables is given up. */
const maxSteps = 1000;

export class StaticValues {
  private readonly reassigned = new WeakMap<Name, boolean>();

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
      known = assignsAgain(name.curfn, name);
      this.reassigned.set(name, known);
    }
    return known;
  }
}

function assignsAgain(func: Func, name: Name): boolean {
  let found = false;
  const isName = (target: IrNode | undefined): boolean => {
    const outer = target && outerValue(target);
    return outer?.op === Op.ONAME && outer.canonical() === name;
  };
  visitList(func.body, node => {
    if (found) return;
    switch (node.op) {
      case Op.OAS:
        found = node !== name.defn && isName(node.x);
        return;
      case Op.OAS2:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2DOTTYPE:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
        found = node !== name.defn && node.lhs.some(isName);
        return;
      case Op.OASOP:
        found = isName(node.x);
        return;
      case Op.ORANGE:
        found = isName(node.key) || isName(node.value);
        return;
      case Op.OCLOSURE:
        found = assignsAgain(node.func, name);
    }
  });
  return found;
}
