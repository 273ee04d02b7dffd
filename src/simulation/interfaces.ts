/**
 * Values in interfaces: the copy that a conversion makes (walk/convert.go's dataWord and the runtime's convT…, Go
 * 1.26), type assertions, and the method that a call finds.
 */

import type { Callee, ConvExpr, SelectorExpr, TypeAssertExpr } from '../ir';
import { Op } from '../ir';
import {
  type FuncObject,
  identical,
  isInterface,
  lookupFieldOrMethod,
  missingMethod,
  type Type,
  TypeKind,
  underlying,
} from '../types';
import { numberKind } from './numbers';
import type { Sites } from './sites';
import {
  Block,
  copyOf,
  type Frame,
  type InterfaceValue,
  isNil,
  load,
  noObject,
  StringValue,
  type Value,
  zeroOf,
} from './value';
import type { Walk } from './walk';

/** Numbers below this lie in a table of the runtime. */
const staticNumbers = 256;

export class Interfaces {
  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
  ) {}

  convert(node: ConvExpr, frame: Frame): Value {
    // Whether a parameter is a small number is no reason to assume what it is.
    const isPending = node.x.op === Op.ONAME && isPendingIn(frame.cells.get(node.x));
    const value = isPending ? undefined : this.walk.evaluate(node.x, frame);
    const type = node.x.type;
    if (isInterface(type)) return value;
    const bytes = this.walk.sizes.sizeof(type);
    const takes = this.sites.takes(node, bytes) && !this.isStatic(value, type, bytes);
    const object = takes ? this.sites.alloc(node, frame, bytes, this.walk.sizes.hasPointers(type)) : noObject;
    return {
      kind: 'interface',
      type,
      value: value instanceof Block ? copyOf(value, object) : value,
      object,
    };
  }

  /** The runtime has it already: zero values of strings and slices, small numbers of a word or less. */
  private isStatic(value: Value, type: Type, bytes: number): boolean {
    if (value instanceof StringValue) return value.len === 0;
    if (underlying(type).kind === TypeKind.Slice) return isNil(value);
    if (bytes !== 2 && bytes !== 4 && bytes !== 8) return false;
    if (this.walk.sizes.alignof(type) !== bytes || this.walk.sizes.hasPointers(type)) return false;
    return isSmall(value, type);
  }

  // ---------------------------------------------------------------- assertions

  /** x.(T), or the value and whether it is one where the assertion has two results. */
  assert(node: TypeAssertExpr, frame: Frame): Value {
    const value = this.walk.evaluate(node.x, frame);
    const holds = this.holds(value, node.type);
    const isPair = node.op === Op.ODOTTYPE2 || node.op === Op.ODYNAMICDOTTYPE2;
    if (holds === undefined) return isPair ? { kind: 'tuple', values: [undefined, undefined] } : undefined;
    if (!isPair) {
      if (!holds) return this.walk.fault(node.pos);
      return this.as(value, node.type);
    }
    return { kind: 'tuple', values: [holds ? this.as(value, node.type) : zeroOf(node.type), holds] };
  }

  /** The value's dynamic type is T, or has T's methods. */
  holds(value: Value, type: Type): boolean | undefined {
    if (isNil(value)) return false;
    if (typeof value !== 'object' || value.kind !== 'interface') return undefined;
    if (!isInterface(type)) return identical(value.type, type);
    return missingMethod(value.type, type, false) === undefined;
  }

  as(value: Value, type: Type): Value {
    return typeof value === 'object' && value.kind === 'interface' && !isInterface(type)
      ? value.value
      : value;
  }

  // ---------------------------------------------------------------- methods

  /** The method of the value's dynamic type, and its receiver; undefined where it is not known. */
  method(value: Value, node: SelectorExpr): { callee: Callee; receiver: Value } | undefined {
    if (isNil(value)) return this.walk.fault(node.pos);
    if (typeof value !== 'object' || value.kind !== 'interface' || node.selection?.kind !== 'func')
      return undefined;
    return this.methodOf(value, node.selection);
  }

  methodOf(value: InterfaceValue, method: FuncObject): { callee: Callee; receiver: Value } | undefined {
    const found = lookupFieldOrMethod(value.type, false, method.pkg, method.name);
    if (found.object?.kind !== 'func' || found.index === undefined) return undefined;
    let type = value.type;
    let receiver = value.value;
    for (const index of found.index.slice(0, -1)) {
      [receiver, type] = embedded(receiver, type, index);
    }
    if (isInterface(type)) {
      return typeof receiver === 'object' && receiver.kind === 'interface'
        ? this.methodOf(receiver, method)
        : undefined;
    }
    const callee = this.walk.input.ir.methodCallee(found.object, type);
    if (callee === undefined) return undefined;
    const wantsPointer = found.object.origin.hasPointerReceiver;
    const isPointer = underlying(type).kind === TypeKind.Pointer;
    if (isPointer && !wantsPointer) {
      receiver =
        typeof receiver === 'object' && receiver.kind === 'pointer'
          ? load(receiver.block, receiver.index)
          : undefined;
    } else if (!isPointer && wantsPointer) {
      // A method of an embedded struct: its address.
      receiver = receiver instanceof Block ? pointerTo(receiver, type) : undefined;
    }
    return { callee, receiver };
  }
}

function isPendingIn(block: Block | undefined): boolean {
  const cell = block?.cells[0];
  return typeof cell === 'object' && cell?.kind === 'pending';
}

/** The embedded field of a struct, or of the struct that a pointer points to. */
function embedded(value: Value, type: Type, index: number): [Value, Type] {
  let under = underlying(type);
  if (under.kind === TypeKind.Pointer) {
    under = underlying(under.elem);
    value =
      typeof value === 'object' && value.kind === 'pointer' ? load(value.block, value.index) : undefined;
  }
  if (under.kind !== TypeKind.Struct) return [undefined, type];
  return [
    value instanceof Block && !value.isOpaque ? load(value, index) : undefined,
    under.fields[index].type,
  ];
}

/** A pointer to memory that a struct value is. */
function pointerTo(block: Block, type: Type): Value {
  const holder = new Block([block], type, false, block.owner);
  return { kind: 'pointer', block: holder, index: 0 };
}

/** As the machine holds it, the value is below 256. */
function isSmall(value: Value, type: Type): boolean {
  if (typeof value === 'number') {
    if (numberKind(type)?.kind === 'float') return Object.is(value, 0);
    return value >= 0 && value < staticNumbers;
  }
  if (value instanceof Block && !value.isOpaque) {
    return value.cells.every((_, i) => {
      const cell = load(value, i);
      return i === 0 ? isSmall(cell, value.typeAt(0)) : cell === 0 || cell === false;
    });
  }
  return value === false || value === true;
}
