/**
 * Removes assignments without effects to local variables that nothing reads (cmd/compile/internal/deadlocals,
 * Go 1.26): a closure that goes nowhere else is never analysed.
 */

import { Basic, typ } from '../types';
import type { Func, Name } from './name';
import { type IrNode, Literal } from './nodes';
import { Class, noNodes, Op } from './op';
import { noPlace } from './place';
import { forEachOperand } from './visit';

/** Cleans a function and its closures. `blank` is what takes the place of a variable. */
export function removeDeadLocals(func: Func, blank: Name): void {
  removeIn(func, blank);
  for (const closure of func.closures) removeNested(closure, blank);
}

/** Closures that capture are seen with the function around them; the others are functions of their own. */
function removeNested(func: Func, blank: Name): void {
  if (!func.isClosure) removeIn(func, blank);
  for (const closure of func.closures) removeNested(closure, blank);
}

interface Assignment {
  rhs: IrNode | undefined;
  discard(): void;
}

function removeIn(func: Func, blank: Name): void {
  const visitor = new Visitor(blank);
  for (const node of func.body) visitor.node(node);
  for (const [name, assignments] of visitor.defs) {
    if (assignments === undefined || assignments.length === 0) continue;
    for (const assignment of assignments) assignment.discard();
    name.defn = undefined;
  }
}

class Visitor {
  /** Assignments that can go where the variable can; undefined: the variable is used. */
  readonly defs = new Map<Name, Assignment[] | undefined>();
  private readonly zero = new Literal(noPlace, typ[Basic.Int], { kind: 'int', value: 0n }, undefined);

  constructor(private readonly blank: Name) {}

  readonly node = (node: IrNode): void => {
    switch (node.op) {
      case Op.OCLOSURE:
        for (const statement of node.init) this.node(statement);
        for (const cv of node.func.closureVars) this.node(cv);
        for (const statement of node.func.body) this.node(statement);
        return;
      case Op.ODCL:
        return;
      case Op.ONAME:
        this.use(node.canonical());
        return;
      case Op.OAS:
        this.assign(node.x, node.y, false, () => {
          node.x = this.blank;
          node.y = this.zero;
        });
        return;
      case Op.OAS2: {
        const someNamed = node.lhs.some(x => !isBlank(x));
        node.lhs.forEach((x, i) => {
          this.assign(x, node.rhs[i], someNamed, () => {
            node.lhs[i] = this.blank;
            node.rhs[i] = this.zero;
          });
        });
        return;
      }
      default:
        forEachOperand(node, this.node);
    }
  };

  private use(name: Name): void {
    if (!isLocal(name, false)) return;
    const skipped = this.defs.get(name);
    this.defs.set(name, undefined);
    for (const assignment of skipped ?? noAssignments)
      if (assignment.rhs !== undefined) this.node(assignment.rhs);
  }

  private assign(x: IrNode, y: IrNode | undefined, blankIsNoUse: boolean, discard: () => void): void {
    if (x.op === Op.ONAME) {
      const name = x.canonical();
      if (
        isLocal(name, blankIsNoUse) &&
        !hasEffects(y) &&
        !(this.defs.has(name) && this.defs.get(name) === undefined)
      ) {
        const list = this.defs.get(name);
        if (list === undefined) this.defs.set(name, [{ rhs: y, discard }]);
        else list.push({ rhs: y, discard });
        return;
      }
    } else this.node(x);
    if (y !== undefined) this.node(y);
  }
}

const noAssignments: Assignment[] = [];

function hasEffects(node: IrNode | undefined): boolean {
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
