/**
 * Sizes as gc lays types out (types2's gcsizes.go and cmd/compile's types/size.go, Go 1.26), and the prefix of a
 * type that holds its pointers (PtrDataSize there). Answers are kept for each type object.
 */

import type { Sizes } from './sizes';
import type { ArrayType, NamedType, StructType, Type } from './type';
import { Basic, TypeKind, unalias, underlying } from './type';

export type Arch = Sizes['arch'];

/** Sizes of an architecture. */
export function sizesFor(arch: Arch): Sizes {
  return new GcSizes(arch);
}

interface Layout {
  size: number;
  align: number;
  ptrBytes: number;
}

const unknown: Layout = { size: 0, align: 1, ptrBytes: 0 };
/** A type nested deeper than this, or that contains itself, has no size. */
const maxDepth = 500;

class GcSizes implements Sizes {
  readonly wordSize: number;
  private readonly word: Layout;
  private readonly pointer: Layout;
  private readonly string: Layout;
  private readonly interface: Layout;
  private readonly slice: Layout;
  /** Of what is not in the heap. */
  private readonly plainSlice: Layout;
  private readonly layouts = new WeakMap<Type, Layout>();
  private readonly structOffsets = new WeakMap<StructType, readonly number[]>();
  private depth = 0;
  /** Something in the type being laid out was too deep: what holds it is not kept. */
  private truncated = false;

  constructor(readonly arch: Arch) {
    this.wordSize = arch === '386' ? 4 : 8;
    const word = this.wordSize;
    this.word = { size: word, align: word, ptrBytes: 0 };
    this.pointer = { size: word, align: word, ptrBytes: word };
    this.string = { size: 2 * word, align: word, ptrBytes: word };
    this.interface = { size: 2 * word, align: word, ptrBytes: 2 * word };
    this.slice = { size: 3 * word, align: word, ptrBytes: word };
    this.plainSlice = { size: 3 * word, align: word, ptrBytes: 0 };
  }

  sizeof(type: Type): number {
    return this.layout(type).size;
  }
  alignof(type: Type): number {
    return this.layout(type).align;
  }
  ptrBytes(type: Type): number {
    return this.layout(type).ptrBytes;
  }
  hasPointers(type: Type): boolean {
    return this.layout(type).ptrBytes > 0;
  }

  offsets(struct: StructType): readonly number[] {
    const known = this.structOffsets.get(struct);
    if (known !== undefined) return known;
    const offsets: number[] = [];
    let end = 0;
    for (const field of struct.fields) {
      const { size, align } = this.layout(field.type);
      const offset = roundUp(end, align);
      offsets.push(offset);
      end = offset + size;
    }
    if (!this.truncated) this.structOffsets.set(struct, offsets);
    if (this.depth === 0) this.truncated = false;
    return offsets;
  }

  private layout(type: Type): Layout {
    switch (type.kind) {
      case TypeKind.Basic:
        return this.basic(type.basic);
      case TypeKind.Alias:
        return this.layout(unalias(type));
      case TypeKind.Named:
      case TypeKind.Struct:
      case TypeKind.Array:
        return this.keptLayout(type);
      default:
        return this.compute(type);
    }
  }

  private keptLayout(actual: NamedType | StructType | ArrayType): Layout {
    const known = this.layouts.get(actual);
    if (known !== undefined) return known;
    if (this.depth >= maxDepth) {
      this.truncated = true;
      return unknown;
    }
    this.depth++;
    const layout = this.compute(actual);
    this.depth--;
    // A type in the middle of its declaration has no layout yet.
    const final = actual.kind !== TypeKind.Named || actual.isComplete;
    if (final && !this.truncated) this.layouts.set(actual, layout);
    if (this.depth === 0) this.truncated = false;
    return layout;
  }

  private compute(type: Type): Layout {
    const under = underlying(type);
    switch (under.kind) {
      case TypeKind.Basic:
        return this.basic(under.basic);
      case TypeKind.Pointer:
        return isNotInHeap(under.elem) ? this.word : this.pointer;
      case TypeKind.Chan:
      case TypeKind.Map:
      case TypeKind.Signature:
        return this.pointer;
      case TypeKind.Slice:
        return isNotInHeap(under.elem) ? this.plainSlice : this.slice;
      case TypeKind.Interface:
        return type.kind === TypeKind.TypeParam ? unknown : this.interface;
      case TypeKind.Array: {
        const elem = this.layout(under.elem);
        const count = Math.max(under.len, 0);
        const ptrBytes = count > 0 && elem.ptrBytes > 0 ? elem.size * (count - 1) + elem.ptrBytes : 0;
        return { size: elem.size * count, align: elem.align, ptrBytes };
      }
      case TypeKind.Struct:
        return this.struct(type, under);
      default:
        return unknown;
    }
  }

