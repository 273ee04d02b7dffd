/** Evaluates expressions: what is known of their values, and the allocations they make, in order. */

import type { SiteKind } from '../escape';
import { type BuiltinCall, type CompLitExpr, forEachChild, type IrNode, type MakeExpr, Op } from '../ir';
import { type Constant, type Type, TypeKind, underlying } from '../types';
import { channelHeaderBytes, grownCapacity, mapHeaderBytes, roundedUp } from './growth';
import { insertIntoMap } from './maps';
import { binary, unary } from './operators';
import type { Sites } from './sites';
import { type Frame, homeOf, lengthOf, nil, type SliceValue, type Value } from './value';
import type { Walk } from './walk';

/** Since Go 1.26 a slice that stays may begin in so many bytes of the stack. */
const appendStackBytes = 32;

export class Expressions {
  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
    private readonly call: (node: IrNode, frame: Frame) => Value,
  ) {}

  evaluate = (node: IrNode, frame: Frame): Value => {
    this.walk.step(node.pos);
    if (node.init.length > 0 && node.op !== Op.OFOR) this.walk.execute(node.init, frame);
    switch (node.op) {
      case Op.ONAME:
        return this.name(node, frame);
      case Op.OLITERAL:
        return literal(node.value);
      case Op.ONIL:
        return nil;
      case Op.OCONVNOP:
      case Op.OCONV:
        return this.walk.evaluate(node.x, frame);
      case Op.OCALLFUNC:
      case Op.OCALLINTER:
        return this.call(node, frame);
      case Op.OINLCALL: {
        this.walk.execute(node.body, frame);
        const values = node.returnVars.map(result => this.walk.evaluate(result, frame));
        return values.length === 1 ? values[0] : { kind: 'tuple', values };
      }
      case Op.OCLOSURE:
        this.fixed(node, frame, ['closure']);
        return { kind: 'closure', func: node.func, frame };
      case Op.OMETHEXPR:
        return node.callee?.callee === undefined ? undefined : { kind: 'func', callee: node.callee.callee };
      case Op.OANDAND:
      case Op.OOROR: {
        const left = this.walk.evaluate(node.x, frame);
        if (left === (node.op === Op.OOROR)) return left;
        const right = this.walk.evaluate(node.y, frame);
        return left === undefined ? undefined : right;
      }
      case Op.OLEN:
        return lengthOf(this.walk.evaluate(node.x, frame)) ?? arrayLength(node.x.type);
      case Op.OCAP: {
        const value = this.walk.evaluate(node.x, frame);
        return typeof value === 'object' && value.kind === 'slice' ? value.cap : arrayLength(node.x.type);
      }
      case Op.OMAKESLICE:
      case Op.OMAKEMAP:
      case Op.OMAKECHAN:
        return this.make(node, frame);
      case Op.OAPPEND:
        return this.append(node, frame);
      case Op.OSLICELIT:
      case Op.OMAPLIT:
        return this.compositeLiteral(node, frame);
      case Op.OSLICE:
      case Op.OSLICESTR:
      case Op.OSLICEARR:
      case Op.OSLICE3:
      case Op.OSLICE3ARR:
        return this.slice(node, frame);
      default:
        return this.other(node, frame);
    }
  };

  private other(node: IrNode, frame: Frame): Value {
    const values: Value[] = [];
    forEachChild(node, child => {
      if (!node.init.includes(child)) values.push(this.walk.evaluate(child, frame));
    });
    switch (node.op) {
      case Op.ONEW:
        this.fixed(node, frame, ['new']);
        return undefined;
      case Op.OPTRLIT:
        this.fixed(node, frame, ['pointerLiteral']);
        return undefined;
      case Op.OCONVIFACE:
        this.fixed(node, frame, ['interface']);
        return undefined;
      case Op.OMETHVALUE:
        this.fixed(node, frame, ['methodValue']);
        return undefined;
      case Op.OADDSTR:
        return this.text(node, sumOfLengths(values), frame, 'stringConcat');
      case Op.OBYTES2STR:
      case Op.OSTR2BYTES:
        return this.text(node, lengthOf(values[0]), frame, 'stringConversion');
      case Op.ORUNES2STR:
      case Op.OSTR2RUNES:
      case Op.ORUNESTR:
        return this.text(node, undefined, frame, 'stringConversion');
      case Op.ODOT:
      case Op.ODOTPTR:
        return node.selection === undefined ? undefined : this.walk.cells.get(originOf(node.selection));
      case Op.OPLUS:
      case Op.ONEG:
      case Op.OBITNOT:
      case Op.ONOT:
        return unary(node.op, values[0]);
      default:
        return values.length === 2 ? binary(node.op, values[0], values[1]) : undefined;
    }
  }

  private name(node: Extract<IrNode, { op: Op.ONAME }>, frame: Frame): Value {
    if (node.callee !== undefined) return { kind: 'func', callee: node.callee };
    const name = node.canonical();
    if (name.addrtaken) return undefined;
    if (name.curfn === undefined)
      return name.object === undefined ? undefined : this.walk.cells.get(name.object);
    return homeOf(name, frame).values.get(name);
  }

  /** An allocation whose size the analysis knows. */
  private fixed(node: IrNode, frame: Frame, kinds: readonly SiteKind[]): void {
    const verdict = this.sites.heapVerdict(node.pos, kinds);
    if (verdict?.bytes === undefined) return;
    this.sites.allocate(verdict, verdict.bytes, verdict.hasPointers, frame);
  }

  private text(node: IrNode, known: number | undefined, frame: Frame, kind: SiteKind): Value {
    const verdict = this.sites.heapVerdict(node.pos, [kind]);
    const isSlice = underlying(node.type).kind === TypeKind.Slice;
    const elem = isSlice ? (verdict?.elemBytes ?? 1) : 1;
    const len = known ?? this.walk.options.length;
    if (verdict === undefined) return known === undefined ? undefined : textValue(isSlice, len, -1);
    if (known === undefined)
      this.walk.assume(node.pos, `${verdict.expr ?? 'the text'} is taken to have ${len} bytes`);
    const object = len === 0 ? -1 : this.sites.allocate(verdict, len * elem, false, frame);
    return known === undefined ? undefined : textValue(isSlice, len, object);
  }

  private make(node: MakeExpr, frame: Frame): Value {
    const len = node.len && this.walk.evaluate(node.len, frame);
    const cap = node.cap && this.walk.evaluate(node.cap, frame);
    if (node.op === Op.OMAKEMAP) return this.makeMap(node, frame);
    if (node.op === Op.OMAKECHAN)
      return this.makeChan(node, typeof len === 'number' ? len : undefined, frame);
    const verdict = this.sites.heapVerdict(node.pos, ['makeSlice']);
    const wanted = cap ?? len;
    const isKnown = typeof wanted === 'number' && wanted >= 0;
    if (verdict === undefined) {
      if (!isKnown) return undefined;
      return { kind: 'slice', len: typeof len === 'number' ? len : wanted, cap: wanted, object: -1 };
    }
    const elements = isKnown ? wanted : this.walk.options.length;
    if (!isKnown) this.walk.assume(node.pos, `${verdict.expr} is taken to hold ${elements} elements`);
    const bytes = elements * (verdict.elemBytes ?? 1);
    const object = bytes === 0 ? -1 : this.sites.allocate(verdict, bytes, verdict.hasPointers, frame);
    return { kind: 'slice', len: typeof len === 'number' ? len : elements, cap: elements, object };
  }

  private makeMap(node: MakeExpr, frame: Frame): Value {
    const verdict = this.sites.heapVerdict(node.pos, ['makeMap']);
    if (verdict !== undefined) this.sites.allocate(verdict, mapHeaderBytes, true, frame);
    return { kind: 'map', count: 0, slots: 0, object: -1 };
  }

  private makeChan(node: MakeExpr, len: number | undefined, frame: Frame): Value {
    const type = underlying(node.type);
    if (type.kind !== TypeKind.Chan) return undefined;
    const count = len ?? this.walk.options.length;
    if (len === undefined && node.len !== undefined)
      this.walk.assume(node.pos, `the channel is taken to have room for ${count} elements`);
    const buffer = (node.len === undefined ? 0 : count) * this.walk.sizes.sizeof(type.elem);
    const site = this.sites.number(node.pos, 'make(chan)', frame.func.sym, undefined);
    const hasPointers = this.walk.sizes.hasPointers(type.elem);
    if (hasPointers && buffer > 0) {
      this.walk.alloc(site, channelHeaderBytes, true, node.pos);
      this.walk.alloc(site, buffer, true, node.pos);
    } else this.walk.alloc(site, channelHeaderBytes + buffer, buffer === 0, node.pos);
    return undefined;
  }

  private append(node: BuiltinCall, frame: Frame): Value {
    const [target, ...added] = node.args.map(argument => this.walk.evaluate(argument, frame));
    const type = underlying(node.type);
    if (type.kind !== TypeKind.Slice) return undefined;
    const base = sliceOf(target);
    const count = node.isDDD ? lengthOf(added[0]) : added.length;
    if (base === undefined)
      this.walk.assume(node.pos, 'the slice appended to is taken to be empty: nothing is known of it');
    if (count === undefined)
      this.walk.assume(node.pos, `${this.walk.options.length} elements are taken to be appended`);
    const { len, cap, object } = base ?? { len: 0, cap: 0, object: -1 };
    const newLen = len + (count ?? this.walk.options.length);
    if (newLen <= cap) return { kind: 'slice', len: newLen, cap, object };
    const elem = this.walk.sizes.sizeof(type.elem);
    if (elem > 0 && newLen * elem <= appendStackBytes && this.sites.stays(node.pos, ['append']))
      return { kind: 'slice', len: newLen, cap: Math.floor(appendStackBytes / elem), object: -1 };
    const noscan = !this.walk.sizes.hasPointers(type.elem);
    const newCap = grownCapacity(cap, newLen, elem, noscan);
    if (elem === 0) return { kind: 'slice', len: newLen, cap: newCap, object: -1 };
    const grown = this.grow(node, roundedUp(newCap * elem, noscan), noscan, frame);
    this.walk.drop(object);
    return { kind: 'slice', len: newLen, cap: newCap, object: grown };
  }

  /** The runtime grows a slice on the heap, whatever the verdict, once its stack buffer does not suffice. */
  private grow(node: BuiltinCall, bytes: number, noscan: boolean, frame: Frame): number {
    const verdict = this.sites.heapVerdict(node.pos, ['append']);
    if (verdict !== undefined) return this.sites.allocate(verdict, bytes, !noscan, frame);
    const site = this.sites.number(node.pos, 'append', frame.func.sym, undefined);
    const object = this.walk.alloc(site, bytes, !noscan, node.pos);
    frame.scope.objects.push(object);
    return object;
  }

  private compositeLiteral(node: CompLitExpr, frame: Frame): Value {
    for (const element of node.list) this.walk.evaluate(element, frame);
    if (node.op === Op.OMAPLIT) {
      const verdict = this.sites.heapVerdict(node.pos, ['mapLiteral']);
      if (verdict !== undefined) this.sites.allocate(verdict, mapHeaderBytes, true, frame);
      const map: Value = { kind: 'map', count: 0, slots: 0, object: -1 };
      for (let i = 0; i < node.list.length; i++)
        insertIntoMap(this.walk, this.sites, map, node, node.type, frame);
      return map;
    }
    const verdict = this.sites.heapVerdict(node.pos, ['sliceLiteral']);
    const len = literalLength(node);
    const object =
      verdict?.bytes === undefined || verdict.bytes === 0
        ? -1
        : this.sites.allocate(verdict, verdict.bytes, verdict.hasPointers, frame);
    return { kind: 'slice', len, cap: len, object };
  }

  private slice(node: Extract<IrNode, { low: unknown }>, frame: Frame): Value {
    const value = this.walk.evaluate(node.x, frame);
    const bound = (limit: IrNode | undefined, otherwise: number | undefined) => {
      if (limit === undefined) return otherwise;
      const known = this.walk.evaluate(limit, frame);
      return typeof known === 'number' ? known : undefined;
    };
    const low = bound(node.low, 0);
    const high = bound(node.high, lengthOf(value));
    const max = bound(node.max, typeof value === 'object' && value.kind === 'slice' ? value.cap : undefined);
    if (low === undefined || high === undefined || high < low) return undefined;
    if (node.op === Op.OSLICESTR) return { kind: 'string', len: high - low };
    if (typeof value !== 'object' || value.kind !== 'slice') return undefined;
    return { kind: 'slice', len: high - low, cap: Math.max(high, max ?? high) - low, object: value.object };
  }
}

