/**
 * What a call surely calls, and what a variable surely holds (cmd/compile/internal/ir's StaticValue,
 * StaticCalleeName and ReassignOracle, Go 1.26).
 */

import { TypeKind, underlying } from '../types';
import type { StaticCallee } from './ir';
import type { Func, Name } from './name';
import type { CallExpr, IrNode } from './nodes';
import { Class, Op } from './op';
import { forEachOperand } from './visit';

/** Which local variables of a function (its closures included) are assigned once, where they are declared. */
export class ReassignOracle {
  /** Variables that are assigned elsewhere; found by one walk, when first asked for. */
  private known: Set<Name> | undefined;

  /** `func` is the outermost function, or the outermost literal among the values of the package's variables. */
  constructor(private readonly func: Func) {}

  /** True unless it is certain that the variable keeps its first value. */
  reassigned(name: Name): boolean {
    const { func } = this;
    const variable = name.canonical();
    const isSingle =
      variable.cls === Class.auto
        ? variable.defn !== undefined && !variable.addrtaken && !this.isOutside(variable)
        : variable.sym !== '_' && (variable === func.recv || func.params.includes(variable));
    return !isSingle || this.assigned.has(variable);
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

  private isOutside({ curfn }: Name): boolean {
    return curfn?.initialises === true && curfn !== this.func;
  }

  private get assigned(): Set<Name> {
    if (this.known === undefined) {
      this.known = new Set();
      this.noteIn(this.func);
    }
    return this.known;
  }

  private step(node: IrNode): IrNode | undefined {
    if (node.op === Op.OCONVNOP) return node.x;
    if (node.op === Op.OINLCALL) return node.returnVars.length === 1 ? node.returnVars[0] : undefined;
    if (node.op !== Op.ONAME) return undefined;
    const name = node.canonical();
    const { defn } = name;
    if (name.cls !== Class.auto || (defn?.op !== Op.OAS && defn?.op !== Op.OAS2)) return undefined;
    if (this.reassigned(name)) return undefined;
    return defn.op === Op.OAS ? defn.y : defn.rhs[defn.lhs.indexOf(name)];
  }

  private noteIn(func: Func): void {
    const look = (node: IrNode): void => {
      this.note(node);
      forEachOperand(node, look);
    };
    for (let i = 0; i < func.body.length; i++) look(func.body[i]);
    for (const closure of func.closures) this.noteIn(closure);
  }

  private note(node: IrNode): void {
    switch (node.op) {
      case Op.OAS:
      case Op.OASOP:
        this.noteTarget(node.x, node);
        return;
      case Op.OAS2:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2DOTTYPE:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
        for (const lhs of node.lhs) this.noteTarget(lhs, node);
        return;
      case Op.ORANGE:
        this.noteTarget(node.key, node);
        this.noteTarget(node.value, node);
        return;
    }
  }

  private noteTarget(target: IrNode | undefined, by: IrNode): void {
    const outer = target && outerValue(target);
    if (outer?.op !== Op.ONAME) return;
    const name = outer.canonical();
    if (name.cls === Class.param || (name.cls === Class.auto && name.defn !== by)) this.known?.add(name);
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
