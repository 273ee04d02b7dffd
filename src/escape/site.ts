/**
 * What an allocation site takes: which bytes, with pointers or without, and whether memory is taken at all
 * when it "escapes" (walk/convert.go, walk/closure.go, walk/builtin.go, walk/order.go, Go 1.26).
 */

import {
  Class,
  type ClosureExpr,
  type CompLitExpr,
  type ConvExpr,
  type IrNode,
  type MakeExpr,
  Op,
} from '../ir';
import type { Type } from '../types';
import { TypeKind } from '../types';
import type { Batch } from './batch';
import type { EscapeRules } from './goVersion';
import { closureBytes, methodValueBytes, sliceLitLength, smallInt } from './limits';
import { elemOf, isStringType, under } from './typeFacts';
import type { SiteKind } from './verdict';

export interface SiteFacts {
  site: SiteKind;
  type: Type;
  bytes: number | undefined;
  elemBytes: number | undefined;
  hasPointers: boolean;
  allocates: boolean;
  stackLimit: number | undefined;
}

/** `escapes`: it is on the heap; what stays on the stack takes heap memory only beyond `stackLimit`. */
export function describeSite(batch: Batch, node: IrNode, escapes: boolean): SiteFacts {
  const facts = factsOf(batch, node);
  if (escapes) facts.stackLimit = undefined;
  else facts.allocates = false;
  return facts;
}

function factsOf(batch: Batch, node: IrNode): SiteFacts {
  switch (node.op) {
    case Op.ONEW:
    case Op.OPTRLIT:
      return pointee(batch, node.op === Op.ONEW ? 'new' : 'pointerLiteral', elemOf(node.type) ?? node.type);
    case Op.OSLICELIT:
      return elements(batch, 'sliceLiteral', node.type, sliceLitLength(node.list), undefined);
    case Op.OMAKESLICE:
      return makeSlice(batch, node);
    case Op.OAPPEND:
      return elements(batch, 'append', node.type, undefined, batch.rules.stackBuffer);
    case Op.OMAKEMAP:
      return opaque('makeMap', node.type);
    case Op.OMAPLIT:
      return opaque('mapLiteral', node.type);
    case Op.OCLOSURE:
      return closure(batch, node);
    case Op.OMETHVALUE:
      return methodValue(batch, node.x.type, node.type);
    case Op.OCONVIFACE:
      return boxed(batch, node);
    case Op.OADDSTR:
      return {
        ...opaque('stringConcat', node.type),
        hasPointers: false,
        stackLimit: batch.rules.stackBuffer,
      };
    case Op.OBYTES2STR:
    case Op.ORUNES2STR:
    case Op.ORUNESTR:
    case Op.OSTR2BYTES:
    case Op.OSTR2RUNES:
      return converted(batch, node);
    default:
      return opaque('other', node.type);
  }
}

function opaque(site: SiteKind, type: Type): SiteFacts {
  return {
    site,
    type,
    bytes: undefined,
    elemBytes: undefined,
    hasPointers: true,
    allocates: true,
    stackLimit: undefined,
  };
}

/** Memory for one value; what has no size takes none. */
function pointee(batch: Batch, site: SiteKind, type: Type): SiteFacts {
  const bytes = batch.sizes.sizeof(type);
  return {
    site,
    type,
    bytes,
    elemBytes: undefined,
    hasPointers: batch.hasPointers(type),
    allocates: bytes > 0 || isTypeParam(type),
    stackLimit: undefined,
  };
}

function isTypeParam(type: Type): boolean {
  return under(type).kind === TypeKind.TypeParam;
}

function elements(
  batch: Batch,
  site: SiteKind,
  type: Type,
  length: number | undefined,
  stackLimit: number | undefined,
): SiteFacts {
  const elem = elemOf(type);
  const elemBytes = elem && batch.sizes.sizeof(elem);
  const bytes = elemBytes !== undefined && length !== undefined ? elemBytes * length : undefined;
  return {
    site,
    type,
    bytes,
    elemBytes,
    hasPointers: elem === undefined || batch.hasPointers(elem),
    allocates: bytes !== 0 && elemBytes !== 0,
    stackLimit,
  };
}