  private struct(type: Type, under: StructType): Layout {
    let align = type.kind === TypeKind.Named && isAtomicAlign64(type) ? 8 : 1;
    let size = 0;
    let ptrBytes = 0;
    const count = under.fields.length;
    for (let i = 0; i < count; i++) {
      const field = this.layout(under.fields[i].type);
      size = roundUp(size, field.align);
      if (field.ptrBytes > 0) ptrBytes = size + field.ptrBytes;
      size += field.size;
      if (field.align > align) align = field.align;
      // A pointer to a last field without size must not point past the object.
      if (i === count - 1 && field.size === 0 && size > 0) size++;
    }
    return { size: roundUp(size, align), align, ptrBytes };
  }

  private basic(basic: Basic): Layout {
    const word = this.wordSize;
    switch (basic) {
      case Basic.Bool:
      case Basic.UntypedBool:
      case Basic.Int8:
      case Basic.Uint8:
        return plain1;
      case Basic.Int16:
      case Basic.Uint16:
        return plain2;
      case Basic.Int32:
      case Basic.Uint32:
      case Basic.Float32:
        return plain4;
      case Basic.Complex64:
        return complex64;
      case Basic.Int64:
      case Basic.Uint64:
      case Basic.Float64:
        return word === 4 ? narrow8 : plain8;
      case Basic.Complex128:
        return word === 4 ? narrow16 : complex128;
      case Basic.Int:
      case Basic.Uint:
      case Basic.Uintptr:
        return this.word;
      case Basic.String:
        return this.string;
      case Basic.UnsafePointer:
        return this.pointer;
      default:
        return unknown;
    }
  }
}

const plain1: Layout = { size: 1, align: 1, ptrBytes: 0 };
const plain2: Layout = { size: 2, align: 2, ptrBytes: 0 };
const plain4: Layout = { size: 4, align: 4, ptrBytes: 0 };
const plain8: Layout = { size: 8, align: 8, ptrBytes: 0 };
const narrow8: Layout = { size: 8, align: 4, ptrBytes: 0 };
const complex64: Layout = { size: 8, align: 4, ptrBytes: 0 };
const complex128: Layout = { size: 16, align: 8, ptrBytes: 0 };
const narrow16: Layout = { size: 16, align: 4, ptrBytes: 0 };

function roundUp(size: number, align: number): number {
  return Math.ceil(size / align) * align;
}

/** An empty struct that stands for 8-byte alignment in the atomic packages. */
function isAtomicAlign64(type: NamedType): boolean {
  const path = type.object.pkg?.path;
  return type.object.name === 'align64' && (path === 'sync/atomic' || path === 'internal/runtime/atomic');
}

/** Values of the type never live in the garbage-collected heap: pointers to them are no pointers to the collector. */
export function isNotInHeap(type: Type, depth = 0): boolean {
  const actual = type.kind === TypeKind.Alias ? unalias(type) : type;
  if (depth > 50) return false;
  if (actual.kind === TypeKind.Array) return isNotInHeap(actual.elem, depth + 1);
  if (actual.kind !== TypeKind.Named && actual.kind !== TypeKind.Struct) return false;
  const known = actual.notInHeap;
  if (known !== undefined) return known;
  let found = false;
  if (actual.kind === TypeKind.Named && isMarker(actual)) found = true;
  else {
    const under = underlying(actual);
    if (under.kind === TypeKind.Array) found = isNotInHeap(under.elem, depth + 1);
    else if (under.kind === TypeKind.Struct) {
      actual.notInHeap = false;
      const { fields } = under;
      for (let i = 0; i < fields.length && !found; i++) found = isNotInHeap(fields[i].type, depth + 1);
    }
  }
  const final = actual.kind !== TypeKind.Named || actual.isComplete;
  actual.notInHeap = final ? found : undefined;
  return found;
}

function isMarker(type: NamedType): boolean {
  return type.object.name === 'nih' && type.object.pkg?.path === 'internal/runtime/sys';
}
