/**
 * Runs statements. A condition that is not known is decided the way a program usually goes on: towards the
 * branch that does not leave (return, panic, break, continue). Each such choice is an assumption.
 */

import { type AssignListStmt, type AssignOpStmt, type IfStmt, type IrNode, Op, type UnaryExpr } from '../ir';
import type { Expressions, Parts } from './expressions';
import type { Loops } from './loops';
import { binary } from './operators';
import type { SliceMoves } from './sliceMoves';
import type { Switches } from './switches';
import { Block, copyOf, type Frame, load, StringValue, tupleAt, type Value, zeroOf } from './value';
import { GoPanic, type Leave, type Walk } from './walk';

export class Statements {
  constructor(
    private readonly walk: Walk,
    private readonly parts: Parts,
    private readonly expressions: Expressions,
    private readonly loops: Loops,
    private readonly switches: Switches,
    private readonly moves: SliceMoves,
  ) {}

  execute = (list: readonly IrNode[], frame: Frame): Leave | undefined => {
    const { operands } = this.walk;
    for (let i = 0; i < list.length; i++) {
      const mark = operands.length;
      const leave = this.statement(list[i], frame);
      operands.length = mark;
      if (leave === undefined) continue;
      const label = leave.kind === 'goto' ? labelIn(list, leave.label) : -1;
      if (label < 0) return leave;
      i = label;
    }
    return undefined;
  };

  private statement(node: IrNode, frame: Frame): Leave | undefined {
    this.walk.step(node.pos);
    if (node.init.length > 0 && isStatement(node)) {
      const leave = this.walk.execute(node.init, frame);
      if (leave !== undefined) return leave;
    }
    for (const moved of this.moves.before(node, frame.func)) this.parts.slices.moveToHeap(moved, frame);
    switch (node.op) {
      case Op.ODCL:
        this.parts.memory.declare(node.x, frame);
        return undefined;
      case Op.OAS: {
        const value = node.y === undefined ? zeroOf(node.x.type) : this.walk.evaluate(node.y, frame);
        this.parts.memory.assign(node.x, value, frame);
        return undefined;
      }
      case Op.OAS2:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2DOTTYPE:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
        this.assignList(node, frame);
        return undefined;
      case Op.OASOP:
        this.assignOp(node, frame);
        return undefined;
      case Op.OBLOCK:
        return this.walk.execute(node.list, frame);
      case Op.OIF:
        return this.branch(node, frame);
      case Op.OFOR:
        return this.loops.loop(node, frame);
      case Op.ORANGE:
        return this.loops.range(node, frame);
      case Op.OSWITCH:
        return this.switches.switch(node, frame);
      case Op.OSELECT:
        return this.switches.select(node, frame);
      case Op.ORETURN:
        this.return(node.results, frame);
        return { kind: 'return' };
      case Op.OBREAK:
        return { kind: 'break', label: node.label };
      case Op.OCONTINUE:
        return { kind: 'continue', label: node.label };
      case Op.OFALL:
        return { kind: 'fallthrough' };
      case Op.OGOTO:
        return { kind: 'goto', label: node.label };
      case Op.OLABEL:
        return undefined;
      case Op.OSEND: {
        const channel = this.walk.evaluate(node.chan, frame);
        this.parts.goroutines.send(channel, this.walk.evaluate(node.value, frame), frame);
        return undefined;
      }
      case Op.OGO:
        this.parts.goroutines.start(node, frame);
        return undefined;
      case Op.ODEFER: {
        const fun = this.walk.evaluate(node.call.fun, frame);
        this.deferring(node.deferAt, frame).deferred.push({ fun, node: node.call });
        return undefined;
      }
      case Op.OPANIC:
        return this.panic(node, frame);
      default:
        this.walk.evaluate(node, frame);
        return undefined;
    }
  }

  private panic(node: UnaryExpr, frame: Frame): Leave {
    const value = this.walk.evaluate(node.x, frame);
    if (!this.walk.takesAsReturn(node.pos, frame)) throw new GoPanic(value, node.pos);
    frame.results = undefined;
    return { kind: 'return' };
  }

  /** A defer in the body of a range over a function belongs to the function around the loop. */
  private deferring(at: IrNode | undefined, frame: Frame): Frame {
    if (at === undefined) return frame;
    let owner = frame.func;
    while (owner.isRangeFuncBody && owner.outer !== undefined) owner = owner.outer;
    return this.walk.frames.findLast(({ func }) => func === owner) ?? frame;
  }

