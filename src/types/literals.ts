/** Literals: basic, functions and composite (go/types' literals.go, Go 1.26). */

import {
  type BasicLit,
  type CompositeLit,
  type Expr,
  type FuncLit,
  type KeyValueExpr,
  NodeKind,
} from '../syntax';
import { assignment } from './assignments';
import type { Checker } from './check';
import { type Constant, constantString, parseLiteral, toFloat, toInt } from './constant';
import { checkedExpr, exprWithHint, useExprs } from './expr';
import { funcBody } from './funcBody';
import { checkIndex } from './indexing';
import { fieldIndex } from './lookup';
import type { Operand } from './operand';
import { Operand as NewOperand } from './operand';
import { identical, isNonTypeParamInterface, isValid } from './predicates';
import { funcType } from './signature';
import {
  ArrayType,
  Basic,
  invalidType,
  type MapType,
  type StructType,
  type Type,
  TypeKind,
  unalias,
} from './type';
import { commonUnder } from './typeSet';
import { type as checkType, varType } from './typexpr';
import { typ } from './universe';
import { checkOverflow } from './untyped';

const untypedKinds = {
  INT: Basic.UntypedInt,
  FLOAT: Basic.UntypedFloat,
  IMAG: Basic.UntypedComplex,
  CHAR: Basic.UntypedRune,
  STRING: Basic.UntypedString,
} as const;

/** Longer numbers are refused, as by go/types. */
const maxLiteralLength = 10_000;

export function basicLit(check: Checker, x: Operand, e: BasicLit): void {
  const isNumber = e.lit !== 'CHAR' && e.lit !== 'STRING';
  if (isNumber) {
    checkNumberVersion(check, e);
    if (e.value.length > maxLiteralLength) {
      check.error(e, `excessively long constant: ${e.value.slice(0, 10)}... (${e.value.length} chars)`);
      return;
    }
  }
  const value = parseLiteral(e.lit, e.value);
  if (value === undefined) {
    check.error(e, `malformed constant: ${e.value.slice(0, 100)}`);
    return;
  }
  x.mode = 'constant';
  x.type = typ[untypedKinds[e.lit]];
  x.value = value;
  x.expr = e;
  if (e.value.length > shortLiteral) checkOverflow(check, x, e.pos);
}

/** No literal of so few characters is a number too large. */
const shortLiteral = 100;

function checkNumberVersion(check: Checker, e: BasicLit): void {
  const text = e.value;
  if (text.length <= 2 || check.allowVersion(13)) return;
  const radix = text[0] === '0' ? text[1].toLowerCase() : '';
  if (text.includes('_')) check.requireVersion(e, 13, 'underscore in numeric literal');
  else if (radix === 'b') check.requireVersion(e, 13, 'binary literal');
  else if (radix === 'o') check.requireVersion(e, 13, '0o/0O-style octal literal');
  else if (radix === 'x' && e.lit !== 'INT')
    check.requireVersion(e, 13, 'hexadecimal floating-point literal');
}

export function funcLit(check: Checker, x: Operand, e: FuncLit): void {
  const { signature, scope } = funcType(check, undefined, e.type);
  check.recordType(e.type, 'typexpr', signature);
  const { decl, iota } = check.env;
  check.laterBody(() => funcBody(check, { decl, signature, scope, iota, body: e.body }));
  x.mode = 'value';
  x.type = signature;
}

export function compositeLit(check: Checker, x: Operand, e: CompositeLit, hint: Type | undefined): void {
  if (e.type?.kind === NodeKind.ArrayType && e.type.len?.kind === NodeKind.Ellipsis) {
    const elem = varType(check, e.type.elem);
    const array = new ArrayType(indexedElements(check, e.elts, elem, -1), elem);
    check.recordType(e.type, 'typexpr', array);
    x.mode = 'value';
    x.type = array;
    return;
  }
  let type: Type = invalidType;
  let base: Type = invalidType;
  if (e.type !== undefined) {
    type = checkType(check, e.type);
    base = type;
  } else if (hint !== undefined) {
    type = hint;
    base = hint;
    const under = commonUnder(hint).type;
    const actual = under === undefined ? undefined : unalias(under);
    if (actual?.kind === TypeKind.Pointer) base = actual.elem;
  } else check.error(e, 'missing type in composite literal');
  const { type: under } = commonUnder(base);
  switch (under?.kind) {
    case TypeKind.Struct:
      structLit(check, x, e, under, base);
      break;
    case TypeKind.Array:
    case TypeKind.Slice: {
      const length = under.kind === TypeKind.Array ? under.len : -1;
      if (isTable(check, e)) elementsLater(check, e, under.elem, length);
      else indexedElements(check, e.elts, under.elem, length);
      break;
    }
    case TypeKind.Map:
      mapLit(check, x, e, under);
      break;
    default:
      useExprs(
        check,
        e.elts.map(elt => (elt.kind === NodeKind.KeyValueExpr ? elt.value : elt)),
      );
      if (under === undefined || isValid(under)) {
        const qualifier = e.type === undefined ? ' element' : '';
        const cause = under === undefined ? ' (no common underlying type)' : '';
        check.error(e, `invalid composite literal${qualifier} type ${check.str(type)}${cause}`);
        x.mode = 'invalid';
        return;
      }
  }
  x.mode = 'value';
  x.type = type;
  x.value = undefined;
}

function elementsLater(check: Checker, e: CompositeLit, elem: Type, length: number): void {
  check.later(() => {
    indexedElements(check, e.elts, elem, length);
  });
}

/**
 * Elements of long tables outside of functions say nothing of the variable's type, refer to nothing, and are many: who
 * asks for the type alone does without their check.
 */
