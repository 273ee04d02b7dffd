/**
 * Type descriptors (internal/abi/type.go, Go 1.26; the compiler's reflectdata): the walk carries one as a TypeValue, whichever
 * of the descriptor's structs code takes it for, and makes of its fields what somebody reads.
 */

import { isDirectIface } from '../escape';
import {
  Basic,
  isComparable,
  isInterface,
  missingMethod,
  PointerType,
  type Sizes,
  type Type,
  TypeKind,
  typeString,
  underlying,
  type VarObject,
} from '../types';
import {
  type Block,
  elements,
  load,
  nil,
  SliceValue,
  stringOf,
  structBlock,
  type TypeValue,
  type Value,
} from './value';

const flagNamed = 4;
const flagDirectIface = 32;
/** First byte of a name in a descriptor. */
const nameExported = 1;
const nameEmbedded = 8;

/** The result of a method of reflect.Type on that receiver; undefined where the receiver is none, or not known. */
export function reflected(method: string, receiver: Value): Value {
  const answer = answers.get(method);
  const type = answer && typeIn(receiver);
  return type && answer?.(type);
}

const answers = new Map<string, (type: Type) => Value>([
  ['Kind', kindOf],
  ['Comparable', isComparable],
  ['String', type => stringOf(typeString(type, pkg => pkg.name))],
  ['Name', type => stringOf(nameOfType(type))],
  ['ptrTo', type => ({ kind: 'type', type: new PointerType(type) })],
]);

function nameOfType(type: Type): string {
  if (type.kind === TypeKind.Named) return type.object.name;
  return type.kind === TypeKind.Basic ? type.name : '';
}

/** Whether the first type is an interface whose methods the second has. */
export function implementing(wanted: Value, given: Value): boolean | undefined {
  const type = typeIn(wanted);
  const by = typeIn(given);
  if (type === undefined || by === undefined) return undefined;
  return isInterface(type) && missingMethod(by, type, false) === undefined;
}

/** A field of a descriptor, or of what reflection wraps it in; `as`: the field's type. */
export function typeField(field: Pick<VarObject, 'name' | 'type'>, { type }: TypeValue, sizes: Sizes): Value {
  const under = underlying(type);
  switch (field.name) {
    case 'Size_':
      return sizes.sizeof(type);
    case 'PtrBytes':
      return sizes.ptrBytes(type);
    case 'Align_':
    case 'FieldAlign_':
      return sizes.alignof(type);
    case 'TFlag':
      return (
        (type.kind === TypeKind.Named ? flagNamed : 0) | (isDirectIface(type, sizes) ? flagDirectIface : 0)
      );
    case 'Kind_':
      return kindOf(type);
    case 'Hasher':
      return under.kind === TypeKind.Map ? { kind: 'type', type: under.key } : undefined;
    case 'Equal':
      return isComparable(type) ? { kind: 'type', type } : nil;
    case 'Elem':
      return 'elem' in under ? { kind: 'type', type: under.elem } : undefined;
    case 'Key':
      return under.kind === TypeKind.Map ? { kind: 'type', type: under.key } : undefined;
    case 'Len':
      return under.kind === TypeKind.Array ? under.len : undefined;
    case 'Fields':
      return fieldsOf(type, field.type, sizes);
    default:
      return underlying(field.type).kind === TypeKind.Struct ? { kind: 'type', type } : undefined;
  }
}

/** The slice of a struct descriptor's fields. */
function fieldsOf(type: Type, slice: Type, sizes: Sizes): Value {
  const struct = underlying(type);
  const list = underlying(slice);
  if (struct.kind !== TypeKind.Struct || list.kind !== TypeKind.Slice) return undefined;
  const entry = underlying(list.elem);
  if (entry.kind !== TypeKind.Struct) return undefined;
  const block = elements(struct.fields.length, list.elem);
  const offsets = sizes.offsets(struct);
  for (const [i, field] of struct.fields.entries()) {
    const cells = structBlock(entry);
    for (const [at, { name, type: as }] of entry.fields.entries()) {
      if (name === 'Typ') cells.cells[at] = { kind: 'type', type: field.type };
      else if (name === 'Offset') cells.cells[at] = offsets[i];
      else cells.cells[at] = nameOf(field, as);
    }
    block.cells[i] = cells;
  }
  return new SliceValue(block, 0, block.length, block.length);
}

/** A name as descriptors hold it: flags, length, bytes. */
function nameOf(field: VarObject, as: Type): Block | undefined {
  const struct = underlying(as);
  if (struct.kind !== TypeKind.Struct || field.name.length > 127) return undefined;
  const pointer = underlying(struct.fields[0].type);
  if (pointer.kind !== TypeKind.Pointer) return undefined;
  const isExported = /^\p{Lu}/u.test(field.name);
  const flags = (isExported ? nameExported : 0) | (field.embedded ? nameEmbedded : 0);
  const text = new TextEncoder().encode(field.name);
  const bytes = elements(text.length + 2, pointer.elem);
  for (const [i, byte] of [flags, text.length, ...text].entries()) bytes.cells[i] = byte;
  const name = structBlock(struct);
  name.cells[0] = { kind: 'pointer', block: bytes, index: 0 };
  return name;
}

/** The type that a value of reflection stands for. */
export function typeIn(value: Value): Type | undefined {
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'type') return value.type;
  if (value.kind === 'interface') return typeIn(value.value);
  return value.kind === 'block' && value.length === 1 ? typeIn(load(value, 0)) : undefined;
}
/** reflect.Kind: booleans and numbers as the checker orders them, then the kinds of composite types. */
function kindOf(type: Type): number | undefined {
  const under = underlying(type);
  switch (under.kind) {
    case TypeKind.Basic:
      if (under.basic === Basic.String) return 24;
      if (under.basic === Basic.UnsafePointer) return 26;
      return under.basic >= Basic.Bool && under.basic <= Basic.Complex128 ? under.basic : undefined;
    case TypeKind.Array:
      return 17;
    case TypeKind.Chan:
      return 18;
    case TypeKind.Signature:
      return 19;
    case TypeKind.Interface:
      return 20;
    case TypeKind.Map:
      return 21;
    case TypeKind.Pointer:
      return 22;
    case TypeKind.Slice:
      return 23;
    case TypeKind.Struct:
      return 25;
    default:
      return undefined;
  }
}
