/**
 * Removes assignments without effects to local variables that nothing reads (cmd/compile/internal/deadlocals,
 * Go 1.26): a closure that goes nowhere else is never analysed. What the builder notes of reads (`Trait.unread`) rules
 * such variables out for most functions without a look at them.
 */

import { Basic, typ } from '../types';
import type { Func, Name } from './name';
import { type AssignListStmt, type AssignStmt, type IrNode, Literal } from './nodes';
import { Class, noNodes, Op, Trait } from './op';
import { noPlace } from './place';
import { forEachOperand } from './visit';

/** Cleans a function and its closures. `blank` is what takes the place of a variable. */
export function removeDeadLocals(func: Func, blank: Name): void {
  if ((func.traits & (Trait.unread | Trait.distinctVars)) === 0 && !func.initialises) return;
  removeIn(func, blank);
  for (const closure of func.closures) removeNested(closure, blank);
}

/** Closures that capture are seen with the function around them; the others are functions of their own. */
function removeNested(func: Func, blank: Name): void {
  if (!func.isClosure) removeIn(func, blank);
  for (const closure of func.closures) removeNested(closure, blank);
}

/** Assignments to a variable that nothing has read so far: of OAS the only one, of OAS2 the one at `index`. */
interface Skipped {
  node: AssignStmt | AssignListStmt;
  index: number;
  next: Skipped | undefined;
}

function removeIn(func: Func, blank: Name): void {
  new DeadLocals(blank).run(func.body);
}

class DeadLocals {
  /** Variables that were come upon: `opt` is true of those that are read, else what is skipped. */
  private readonly seen: Name[] = [];

  constructor(private readonly blank: Name) {}

  run(body: readonly IrNode[]): void {
    for (const node of body) this.node(node);
    for (const name of this.seen) {
      if (name.opt !== true) this.remove(name, name.opt as Skipped);
      name.opt = undefined;
    }
  }

  private readonly node = (node: IrNode): void => {
    switch (node.op) {
      case Op.OCLOSURE:
        for (const statement of node.init) this.node(statement);
        for (const cv of node.func.closureVars) this.use(cv);
        for (const statement of node.func.body) this.node(statement);
        return;
      case Op.ODCL:
        return;
      case Op.ONAME:
        this.use(node);
        return;
      case Op.OAS:
        this.assign(node, 0, node.x, node.y, false);
        return;
      case Op.OAS2: {
        const someNamed = node.lhs.some(x => !isBlank(x));
        for (let i = 0; i < node.lhs.length; i++) this.assign(node, i, node.lhs[i], node.rhs[i], someNamed);
        return;
      }
      default:
        forEachOperand(node, this.node);
    }
  };

  private use(mentioned: Name): void {
    if (mentioned.opt === true) return;
    const name = mentioned.canonical();
    if (name.opt === true || !isLocal(name, false)) return;
    let skipped = name.opt as Skipped | undefined;
    if (skipped === undefined) this.seen.push(name);
    name.opt = true;
    for (; skipped !== undefined; skipped = skipped.next) {
      const { node, index } = skipped;
      const y = node.op === Op.OAS ? node.y : node.rhs[index];
      if (y !== undefined) this.node(y);
    }
  }

  private assign(
    node: Skipped['node'],
    index: number,
    x: IrNode,
    y: IrNode | undefined,
    blankIsNoUse: boolean,
  ): void {
    if (x.op === Op.ONAME) {
      const name = x.canonical();
      if (name.opt !== true && isLocal(name, blankIsNoUse) && !hasEffects(y)) {
        if (name.opt === undefined) this.seen.push(name);
        name.opt = { node, index, next: name.opt as Skipped | undefined } satisfies Skipped;
        return;
      }
    } else this.node(x);
    if (y !== undefined) this.node(y);
  }

  private remove(name: Name, skipped: Skipped | undefined): void {
    for (; skipped !== undefined; skipped = skipped.next) {
      const { node, index } = skipped;
      const zero = new Literal(noPlace, typ[Basic.Int], { kind: 'int', value: 0n }, undefined);
      if (node.op === Op.OAS) {
        node.x = this.blank;
        node.y = zero;
      } else {
        node.lhs[index] = this.blank;
        node.rhs[index] = zero;
      }
    }
    name.defn = undefined;
  }
}

/** Leaving out an assignment of the value leaves out more. */
export function hasEffects(node: IrNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.init !== noNodes && node.init.length > 0) return true;
  return node.op !== Op.ONAME && node.op !== Op.OLITERAL && node.op !== Op.ONIL && node.op !== Op.OCLOSURE;
}

function isBlank(node: IrNode): boolean {
  return node.op === Op.ONAME && node.sym === '_';
}

function isLocal(name: Name, blankIsNoUse: boolean): boolean {
  if (isBlank(name)) return blankIsNoUse;
  return name.cls === Class.auto || name.cls === Class.param;
}
