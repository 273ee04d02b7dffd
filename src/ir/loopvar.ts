/**
 * A variable of its own for each turn of a loop (cmd/compile/internal/loopvar, Go 1.26). Only loops whose
 * variables could outlive a turn are rewritten: where a closure captures one or its address is taken, other
 * than directly in a return.
 *
 *   for z := 0; z < n; z++ { … }  →  for z', first := 0, true; ; {
 *                                      z := z'; if first { first = false } else { z++ }
 *                                      if !(z < n) { break }; …; next: z' = z }
 */

import { Basic, typ } from '../types';
import { boolLiteral, newTemp, voidType } from './builder';
import { addTraits, type Func, type Name } from './name';
import {
  AssignStmt,
  BranchStmt,
  Decl,
  type ForStmt,
  IfStmt,
  type IrNode,
  LabelStmt,
  type RangeStmt,
  UnaryExpr,
} from './nodes';
import { noNodes, Op, Trait } from './op';
import { outerValue } from './static';
import { forEachOperand } from './visit';

/** Rewrites the loops of a function and its closures. */
export function separateLoopVars(func: Func): void {
  new LoopVars(func).run();
  for (const closure of func.closures) separateLoopVars(closure);
}

class LoopVars {
  /** Loop variables in reach; true: given away somewhere in the loop. */
  private readonly leaked = new Map<Name, boolean>();
  private readonly moved = new Map<Name, AssignStmt>();
  private depth = 0;
  private returnDepth = 0;
  private labels = 0;

  constructor(private readonly func: Func) {}

  run(): void {
    for (const node of this.func.body) this.scan(node);
    if (this.moved.size > 0) this.moveDeclarations(this.func.body);
  }

  private readonly scan = (node: IrNode): void => {
    switch (node.op) {
      case Op.OCLOSURE:
        if (this.returnDepth < this.depth) for (const cv of node.func.closureVars) this.leak(cv.canonical());
        break;
      case Op.OADDR:
      case Op.OPTRLIT: {
        const outer = outerValue(node.x);
        if (this.returnDepth < this.depth && outer.op === Op.ONAME) this.leak(outer);
        break;
      }
      case Op.ORETURN: {
        const saved = this.returnDepth;
        this.returnDepth = this.depth;
        forEachOperand(node, this.scan);
        this.returnDepth = saved;
        return;
      }
      case Op.ORANGE:
        if (node.distinctVars) {
          this.range(node);
          return;
        }
        break;
      case Op.OFOR:
        if (node.distinctVars) {
          this.loop(node);
          return;
        }
        break;
    }
    forEachOperand(node, this.scan);
  };

  private leak(name: Name): void {
    if (this.leaked.has(name)) this.leaked.set(name, true);
  }

  private candidate(node: IrNode | undefined): void {
    if (node?.op === Op.ONAME && node.sym !== '_') this.leaked.set(node, false);
  }

  private isLeaked(node: IrNode | undefined): node is Name {
    return node?.op === Op.ONAME && this.leaked.get(node) === true;
  }

  private range(node: RangeStmt): void {
    this.candidate(node.key);
    this.candidate(node.value);
    this.depth++;
    forEachOperand(node, this.scan);
    this.depth--;
    node.key = this.replaced(node.key, node);
    node.value = this.replaced(node.value, node);
    node.distinctVars = false;
  }

  private replaced(target: IrNode | undefined, node: RangeStmt): IrNode | undefined {
    if (!this.isLeaked(target)) return target;
    const temp = newTemp(this.func, node.pos, target.type);
    const assign = new AssignStmt(node.pos, voidType, target, temp, true);
    node.body = [assign, ...node.body];
    this.moved.set(target, assign);
    return temp;
  }

  private loop(node: ForStmt): void {
    for (const name of definedIn(node)) this.candidate(name);
    this.depth++;
    forEachOperand(node, this.scan);
    this.depth--;
    const leaked = definedIn(node).filter(name => this.isLeaked(name)) as Name[];
    if (leaked.length > 0) this.rewrite(node, leaked);
    node.distinctVars = false;
  }

