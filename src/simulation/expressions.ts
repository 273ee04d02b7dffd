/** Evaluates expressions: their values as far as they are known, and the allocations they make, in order. */

import {
  type AddrExpr,
  type BinaryExpr,
  type BuiltinCall,
  type ClosureExpr,
  type CompLitExpr,
  type ConvExpr,
  type IndexExpr,
  type IrNode,
  Op,
  type SelectorExpr,
  type StarExpr,
} from '../ir';
import { type Constant, floatValue, type Type, TypeKind, toInt, underlying } from '../types';
import type { Calls } from './calls';
import type { Goroutines } from './goroutines';
import type { Interfaces } from './interfaces';
import type { Maps } from './maps';
import type { Memory } from './memory';
import { normal, numberKind, reinterpreted, roundFloat } from './numbers';
import { binary, converted, isInteger, unary } from './operators';
import { pointerAt, readAs } from './rawMemory';
import type { Sites } from './sites';
import { bytesOf, elemOf, type Slices } from './slices';
import type { Texts } from './texts';
import {
  Block,
  clearBlock,
  elements,
  type Frame,
  isNil,
  lengthOf,
  load,
  nil,
  noObject,
  SliceValue,
  StringValue,
  store,
  stringOf,
  structBlock,
  textOfBytes,
  type Value,
  variable,
} from './value';
import { GoPanic, type Walk } from './walk';

/** What knows how to do each kind of thing. */
export interface Parts {
  sites: Sites;
  memory: Memory;
  slices: Slices;
  maps: Maps;
  texts: Texts;
  interfaces: Interfaces;
  goroutines: Goroutines;
  calls: Calls;
}

export class Expressions {
  constructor(
    private readonly walk: Walk,
    private readonly parts: Parts,
  ) {}

  evaluate = (node: IrNode, frame: Frame): Value => {
    this.walk.step(node.pos);
    if (node.init.length > 0) this.walk.execute(node.init, frame);
    switch (node.op) {
      case Op.ONAME:
        if (node.callee !== undefined) return { kind: 'func', callee: node.callee };
        return load(this.parts.memory.cellOf(node, frame), 0);
      case Op.OLITERAL:
        return literal(node.value, node.type);
      case Op.ONIL:
        return nil;
      case Op.ODOT:
      case Op.ODOTPTR:
        return this.parts.memory.field(node, frame);
      case Op.OINDEX:
        return this.parts.memory.index(node, frame);
      case Op.ODEREF:
        return this.dereference(node, frame);
      case Op.OCONVNOP:
        return this.walk.evaluate(node.x, frame);
      case Op.OCONV:
        return converted(node.type, node.x.type, this.walk.evaluate(node.x, frame));
      case Op.OADD:
      case Op.OSUB:
      case Op.OMUL:
      case Op.ODIV:
      case Op.OMOD:
      case Op.OAND:
      case Op.OOR:
      case Op.OXOR:
      case Op.OANDNOT:
      case Op.OLSH:
      case Op.ORSH:
      case Op.OEQ:
      case Op.ONE:
      case Op.OLT:
      case Op.OLE:
      case Op.OGT:
      case Op.OGE:
        return this.operator(node, frame);
      case Op.OPLUS:
      case Op.ONEG:
      case Op.OBITNOT:
      case Op.ONOT:
        return unary(node.op, node.type, this.walk.evaluate(node.x, frame));
      case Op.OANDAND:
      case Op.OOROR: {
        const left = this.walk.evaluate(node.x, frame);
        if (left === (node.op === Op.OOROR)) return left;
        const right = this.walk.evaluate(node.y, frame);
        return left === undefined ? (right === (node.op === Op.OOROR) ? right : undefined) : right;
      }
      default:
        return this.keep(this.other(node, frame));
    }
  };

  /** New memory must be found by the collector until the statement has put it somewhere. */
  private keep(value: Value): Value {
    if (typeof value === 'object' && value.kind !== 'nil') this.walk.operands.push(value);
    return value;
  }

