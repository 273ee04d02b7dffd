/**
 * What the simulated function is called with: nothing is known of its arguments. Numbers, lengths and what pointers
 * point to are assumed, each only when the walk first looks at it.
 */

import type { Func, Name } from '../ir';
import { type Type, TypeKind, underlying } from '../types';
import type { Question } from './assumptions';
import type { Maps } from './maps';
import { numberKind } from './numbers';
import { encodeText } from './texts';
import {
  elements,
  type Frame,
  type PendingValue,
  SliceValue,
  StringValue,
  stringOf,
  structBlock,
  type Value,
  variable,
} from './value';
import type { Walk } from './walk';

/** Structs within structs and behind pointers, beyond which nothing is assumed. */
const maxNesting = 4;

export class Parameters {
  constructor(
    private readonly walk: Walk,
    private readonly maps: Maps,
  ) {}

  /** Values for all parameters, the receiver first. */
  of(func: Func, frame: Frame): Value[] {
    const params = func.recv === undefined ? func.params : [func.recv, ...func.params];
    return params.map(param => this.pending(param.sym, param.type, param, frame, []));
  }

  private pending(path: string, type: Type, at: Name, frame: Frame, around: readonly Type[]): PendingValue {
    return { kind: 'pending', make: () => this.value(path, type, at, frame, around) };
  }

  private value(path: string, type: Type, at: Name, frame: Frame, around: readonly Type[]): Value {
    const under = underlying(type);
    if (around.length > maxNesting || around.includes(under)) return undefined;
    switch (under.kind) {
      case TypeKind.Basic:
        if (numberKind(type)?.kind === 'int') return this.number(path, at, frame);
        return /string/.test(under.name) ? this.text(path, at, frame) : undefined;
      case TypeKind.Slice: {
        const len = this.length(path, 'elements', at, frame);
        return new SliceValue(this.unknown(len, under.elem), 0, len, len);
      }
      case TypeKind.Map:
        return this.maps.vague(type, at, this.length(path, 'entries', at, frame), frame);
      case TypeKind.Array:
        return this.unknown(Math.max(0, under.len), under.elem);
      case TypeKind.Struct: {
        const block = structBlock(under);
        under.fields.forEach((field, i) => {
          block.cells[i] = this.pending(`${path}.${field.name}`, field.type, at, frame, [...around, under]);
        });
        return block;
      }
      case TypeKind.Pointer: {
        // A list has an end, and a field of the same type may be nil: nothing is known of it.
        if (around.includes(underlying(under.elem))) return undefined;
        const block = variable(under.elem);
        block.cells[0] = this.pending(path, under.elem, at, frame, [...around, under]);
        return { kind: 'pointer', block, index: 0 };
      }
      default:
        return undefined;
    }
  }

  private unknown(count: number, elem: Type) {
    const block = elements(count, elem);
    const under = underlying(elem);
    for (let i = 0; i < block.length; i++) {
      if (under.kind !== TypeKind.Struct) block.cells[i] = undefined;
      else {
        const struct = structBlock(under);
        struct.cells.fill(undefined);
        block.cells[i] = struct;
      }
    }
    return block;
  }

  /** The user may say what a string holds; otherwise its length is assumed. */
  private text(path: string, at: Name, frame: Frame): StringValue {
    const question = this.lengthOf(path, 'bytes', at, frame);
    const said = this.walk.assumptions.textFor(question);
    if (said !== undefined) return stringOf(encodeText(said));
    return new StringValue(undefined, () => Math.max(0, this.walk.assume(question)));
  }

  private number(path: string, at: Name, frame: Frame): number {
    return this.walk.assume({
      kind: 'value',
      place: at.pos,
      func: frame.func,
      what: path,
      default: this.walk.options.turns,
      sentence: value => `${path} is taken to be ${value}`,
    });
  }

  private length(path: string, unit: string, at: Name, frame: Frame): number {
    return Math.max(0, this.walk.assume(this.lengthOf(path, unit, at, frame)));
  }

  private lengthOf(path: string, unit: string, at: Name, frame: Frame): Question<number> {
    return {
      kind: 'length',
      place: at.pos,
      func: frame.func,
      what: path,
      default: this.walk.options.length,
      takesText: unit === 'bytes',
      sentence: value => `${path} is taken to hold ${value} ${unit}`,
    };
  }
}
