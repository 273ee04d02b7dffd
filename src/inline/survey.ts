/** What one look through the body of a function tells inlining, before anything in it changes. Literals in it are left out. */

import {
  type CallExpr,
  Class,
  type FuncKey,
  forEachChild,
  type IrNode,
  isLeaf,
  Op,
  type SelectorExpr,
  visit,
} from '../ir';
import { twoStepCredit } from './cost';

/** Nesting of nodes beyond which nothing is inlined into a function, nor it anywhere: passes go down a tree by recursion. */
export const maxNesting = 1500;

export class Survey {
  /** Functions and literals mentioned, in order, as often as they are. */
  readonly refs: FuncKey[] = [];
  /** Calls, those in operands first; not those of go and defer statements. */
  readonly calls: CallExpr[] = [];
  /** x.m, where x has a concrete type. */
  readonly methodValues: SelectorExpr[] = [];
  /** As the compiler counts them. */
  nodes = 0;
  isTooDeep = false;
  private depth = 0;

  constructor(body: readonly IrNode[]) {
    for (const node of body) this.look(node);
  }

  private readonly look = (node: IrNode): void => {
    if (isLeaf(node)) {
      this.nodes++;
      if (node.op === Op.ONAME && node.cls === Class.func && node.callee !== undefined)
        this.refs.push(node.callee);
      return;
    }
    if (this.depth > maxNesting) {
      this.isTooDeep = true;
      visit(node, this.note);
      return;
    }
    this.note(node);
    this.depth++;
    if (node.op === Op.OGO || node.op === Op.ODEFER) {
      for (const statement of node.init) this.look(statement);
      this.note(node.call);
      forEachChild(node.call, this.look);
    } else forEachChild(node, this.look);
    this.depth--;
    if (node.op === Op.OCALLFUNC || node.op === Op.OCALLINTER) this.calls.push(node);
  };

  private readonly note = (node: IrNode): void => {
    this.nodes++;
    switch (node.op) {
      case Op.ONAME:
        if (node.cls === Class.func && node.callee !== undefined) this.refs.push(node.callee);
        return;
      case Op.OMETHVALUE:
        if (node.callee === undefined) return;
        this.methodValues.push(node);
        if (node.callee.callee !== undefined) this.refs.push(node.callee.callee);
        return;
      case Op.OMETHEXPR:
        if (node.callee?.callee !== undefined) this.refs.push(node.callee.callee);
        return;
      case Op.OCLOSURE:
        this.refs.push(node.func);
        return;
      case Op.OAS2:
        this.nodes -= twoStepCredit(node);
    }
  };
}
