/**
 * The memory of a map (internal/runtime/maps' map.go and table.go, Go 1.26): one group of eight slots while it
 * is small, then tables of up to 1,024 slots, each filled to seven eighths, found through a directory.
 *
 *   8 entries or fewer   one group                     (on the stack, where the map stays and its hint allows)
 *   the 9th entry        a table of 16 slots, a directory of one
 *   a table is full      twice the slots; at 1,024 the table splits into two, and the directory doubles where
 *                        it has no room for both
 *
 * Where an entry lies follows from its hash. The runtime's is seeded at random, so which table is full when differs
 * from run to run there too; here it comes from a generator that begins the same each time. Old groups are garbage
 * once they are replaced.
 */

import type { Sizes, Type } from '../types';

const slotsPerGroup = 8;
const maxAverageLoad = 7;
const maxTableCapacity = 1024;
/** Keys and elements above this are stored behind a pointer. */
const maxInlineBytes = 128;
export const mapHeaderBytes = 48;
const tableBytes = 32;
const wordBytes = 8;

/** What a map's type makes of its memory. */
export interface MapLayout {
  groupBytes: number;
  groupScan: boolean;
  /** Bytes of a key that lies in memory of its own; undefined where keys lie in the group. */
  indirectKey: { bytes: number; scan: boolean } | undefined;
  indirectElem: { bytes: number; scan: boolean } | undefined;
}

/** What the map does with the heap. */
export interface MapHeap {
  alloc(what: 'groups' | 'table' | 'directory' | 'key' | 'element', bytes: number, scan: boolean): number;
}

export function mapLayout(key: Type, elem: Type, sizes: Sizes): MapLayout {
  const part = (type: Type) => ({ bytes: sizes.sizeof(type), scan: sizes.hasPointers(type) });
  const inline = (type: Type) => {
    const isIndirect = sizes.sizeof(type) > maxInlineBytes;
    const size = isIndirect ? sizes.wordSize : sizes.sizeof(type);
    return { isIndirect, size, align: isIndirect ? sizes.wordSize : Math.max(1, sizes.alignof(type)) };
  };
  const k = inline(key);
  const e = inline(elem);
  const align = Math.max(k.align, e.align);
  let slot = roundUp(k.size, e.align) + e.size;
  // A last field without size is padded, so that its address is not that of the next slot.
  if (e.size === 0 && slot > 0) slot++;
  slot = roundUp(slot, align);
  const slots = slot * slotsPerGroup;
  return {
    groupBytes: roundUp(wordBytes + slots + (slots === 0 ? 1 : 0), wordBytes),
    groupScan: k.isIndirect || e.isIndirect || sizes.hasPointers(key) || sizes.hasPointers(elem),
    indirectKey: k.isIndirect ? part(key) : undefined,
    indirectElem: e.isIndirect ? part(elem) : undefined,
  };
}

/** Where an entry lies. */
export interface MapSlot {
  hash: number;
  table: Table | undefined;
  group: number;
  key: number;
  elem: number;
}

class Table {
  readonly full: Uint8Array;
  readonly deleted: Uint8Array;
  readonly slots = new Set<MapSlot>();
  growthLeft: number;

  constructor(
    readonly capacity: number,
    public depth: number,
    readonly objects: number[],
  ) {
    this.full = new Uint8Array(capacity / slotsPerGroup);
    this.deleted = new Uint8Array(capacity / slotsPerGroup);
    this.growthLeft = maxGrowth(capacity);
  }

  get tombstones(): number {
    return (this.capacity * maxAverageLoad) / slotsPerGroup - this.slots.size - this.growthLeft;
  }
}

export class SwissMap {
  /** Objects of the small map's group or of the directory; tables have their own. */
  private objects: number[] = [];
  /** By the first bits of the hash; a table stands several times where it has seen fewer splits than others. */
  private directory: Table[] = [];
  /** Entries of a small map, in its one group. */
  private readonly group = new Set<MapSlot>();
  private isSmall = true;
  private hasGroup: boolean;
  private random = 0x9e3779b9;

  /** `hint`: entries it is made for. `onStack`: a first group of eight slots lies on the stack. `prunes`: see SimulationRules. */
  constructor(
    private readonly layout: MapLayout,
    hint: number,
    onStack: boolean,
    heap: MapHeap,
    private readonly prunes = true,
  ) {
    this.hasGroup = onStack && hint <= slotsPerGroup;
    if (hint > slotsPerGroup) this.reserve(hint, heap);
  }

  /** Heap objects that the map holds, its header left out. */
  *held(): Iterable<number> {
    yield* this.objects;
    for (const table of this.tables()) yield* table.objects;
    if (this.layout.indirectKey === undefined && this.layout.indirectElem === undefined) return;
    for (const { key, elem } of this.slots()) {
      if (key >= 0) yield key;
      if (elem >= 0) yield elem;
    }
  }