  // ---------------------------------------------------------------- assignments

  private assignList(node: AssignListStmt, frame: Frame): void {
    if (node.op === Op.OAS2) {
      const values = node.rhs.map(value => {
        const result = this.walk.evaluate(value, frame);
        return result instanceof Block ? copyOf(result) : result;
      });
      this.assignAll(node.lhs, values, frame);
      return;
    }
    this.assignAll(node.lhs, this.results(node, frame), frame);
  }

  /** The values of one expression with several results. */
  private results(node: AssignListStmt, frame: Frame): Value[] {
    const [source] = node.rhs;
    if (source.op === Op.OINDEXMAP) {
      if (source.init.length > 0) this.walk.execute(source.init, frame);
      const { value, isThere } = this.expressions.lookUp(source, frame);
      return [value, isThere];
    }
    if (source.op === Op.ORECV) {
      const channel = this.walk.evaluate(source.x, frame);
      const { value, ok } = this.parts.goroutines.receive(channel, source.x, frame);
      return [value, ok];
    }
    const result = this.walk.evaluate(source, frame);
    return node.lhs.map((_, index) => tupleAt(result, index));
  }

  private assignAll(targets: readonly IrNode[], values: readonly Value[], frame: Frame): void {
    targets.forEach((target, index) => {
      this.parts.memory.assign(target, values[index], frame);
    });
  }

  private assignOp(node: AssignOpStmt, frame: Frame): void {
    const left = this.walk.evaluate(node.x, frame);
    const right = this.walk.evaluate(node.y, frame);
    // The compiler makes a concatenation of it only after escape analysis: its result is always on the heap.
    const isText = node.asOp === Op.OADD && (left instanceof StringValue || right instanceof StringValue);
    const value = isText
      ? this.parts.texts.join(node, [left, right], false, frame, 'concatenation')
      : binary(node.asOp, node.x.type, left, right);
    this.parts.memory.assign(node.x, value, frame);
  }

  private return(results: readonly IrNode[], frame: Frame): void {
    const own = (value: Value): Value => (value instanceof Block ? copyOf(value) : value);
    if (results.length === 1 && frame.func.results.length === 1) {
      frame.results = own(this.walk.evaluate(results[0], frame));
      return;
    }
    const values =
      results.length > 0
        ? results.map(result => own(this.walk.evaluate(result, frame)))
        : frame.func.results.map(result => own(load(this.parts.memory.cellOf(result, frame), 0)));
    frame.results = values.length === 1 ? values[0] : { kind: 'tuple', values };
  }

  // ---------------------------------------------------------------- branches

  private branch(node: IfStmt, frame: Frame): Leave | undefined {
    const condition = this.walk.evaluate(node.cond, frame);
    const taken = typeof condition === 'boolean' ? condition : this.assumed(node, frame);
    return this.walk.execute(taken ? node.body : node.else_, frame);
  }

  private assumed(node: IfStmt, frame: Frame): boolean {
    return this.walk.assume({
      kind: 'branch',
      place: node.pos,
      func: frame.func,
      default: !leaves(node.body) || (node.else_.length > 0 && leaves(node.else_)),
      sentence: value => `the condition is taken to be ${value}`,
    });
  }
}

/** Its `init` runs before it; expressions run theirs themselves. */
function isStatement(node: IrNode): boolean {
  return (node.op >= Op.ODCL && node.op <= Op.ODEFER) || node.op === Op.OBLOCK;
}

function labelIn(list: readonly IrNode[], label: string | undefined): number {
  return list.findIndex(node => node.op === Op.OLABEL && node.label === label);
}

/** The block ends by going somewhere else. */
export function leaves(body: readonly IrNode[]): boolean {
  const last = body.at(-1);
  if (last === undefined) return false;
  switch (last.op) {
    case Op.ORETURN:
    case Op.OBREAK:
    case Op.OCONTINUE:
    case Op.OGOTO:
    case Op.OPANIC:
      return true;
    case Op.OBLOCK:
      return leaves(last.list);
    default:
      return false;
  }
}

export function continues(leave: Leave, label: string | undefined): boolean {
  return leave.kind === 'continue' && (leave.label === undefined || leave.label === label);
}

export function breaks(leave: Leave, label: string | undefined): boolean {
  return leave.kind === 'break' && (leave.label === undefined || leave.label === label);
}