  private rewrite(node: ForStmt, leaked: Name[]): void {
    const { pos } = node;
    const before: IrNode[] = [];
    const after: IrNode[] = [];
    const carrier = new Map<IrNode, Name>();
    for (const name of leaked) {
      const temp = newTemp(this.func, pos, name.type);
      carrier.set(name, temp);
      const assign = new AssignStmt(pos, voidType, name, temp, true);
      name.defn = assign;
      before.push(assign);
      this.moved.set(name, assign);
      after.push(new AssignStmt(pos, voidType, temp, name, false));
    }
    const label = `.3clNext_${++this.labels}`;
    for (const child of node.body) redirectContinues(child, label, node.label, 0);
    for (const statement of node.init) replaceDefined(statement, carrier);
    if (node.post !== undefined) this.postAfterFirst(node, node.post, before);
    if (node.cond !== undefined) {
      const stop = new BranchStmt(Op.OBREAK, pos, voidType, undefined);
      before.push(
        new IfStmt(
          pos,
          voidType,
          new UnaryExpr(Op.ONOT, node.cond.pos, node.cond.type, node.cond),
          [stop],
          [],
        ),
      );
    }
    node.body = [...before, ...node.body, new LabelStmt(pos, voidType, label), ...after];
    node.cond = undefined;
    node.post = undefined;
  }

  private postAfterFirst(node: ForStmt, post: IrNode, before: IrNode[]): void {
    const { pos } = node;
    const first = newTemp(this.func, pos, typ[Basic.Bool]);
    const start = new AssignStmt(pos, voidType, first, boolLiteral(pos, true), false);
    first.defn = start;
    const clear = new AssignStmt(pos, voidType, first, boolLiteral(pos, false), false);
    const test = new IfStmt(pos, voidType, first, [clear], [post]);
    test.init = [new Decl(pos, voidType, first)];
    before.push(test);
    node.init = [...node.init, start];
  }

  /** Declarations of rewritten variables belong where the variable now is assigned. */
  private moveDeclarations(list: IrNode[]): void {
    for (const node of list) this.moveIn(node);
  }
  private readonly moveIn = (node: IrNode): void => {
    if (node.init.length > 0) {
      const kept = node.init.filter(statement => !this.takeDeclaration(statement));
      if (kept.length !== node.init.length) node.init = kept;
    }
    forEachOperand(node, this.moveIn);
  };

  private takeDeclaration(statement: IrNode): boolean {
    if (statement.op !== Op.ODCL) return false;
    const assign = this.moved.get(statement.x);
    if (assign === undefined) return false;
    this.moved.delete(statement.x);
    assign.init = [statement, ...assign.init];
    return true;
  }
}

/**
 * Notes of a new loop that declares variables whether a closure captures one, or its address is taken. `before`: how
 * many closures the function had before the loop.
 */
export function noteDistinctVars(func: Func, loop: ForStmt | RangeStmt, before: number): void {
  const names = loop.op === Op.OFOR ? definedIn(loop) : loop.def ? [loop.key, loop.value] : noNodes;
  const isGiven = (name: IrNode | undefined): boolean =>
    name?.op === Op.ONAME && (name.addrtaken || isCaptured(func, name, before));
  if (!names.some(isGiven)) return;
  loop.distinctVars = true;
  addTraits(func, Trait.distinctVars);
}

function isCaptured({ closures }: Func, name: Name, from: number): boolean {
  for (let i = from; i < closures.length; i++)
    if (closures[i].closureVars.some(captured => captured.canonical() === name)) return true;
  return false;
}

/** Variables that the loop's first clause declares. */
function definedIn(node: ForStmt): IrNode[] {
  const names: IrNode[] = [];
  for (const statement of node.init) {
    if (statement.op === Op.OAS && statement.def) names.push(statement.x);
    else if (statement.op === Op.OAS2 && statement.def) names.push(...statement.lhs);
  }
  return names;
}

function replaceDefined(statement: IrNode, by: Map<IrNode, Name>): void {
  if (statement.op === Op.OAS && statement.def) statement.x = by.get(statement.x) ?? statement.x;
  else if (statement.op === Op.OAS2 && statement.def) statement.lhs = statement.lhs.map(x => by.get(x) ?? x);
}

function redirectContinues(node: IrNode, to: string, label: string | undefined, depth: number): void {
  if (node.op === Op.OCONTINUE) {
    const here = depth === 0 && node.label === undefined;
    if (here || (label !== undefined && node.label === label)) {
      node.op = Op.OGOTO;
      node.label = to;
    }
    return;
  }
  const inner = node.op === Op.OFOR || node.op === Op.ORANGE ? depth + 1 : depth;
  forEachOperand(node, child => redirectContinues(child, to, label, inner));
}