  private *tables(): Iterable<Table> {
    let last: Table | undefined;
    for (const table of this.directory) {
      if (table !== last) yield table;
      last = table;
    }
  }

  private *slots(): Iterable<MapSlot> {
    yield* this.group;
    for (const table of this.tables()) yield* table.slots;
  }

  /** Memory for a new entry. */
  insert(heap: MapHeap): MapSlot {
    const slot: MapSlot = { hash: this.nextHash(), table: undefined, group: 0, key: -1, elem: -1 };
    if (this.isSmall && this.group.size >= slotsPerGroup) this.growToTable(heap);
    if (this.isSmall) {
      this.needGroup(heap);
      this.group.add(slot);
    } else while (!this.putInTable(this.tableOf(slot.hash), slot, heap));
    this.allocParts(slot, heap);
    return slot;
  }

  /** Memory for a key or an element that does not lie in its group. */
  private allocParts(slot: MapSlot, heap: MapHeap): void {
    const { indirectKey, indirectElem } = this.layout;
    if (indirectKey !== undefined) slot.key = heap.alloc('key', indirectKey.bytes, indirectKey.scan);
    if (indirectElem !== undefined) slot.elem = heap.alloc('element', indirectElem.bytes, indirectElem.scan);
  }

  /** An assignment to a key that is there: a full small map grows all the same. */
  update(heap: MapHeap): void {
    if (this.isSmall && this.group.size >= slotsPerGroup) this.growToTable(heap);
  }

  delete(slot: MapSlot): void {
    const { table, group } = slot;
    if (!(table?.slots ?? this.group).delete(slot)) return;
    if (table === undefined) return;
    const wasFull = table.full[group] + table.deleted[group] === slotsPerGroup;
    table.full[group]--;
    if (wasFull) table.deleted[group]++;
    else table.growthLeft++;
  }

  clear(): void {
    this.group.clear();
    for (const table of this.tables()) {
      table.slots.clear();
      table.full.fill(0);
      table.deleted.fill(0);
      table.growthLeft = maxGrowth(table.capacity);
    }
  }

  /** A copy in memory of its own, and its slots by those they are copies of. */
  clone(heap: MapHeap): { memory: SwissMap; moved: Map<MapSlot, MapSlot> } {
    const memory = new SwissMap(this.layout, 0, false, heap);
    const moved = new Map<MapSlot, MapSlot>();
    memory.random = this.random;
    memory.isSmall = this.isSmall;
    if (this.isSmall && this.hasGroup) memory.needGroup(heap);
    if (!this.isSmall) memory.objects = [heap.alloc('directory', this.directory.length * wordBytes, true)];
    for (const slot of this.group) memory.group.add(this.cloneSlot(slot, undefined, moved, heap));
    const copies = new Map<Table, Table>();
    for (const table of this.tables()) {
      const copy = this.newTable(table.capacity, table.depth, heap);
      copy.full.set(table.full);
      copy.deleted.set(table.deleted);
      copy.growthLeft = table.growthLeft;
      for (const slot of table.slots) copy.slots.add(this.cloneSlot(slot, copy, moved, heap));
      copies.set(table, copy);
    }
    memory.directory = this.directory.map(table => copies.get(table) ?? table);
    return { memory, moved };
  }

  private cloneSlot(
    slot: MapSlot,
    table: Table | undefined,
    moved: Map<MapSlot, MapSlot>,
    heap: MapHeap,
  ): MapSlot {
    const copy = { ...slot, table };
    this.allocParts(copy, heap);
    moved.set(slot, copy);
    return copy;
  }

  private reserve(hint: number, heap: MapHeap): void {
    const target = Math.floor((hint * slotsPerGroup) / maxAverageLoad);
    const count = powerOfTwo(Math.ceil(target / maxTableCapacity));
    this.isSmall = false;
    this.objects = [heap.alloc('directory', count * wordBytes, true)];
    for (let i = 0; i < count; i++)
      this.directory.push(this.newTable(Math.floor(target / count), Math.log2(count), heap));
  }

  private needGroup(heap: MapHeap): void {
    if (this.hasGroup) return;
    this.hasGroup = true;
    this.objects = [heap.alloc('groups', this.layout.groupBytes, this.layout.groupScan)];
  }

  private growToTable(heap: MapHeap): void {
    this.isSmall = false;
    const table = this.newTable(2 * slotsPerGroup, 0, heap);
    for (const slot of this.group) place(table, slot);
    this.group.clear();
    this.objects = [heap.alloc('directory', wordBytes, true)];
    this.directory = [table];
  }

