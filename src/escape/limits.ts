/**
 * What goes to the heap for its size alone (escape/utils.go's HeapAllocReason), and variables that surely
 * hold a constant (escape.go's rewriteWithLiterals), Go 1.26.
 */

import { Class, type ClosureExpr, type ConvExpr, type IrNode, Literal, type MakeExpr, Op } from '../ir';
import { Basic, type Constant, type Sizes, type Type, TypeKind } from '../types';
import type { EscapeRules } from './goVersion';
import { elemOf, isInterface, under } from './typeFacts';

/** The compiler's word for it; undefined where size does not matter. */
export function heapAllocReason(node: IrNode, sizes: Sizes, rules: EscapeRules): string | undefined {
  // Parameters always come on the stack.
  if (node.op === Op.ONAME && (node.cls === Class.param || node.cls === Class.result)) return undefined;
  const big = tooBig(node.type, rules.maxStackVar, sizes);
  if (big !== undefined) return big;
  switch (node.op) {
    case Op.ONEW:
    case Op.OPTRLIT: {
      const elem = elemOf(node.type);
      return elem && tooBig(elem, rules.maxImplicitStackVar, sizes);
    }
    case Op.OCLOSURE:
      return closureBytes(node, sizes) > rules.maxImplicitStackVar ? 'too large for stack' : undefined;
    case Op.OMETHVALUE:
      return methodValueBytes(node.x.type, sizes) > rules.maxImplicitStackVar
        ? 'too large for stack'
        : undefined;
    case Op.OMAKESLICE:
      return makeSliceReason(node, sizes, rules);
    default:
      return undefined;
  }
}

function tooBig(type: Type, limit: number, sizes: Sizes): string | undefined {
  // Nothing else takes more than a few words.
  const { kind } = under(type);
  if (kind !== TypeKind.Struct && kind !== TypeKind.Array) return undefined;
  if (sizes.sizeof(type) > limit) return 'too large for stack';
  if (sizes.alignof(type) > sizes.wordSize) return 'too aligned for stack';
  return undefined;
}

function makeSliceReason(node: MakeExpr, sizes: Sizes, rules: EscapeRules): string | undefined {
  const elem = elemOf(node.type);
  if (elem === undefined) return undefined;
  const bytes = sizes.sizeof(elem);
  if (bytes === 0 && rules.variableMake) return 'zero-sized element';
  const length = smallInt(node.cap ?? node.len);
  if (length === undefined) return rules.variableMake ? undefined : 'non-constant size';
  if (bytes === 0) return undefined;
  return length > Math.floor(rules.maxImplicitStackVar / bytes) ? 'too large for stack' : undefined;
}

/** The value of a constant that fits in 32 bits. */
export function smallInt(node: IrNode | undefined): number | undefined {
  if (node?.op !== Op.OLITERAL) return undefined;
  const value = integerOf(node.value);
  return value !== undefined && value === BigInt.asIntN(32, value) ? Number(value) : undefined;
}

function integerOf(value: Constant): bigint | undefined {
  if (value.kind === 'int') return value.value;
  if (value.kind === 'rat' && value.den === 1n) return value.num;
  return undefined;
}

/** Bytes of a closure: the code pointer, then each captured variable, or its address where by reference. */
export function closureBytes(closure: ClosureExpr, sizes: Sizes): number {
  let offset = sizes.wordSize;
  let maxAlign = sizes.wordSize;
  for (const captured of closure.func.closureVars) {
    const byval = captured.byval;
    const align = byval ? Math.max(sizes.alignof(captured.type), 1) : sizes.wordSize;
    offset = roundUp(offset, align) + (byval ? sizes.sizeof(captured.type) : sizes.wordSize);
    maxAlign = Math.max(maxAlign, align);
  }
  if (closure.func.takesDictionary) offset = roundUp(offset, sizes.wordSize) + sizes.wordSize;
  return roundUp(offset, maxAlign);
}

/** Bytes of a method value: the code pointer and the receiver. */
export function methodValueBytes(receiver: Type, sizes: Sizes): number {
  const align = Math.max(sizes.alignof(receiver), 1);
  return roundUp(roundUp(sizes.wordSize, align) + sizes.sizeof(receiver), Math.max(align, sizes.wordSize));
}

function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

// ---------------------------------------------------------------- constants through variables

/** Puts the constant that a variable surely holds in its place, in make and in conversions to interfaces. */
export function rewriteWithLiterals(
  node: MakeExpr | ConvExpr,
  staticValue: (node: IrNode) => IrNode,
  rules: EscapeRules,
): void {
  if (node.op === Op.OMAKESLICE) rewriteMake(node, staticValue, rules);
  else if (node.op === Op.OCONVIFACE) rewriteConversion(node, staticValue);
}

function rewriteMake(node: MakeExpr, staticValue: (node: IrNode) => IrNode, rules: EscapeRules): void {
  const size = node.cap ?? node.len;
  if (size === undefined || size.op === Op.OLITERAL) return;
  const length = knownLength(staticValue(size), staticValue, rules);
  if (length === undefined) return;
  const literal = new Literal(node.pos, size.type, { kind: 'int', value: length }, undefined);
  if (node.cap !== undefined) node.cap = literal;
  else node.len = literal;
}

function knownLength(
  value: IrNode,
  staticValue: (node: IrNode) => IrNode,
  rules: EscapeRules,
): bigint | undefined {
  if (value.op === Op.OLITERAL) {
    const length = integerOf(value.value);
    return length !== undefined && length >= 0n ? length : undefined;
  }
  if (value.op !== Op.OLEN || !rules.literalLengths) return undefined;
  const of = staticValue(value.x);
  return of.op === Op.OSLICELIT ? BigInt(sliceLitLength(of.list)) : undefined;
}

/** Length of a slice literal: the highest index written or counted, plus one. */
export function sliceLitLength(list: readonly IrNode[]): number {
  let next = 0;
  let length = 0;
  for (const element of list) {
    if (element.op === Op.OKEY) next = smallInt(element.key) ?? next;
    next++;
    length = Math.max(length, next);
  }
  return length;
}

function rewriteConversion(node: ConvExpr, staticValue: (node: IrNode) => IrNode): void {
  if (node.x.op === Op.OLITERAL || isInterface(node.x.type)) return;
  const value = staticValue(node.x);
  if (value.op !== Op.OLITERAL || !sameConstantClass(node.x.type, value.type)) return;
  node.x = new Literal(node.pos, node.x.type, value.value, undefined);
}

/** A constant of type `from` can stand for a value of type `to`: both booleans, both integers, … */
function sameConstantClass(to: Type, from: Type): boolean {
  const wanted = constantClass(to);
  return wanted !== undefined && wanted === constantClass(from);
}

function constantClass(type: Type): string | undefined {
  const t = under(type);
  if (t.kind !== TypeKind.Basic) return undefined;
  if (t.basic === Basic.Bool || t.basic === Basic.UntypedBool) return 'bool';
  if (t.basic === Basic.String || t.basic === Basic.UntypedString) return 'string';
  if (t.basic >= Basic.Int && t.basic <= Basic.Uintptr) return 'integer';
  if (t.basic === Basic.Float32 || t.basic === Basic.Float64) return 'float';
  if (t.basic === Basic.Complex64 || t.basic === Basic.Complex128) return 'complex';
  return undefined;
}