  private other(node: IrNode, frame: Frame): Value {
    const { slices, maps, texts, interfaces, goroutines, calls, memory } = this.parts;
    switch (node.op) {
      case Op.OCALLFUNC:
      case Op.OCALLINTER:
        return calls.evaluate(node, frame);
      case Op.OINLCALL: {
        this.walk.execute(node.body, frame);
        const values = node.returnVars.map(result => this.walk.evaluate(result, frame));
        return values.length === 1 ? values[0] : { kind: 'tuple', values };
      }
      case Op.OCLOSURE:
        return this.closure(node, frame);
      case Op.OMETHEXPR:
        return node.callee?.callee && { kind: 'func', callee: node.callee.callee };
      case Op.OMETHVALUE:
        return this.methodValue(node, frame);
      case Op.OADDR:
        return memory.address(node.x, frame) ?? this.descriptor(node.x, frame);
      case Op.OPTRLIT:
        return this.pointerLiteral(node, frame);
      case Op.ONEW: {
        const elem = elemOf(node.type);
        return elem && this.newObject(node, elem, frame);
      }
      case Op.OSTRUCTLIT:
      case Op.OARRAYLIT:
        return this.aggregate(node, frame, noObject);
      case Op.OSLICELIT:
        return slices.literal(node, frame);
      case Op.OMAPLIT:
        return maps.literal(node, frame);
      case Op.OMAKESLICE:
        return slices.make(node, frame);
      case Op.OMAKEMAP:
        return maps.make(node, frame);
      case Op.OMAKECHAN:
        return goroutines.make(node, frame);
      case Op.OAPPEND:
        return slices.append(node, frame);
      case Op.OSLICE:
      case Op.OSLICESTR:
      case Op.OSLICEARR:
      case Op.OSLICE3:
      case Op.OSLICE3ARR:
        return slices.slice(node, frame);
      case Op.OADDSTR:
        return texts.concat(node, frame);
      case Op.OBYTES2STR:
      case Op.OSTR2BYTES:
      case Op.ORUNES2STR:
      case Op.OSTR2RUNES:
      case Op.ORUNESTR:
        return texts.convert(node, frame);
      case Op.OCONVIFACE:
        return interfaces.convert(node, frame);
      case Op.ODOTTYPE:
      case Op.ODOTTYPE2:
      case Op.ODYNAMICDOTTYPE:
      case Op.ODYNAMICDOTTYPE2:
        return interfaces.assert(node, frame);
      case Op.OINDEXMAP:
        return this.lookUp(node, frame).value;
      case Op.ORECV: {
        const channel = this.walk.evaluate(node.x, frame);
        return goroutines.receive(channel, node.x, frame).value;
      }
      default:
        return this.builtin(node, frame);
    }
  }

  private builtin(node: IrNode, frame: Frame): Value {
    const { slices, maps, goroutines, calls } = this.parts;
    switch (node.op) {
      case Op.OLEN: {
        const known = arrayLength(node.x.type);
        return known ?? lengthOf(this.walk.evaluate(node.x, frame));
      }
      case Op.OCAP: {
        const value = this.walk.evaluate(node.x, frame);
        if (value instanceof SliceValue) return value.cap;
        if (typeof value === 'object' && value.kind === 'chan') return value.capacity;
        return isNil(value) ? 0 : arrayLength(node.x.type);
      }
      case Op.OCOPY:
        return slices.copy(this.walk.evaluate(node.x, frame), this.walk.evaluate(node.y, frame));
      case Op.ODELETE: {
        const [map, key] = node.args.map(argument => this.walk.evaluate(argument, frame));
        maps.delete(map, key);
        return undefined;
      }
      case Op.OCLEAR:
        this.clear(this.walk.evaluate(node.x, frame));
        return undefined;
      case Op.OCLOSE:
        goroutines.close(this.walk.evaluate(node.x, frame));
        return undefined;
      case Op.OPANIC:
        throw new GoPanic(this.walk.evaluate(node.x, frame), node.pos);
      case Op.ORECOVER:
        return calls.recover(frame);
      case Op.OMIN:
      case Op.OMAX:
        return this.extreme(node, frame);
      case Op.OCOMPLEX:
      case Op.OREAL:
      case Op.OIMAG:
        return this.complexPart(node, frame);
      case Op.OSLICE2ARR:
      case Op.OSLICE2ARRPTR:
        return this.asArray(node, frame);
      default:
        return this.unsafe(node, frame);
    }
  }

