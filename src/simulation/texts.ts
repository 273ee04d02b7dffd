/**
 * Strings: concatenation and conversions (runtime/string.go, walk/convert.go, walk/order.go, Go 1.26). Up to 32 bytes
 * (or runes) lie in a buffer on the stack where the result stays; single bytes and empty strings take no memory;
 * what a map lookup, a comparison or a range only reads is not copied at all.
 */

import { type AddStringExpr, type ConvExpr, type IrNode, Op } from '../ir';
import { Basic, type Type, TypeKind, typ, underlying } from '../types';
import { roundedUp } from './growth';
import type { Sites } from './sites';
import { bytesOf } from './slices';
import {
  elements,
  emptyString,
  type Frame,
  lengthOf,
  load,
  noObject,
  SliceValue,
  StringValue,
  stringOf,
  type Value,
} from './value';
import type { Walk } from './walk';

const stackBufferBytes = 32;
const stackBufferRunes = 32;
/** What longer strings hold is not kept. */
const maxTextBytes = 1 << 26;
/** A string of runes is made with room for one rune more. */
const spareRuneBytes = 3;
const runeStringBytes = 4;

export class Texts {
  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
  ) {}

  concat(node: AddStringExpr, frame: Frame): Value {
    const constant = node.list.reduce((sum, part) => sum + constantLength(part), 0);
    const values = node.list.map(part =>
      constant > 0 && part.op === Op.OBYTES2STR ? this.view(part, frame) : this.walk.evaluate(part, frame),
    );
    return this.join(node, values, !this.sites.escapes(node) && constant < stackBufferBytes, frame);
  }

  /** `mayStay`: there is a buffer on the stack. */
  join(node: IrNode, values: readonly Value[], mayStay: boolean, frame: Frame, text?: string): Value {
    const parts = values.map(value => (value instanceof StringValue ? value : this.unknown(node, frame)));
    const used = parts.filter(part => part.len > 0);
    if (used.length === 0) return emptyString;
    if (used.length === 1) return used[0];
    const len = used.reduce((sum, part) => sum + part.len, 0);
    const joined =
      len <= maxTextBytes && used.every(part => part.text !== undefined)
        ? used.map(part => part.text).join('')
        : undefined;
    const object =
      mayStay && len <= stackBufferBytes ? noObject : this.sites.alloc(node, frame, len, false, text);
    return new StringValue(joined, len, object);
  }

  private unknown(node: IrNode, frame: Frame): StringValue {
    return new StringValue(undefined, () => this.assumedLength(node, frame));
  }

  private assumedLength(node: IrNode, frame: Frame): number {
    return this.walk.assume({
      kind: 'length',
      place: node.pos,
      func: frame.func,
      what: 'text',
      default: this.walk.options.length,
      sentence: value => `a text here is taken to have ${value} bytes`,
    });
  }

  convert(node: ConvExpr, frame: Frame): Value {
    const x = this.walk.evaluate(node.x, frame);
    switch (node.op) {
      case Op.OBYTES2STR:
        return this.fromBytes(node, x, frame);
      case Op.OSTR2BYTES:
        return this.toBytes(node, x, frame);
      case Op.ORUNES2STR:
        return this.fromRunes(node, x, frame);
      case Op.OSTR2RUNES:
        return this.toRunes(node, x, frame);
      default:
        return this.fromRune(node, x, frame);
    }
  }

  /** string(b) or []byte(s) whose result is only looked at: no copy is made. */
  view(node: ConvExpr, frame: Frame): Value {
    const x = this.walk.evaluate(node.x, frame);
    const text = bytesOf(x);
    if (node.op === Op.OSTR2BYTES) return text === undefined ? undefined : bytesSlice(text, -1);
    if (text !== undefined) return stringOf(text);
    const len = lengthOf(x);
    return new StringValue(undefined, len ?? (() => this.assumedLength(node, frame)));
  }

  private fromBytes(node: ConvExpr, x: Value, frame: Frame): Value {
    const len = lengthOf(x) ?? this.assumedLength(node, frame);
    const object =
      len > 1 && this.sites.takes(node, len) ? this.sites.alloc(node, frame, len, false) : noObject;
    return new StringValue(bytesOf(x), len, object);
  }

  private toBytes(node: ConvExpr, x: Value, frame: Frame): Value {
    const len = lengthOf(x) ?? this.assumedLength(node, frame);
    const text = bytesOf(x);
    if (len === 0) return new SliceValue(elements(0, elemType(node)), 0, 0, 0);
    const isConstant = node.x.op === Op.OLITERAL;
    const takes = isConstant ? this.sites.heap(node) !== undefined : this.sites.takes(node, len);
    const cap = isConstant ? len : takes ? roundedUp(len, true) : Math.max(len, stackBufferBytes);
    const object = takes ? this.sites.alloc(node, frame, cap, false) : noObject;
    const block = elements(cap, elemType(node), object);
    this.walk.heap.setMemory(object, block);
    for (let i = 0; i < len && !block.isOpaque; i++)
      block.cells[i] = text === undefined ? undefined : text.charCodeAt(i);
    return new SliceValue(block, 0, len, cap);
  }

  private fromRunes(node: ConvExpr, x: Value, frame: Frame): Value {
    const runes = x instanceof SliceValue ? runesOf(x) : [];
    const text = runes?.map(encodeRune).join('');
    const len = text?.length ?? this.assumedLength(node, frame);
    const room = len + spareRuneBytes;
    const object = this.sites.takes(node, room) ? this.sites.alloc(node, frame, room, false) : noObject;
    return new StringValue(text, len, object);
  }

  private toRunes(node: ConvExpr, x: Value, frame: Frame): Value {
    const text = bytesOf(x);
    const runes = text === undefined ? undefined : [...decodeRunes(text)].map(({ rune }) => rune);
    const len = runes?.length ?? this.assumedLength(node, frame);
    const onHeap = this.sites.escapes(node) || len > stackBufferRunes;
    const cap = onHeap ? Math.floor(roundedUp(len * 4, true) / 4) : stackBufferRunes;
    const object = onHeap && len > 0 ? this.sites.alloc(node, frame, cap * 4, false) : noObject;
    const block = elements(cap, elemType(node), object);
    this.walk.heap.setMemory(object, block);
    for (let i = 0; i < len && !block.isOpaque; i++) block.cells[i] = runes?.[i];
    return new SliceValue(block, 0, len, cap);
  }

  private fromRune(node: ConvExpr, x: Value, frame: Frame): Value {
    const object = this.sites.escapes(node)
      ? this.sites.alloc(node, frame, runeStringBytes, false)
      : noObject;
    const text = typeof x === 'number' ? encodeRune(x) : undefined;
    return new StringValue(text, text?.length ?? 1, object);
  }
}