function makeSlice(batch: Batch, node: MakeExpr): SiteFacts {
  const length = smallInt(node.cap ?? node.len);
  const limit = length === undefined && batch.rules.variableMake ? batch.rules.stackBuffer : undefined;
  return elements(batch, 'makeSlice', node.type, length, limit);
}

/** A closure that captures nothing is static data. */
function closure(batch: Batch, node: ClosureExpr): SiteFacts {
  const captured = node.func.closureVars.length + (node.func.takesDictionary ? 1 : 0);
  return {
    site: 'closure',
    type: node.type,
    bytes: closureBytes(node, batch.sizes),
    elemBytes: undefined,
    hasPointers:
      node.func.takesDictionary ||
      node.func.closureVars.some(name => !name.byval || batch.hasPointers(name.type)),
    allocates: captured > 0,
    stackLimit: undefined,
  };
}

function methodValue(batch: Batch, receiver: Type, type: Type): SiteFacts {
  return {
    site: 'methodValue',
    type,
    bytes: methodValueBytes(receiver, batch.sizes),
    elemBytes: undefined,
    hasPointers: batch.hasPointers(receiver),
    allocates: true,
    stackLimit: undefined,
  };
}

/** The copy of a value that an interface points to. */
function boxed(batch: Batch, node: ConvExpr): SiteFacts {
  const facts = pointee(batch, 'interface', node.x.type);
  const bytes = facts.bytes ?? 0;
  // Single bytes lie in a table of the runtime, constants in read-only memory.
  if ((bytes === 1 && isByteLike(node.x.type)) || isStaticValue(node.x, batch.rules)) facts.allocates = false;
  if (bytes > batch.rules.maxInterfaceOnStack) facts.stackLimit = batch.rules.maxInterfaceOnStack;
  return facts;
}

/** A number or boolean, or a struct or array of nothing else. */
function isByteLike(type: Type): boolean {
  const t = under(type);
  if (t.kind === TypeKind.Struct) return t.fields.length === 1 && isByteLike(t.fields[0].type);
  if (t.kind === TypeKind.Array) return t.len === 1 && isByteLike(t.elem);
  return t.kind === TypeKind.Basic;
}

/** Known when the program is built: constants, and structs and arrays of them. */
function isStaticValue(node: IrNode, rules: EscapeRules): boolean {
  switch (node.op) {
    case Op.OLITERAL:
    case Op.ONIL:
      return true;
    case Op.ONAME:
      return node.cls === Class.func;
    case Op.OSTRUCTLIT:
    case Op.OARRAYLIT:
      return rules.readOnlyLiterals && isStaticLiteral(node, rules);
    case Op.OCONVNOP:
      return isStaticValue(node.x, rules);
    default:
      return false;
  }
}

function isStaticLiteral(node: CompLitExpr, rules: EscapeRules): boolean {
  return node.list.every(element =>
    isStaticValue(element.op === Op.OSTRUCTKEY || element.op === Op.OKEY ? element.value : element, rules),
  );
}

function converted(batch: Batch, node: ConvExpr): SiteFacts {
  const { stackBuffer } = batch.rules;
  const facts: SiteFacts = {
    ...opaque('stringConversion', node.type),
    hasPointers: false,
    stackLimit: stackBuffer,
  };
  if (node.op === Op.ORUNESTR) return { ...facts, bytes: 4, stackLimit: undefined };
  if (node.op === Op.OSTR2BYTES) {
    facts.elemBytes = 1;
    if (node.x.op === Op.OLITERAL && isStringType(node.x.type) && node.x.value.kind === 'string') {
      facts.bytes = node.x.value.value.length;
      facts.allocates = facts.bytes > 0;
    }
  }
  if (node.op === Op.OSTR2RUNES) facts.elemBytes = 4;
  return facts;
}
