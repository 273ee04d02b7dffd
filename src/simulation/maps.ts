/** Maps as Go programs use them; `swissMap.ts` has their memory. */

import { type CompLitExpr, type IrNode, type MakeExpr, Op } from '../ir';
import { type Type, TypeKind, typeString, underlying } from '../types';
import { normal } from './numbers';
import type { Sites } from './sites';
import { type MapHeap, type MapSlot, mapHeaderBytes, mapLayout, SwissMap } from './swissMap';
import {
  type Block,
  type Frame,
  isNil,
  load,
  type MapEntry,
  type MapValue,
  noObject,
  store,
  type Value,
  variable,
  zeroOf,
} from './value';
import { count, Stopped, type Walk } from './walk';

/** The walk keeps so many entries of a map. */
const maxEntries = 300_000;

export class Maps {
  private readonly slots = new WeakMap<MapEntry, MapSlot>();
  private readonly blockNumbers = new WeakMap<Block, number>();
  private blocks = 0;

  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
  ) {}

  make(node: MakeExpr, frame: Frame): Value {
    let hint = 0;
    if (node.len !== undefined) {
      const known = this.walk.evaluate(node.len, frame);
      hint =
        typeof known === 'number'
          ? known
          : this.walk.assume({
              kind: 'length',
              place: node.pos,
              func: frame.func,
              default: this.walk.options.length,
              sentence: value => `the map is taken to be made for ${value} entries`,
            });
    }
    return this.create(node, Math.max(0, hint), frame);
  }

  literal(node: CompLitExpr, frame: Frame): Value {
    const map = this.create(node, node.list.length, frame);
    for (const element of node.list) {
      if (element.op !== Op.OKEY) continue;
      const key = this.walk.evaluate(element.key, frame);
      this.put(map, key, this.walk.evaluate(element.value, frame), node, frame);
    }
    return map;
  }

  private create(node: IrNode, hint: number, frame: Frame): MapValue | undefined {
    const type = underlying(node.type);
    if (type.kind !== TypeKind.Map) return undefined;
    const object =
      this.sites.heap(node) === undefined ? noObject : this.sites.alloc(node, frame, mapHeaderBytes, true);
    const layout = mapLayout(type.key, type.elem, this.walk.sizes);
    const { prunesTombstones } = this.walk.rules;
    const onStack = !this.sites.escapes(node);
    const memory = new SwissMap(layout, hint, onStack, this.heapAt(node, frame), prunesTombstones);
    return { kind: 'map', object, entries: new Map(), memory, isVague: false, seen: 0 };
  }

  /** A map that was there before: of so many entries, none of them known. */
  vague(type: Type, node: IrNode, entries: number, frame: Frame): Value {
    const map = underlying(type);
    if (map.kind !== TypeKind.Map) return undefined;
    const layout = mapLayout(map.key, map.elem, this.walk.sizes);
    return this.walk.silently(() => {
      const heap = this.heapAt(node, frame);
      const memory = new SwissMap(layout, entries, false, heap, this.walk.rules.prunesTombstones);
      for (let i = 0; i < entries; i++) memory.insert(heap);
      return { kind: 'map', object: noObject, entries: new Map(), memory, isVague: true, seen: 0 };
    });
  }

  /** A copy of the map that an interface holds, in memory of its own. */
  clone = (holder: Value, node: IrNode, frame: Frame): Value => {
    if (typeof holder !== 'object' || holder.kind !== 'interface') return undefined;
    const map = holder.value;
    if (typeof map !== 'object' || map.kind !== 'map') return undefined;
    const heap = this.heapAt(node, frame);
    const object = this.sites.alloc(node, frame, mapHeaderBytes, true, 'map');
    const { memory, moved } = map.memory.clone(heap);
    const entries = new Map<unknown, MapEntry>();
    for (const [id, entry] of map.entries) {
      const { key, cell } = entry;
      const copy: MapEntry = { key, cell: variable(cell.typeAt(0)) };
      store(copy.cell, 0, load(cell, 0));
      const was = this.slots.get(entry);
      const slot = was && moved.get(was);
      if (slot !== undefined) this.slots.set(copy, slot);
      entries.set(id, copy);
    }
    return { ...holder, value: { ...map, object, entries, memory, seen: 0 } };
  };

  private heapAt(node: IrNode, frame: Frame): MapHeap {
    return {
      alloc: (what, bytes, scan) => this.sites.alloc(node, frame, bytes, scan, `map ${what}`),
    };
  }

  // ---------------------------------------------------------------- entries

  /** m[k], and whether it is there. */
  get(map: Value, key: Value, elem: Type): { value: Value; isThere: boolean | undefined } {
    if (isNil(map)) return { value: zeroOf(elem), isThere: false };
    if (typeof map !== 'object' || map.kind !== 'map') return { value: undefined, isThere: undefined };
    const id = this.idOf(key);
    const entry = id === undefined ? undefined : map.entries.get(id);
    if (entry !== undefined) return { value: load(entry.cell, 0), isThere: true };
    if (map.isVague || id === undefined) return { value: undefined, isThere: undefined };
    return { value: zeroOf(elem), isThere: false };
  }

  put(map: Value, key: Value, value: Value, node: IrNode, frame: Frame): void {
    if (isNil(map)) this.walk.fault(node.pos);
    const type = underlying(node.op === Op.OINDEXMAP ? node.x.type : node.type);
    if (typeof map !== 'object' || map.kind !== 'map' || type.kind !== TypeKind.Map) {
      this.walk.leaked.push(key, value);
      return;
    }
    const heap = this.heapAt(node, frame);
    const id = this.idOf(key);
    const known = id === undefined ? undefined : map.entries.get(id);
    if (known !== undefined) {
      map.memory.update(heap);
      store(known.cell, 0, value);
      return;
    }
    if ((id === undefined || map.isVague) && !this.isNewKey(node, frame)) return;
    if (map.entries.size >= maxEntries)
      throw new Stopped(`stopped at ${count(maxEntries)} entries of a map`, node.pos);
    const entry: MapEntry = { key, cell: variable(type.elem) };
    this.slots.set(entry, map.memory.insert(heap));
    if (id === undefined) map.isVague = true;
    map.entries.set(id ?? Symbol('unknown key'), entry);
    store(entry.cell, 0, value);
  }

  private isNewKey(node: IrNode, frame: Frame): boolean {
    return this.walk.assume({
      kind: 'branch',
      place: node.pos,
      func: frame.func,
      what: 'key',
      default: true,
      sentence: value => `each assignment to the map is taken to ${value ? 'add' : 'find'} its key`,
    });
  }

  delete(map: Value, key: Value): void {
    if (typeof map !== 'object' || map.kind !== 'map') return;
    const id = this.idOf(key);
    const entry = id === undefined ? undefined : map.entries.get(id);
    if (entry === undefined) return;
    map.entries.delete(id);
    const slot = this.slots.get(entry);
    if (slot !== undefined) map.memory.delete(slot);
  }

  clear(map: Value): void {
    if (typeof map !== 'object' || map.kind !== 'map') return;
    map.entries.clear();
    map.memory.clear();
    map.isVague = false;
  }

  /** A number of 64 bits, the same for equal keys; undefined where a key is not known. */
  hash(key: Value): Value {
    const id = this.idOf(key);
    if (id === undefined || typeof id === 'object') return undefined;
    let state = 0xcbf29ce484222325n;
    for (const char of `${typeof id} ${String(id)}`)
      state = BigInt.asUintN(64, (state ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
    return normal(BigInt.asUintN(64, (state ^ (state >> 32n)) * 0x9e3779b97f4a7c15n));
  }

  /** Tells keys apart; undefined where that is not known. */
  private idOf(key: Value): unknown {
    if (typeof key !== 'object') return Number.isNaN(key) ? Symbol('NaN') : key;
    switch (key.kind) {
      case 'string':
        return key.text === undefined ? undefined : `"${key.text}`;
      case 'nil':
        return 'nil';
      case 'pointer':
        return `*${this.numberOf(key.block)}.${key.index}`;
      case 'block':
        return this.joined(key.cells.map((_, i) => this.idOf(load(key, i))));
      case 'interface': {
        const id = this.idOf(key.value);
        return id === undefined ? undefined : `${typeString(key.type)} ${String(id)}`;
      }
      case 'complex':
        return `${key.re},${key.im}`;
      case 'type':
        return `type ${typeString(key.type)}`;
      case 'map':
      case 'chan':
        return key;
      default:
        return undefined;
    }
  }

  private joined(ids: readonly unknown[]): string | undefined {
    if (ids.some(id => id === undefined || typeof id === 'object')) return undefined;
    return `{${ids.map(id => `${typeof id} ${String(id)}`).join(';')}}`;
  }

  private numberOf(block: Block): number {
    let number = this.blockNumbers.get(block);
    if (number === undefined) {
      number = this.blocks++;
      this.blockNumbers.set(block, number);
    }
    return number;
  }
}
