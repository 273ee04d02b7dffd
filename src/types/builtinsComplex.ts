/** complex, real and imag (go/types' builtins.go, Go 1.26). */

import { type BuiltinCall, recordCall } from './builtins';
import { imagPart, realPart, toFloat } from './constant';
import { signOf } from './constantOps';
import { exprString } from './exprString';
import { TypeNameObject } from './object';
import type { Operand } from './operand';
import { identical, isNumeric, isUntyped } from './predicates';
import {
  Basic,
  InterfaceType,
  type Type,
  TypeKind,
  TypeParamType,
  type UnionTerm,
  UnionType,
  unalias,
  underlying,
} from './type';
import { allTerms } from './typeSet';
import { typ } from './universe';
import { convertUntyped } from './untyped';

export function complexCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const y = b.args[1];
  if (isUntyped(x.type) && isUntyped(y.type)) {
    if (x.mode === 'constant' && y.mode === 'constant') {
      makeReal(x);
      makeReal(y);
    } else {
      convertUntyped(check, x, typ[Basic.Float64]);
      convertUntyped(check, y, typ[Basic.Float64]);
    }
  } else if (isUntyped(x.type)) convertUntyped(check, x, y.type);
  else if (isUntyped(y.type)) convertUntyped(check, y, x.type);
  if (x.mode === 'invalid' || y.mode === 'invalid') return false;
  if (!identical(x.type, y.type)) {
    const types = `mismatched types ${check.str(x.type)} and ${check.str(y.type)}`;
    check.error(x, `invalid operation: ${exprString(b.call)} (${types})`);
    return false;
  }
  const result = applyToTerms(b, complexOf);
  if (result === undefined) {
    check.error(x, `invalid argument: arguments have type ${check.str(x.type)}, expected floating-point`);
    return false;
  }
  if (x.mode === 'constant' && y.mode === 'constant') {
    const re = x.value === undefined ? undefined : toFloat(x.value);
    const im = y.value === undefined ? undefined : toFloat(y.value);
    x.value = re !== undefined && im !== undefined ? { kind: 'complex', re, im } : undefined;
  } else {
    x.mode = 'value';
    recordCall(b, result, x.type, x.type);
  }
  x.type = result;
  return true;
}

/** An untyped constant without imaginary part is a floating-point constant. */
function makeReal(x: Operand): void {
  const imaginary = x.value === undefined ? undefined : imagPart(x.value);
  if (isNumeric(x.type) && imaginary !== undefined && signOf(imaginary) === 0)
    x.type = typ[Basic.UntypedFloat];
}

function complexOf(type: Type): Type | undefined {
  const under = underlying(type);
  if (under.kind !== TypeKind.Basic) return undefined;
  if (under.basic === Basic.Float32) return typ[Basic.Complex64];
  if (under.basic === Basic.Float64) return typ[Basic.Complex128];
  return under.basic === Basic.UntypedFloat ? typ[Basic.UntypedComplex] : undefined;
}

function partOf(type: Type): Type | undefined {
  const under = underlying(type);
  if (under.kind !== TypeKind.Basic) return undefined;
  if (under.basic === Basic.Complex64) return typ[Basic.Float32];
  if (under.basic === Basic.Complex128) return typ[Basic.Float64];
  return under.basic === Basic.UntypedComplex ? typ[Basic.UntypedFloat] : undefined;
}

export function partCall(b: BuiltinCall): boolean {
  const { check, x, name } = b;
  if (isUntyped(x.type)) {
    if (x.mode === 'constant') {
      if (isNumeric(x.type)) x.type = typ[Basic.UntypedComplex];
    } else {
      convertUntyped(check, x, typ[Basic.Complex128]);
      if (x.mode === 'invalid') return false;
    }
  }
  const result = applyToTerms(b, partOf);
  if (result === undefined) {
    check.error(x, `invalid argument: argument has type ${check.str(x.type)}, expected complex type`);
    return false;
  }
  if (x.mode === 'constant') {
    if (x.value !== undefined) x.value = name === 'real' ? realPart(x.value) : imagPart(x.value);
  } else {
    x.mode = 'value';
    recordCall(b, result, x.type);
  }
  x.type = result;
  return true;
}

/** The function's result for the type; for a type parameter, a new one whose terms are the results. */
function applyToTerms(b: BuiltinCall, apply: (type: Type) => Type | undefined): Type | undefined {
  const { check, x } = b;
  const param = unalias(x.type);
  if (param.kind !== TypeKind.TypeParam) return apply(x.type);
  const terms: UnionTerm[] = [];
  const ok = allTerms(param, term => {
    const result = term === undefined ? undefined : apply(term.type);
    if (term === undefined || result === undefined) return false;
    terms.push({ tilde: term.tilde, type: result });
    return true;
  });
  if (!ok) return undefined;
  check.softError(x, `${x} not supported as argument to built-in ${b.name} for go1.18`);
  const object = new TypeNameObject(check.env.pkg, param.object.name, undefined);
  const result = new TypeParamType(object, param.index, new InterfaceType([], [new UnionType(terms)]));
  object.type = result;
  return result;
}