function isTable(check: Checker, lit: CompositeLit): boolean {
  if (check.env.locals !== undefined) return false;
  return lit.isTable || (lit.elts.length >= shortestTable && lit.elts.every(isPlain));
}

const shortestTable = 64;

/** Made of basic literals alone. */
function isPlain(e: Expr): boolean {
  if (e.kind === NodeKind.KeyValueExpr)
    return isPlain(e.value) && (e.key.kind === NodeKind.Ident || isPlain(e.key));
  if (e.kind === NodeKind.CompositeLit) return e.type === undefined && e.elts.every(isPlain);
  return e.kind === NodeKind.BasicLit;
}

function structLit(check: Checker, x: Operand, e: CompositeLit, struct: StructType, base: Type): void {
  if (e.elts.length === 0) return;
  if (e.elts[0].kind === NodeKind.KeyValueExpr) {
    const visited = new Set<number>();
    for (const elt of e.elts) {
      if (elt.kind !== NodeKind.KeyValueExpr) {
        check.error(elt, 'mixture of field:value and value elements in struct literal');
        continue;
      }
      structField(check, x, elt, struct, base, visited);
    }
    return;
  }
  for (let i = 0; i < e.elts.length; i++) {
    const elt = e.elts[i];
    if (elt.kind === NodeKind.KeyValueExpr) {
      check.error(elt, 'mixture of field:value and value elements in struct literal');
      continue;
    }
    checkedExpr(check, x, elt);
    const field = struct.fields[i];
    if (field === undefined) {
      check.error(x, `too many values in struct literal of type ${check.str(base)}`);
      break;
    }
    if (!field.exported && field.pkg !== check.env.pkg) {
      const where = `in struct literal of type ${check.str(base)}`;
      check.error(x, `implicit assignment to unexported field ${field.name} ${where}`);
      continue;
    }
    assignment(check, x, field.type, 'struct literal');
  }
  if (e.elts.length < struct.fields.length) {
    check.error(e.rbrace, `too few values in struct literal of type ${check.str(base)}`);
  }
}

function structField(
  check: Checker,
  x: Operand,
  elt: KeyValueExpr,
  struct: StructType,
  base: Type,
  visited: Set<number>,
): void {
  const key = elt.key;
  const index = key.kind === NodeKind.Ident ? fieldIndex(struct.fields, check.env.pkg, key.name) : -1;
  // The value of a field that is a slice or map literal without a type is an error of its own.
  checkedExpr(check, x, elt.value);
  if (key.kind !== NodeKind.Ident) {
    check.error(elt, 'invalid field name in struct literal');
    return;
  }
  if (index < 0) {
    check.error(key, `unknown field ${key.name} in struct literal of type ${check.str(base)}`);
    return;
  }
  const field = struct.fields[index];
  check.recordUse(key, field);
  assignment(check, x, field.type, 'struct literal');
  if (visited.has(index)) check.error(elt, `duplicate field name ${key.name} in struct literal`);
  visited.add(index);
}

function mapLit(check: Checker, x: Operand, e: CompositeLit, map: MapType): void {
  const keyIsInterface = isNonTypeParamInterface(map.key);
  const visited = new Map<string, Type[]>();
  for (const elt of e.elts) {
    if (elt.kind !== NodeKind.KeyValueExpr) {
      check.error(elt, 'missing key in map literal');
      continue;
    }
    exprWithHint(check, x, elt.key, map.key);
    assignment(check, x, map.key, 'map literal');
    if (x.mode === 'invalid') continue;
    if (x.mode === 'constant' && x.value !== undefined) {
      const id = constantKey(x.value);
      const types = visited.get(id);
      const type = x.type;
      if (types === undefined) visited.set(id, [type]);
      else if (!keyIsInterface || types.some(other => identical(other, type))) {
        check.error(x, `duplicate key ${constantString(x.value)} in map literal`);
        continue;
      } else types.push(type);
    }
    exprWithHint(check, x, elt.value, map.elem);
    assignment(check, x, map.elem, 'map literal');
  }
}

/** Equal for constants of equal value, whatever their representation. */
export function constantKey(value: Constant): string {
  let normal = value;
  if (normal.kind === 'complex') normal = toFloat(normal) ?? normal;
  if (normal.kind === 'rat' || normal.kind === 'float') normal = toInt(normal) ?? normal;
  return normal.kind === 'string' ? `s${normal.value}` : `${normal.kind} ${constantString(normal)}`;
}

/** Elements of an array or slice; answers the length they need. */
function indexedElements(check: Checker, elts: readonly Expr[], type: Type, length: number): number {
  // Without keys no index comes twice.
  const visited = elts.some(elt => elt.kind === NodeKind.KeyValueExpr) ? new Set<number>() : undefined;
  let index = 0;
  let max = 0;
  const x = new NewOperand();
  for (const elt of elts) {
    let isValidIndex = false;
    let value = elt;
    if (elt.kind === NodeKind.KeyValueExpr) {
      const key = checkIndex(check, elt.key, length);
      if (isValid(key.type)) {
        if (key.value >= 0) {
          index = key.value;
          isValidIndex = true;
        } else check.error(elt, 'index must be integer constant');
      }
      value = elt.value;
    } else if (length >= 0 && index >= length) {
      check.error(elt, `index ${index} is out of bounds (>= ${length})`);
    } else isValidIndex = true;
    if (isValidIndex) {
      if (visited?.has(index)) check.error(elt, `duplicate index ${index} in array or slice literal`);
      visited?.add(index);
    }
    index++;
    if (index > max) max = index;
    exprWithHint(check, x, value, type);
    assignment(check, x, type, 'array or slice literal');
  }
  return max;
}