/** The field that an instance's field stands for. */
function originOf<T extends object>(selection: T): object {
  return 'origin' in selection ? (selection.origin as object) : selection;
}

function literal(value: Constant): Value {
  switch (value.kind) {
    case 'bool':
      return value.value;
    case 'string':
      return { kind: 'string', len: value.value.length };
    case 'int': {
      const number = Number(value.value);
      return Number.isSafeInteger(number) ? number : undefined;
    }
    default:
      return undefined;
  }
}

function arrayLength(type: Type): number | undefined {
  const under = underlying(type);
  const array = under.kind === TypeKind.Pointer ? underlying(under.elem) : under;
  return array.kind === TypeKind.Array && array.len >= 0 ? array.len : undefined;
}

function sliceOf(value: Value): SliceValue | undefined {
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'nil') return { kind: 'slice', len: 0, cap: 0, object: -1 };
  return value.kind === 'slice' ? value : undefined;
}

function textValue(isSlice: boolean, len: number, object: number): Value {
  return isSlice ? { kind: 'slice', len, cap: len, object } : { kind: 'string', len };
}

function sumOfLengths(values: readonly Value[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    const len = lengthOf(value);
    if (len === undefined) return undefined;
    sum += len;
  }
  return sum;
}

/** Elements of a slice literal: one past the largest index. */
function literalLength(node: CompLitExpr): number {
  let next = 0;
  let len = 0;
  for (const element of node.list) {
    if (element.op === Op.OKEY && element.key.op === Op.OLITERAL && element.key.value.kind === 'int')
      next = Number(element.key.value.value);
    next++;
    len = Math.max(len, next);
  }
  return len;
}
