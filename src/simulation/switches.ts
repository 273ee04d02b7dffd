/** Switch and select: the clause that is taken; where that is not known, the first that does not leave is assumed. */

import { type CaseClause, type IrNode, Op, type SelectStmt, type SwitchStmt } from '../ir';
import { isInterface } from '../types';
import type { Parts } from './expressions';
import { equal } from './operators';
import { breaks, leaves } from './statements';
import { type Frame, isNil, store, type Value } from './value';
import type { Leave, Walk } from './walk';

export class Switches {
  constructor(
    private readonly walk: Walk,
    private readonly parts: Parts,
  ) {}

  switch(node: SwitchStmt, frame: Frame): Leave | undefined {
    const guard = node.tag?.op === Op.OTYPESW ? node.tag : undefined;
    const value = guard === undefined ? undefined : this.walk.evaluate(guard.x, frame);
    const chosen =
      guard === undefined
        ? this.byValue(node, frame)
        : this.choose(node, frame, test => this.isCase(test, value));
    if (guard !== undefined && chosen >= 0) this.bind(node.cases[chosen], value, frame);
    for (let i = chosen; i >= 0 && i < node.cases.length; i++) {
      const leave = this.walk.execute(node.cases[i].body, frame);
      if (leave?.kind === 'fallthrough') continue;
      return leave !== undefined && breaks(leave, node.label) ? undefined : leave;
    }
    return undefined;
  }

  private byValue(node: SwitchStmt, frame: Frame): number {
    const { tag } = node;
    // string(b) is only compared.
    const value =
      tag === undefined
        ? true
        : tag.op === Op.OBYTES2STR
          ? this.parts.texts.view(tag, frame)
          : this.walk.evaluate(tag, frame);
    return this.choose(node, frame, test => equal(value, this.walk.evaluate(test, frame)));
  }

  /** The first clause with a test that holds, the default clause if none does, an assumed one if one may. */
  private choose(node: SwitchStmt, frame: Frame, test: (node: IrNode) => boolean | undefined): number {
    for (const [index, clause] of node.cases.entries()) {
      for (const candidate of clause.list) {
        const holds = test(candidate);
        if (holds === true) return index;
        if (holds === undefined) return this.assumed(node, frame);
      }
    }
    return node.cases.findIndex(({ list }) => list.length === 0);
  }

  private assumed(node: SwitchStmt, frame: Frame): number {
    const byDefault = node.cases.findIndex(({ list }) => list.length === 0);
    const first = node.cases.findIndex(({ list, body }) => list.length > 0 && !leaves(body));
    return this.clause(node, frame, (first < 0 ? byDefault : first) + 1, 'switch', node.cases.length);
  }

  private clause(node: IrNode, frame: Frame, byDefault: number, what: string, cases: number): number {
    const number = this.walk.assume({
      kind: 'case',
      place: node.pos,
      func: frame.func,
      default: byDefault,
      sentence: value =>
        value === 0 ? `no case of the ${what} is taken` : `case ${value} of the ${what} is taken`,
    });
    return Math.min(number, cases) - 1;
  }

  private isCase(test: IrNode, value: Value): boolean | undefined {
    if (test.op === Op.ONIL) return value === undefined ? undefined : isNil(value);
    return this.parts.interfaces.holds(value, test.type);
  }

  private bind(clause: CaseClause, value: Value, frame: Frame): void {
    const name = clause.var_;
    if (name === undefined) return;
    const cell = this.parts.memory.declare(name, frame);
    store(cell, 0, isInterface(name.type) ? value : this.parts.interfaces.as(value, name.type));
  }

  // ---------------------------------------------------------------- select

  select(node: SelectStmt, frame: Frame): Leave | undefined {
    const channels = node.cases.map(({ comm }) => comm && this.walk.evaluate(channelOf(comm), frame));
    let chosen = this.parts.goroutines.choose(node.cases, channels, frame);
    if (chosen < 0 && node.cases.length > 0) {
      const first = node.cases.findIndex(({ comm }) => comm !== undefined);
      chosen =
        node.cases.length === 1 ? first : this.clause(node, frame, first + 1, 'select', node.cases.length);
    }
    if (chosen < 0) return undefined;
    const { comm, body } = node.cases[chosen];
    const leave = this.walk.execute(comm === undefined ? body : [comm, ...body], frame);
    return leave !== undefined && breaks(leave, node.label) ? undefined : leave;
  }
}

function channelOf(comm: IrNode): IrNode {
  if (comm.op === Op.OSEND) return comm.chan;
  if (comm.op === Op.OSELRECV2 && comm.rhs[0].op === Op.ORECV) return comm.rhs[0].x;
  return comm;
}