  private unsafe(node: IrNode, frame: Frame): Value {
    switch (node.op) {
      case Op.OUNSAFESTRING: {
        const at = this.walk.evaluate(node.x, frame);
        const len = this.walk.evaluate(node.y, frame);
        if (typeof len !== 'number') return undefined;
        if (typeof at !== 'object' || at.kind !== 'pointer')
          return len === 0 ? stringOf('') : new StringValue(undefined, len);
        return new StringValue(textOfBytes(at.block, at.index, len), len, at.block.owner);
      }
      case Op.OUNSAFESLICE: {
        const at = this.walk.evaluate(node.x, frame);
        const len = this.walk.evaluate(node.y, frame);
        if (typeof len !== 'number') return undefined;
        if (typeof at !== 'object' || at.kind !== 'pointer') return isNil(at) ? nil : undefined;
        return at.index + len <= at.block.length ? new SliceValue(at.block, at.index, len, len) : undefined;
      }
      case Op.OUNSAFESTRINGDATA: {
        const text = this.walk.evaluate(node.x, frame);
        const bytes = bytesOf(text);
        const elem = elemOf(node.type);
        if (bytes === undefined || elem === undefined || !(text instanceof StringValue)) return undefined;
        const block = elements(bytes.length, elem, text.object);
        for (let i = 0; i < bytes.length && !block.isOpaque; i++) block.cells[i] = bytes.charCodeAt(i);
        return { kind: 'pointer', block, index: 0 };
      }
      case Op.OUNSAFESLICEDATA: {
        const slice = this.walk.evaluate(node.x, frame);
        if (slice instanceof SliceValue) return { kind: 'pointer', block: slice.block, index: slice.offset };
        return isNil(slice) ? nil : undefined;
      }
      case Op.OUNSAFEADD: {
        const at = this.walk.evaluate(node.x, frame);
        const bytes = this.walk.evaluate(node.y, frame);
        return typeof bytes === 'number' ? this.further(at, bytes) : undefined;
      }
      default:
        this.operandsOf(node, frame);
        return undefined;
    }
  }

  /** What is not understood is still evaluated for what it allocates. */
  private operandsOf(node: IrNode, frame: Frame): void {
    if (node.op === Op.OBAD || node.op === Op.OPRINT || node.op === Op.OPRINTLN)
      for (const argument of node.args) this.walk.evaluate(argument, frame);
  }

  // ---------------------------------------------------------------- memory

  private dereference(node: StarExpr, frame: Frame): Value {
    const at = this.parts.memory.pointer(this.walk.evaluate(node.x, frame), node);
    if (at === undefined) return undefined;
    const value = readAs(at, node.type, this.walk.sizes);
    // A slice of bytes that is read as a string, without a copy.
    if (value instanceof SliceValue && underlying(node.type).kind === TypeKind.Basic)
      return new StringValue(bytesOf(value), value.len, value.block.owner);
    if (!isInteger(value) || at.block.typeAt(at.index) === node.type) return value;
    return reinterpreted(value, numberKind(at.block.typeAt(at.index)), numberKind(node.type));
  }

