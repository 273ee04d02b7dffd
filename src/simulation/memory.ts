/** Variables, fields and elements: where they lie, what they hold, and assignment to them. */

import { Class, type IndexExpr, type IrNode, type Name, Op, type SelectorExpr } from '../ir';
import { TypeKind, underlying } from '../types';
import { Initialisers } from './initialisers';
import type { Maps } from './maps';
import { readAs } from './rawMemory';
import { typeField } from './reflection';
import type { Sites } from './sites';
import {
  type Block,
  type Frame,
  isNil,
  load,
  noObject,
  type PointerValue,
  SliceValue,
  store,
  type Value,
  variable,
} from './value';
import type { Walk } from './walk';

export class Memory {
  private readonly fields = new WeakMap<SelectorExpr, number>();
  private readonly initialisers: Initialisers;

  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
    private readonly maps: Maps,
  ) {
    this.initialisers = new Initialisers(walk);
  }

  // ---------------------------------------------------------------- variables

  /** Begins the life of a variable: on the heap where it was moved there. */
  declare(name: Name, frame: Frame): Block {
    // The compiler's own variables may be declared after they were set.
    const there = name.autoTemp ? frame.cells.get(name) : undefined;
    if (there !== undefined && !this.sites.escapes(name)) return there;
    const verdict = this.sites.heap(name);
    const object =
      verdict?.bytes === undefined
        ? noObject
        : this.sites.alloc(name, frame, verdict.bytes, verdict.hasPointers);
    const block = variable(name.type, object);
    this.walk.heap.setMemory(object, block);
    frame.cells.set(name, block);
    return block;
  }

  cellOf(name: Name, frame: Frame): Block {
    const own = frame.cells.get(name);
    if (own !== undefined) return own;
    if (name.cls === Class.global) return this.global(name);
    const block = variable(name.type);
    frame.cells.set(name, block);
    return block;
  }

  private global(name: Name): Block {
    const known = this.walk.globals.get(name);
    if (known !== undefined) return known;
    const block = variable(name.type);
    this.walk.globals.set(name, block);
    if (name.pkg !== undefined) this.initialisers.of(name.pkg, name)?.();
    return block;
  }

  // ---------------------------------------------------------------- reading

  /** Memory that an expression names; undefined where it is not known, or where it has none. */
  address(node: IrNode, frame: Frame): PointerValue | undefined {
    switch (node.op) {
      case Op.ONAME:
        return { kind: 'pointer', block: this.cellOf(node, frame), index: 0 };
      case Op.ODEREF:
        return this.pointer(this.walk.evaluate(node.x, frame), node);
      case Op.ODOT:
      case Op.ODOTPTR: {
        const block = this.structIn(this.walk.evaluate(node.x, frame), node);
        return block && { kind: 'pointer', block, index: this.fieldIndex(node) };
      }
      case Op.OINDEX:
        return this.element(node, frame);
      case Op.OCONVNOP:
        return this.address(node.x, frame);
      default: {
        const block = variable(node.type);
        store(block, 0, this.walk.evaluate(node, frame));
        return { kind: 'pointer', block, index: 0 };
      }
    }
  }

  field(node: SelectorExpr, frame: Frame): Value {
    const value = this.walk.evaluate(node.x, frame);
    if (typeof value === 'object' && value.kind === 'type')
      return typeField({ name: node.sel, type: node.type }, value, this.walk.sizes);
    const block = this.structIn(value, node);
    return block && load(block, this.fieldIndex(node));
  }

  private structIn(value: Value, node: SelectorExpr): Block | undefined {
    if (node.op === Op.ODOTPTR) {
      const pointer = this.pointer(value, node);
      const type = underlying(node.x.type);
      if (pointer === undefined || type.kind !== TypeKind.Pointer) return undefined;
      value = readAs(pointer, type.elem, this.walk.sizes);
    }
    return typeof value === 'object' && value.kind === 'block' && !value.isOpaque ? value : undefined;
  }

  private fieldIndex(node: SelectorExpr): number {
    const known = this.fields.get(node);
    if (known !== undefined) return known;
    let type = underlying(node.x.type);
    if (type.kind === TypeKind.Pointer) type = underlying(type.elem);
    const index =
      type.kind === TypeKind.Struct ? type.fields.findIndex(field => field.name === node.sel) : -1;
    this.fields.set(node, index);
    return index;
  }

  pointer(value: Value, node: IrNode): PointerValue | undefined {
    if (isNil(value)) return this.walk.fault(node.pos);
    return typeof value === 'object' && value.kind === 'pointer' ? value : undefined;
  }

  /** An element of an array or slice, or of the array that a pointer points to. */
  private element(node: IndexExpr, frame: Frame): PointerValue | undefined {
    const value = this.walk.evaluate(node.x, frame);
    const index = this.walk.evaluate(node.index, frame);
    const at = sequence(value);
    if (at === undefined) {
      if (isNil(value)) this.walk.fault(node.pos);
      return undefined;
    }
    if (typeof index !== 'number') return undefined;
    if (index < 0 || index >= at.len) {
      this.walk.fault(node.pos);
      return undefined;
    }
    return at.block.isOpaque ? undefined : { kind: 'pointer', block: at.block, index: at.offset + index };
  }

  index(node: IndexExpr, frame: Frame): Value {
    if (underlying(node.x.type).kind === TypeKind.Basic) {
      const text = this.walk.evaluate(node.x, frame);
      const index = this.walk.evaluate(node.index, frame);
      if (typeof text !== 'object' || text.kind !== 'string' || typeof index !== 'number') return undefined;
      if (index < 0 || index >= text.len) this.walk.fault(node.pos);
      return text.text === undefined || index >= text.len ? undefined : text.text.charCodeAt(index);
    }
    const at = this.element(node, frame);
    return at && load(at.block, at.index);
  }

  // ---------------------------------------------------------------- writing

  assign(target: IrNode, value: Value, frame: Frame): void {
    if (target.op === Op.ONAME) {
      if (target.sym === '_') return;
      store(this.cellOf(target, frame), 0, value);
      return;
    }
    if (target.op === Op.OINDEXMAP) {
      const map = this.walk.evaluate(target.x, frame);
      const key = this.walk.evaluate(target.index, frame);
      this.maps.put(map, key, value, target, frame);
      return;
    }
    const at = this.address(target, frame);
    if (at === undefined) this.leak(value);
    else store(at.block, at.index, value);
  }

  /** Goes where nobody knows: it is never let go. */
  leak(value: Value): void {
    if (typeof value === 'object' && value.kind !== 'nil') this.walk.leaked.push(value);
  }
}

/** The elements that an array, a slice or a pointer to an array gives access to. */
export function sequence(value: Value): { block: Block; offset: number; len: number } | undefined {
  if (value instanceof SliceValue) return value;
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'block')
    return { block: value, offset: 0, len: value.isOpaque ? Infinity : value.length };
  if (value.kind !== 'pointer') return undefined;
  const pointee = load(value.block, value.index);
  return typeof pointee === 'object' && pointee.kind === 'block' ? sequence(pointee) : undefined;
}
