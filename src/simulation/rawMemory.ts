/**
 * Memory as code reads it that goes around the types (reflect, unsafe): an address some bytes further, the part at the
 * beginning, and strings, slices and interfaces as the words that they are. What has no such form stays unknown.
 */

import { isDirectIface } from '../escape';
import { type Sizes, type StructType, type Type, TypeKind, underlying } from '../types';
import {
  Block,
  isNil,
  load,
  noObject,
  type PointerValue,
  SliceValue,
  StringValue,
  structBlock,
  type Value,
} from './value';

/** The pointer to what lies so many bytes behind a cell: another cell, or a part of one. */
export function pointerAt(
  block: Block,
  index: number,
  bytes: number,
  sizes: Sizes,
): PointerValue | undefined {
  if (bytes === 0) return { kind: 'pointer', block, index };
  if (index < 0 || index >= block.length) return undefined;
  const { fields } = block;
  const size = fields === undefined ? sizes.sizeof(block.typeAt(index)) : 0;
  if (fields === undefined && size === 0) return undefined;
  const offsets = fields && sizes.offsets(fields);
  const offset = offsets === undefined ? index * size + bytes : offsets[index] + bytes;
  const cell = offsets === undefined ? Math.floor(offset / size) : offsets.findLastIndex(at => at <= offset);
  if (cell < 0 || cell >= block.length) return undefined;
  const rest = offset - (offsets === undefined ? cell * size : offsets[cell]);
  if (rest === 0) return { kind: 'pointer', block, index: cell };
  const inner = load(block, cell);
  return inner instanceof Block ? pointerAt(inner, 0, rest, sizes) : undefined;
}

/** What is read at a pointer as a value of the type: what lies there, its beginning, or its words. */
export function readAs(at: PointerValue, type: Type, sizes: Sizes): Value {
  const value = load(at.block, at.index);
  const under = underlying(type);
  if (under.kind === TypeKind.Struct)
    return value instanceof Block ? structAt(at, value, under) : wordsOf(value, under, sizes);
  if (under.kind === TypeKind.Array || !(value instanceof Block)) return value;
  if (value.isOpaque || value.length === 0) return undefined;
  if (under.kind === TypeKind.Interface) {
    const made = interfaceOf(value, sizes);
    if (made !== undefined) return made;
  }
  return readAs({ kind: 'pointer', block: value, index: 0 }, type, sizes);
}

/** The struct of that form that begins where another does: one of its parts, or what it is a part of. */
function structAt(at: PointerValue, there: Block, type: StructType): Block {
  if (isOfForm(there, type)) return there;
  if (at.index === 0 && isOfForm(at.block, type)) return at.block;
  for (
    let part: Value = there;
    part instanceof Block && part.length > 0 && !part.isOpaque;
    part = load(part, 0)
  )
    if (isOfForm(part, type)) return part;
  return there;
}

function isOfForm({ fields }: Block, type: StructType): boolean {
  if (fields === undefined || fields === type) return fields === type;
  return (
    fields.fields.length === type.fields.length &&
    fields.fields.every(({ name }, i) => name === type.fields[i].name)
  );
}

/** A string, slice or interface as the struct of its words; undefined where it is not known, or is none. */
export function wordsOf(value: Value, type: StructType, sizes: Sizes): Block | undefined {
  const words = structBlock(type);
  if (isNil(value)) return words;
  const set = (...values: Value[]) => {
    if (values.length !== type.fields.length) return undefined;
    for (const [i, each] of values.entries()) words.cells[i] = each;
    return words;
  };
  if (value instanceof SliceValue)
    return set({ kind: 'pointer', block: value.block, index: value.offset }, value.len, value.cap);
  if (value instanceof StringValue) return set(undefined, value.len);
  if (typeof value !== 'object' || value.kind !== 'interface') return undefined;
  return set({ kind: 'type', type: value.type }, dataWord(value.value, value.type, value.object, sizes));
}

function dataWord(value: Value, type: Type, object: number, sizes: Sizes): Value {
  if (isDirectIface(type, sizes)) return value instanceof Block ? load(value, 0) : value;
  const box = new Block([value], type, false, object);
  return { kind: 'pointer', block: box, index: 0 };
}

/** The interface whose words a struct holds; undefined where it holds others. */
function interfaceOf(words: Block, sizes: Sizes): Value {
  if (words.length !== 2) return undefined;
  const type = load(words, 0);
  const data = load(words, 1);
  if (typeof type !== 'object' || type.kind !== 'type') return undefined;
  if (isDirectIface(type.type, sizes))
    return { kind: 'interface', type: type.type, value: data, object: noObject };
  if (typeof data !== 'object' || data.kind !== 'pointer')
    return { kind: 'interface', type: type.type, value: undefined, object: noObject };
  const { owner } = data.block;
  return { kind: 'interface', type: type.type, value: readAs(data, type.type, sizes), object: owner };
}