  private operator(node: BinaryExpr, frame: Frame): Value {
    const { x, y } = node;
    const isComparison = node.op >= Op.OEQ && node.op <= Op.OGE;
    const left = isComparison ? this.compared(x, frame) : this.walk.evaluate(x, frame);
    const right = isComparison ? this.compared(y, frame) : this.walk.evaluate(y, frame);
    if (node.op === Op.ODIV || node.op === Op.OMOD) {
      if (right === 0 && typeof left !== 'undefined' && underlying(x.type).kind === TypeKind.Basic) {
        const result = binary(node.op, x.type, left, right);
        return result ?? this.walk.fault(node.pos);
      }
    }
    if (node.op === Op.OADD && typeof right === 'number')
      return this.further(left, right) ?? binary(node.op, x.type, left, right);
    return binary(node.op, x.type, left, right);
  }

  /** The pointer so many bytes further; undefined where it is none. */
  private further(at: Value, bytes: number): Value {
    if (typeof at !== 'object' || at.kind !== 'pointer') return undefined;
    return pointerAt(at.block, at.index, bytes, this.walk.sizes);
  }

  /** string(b) in a comparison is not copied. */
  private compared(node: IrNode, frame: Frame): Value {
    return node.op === Op.OBYTES2STR ? this.parts.texts.view(node, frame) : this.walk.evaluate(node, frame);
  }

  /** m[k], and whether it is there; string(b) as the key is not copied. */
  lookUp(node: IndexExpr, frame: Frame): { value: Value; isThere: boolean | undefined } {
    const map = this.walk.evaluate(node.x, frame);
    const key = this.compared(node.index, frame);
    return this.parts.maps.get(map, key, node.type);
  }

  /** The address of a type's descriptor is as good as the descriptor. */
  private descriptor(node: IrNode, frame: Frame): Value {
    const value = node.op === Op.ODOTPTR ? this.parts.memory.field(node, frame) : undefined;
    return typeof value === 'object' && value.kind === 'type' ? value : undefined;
  }

  private newObject(node: IrNode, type: Type, frame: Frame): Value {
    const verdict = this.parts.sites.heap(node);
    const object =
      verdict?.bytes === undefined
        ? noObject
        : this.parts.sites.alloc(node, frame, verdict.bytes, verdict.hasPointers);
    const block = variable(type, object);
    this.walk.heap.setMemory(object, block);
    return { kind: 'pointer', block, index: 0 };
  }

  private pointerLiteral(node: AddrExpr, frame: Frame): Value {
    const pointer = this.newObject(node, node.x.type, frame);
    if (typeof pointer !== 'object' || pointer.kind !== 'pointer') return undefined;
    this.walk.operands.push(pointer);
    const { x } = node;
    const isAggregate = (x.op === Op.OSTRUCTLIT || x.op === Op.OARRAYLIT) && x.init.length === 0;
    const value = isAggregate ? this.aggregate(x, frame, pointer.block.owner) : this.walk.evaluate(x, frame);
    if (isAggregate) pointer.block.cells[0] = value;
    else store(pointer.block, 0, value);
    return pointer;
  }

  private aggregate(node: CompLitExpr, frame: Frame, owner: number): Value {
    const type = underlying(node.type);
    if (type.kind === TypeKind.Array) {
      const block = elements(Math.max(0, type.len), type.elem, owner);
      this.parts.slices.fill(node, block, frame);
      return block;
    }
    if (type.kind !== TypeKind.Struct) return undefined;
    const block = structBlock(type, owner, node.type);
    for (const element of node.list) {
      if (element.op !== Op.OSTRUCTKEY) continue;
      const index = type.fields.findIndex(({ name }) => name === element.field.name);
      const value = this.walk.evaluate(element.value, frame);
      if (index >= 0) store(block, index, value);
    }
    return block;
  }

  private closure(node: ClosureExpr, frame: Frame): Value {
    const { sites, calls } = this.parts;
    const verdict = sites.heap(node);
    const object =
      verdict?.bytes === undefined ? noObject : sites.alloc(node, frame, verdict.bytes, verdict.hasPointers);
    return { kind: 'closure', func: node.func, captured: calls.captured(node.func, frame), object };
  }

