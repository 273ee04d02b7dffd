/**
 * Loops: known conditions and lengths make as many turns as the program does; where the condition is not known, or
 * a loop without one would never end because a branch inside was assumed, the number of turns is assumed.
 */

import { type ForStmt, type IrNode, Op, type RangeStmt } from '../ir';
import { TypeKind, underlying } from '../types';
import type { Parts } from './expressions';
import { sequence } from './memory';
import { breaks, continues } from './statements';
import { decodeRunes } from './texts';
import { type Frame, isNil, load, SliceValue, StringValue, type Value } from './value';
import type { Leave, Walk } from './walk';

export class Loops {
  constructor(
    private readonly walk: Walk,
    private readonly parts: Parts,
  ) {}

  loop(node: ForStmt, frame: Frame): Leave | undefined {
    const choices = this.walk.choices;
    for (let turn = 0; ; turn++) {
      this.walk.step(node.pos);
      const condition = node.cond === undefined ? true : this.condition(node.cond, frame);
      if (condition === false) return undefined;
      const isOpen = condition === undefined || (node.cond === undefined && this.walk.choices > choices);
      if (isOpen && turn >= this.turns(node, frame)) return undefined;
      const end = this.turn(node, frame);
      if (end !== undefined) return end === 'break' ? undefined : end;
      if (node.post !== undefined) this.walk.execute([node.post], frame);
    }
  }

  private condition(node: IrNode, frame: Frame): boolean | undefined {
    const mark = this.walk.operands.length;
    const value = this.walk.evaluate(node, frame);
    this.walk.operands.length = mark;
    return typeof value === 'boolean' ? value : undefined;
  }

  private turns(node: IrNode, frame: Frame): number {
    return this.walk.assume({
      kind: 'turns',
      place: node.pos,
      func: frame.func,
      default: this.walk.options.turns,
      sentence: value => `the loop is taken to make ${value} turns`,
    });
  }

  /** One turn; what ends the loop, 'break' where that is all. */
  private turn(node: ForStmt | RangeStmt, frame: Frame): Leave | 'break' | undefined {
    const leave = this.walk.execute(node.body, frame);
    this.walk.safePoint();
    if (leave === undefined || continues(leave, node.label)) return undefined;
    return breaks(leave, node.label) ? 'break' : leave;
  }

  // ---------------------------------------------------------------- range

  range(node: RangeStmt, frame: Frame): Leave | undefined {
    const { operands } = this.walk;
    const over = this.ranged(node, frame);
    operands.push(over);
    for (const [key, value] of this.entries(node, over, frame)) {
      this.walk.step(node.pos);
      if (node.key !== undefined) this.parts.memory.assign(node.key, key, frame);
      if (node.value !== undefined) this.parts.memory.assign(node.value, value, frame);
      const end = this.turn(node, frame);
      if (end !== undefined) return end === 'break' ? undefined : end;
    }
    return undefined;
  }

  /** What is ranged over; []byte(s) is not copied for it. */
  private ranged(node: RangeStmt, frame: Frame): Value {
    const { x } = node;
    return x.op === Op.OSTR2BYTES ? this.parts.texts.view(x, frame) : this.walk.evaluate(x, frame);
  }

  private *entries(node: RangeStmt, over: Value, frame: Frame): Generator<[Value, Value]> {
    if (typeof over === 'number') {
      for (let i = 0; i < over; i++) yield [i, undefined];
    } else if (isNil(over)) return;
    else if (over instanceof StringValue && over.text !== undefined) {
      for (const { at, rune } of decodeRunes(over.text)) yield [at, rune];
    } else if (typeof over === 'object' && over.kind === 'map' && !over.isVague) {
      for (const [id, { key, cell }] of [...over.entries])
        if (over.entries.has(id)) yield [key, load(cell, 0)];
    } else if (typeof over === 'object' && over.kind === 'chan') {
      yield* this.received(node, over, frame);
    } else yield* this.elements(node, over, frame);
  }

  private *received(node: RangeStmt, channel: Value, frame: Frame): Generator<[Value, Value]> {
    for (let turn = 0; ; turn++) {
      const { value, ok } = this.parts.goroutines.receive(channel, node.x, frame);
      if (ok === false || (ok === undefined && turn >= this.turns(node, frame))) return;
      yield [value, undefined];
    }
  }

  private *elements(node: RangeStmt, over: Value, frame: Frame): Generator<[Value, Value]> {
    const at = sequence(over);
    const isVagueText = over instanceof StringValue;
    if (at === undefined && !isVagueText) {
      const known = fixedLength(node.x);
      const turns = known ?? this.turns(node, frame);
      const isKeyed = underlying(node.x.type).kind !== TypeKind.Map;
      for (let i = 0; i < turns; i++) yield [isKeyed ? i : undefined, undefined];
      return;
    }
    // A slice is ranged over as it was; an array, too, but a pointer shows what becomes of it.
    const len = over instanceof SliceValue || isVagueText ? over.len : (at?.len ?? 0);
    for (let i = 0; i < len; i++) {
      const isKnown = at !== undefined && !at.block.isOpaque && node.value !== undefined;
      yield [i, isKnown ? load(at.block, at.offset + i) : undefined];
    }
  }
}

function fixedLength(x: IrNode): number | undefined {
  let type = underlying(x.type);
  if (type.kind === TypeKind.Pointer) type = underlying(type.elem);
  return type.kind === TypeKind.Array && type.len >= 0 ? type.len : undefined;
}