  private newTable(capacity: number, depth: number, heap: MapHeap): Table {
    const slots = powerOfTwo(Math.max(slotsPerGroup, capacity));
    const header = heap.alloc('table', tableBytes, true);
    const bytes = (slots / slotsPerGroup) * this.layout.groupBytes;
    return new Table(slots, depth, [header, heap.alloc('groups', bytes, this.layout.groupScan)]);
  }

  private tableOf(hash: number): Table {
    return this.directory[Math.floor(hash * this.directory.length)];
  }

  /** False where the table had to grow first. */
  private putInTable(table: Table, slot: MapSlot, heap: MapHeap): boolean {
    const groups = table.full.length;
    const first = probeStart(slot.hash, groups);
    let group = first;
    let reusable = -1;
    for (let step = 1; ; step++) {
      if (reusable < 0 && table.deleted[group] > 0) reusable = group;
      if (table.full[group] + table.deleted[group] < slotsPerGroup) break;
      group = (group + step) % groups;
      if (step > groups) break;
    }
    if (reusable >= 0) {
      table.deleted[reusable]--;
      table.full[reusable]++;
      table.slots.add(slot);
      slot.table = table;
      slot.group = reusable;
      return true;
    }
    if (table.growthLeft === 0 && this.prunes) this.prune(table);
    if (table.growthLeft > 0) {
      occupy(table, slot, group);
      return true;
    }
    this.rehash(table, heap);
    return false;
  }

  /** Makes tombstones that no probe sequence needs free again, where that gives back a tenth of the table. */
  private prune(table: Table): void {
    if (table.tombstones * 10 < table.capacity) return;
    const groups = table.full.length;
    const needed = new Uint8Array(groups);
    for (let i = 0; i < groups; i++) if (table.full[i] + table.deleted[i] < slotsPerGroup) needed[i] = 1;
    for (const slot of table.slots) {
      let group = probeStart(slot.hash, groups);
      for (let step = 1; group !== slot.group && step <= groups; step++) {
        if (table.deleted[group] > 0) needed[group] = 1;
        group = (group + step) % groups;
      }
    }
    let count = 0;
    for (let i = 0; i < groups; i++) if (needed[i] === 0) count += table.deleted[i];
    if (count * 10 < table.capacity) return;
    for (let i = 0; i < groups; i++) if (needed[i] === 0) table.deleted[i] = 0;
    table.growthLeft += count;
  }

  private rehash(table: Table, heap: MapHeap): void {
    const first = this.directory.indexOf(table);
    const span = this.directory.length / 2 ** table.depth;
    if (table.capacity * 2 <= maxTableCapacity) {
      const larger = this.newTable(table.capacity * 2, table.depth, heap);
      for (const slot of table.slots) place(larger, slot);
      this.directory.fill(larger, first, first + span);
    } else this.split(table, first, span, heap);
  }

  private split(table: Table, first: number, span: number, heap: MapHeap): void {
    const depth = table.depth + 1;
    const left = this.newTable(maxTableCapacity, depth, heap);
    const right = this.newTable(maxTableCapacity, depth, heap);
    for (const slot of table.slots) place(Math.floor(slot.hash * 2 ** depth) % 2 === 0 ? left : right, slot);
    if (span === 1) {
      this.growDirectory(heap);
      first *= 2;
      span = 2;
    }
    this.directory.fill(left, first, first + span / 2);
    this.directory.fill(right, first + span / 2, first + span);
  }

  private growDirectory(heap: MapHeap): void {
    this.directory = this.directory.flatMap(table => [table, table]);
    this.objects = [heap.alloc('directory', this.directory.length * wordBytes, true)];
  }

  /** From 0 to 1: the highest bits, which choose the table, first (mulberry32). */
  private nextHash(): number {
    this.random = (this.random + 0x6d2b79f5) | 0;
    let t = Math.imul(this.random ^ (this.random >>> 15), 1 | this.random);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

function place(table: Table, slot: MapSlot): void {
  const groups = table.full.length;
  let group = probeStart(slot.hash, groups);
  for (let step = 1; table.full[group] === slotsPerGroup; step++) group = (group + step) % groups;
  occupy(table, slot, group);
}

function occupy(table: Table, slot: MapSlot, group: number): void {
  table.full[group]++;
  table.slots.add(slot);
  table.growthLeft--;
  slot.table = table;
  slot.group = group;
}

/** The low bits of the hash choose the first group. */
function probeStart(hash: number, groups: number): number {
  return (hash * 4294967296) % groups;
}

function maxGrowth(capacity: number): number {
  return capacity <= slotsPerGroup ? capacity - 1 : (capacity * maxAverageLoad) / slotsPerGroup;
}

function powerOfTwo(x: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, x)));
}

function roundUp(x: number, to: number): number {
  return Math.ceil(x / to) * to;
}