  private methodValue(node: SelectorExpr, frame: Frame): Value {
    const { sites, interfaces } = this.parts;
    const verdict = sites.heap(node);
    const take = () =>
      verdict?.bytes === undefined ? noObject : sites.alloc(node, frame, verdict.bytes, verdict.hasPointers);
    if (node.callee?.callee !== undefined) {
      const receiver = this.walk.evaluate(node.x, frame);
      return { kind: 'method', callee: node.callee.callee, receiver, object: take() };
    }
    const found = interfaces.method(this.walk.evaluate(node.x, frame), node);
    const object = take();
    return found && { kind: 'method', ...found, object };
  }

  private clear(value: Value): void {
    if (!(value instanceof SliceValue)) {
      this.parts.maps.clear(value);
      return;
    }
    for (let i = 0; i < value.len && !value.block.isOpaque; i++) {
      const cell = value.block.cells[value.offset + i];
      if (cell instanceof Block) clearBlock(cell);
      else value.block.cells[value.offset + i] = null;
    }
  }

  // ---------------------------------------------------------------- the rest

  private extreme(node: BuiltinCall, frame: Frame): Value {
    const values = node.args.map(argument => this.walk.evaluate(argument, frame));
    return values.reduce((best, value) => {
      const isLess = binary(Op.OLT, node.type, value, best);
      if (isLess === undefined) return undefined;
      return isLess === (node.op === Op.OMIN) ? value : best;
    });
  }

  private complexPart(node: IrNode, frame: Frame): Value {
    if (node.op === Op.OCOMPLEX) {
      const re = this.walk.evaluate(node.x, frame);
      const im = this.walk.evaluate(node.y, frame);
      return typeof re === 'number' && typeof im === 'number' ? { kind: 'complex', re, im } : undefined;
    }
    if (node.op !== Op.OREAL && node.op !== Op.OIMAG) return undefined;
    const value = this.walk.evaluate(node.x, frame);
    if (typeof value !== 'object' || value.kind !== 'complex') return undefined;
    return node.op === Op.OREAL ? value.re : value.im;
  }

  /** A slice as an array, or as a pointer to one. */
  private asArray(node: ConvExpr, frame: Frame): Value {
    const slice = this.walk.evaluate(node.x, frame);
    const len = arrayLength(node.type);
    if (!(slice instanceof SliceValue) || len === undefined) return undefined;
    if (slice.len < len) {
      this.walk.fault(node.pos);
      return undefined;
    }
    const { block, offset } = slice;
    if (node.op === Op.OSLICE2ARR) {
      const copy = elements(len, block.typeAt(0));
      for (let i = 0; i < len; i++) store(copy, i, load(block, offset + i));
      return copy;
    }
    if (offset !== 0 || len !== block.length) return undefined;
    return { kind: 'pointer', block: new Block([block], node.type, false, block.owner), index: 0 };
  }
}

function literal(value: Constant, type: Type): Value {
  if (value.kind === 'bool') return value.value;
  if (value.kind === 'string') return stringOf(value.value);
  if (value.kind === 'complex')
    return { kind: 'complex', re: floatValue(value.re), im: floatValue(value.im) };
  const number = numberKind(type);
  if (number?.kind === 'complex') return { kind: 'complex', re: floatValue(value), im: 0 };
  if (number?.kind === 'float') return roundFloat(floatValue(value), number.bits);
  const whole = toInt(value);
  return whole?.kind === 'int' ? normal(whole.value) : floatValue(value);
}

export function arrayLength(type: Type): number | undefined {
  const under = underlying(type);
  const array = under.kind === TypeKind.Pointer ? underlying(under.elem) : under;
  return array.kind === TypeKind.Array && array.len >= 0 ? array.len : undefined;
}
