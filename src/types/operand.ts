/**
 * Operands: what is known about an expression while it is being checked (go/types' operand.go, Go 1.26).
 * An untyped nil is a `value` whose type is untyped nil, as in go/types (types2 has a mode of its own).
 */

import type { Expr } from '../syntax';
import type { Constant } from './constant';
import { constantString } from './constant';
import { exprString } from './exprString';
import type { BuiltinName } from './object';
import { isGeneric, isUntyped } from './predicates';
import { Basic, invalidType, type Type, TypeKind, unalias, underlying } from './type';
import { typeString } from './typeString';

export type OperandMode =
  | 'invalid'
  /** A call without results. */
  | 'novalue'
  | 'builtin'
  | 'typexpr'
  | 'constant'
  /** Addressable. */
  | 'variable'
  | 'mapindex'
  | 'value'
  /** Like `value`, but may stand where two values are wanted. */
  | 'commaok';

export class Operand {
  mode: OperandMode = 'invalid';
  type: Type = invalidType;
  /** The value of a constant; undefined there where it is not known after an error. */
  value: Constant | undefined = undefined;
  /** Where errors about it are reported; undefined for what has no source of its own. */
  expr: Expr | undefined = undefined;
  builtin: BuiltinName | undefined = undefined;

  get isNil(): boolean {
    return this.mode === 'value' && this.type.kind === TypeKind.Basic && this.type.basic === Basic.UntypedNil;
  }

  set(from: Operand): void {
    this.mode = from.mode;
    this.type = from.type;
    this.value = from.value;
    this.expr = from.expr;
    this.builtin = from.builtin;
  }

  toString(): string {
    return operandString(this);
  }
}

/** A value of a type, as if the expression had it. */
export function valueOperand(expr: Expr | undefined, type: Type): Operand {
  const x = new Operand();
  x.mode = 'value';
  x.expr = expr;
  x.type = type;
  return x;
}

const modeNames: Record<OperandMode, string> = {
  invalid: 'invalid operand',
  novalue: 'no value',
  builtin: 'built-in',
  typexpr: 'type',
  constant: 'constant',
  variable: 'variable',
  mapindex: 'map index expression',
  value: 'value',
  commaok: 'comma, ok expression',
};

function operandString(x: Operand): string {
  if (x.isNil) return 'nil';
  const expr = x.expr === undefined ? (x.builtin ?? '') : exprString(x.expr);
  let text = '';
  let hasType = false;
  if (x.mode !== 'invalid' && x.mode !== 'novalue' && x.mode !== 'builtin' && x.mode !== 'typexpr') {
    if (isUntyped(x.type)) text += `${typeString(x.type)} `;
    else hasType = true;
  }
  text += modeNames[x.mode];
  if (x.mode === 'constant' && x.value !== undefined) {
    const value = constantString(x.value);
    if (value !== expr) text += ` ${value}`;
  }
  if (hasType) text += ofType(x.type);
  return expr === '' ? text : `${expr} (${text})`;
}

function ofType(type: Type): string {
  const actual = unalias(type);
  if (actual === invalidType) return ' with invalid type';
  let description = isGeneric(type) ? 'generic ' : '';
  if (actual.kind !== TypeKind.TypeParam && (type.kind === TypeKind.Alias || type.kind === TypeKind.Named)) {
    const under = underlying(type);
    const what = compositeKind(type);
    description += `${what !== '' ? what : under.kind === TypeKind.Basic ? under.name : ''} `;
  }
  const constraint =
    actual.kind === TypeKind.TypeParam ? ` constrained by ${typeString(actual.constraint, pkgName)}` : '';
  return ` of ${description}type ${typeString(type, pkgName)}${constraint}`;
}

/** How messages name packages. */
export function pkgName(pkg: { name: string }): string {
  return pkg.name;
}

/** "slice", "struct", … of a type that is made of others; "" for basic types. */
export function compositeKind(type: Type): string {
  switch (underlying(type).kind) {
    case TypeKind.Array:
      return 'array';
    case TypeKind.Slice:
      return 'slice';
    case TypeKind.Struct:
      return 'struct';
    case TypeKind.Pointer:
      return 'pointer';
    case TypeKind.Signature:
      return 'func';
    case TypeKind.Interface:
      return 'interface';
    case TypeKind.Map:
      return 'map';
    case TypeKind.Chan:
      return 'chan';
    case TypeKind.Tuple:
      return 'tuple';
    case TypeKind.Union:
      return 'union';
    default:
      return '';
  }
}
