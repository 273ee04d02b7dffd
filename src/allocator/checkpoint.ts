/**
 * Frozen copies of a state, for going back to it: many of one long run, in bounded memory.
 *
 * The state is objects and arrays of columns, numbers and the like. Columns are frozen in blocks of 4 KB; a block
 * that is what it was in the checkpoint before is shared with it, and one of zeros with everybody. So a checkpoint
 * costs what changed since the last one, and a state is not slowed down by having been frozen.
 */
type Column = Int32Array | Uint32Array | Int16Array | Uint16Array | Uint8Array | Float64Array;
type ColumnConstructor = new (length: number) => Column;

/** A frozen value; `freeze` makes it and `thaw` reads it. */
export type Frozen = FrozenColumn | FrozenList | FrozenRecord | { kind: 'plain'; value: unknown };

interface FrozenColumn {
  kind: 'column';
  make: ColumnConstructor;
  length: number;
  /** The bytes, 1024 words each, the last block fewer. */
  blocks: Int32Array[];
}

interface FrozenList {
  kind: 'list';
  items: Frozen[];
}

interface FrozenRecord {
  kind: 'record';
  prototype: object | null;
  fields: Map<string, Frozen>;
}

const blockWords = 1024;
const zeros = new Int32Array(blockWords);

/** Freezes a state; `before` is another checkpoint of it, to share blocks with. Columns must fill whole words. */
export function freeze(value: unknown, before?: Frozen): Frozen {
  if (isColumn(value)) return freezeColumn(value, before?.kind === 'column' ? before.blocks : []);
  if (Array.isArray(value)) {
    const old = before?.kind === 'list' ? before.items : [];
    return { kind: 'list', items: value.map((item, i) => freeze(item, old[i])) };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'plain', value };
  const old = before?.kind === 'record' ? before.fields : undefined;
  const fields = new Map<string, Frozen>();
  for (const [name, field] of Object.entries(value)) fields.set(name, freeze(field, old?.get(name)));
  return { kind: 'record', prototype: Object.getPrototypeOf(value), fields };
}

/** The state that was frozen. `into` is one of the same form that is given up: its objects and columns are used again. */
export function thaw(frozen: Frozen, into?: unknown): unknown {
  switch (frozen.kind) {
    case 'plain':
      return frozen.value;
    case 'column':
      return thawColumn(frozen, into);
    case 'list': {
      const list: unknown[] = Array.isArray(into) ? into : [];
      list.length = Math.min(list.length, frozen.items.length);
      for (const [i, item] of frozen.items.entries()) list[i] = thaw(item, list[i]);
      return list;
    }
    case 'record': {
      const record = (into ?? Object.create(frozen.prototype)) as Record<string, unknown>;
      for (const [name, field] of frozen.fields) record[name] = thaw(field, record[name]);
      return record;
    }
  }
}

/** Bytes of the blocks that the checkpoint has and none of those counted before; `seen` remembers them. */
export function frozenBytes(frozen: Frozen, seen: Set<Int32Array>): number {
  let bytes = 0;
  switch (frozen.kind) {
    case 'plain':
      break;
    case 'column':
      for (const block of frozen.blocks) {
        if (block === zeros || seen.has(block)) continue;
        seen.add(block);
        bytes += block.byteLength;
      }
      break;
    case 'list':
      for (const item of frozen.items) bytes += frozenBytes(item, seen);
      break;
    case 'record':
      for (const field of frozen.fields.values()) bytes += frozenBytes(field, seen);
  }
  return bytes;
}

function freezeColumn(column: Column, before: readonly Int32Array[]): FrozenColumn {
  const words = wordsOf(column);
  const blocks: Int32Array[] = [];
  for (let from = 0; from < words.length; from += blockWords) {
    const to = Math.min(from + blockWords, words.length);
    const old = before[blocks.length] ?? zeros;
    if (isEqual(words, from, to, old)) blocks.push(old);
    else if (old !== zeros && isEqual(words, from, to, zeros)) blocks.push(zeros);
    else blocks.push(words.slice(from, to));
  }
  return { kind: 'column', make: column.constructor as ColumnConstructor, length: column.length, blocks };
}

function thawColumn({ make, length, blocks }: FrozenColumn, into: unknown): Column {
  const column = isColumn(into) && into.length === length ? into : new make(length);
  const words = wordsOf(column);
  for (const [i, block] of blocks.entries()) {
    const from = i * blockWords;
    if (block === zeros) words.fill(0, from, from + blockWords);
    else words.set(block, from);
  }
  return column;
}

function isEqual(words: Int32Array, from: number, to: number, block: Int32Array): boolean {
  if (block !== zeros && block.length !== to - from) return false;
  for (let i = from, j = 0; i < to; i++, j++) if (words[i] !== block[j]) return false;
  return true;
}

function wordsOf(column: Column): Int32Array {
  return new Int32Array(column.buffer, column.byteOffset, column.byteLength >> 2);
}

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