function constantLength(node: IrNode): number {
  return node.op === Op.OLITERAL && node.value.kind === 'string' ? node.value.value.length : 0;
}

function elemType(node: ConvExpr): Type {
  const type = underlying(node.type);
  return type.kind === TypeKind.Slice ? type.elem : node.type;
}

function bytesSlice(text: string, object: number): SliceValue {
  const block = elements(text.length, typ[Basic.Uint8], object);
  for (let i = 0; i < text.length && !block.isOpaque; i++) block.cells[i] = text.charCodeAt(i);
  return new SliceValue(block, 0, text.length, text.length);
}

function runesOf(slice: SliceValue): number[] | undefined {
  const runes: number[] = [];
  for (let i = 0; i < slice.len; i++) {
    const rune = load(slice.block, slice.offset + i);
    if (typeof rune !== 'number') return undefined;
    runes.push(rune);
  }
  return runes;
}

const replacement = 0xfffd;

/** A rune in UTF-8, as code units 0–255. */
export function encodeRune(rune: number): string {
  if (rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) return encodeRune(replacement);
  const { fromCharCode } = String;
  if (rune < 0x80) return fromCharCode(rune);
  const tail = (shift: number) => 0x80 | ((rune >> shift) & 0x3f);
  if (rune < 0x800) return fromCharCode(0xc0 | (rune >> 6), tail(0));
  if (rune < 0x10000) return fromCharCode(0xe0 | (rune >> 12), tail(6), tail(0));
  return fromCharCode(0xf0 | (rune >> 18), tail(12), tail(6), tail(0));
}

/** A JavaScript string in UTF-8, as code units 0–255. */
export function encodeText(text: string): string {
  return [...text].map(char => encodeRune(char.codePointAt(0) ?? 0)).join('');
}

/** The runes of UTF-8 bytes with their offsets; what is none is one replacement character a byte. */
export function* decodeRunes(text: string): Iterable<{ at: number; rune: number }> {
  for (let at = 0; at < text.length; ) {
    const { rune, bytes } = decodeRune(text, at);
    yield { at, rune };
    at += bytes;
  }
}

function decodeRune(text: string, at: number): { rune: number; bytes: number } {
  const first = text.charCodeAt(at);
  if (first < 0x80) return { rune: first, bytes: 1 };
  const bytes = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  if (bytes === 1 || first >= 0xf5 || at + bytes > text.length) return { rune: replacement, bytes: 1 };
  let rune = first & (0x7f >> bytes);
  for (let i = 1; i < bytes; i++) {
    const next = text.charCodeAt(at + i);
    if ((next & 0xc0) !== 0x80) return { rune: replacement, bytes: 1 };
    rune = (rune << 6) | (next & 0x3f);
  }
  const least = bytes === 2 ? 0x80 : bytes === 3 ? 0x800 : 0x10000;
  if (rune < least || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000))
    return { rune: replacement, bytes: 1 };
  return { rune, bytes };
}
