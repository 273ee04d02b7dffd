/**
 * Which operation converts a value from one type to another (cmd/compile/internal/typecheck's subr.go and
 * tcConv, Go 1.26). The checker has accepted the conversion; what it did not accept becomes OCONV.
 */

import type { Place } from '../syntax';
import {
  Basic,
  byteType,
  type Constant,
  identical,
  identicalIgnoreTags,
  runeType,
  SliceType,
  type Type,
  TypeKind,
  typ,
  unalias,
  underlying,
} from '../types';
import { CompLitExpr, ConvExpr, type ConvOp, type IrNode, Literal } from './nodes';
import { Op } from './op';
import { hasShape, isShape } from './shape';
import { hasSym, isEmptyInterface, isInterface, isString, under } from './typing';

/** `x` converted to `dst`; `x` itself where the conversion is implicit and changes nothing. */
export function convert(pos: Place, dst: Type, x: IrNode, implicit: boolean): IrNode {
  if (implicit && identical(x.type, dst)) return x;
  let op = convertOp(x.type, dst, x.op === Op.OLITERAL);
  if (op === Op.OCONVNOP && isFloating(x.type) && isFloating(dst) && !isShape(x.type) && !isShape(dst))
    op = Op.OCONV;
  // What is assignable is of like layout: types that differ as shapes alone.
  if (implicit && op === Op.OCONV && (hasShape(x.type) || hasShape(dst))) op = Op.OCONVNOP;
  if (op === Op.OSTR2RUNES && x.op === Op.OLITERAL) return runesLiteral(pos, dst, x.value);
  if (op === Op.OBYTES2STR && !isPlain(x.type, Basic.Uint8))
    x = new ConvExpr(Op.OCONVNOP, x.pos, new SliceType(byteType), x, false);
  if (op === Op.ORUNES2STR && !isPlain(x.type, Basic.Int32))
    x = new ConvExpr(Op.OCONVNOP, x.pos, new SliceType(runeType), x, false);
  return new ConvExpr(op, pos, dst, x, implicit);
}

/** The operation of the conversion src → dst (Go's convertOp). */
export function convertOp(src: Type, dst: Type, constant: boolean): ConvOp {
  const op = assignOp(src, dst);
  if (op !== undefined) return op;
  const from = under(src);
  const to = under(dst);
  if (identicalIgnoreTags(from, to)) return Op.OCONVNOP;
  if (from.kind === TypeKind.Pointer && to.kind === TypeKind.Pointer) return Op.OCONVNOP;
  if (from.kind === TypeKind.Basic && to.kind === TypeKind.Basic)
    return basicOp(from.basic, to.basic, constant);
  if (to.kind === TypeKind.Basic && to.basic === Basic.String && from.kind === TypeKind.Slice)
    return isKind(from.elem, Basic.Uint8) ? Op.OBYTES2STR : Op.ORUNES2STR;
  if (isString(src) && to.kind === TypeKind.Slice)
    return isKind(to.elem, Basic.Uint8) ? Op.OSTR2BYTES : Op.OSTR2RUNES;
  if (isUnsafeOperand(from) && isUnsafeOperand(to)) return Op.OCONVNOP;
  if (from.kind === TypeKind.Slice && to.kind === TypeKind.Array) return Op.OSLICE2ARR;
  if (from.kind === TypeKind.Slice && to.kind === TypeKind.Pointer) return Op.OSLICE2ARRPTR;
  return Op.OCONV;
}

/** The operation that assigns a value of type src to a variable of type dst; undefined where that is not allowed. */
function assignOp(src: Type, dst: Type): Op.OCONVNOP | Op.OCONVIFACE | undefined {
  if (identical(src, dst)) return Op.OCONVNOP;
  const from = underlying(src);
  const to = underlying(dst);
  if (identical(from, to)) {
    if (isEmptyInterface(src)) return Op.OCONVNOP;
    if ((!hasSym(src) || !hasSym(dst)) && !isInterface(src)) return Op.OCONVNOP;
    if (isShape(src) || isShape(dst)) return Op.OCONVNOP;
  }
  if (isNilType(src)) return Op.OCONVNOP;
  if (isInterface(dst)) return Op.OCONVIFACE;
  if (from.kind === TypeKind.Chan && to.kind === TypeKind.Chan && from.dir === 'both') return Op.OCONVNOP;
  return undefined;
}

function basicOp(from: Basic, to: Basic, constant: boolean): ConvOp {
  if (isNumber(from) && isNumber(to))
    return sameRepresentation(from, to) && !constant ? Op.OCONVNOP : Op.OCONV;
  if (isInt(from) && to === Basic.String) return Op.ORUNESTR;
  return from === Basic.UnsafePointer || from === Basic.Uintptr ? Op.OCONVNOP : Op.OCONV;
}

/** int and int64, uint and uintptr, … are one kind to the compiler on a 64-bit machine. */
function sameRepresentation(x: Basic, y: Basic): boolean {
  return canonicalKind(x) === canonicalKind(y);
}
function canonicalKind(basic: Basic): Basic {
  if (basic === Basic.Int) return Basic.Int64;
  if (basic === Basic.Uint || basic === Basic.Uintptr) return Basic.Uint64;
  return basic;
}
function isInt(basic: Basic): boolean {
  return basic >= Basic.Int && basic <= Basic.Uintptr;
}
function isNumber(basic: Basic): boolean {
  return basic >= Basic.Int && basic <= Basic.Complex128;
}
function isFloating(type: Type): boolean {
  const u = under(type);
  return u.kind === TypeKind.Basic && u.basic >= Basic.Float32 && u.basic <= Basic.Complex128;
}
function isKind(type: Type, basic: Basic): boolean {
  const u = under(type);
  return u.kind === TypeKind.Basic && u.basic === basic;
}
function isUnsafeOperand(u: Type): boolean {
  return (
    u.kind === TypeKind.Pointer ||
    (u.kind === TypeKind.Basic && (u.basic === Basic.UnsafePointer || u.basic === Basic.Uintptr))
  );
}
function isNilType(type: Type): boolean {
  return type.kind === TypeKind.Basic && type.basic === Basic.UntypedNil;
}
/** A slice whose elements are the predeclared type itself (byte, rune). */
function isPlain(slice: Type, basic: Basic): boolean {
  const u = under(slice);
  if (u.kind !== TypeKind.Slice) return true;
  const elem = unalias(u.elem);
  return elem.kind === TypeKind.Basic && elem.basic === basic;
}

/** []rune("…") of a constant is the slice literal of its runes. */
function runesLiteral(pos: Place, type: Type, value: Constant): CompLitExpr {
  const elements: IrNode[] = [];
  const bytes = value.kind === 'string' ? value.value : '';
  const text = new TextDecoder().decode(Uint8Array.from(bytes, unit => unit.charCodeAt(0)));
  for (const char of text)
    elements.push(
      new Literal(pos, typ[Basic.Int32], { kind: 'int', value: BigInt(char.codePointAt(0)!) }, undefined),
    );
  return new CompLitExpr(Op.OSLICELIT, pos, type, elements, false);
}
