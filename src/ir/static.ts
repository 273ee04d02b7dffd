/**
 * What a call surely calls, and what a variable surely holds (cmd/compile/internal/ir's StaticValue,
 * StaticCalleeName and ReassignOracle, Go 1.26).
 */

import { TypeKind, underlying } from '../types';
import type { StaticCallee } from './ir';
import type { Func, Name } from './name';
import type { CallExpr, IrNode } from './nodes';
import { Class, Op } from './op';
import { visitList } from './visit';

/** Which local variables of a function (its closures included) are assigned once, where they are declared. */
export class ReassignOracle {
  private readonly single = new Set<Name>();

  /** `func` is the outermost function; one walk over it and its closures. */
  constructor(func: Func) {
    this.addParams(func);
    eachNode(func, node => {
      if (node.op === Op.ONAME && node.cls === Class.auto && node.defn !== undefined && !node.addrtaken)
        this.single.add(node);
    });
    eachNode(func, node => this.prune(node));
  }

  /** True unless it is certain that the variable keeps its first value. */
  reassigned(name: Name): boolean {
    return !this.single.has(name.canonical());
  }

  /** The expression whose value `node` has, followed through conversions without effect and variables assigned once. */
  staticValue(node: IrNode): IrNode {
    for (let steps = 0; steps < 1000; steps++) {
      const next = this.step(node);
      if (next === undefined) return node;
      node = next;
    }
    return node;
  }

  private addParams(func: Func): void {
    if (func.recv !== undefined && func.recv.sym !== '_') this.single.add(func.recv);
    for (const param of func.params) if (param.sym !== '_') this.single.add(param);
  }

  private step(node: IrNode): IrNode | undefined {
    if (node.op === Op.OCONVNOP) return node.x;
    if (node.op === Op.OINLCALL) return node.returnVars.length === 1 ? node.returnVars[0] : undefined;
    if (node.op !== Op.ONAME) return undefined;
    const name = node.canonical();
    if (name.cls !== Class.auto || !this.single.has(name)) return undefined;
    const defn = name.defn;
    if (defn?.op === Op.OAS) return defn.y;
    if (defn?.op === Op.OAS2) return defn.rhs[defn.lhs.indexOf(name)];
    return undefined;
  }

  private prune(node: IrNode): void {
    switch (node.op) {
      case Op.OAS:
      case Op.OASOP:
        this.assigned(node.x, node);
        return;
      case Op.OAS2:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2DOTTYPE:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
        for (const lhs of node.lhs) this.assigned(lhs, node);
        return;
      case Op.ORANGE:
        this.assigned(node.key, node);
        this.assigned(node.value, node);
        return;
    }
  }

  private assigned(target: IrNode | undefined, by: IrNode): void {
    const outer = target && outerValue(target);
    if (outer?.op !== Op.ONAME) return;
    const name = outer.canonical();
    if (name.cls === Class.param || (name.cls === Class.auto && name.defn !== by)) this.single.delete(name);
  }
}

/** The callee of an OCALLFUNC where it is certain. */
export function staticCallee(call: CallExpr, oracle: ReassignOracle): StaticCallee | undefined {
  if (call.op !== Op.OCALLFUNC) return undefined;
  return staticCalleeOf(oracle.staticValue(call.fun));
}

/** What a function value surely is (Go's StaticCalleeName of a static value). */
export function staticCalleeOf(fun: IrNode): StaticCallee | undefined {
  if (fun.op === Op.OCLOSURE) return { kind: 'closure', func: fun.func };
  const name = fun.op === Op.OMETHEXPR ? fun.callee : fun.op === Op.ONAME ? fun : undefined;
  if (name?.cls === Class.func && name.callee !== undefined) return { kind: 'func', callee: name.callee };
  return undefined;
}

/** The variable (or dereference) that holds the memory which an lvalue names (Go's OuterValue). */
export function outerValue(node: IrNode): IrNode {
  for (;;) {
    if (node.op === Op.ODOT || node.op === Op.OCONVNOP) node = node.x;
    else if (node.op === Op.OINDEX && underlying(node.x.type).kind === TypeKind.Array) node = node.x;
    else return node;
  }
}

function eachNode(func: Func, each: (node: IrNode) => void): void {
  visitList(func.body, each);
  for (const closure of func.closures) eachNode(closure, each);
}
