/**
 * Runs statements. A condition that is not known is decided the way a program usually goes on: towards the
 * branch that does not leave (return, panic, break, continue); a loop whose turns are not known takes the
 * assumed number. Each such choice is an assumption.
 */

import {
  type AssignListStmt,
  type ForStmt,
  type IfStmt,
  type IrNode,
  type Name,
  Op,
  type RangeStmt,
  type SelectStmt,
  type SwitchStmt,
} from '../ir';
import { TypeKind, underlying } from '../types';
import { insertIntoMap } from './maps';
import { binary } from './operators';
import type { Sites } from './sites';
import { type Frame, homeOf, lengthOf, type Value } from './value';
import type { Leave, Walk } from './walk';
import { zeroOf } from './zeroValue';

export class Statements {
  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
  ) {}

  execute = (list: readonly IrNode[], frame: Frame): Leave | undefined => {
    for (let i = 0; i < list.length; i++) {
      const leave = this.statement(list[i], frame);
      if (leave === undefined) continue;
      const label = leave.kind === 'goto' ? labelAfter(list, i, leave.label) : -1;
      if (label < 0) return leave;
      i = label;
    }
    return undefined;
  };

  private statement(node: IrNode, frame: Frame): Leave | undefined {
    this.walk.step(node.pos);
    if (node.init.length > 0 && isCompound(node)) {
      const leave = this.execute(node.init, frame);
      if (leave !== undefined) return leave;
    }
    switch (node.op) {
      case Op.ODCL:
        this.declare(node.x, frame);
        return undefined;
      case Op.OAS:
        this.assign(
          node.x,
          node.y === undefined ? zeroOf(node.x.type) : this.walk.evaluate(node.y, frame),
          frame,
        );
        return undefined;
      case Op.OAS2:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2DOTTYPE:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
        this.assignList(node, frame);
        return undefined;
      case Op.OASOP: {
        const left = this.walk.evaluate(node.x, frame);
        const right = this.walk.evaluate(node.y, frame);
        this.assign(node.x, binary(node.asOp, left, right), frame);
        return undefined;
      }
      case Op.OBLOCK:
        return this.execute(node.list, frame);
      case Op.OIF:
        return this.branch(node, frame);
      case Op.OFOR:
        return this.loop(node, frame);
      case Op.ORANGE:
        return this.range(node, frame);
      case Op.OSWITCH:
        return this.switch(node, frame);
      case Op.OSELECT:
        return this.select(node, frame);
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
        // How an inlined body returns: forwards, to its end.
        if (node.label?.startsWith('.i')) return { kind: 'goto', label: node.label };
        this.walk.assume(node.pos, 'goto is not followed');
        return undefined;
      case Op.OLABEL:
        return undefined;
      case Op.OGO: {
        const before = this.walk.p;
        this.walk.p = (before + 1) % this.walk.options.procs;
        this.walk.evaluate(node.call, frame);
        this.walk.p = before;
        return undefined;
      }
      case Op.ODEFER: {
        const { call } = node;
        frame.deferred.push(() => this.walk.evaluate(call, frame));
        return undefined;
      }
      case Op.OPANIC:
        this.walk.evaluate(node.x, frame);
        return { kind: 'return' };
      default:
        this.walk.evaluate(node, frame);
        return undefined;
    }
  }

  private declare(name: Name, frame: Frame): void {
    frame.values.set(name, zeroOf(name.type));
    const verdict = this.sites.movedVerdict(name);
    if (verdict?.bytes !== undefined) this.sites.allocate(verdict, verdict.bytes, verdict.hasPointers, frame);
  }

  private assign(target: IrNode, value: Value, frame: Frame): void {
    switch (target.op) {
      case Op.ONAME: {
        const name = target.canonical();
        if (name.curfn !== undefined) homeOf(name, frame).values.set(name, value);
        else if (name.object !== undefined) this.walk.cells.set(name.object, value);
        return;
      }
      case Op.ODOT:
      case Op.ODOTPTR: {
        this.walk.evaluate(target.x, frame);
        const field = target.selection;
        if (field !== undefined) this.walk.cells.set('origin' in field ? field.origin : field, value);
        return;
      }
      case Op.OINDEXMAP: {
        const map = this.walk.evaluate(target.x, frame);
        this.walk.evaluate(target.index, frame);
        if (typeof map === 'object' && map.kind === 'map') {
          this.walk.assume(target.pos, 'each assignment to the map is taken to add a key');
          insertIntoMap(this.walk, this.sites, map, target, target.x.type, frame);
        }
        return;
      }
      default:
        this.walk.evaluate(target, frame);
    }
  }

  private assignList(node: AssignListStmt, frame: Frame): void {
    const values = node.rhs.map(value => this.walk.evaluate(value, frame));
    const [first] = values;
    const spread = typeof first === 'object' && first.kind === 'tuple' ? first.values : undefined;
    node.lhs.forEach((target, index) => {
      const value = node.op === Op.OAS2 ? values[index] : spread?.[index];
      this.assign(target, value, frame);
    });
  }

  private return(results: readonly IrNode[], frame: Frame): void {
    const values =
      results.length > 0
        ? results.map(result => this.walk.evaluate(result, frame))
        : frame.func.results.map(result => frame.values.get(result));
    frame.results = values.length === 1 ? values[0] : { kind: 'tuple', values };
  }

  private branch(node: IfStmt, frame: Frame): Leave | undefined {
    const condition = this.walk.evaluate(node.cond, frame);
    if (typeof condition === 'boolean') return this.execute(condition ? node.body : node.else_, frame);
    const takes = !leaves(node.body) || (node.else_.length > 0 && leaves(node.else_));
    this.walk.assume(node.pos, `the condition is taken to be ${takes}`);
    return this.execute(takes ? node.body : node.else_, frame);
  }

  private loop(node: ForStmt, frame: Frame): Leave | undefined {
    let assumed = 0;
    for (;;) {
      this.walk.step(node.pos);
      const condition = node.cond === undefined ? undefined : this.walk.evaluate(node.cond, frame);
      if (condition === false) return undefined;
      if (condition === undefined) {
        if (assumed === 0)
          this.walk.assume(node.pos, `the loop is taken to make ${this.walk.options.turns} turns`);
        if (assumed >= this.walk.options.turns) return undefined;
        assumed++;
      }
      const leave = this.turn(node.body, frame);
      if (leave !== undefined && !continues(leave, node.label))
        return breaks(leave, node.label) ? undefined : leave;
      if (node.post !== undefined) this.execute([node.post], frame);
    }
  }

  private range(node: RangeStmt, frame: Frame): Leave | undefined {
    const over = this.walk.evaluate(node.x, frame);
    const type = underlying(node.x.type);
    const pointee = type.kind === TypeKind.Pointer ? underlying(type.elem) : type;
    let turns = typeof over === 'number' ? over : lengthOf(over);
    if (pointee.kind === TypeKind.Array && pointee.len >= 0) turns = pointee.len;
    if (turns === undefined) {
      turns = this.walk.options.turns;
      this.walk.assume(node.pos, `the loop is taken to make ${turns} turns`);
    }
    for (let turn = 0; turn < turns; turn++) {
      this.walk.step(node.pos);
      if (node.key !== undefined)
        this.assign(
          node.key,
          pointee.kind === TypeKind.Map || pointee.kind === TypeKind.Chan ? undefined : turn,
          frame,
        );
      if (node.value !== undefined) this.assign(node.value, undefined, frame);
      const leave = this.turn(node.body, frame);
      if (leave !== undefined && !continues(leave, node.label))
        return breaks(leave, node.label) ? undefined : leave;
    }
    return undefined;
  }

  private turn(body: readonly IrNode[], frame: Frame): Leave | undefined {
    return this.walk.scoped({ objects: [] }, () => this.execute(body, frame));
  }

  private switch(node: SwitchStmt, frame: Frame): Leave | undefined {
    const tag = node.tag === undefined ? true : this.walk.evaluate(node.tag, frame);
    const isTypeSwitch = node.tag?.op === Op.OTYPESW;
    let chosen = -1;
    let isCertain = !isTypeSwitch;
    for (let i = 0; i < node.cases.length && chosen < 0 && isCertain; i++) {
      for (const candidate of node.cases[i].list) {
        const equal =
          node.tag === undefined
            ? this.walk.evaluate(candidate, frame)
            : binary(Op.OEQ, tag, this.walk.evaluate(candidate, frame));
        if (equal === true) chosen = i;
        else if (equal === undefined) isCertain = false;
        if (equal !== false) break;
      }
    }
    if (chosen < 0) chosen = this.otherCase(node, isCertain);
    for (let i = chosen; i >= 0 && i < node.cases.length; i++) {
      const leave = this.execute(node.cases[i].body, frame);
      if (leave?.kind === 'fallthrough') continue;
      return leave !== undefined && breaks(leave, node.label) ? undefined : leave;
    }
    return undefined;
  }

  /** Without a certain match: default if the others are ruled out, otherwise the first clause that does not leave. */
  private otherCase(node: SwitchStmt, isCertain: boolean): number {
    const byDefault = node.cases.findIndex(clause => clause.list.length === 0);
    if (isCertain) return byDefault;
    const first = node.cases.findIndex(clause => clause.list.length > 0 && !leaves(clause.body));
    this.walk.assume(node.pos, `case ${(first < 0 ? byDefault : first) + 1} of the switch is taken`);
    return first < 0 ? byDefault : first;
  }

  private select(node: SelectStmt, frame: Frame): Leave | undefined {
    const [first] = node.cases.filter(clause => clause.comm !== undefined);
    const clause = first ?? node.cases[0];
    if (clause === undefined) return undefined;
    if (node.cases.length > 1) this.walk.assume(node.pos, 'the first case of the select is taken');
    if (clause.comm !== undefined) this.statement(clause.comm, frame);
    const leave = this.execute(clause.body, frame);
    return leave !== undefined && breaks(leave, node.label) ? undefined : leave;
  }
}

function isCompound(node: IrNode): boolean {
  return (
    node.op === Op.OIF ||
    node.op === Op.OFOR ||
    node.op === Op.ORANGE ||
    node.op === Op.OSWITCH ||
    node.op === Op.OSELECT ||
    node.op === Op.OBLOCK ||
    node.op === Op.OAS ||
    node.op === Op.OAS2 ||
    node.op === Op.OAS2FUNC ||
    node.op === Op.ORETURN
  );
}

/** Where the label stands behind the statement; -1 where it does not. */
function labelAfter(list: readonly IrNode[], from: number, label: string | undefined): number {
  return list.findIndex((node, i) => i > from && node.op === Op.OLABEL && node.label === label);
}

function continues(leave: Leave, label: string | undefined): boolean {
  return leave.kind === 'continue' && (leave.label === undefined || leave.label === label);
}

function breaks(leave: Leave, label: string | undefined): boolean {
  return leave.kind === 'break' && (leave.label === undefined || leave.label === label);
}

/** The block ends by going somewhere else. */
function leaves(body: readonly IrNode[]): boolean {
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
