/** Conversions T(x) (go/types' conversions.go, Go 1.26); what may be converted is decided in conversions.ts. */

import type { Checker } from './check';
import { type Constant, int64Value, representable, stringConstant } from './constant';
import { encodeRune } from './constantLiteral';
import { convertibleTo } from './conversions';
import type { Operand } from './operand';
import {
  allString,
  defaultType,
  isBytesOrRunes,
  isConstType,
  isInteger,
  isNonTypeParamInterface,
  isString,
  isTypeParam,
  isUntyped,
} from './predicates';
import { type Type, TypeKind, underlying } from './type';
import { underIs } from './typeSet';
import { updateExprType } from './untyped';

/** Converts the operand; constants stay constant where the type has constants. */
export function conversion(check: Checker, x: Operand, type: Type): void {
  const isConstant = x.mode === 'constant';
  let ok = false;
  let cause = '';
  if (isConstant && isConstType(type)) {
    const value = convertConstant(check, x, type);
    ok = value !== undefined || x.value === undefined;
    if (!ok && isInteger(x.type) && isInteger(type)) {
      check.error(x, `cannot convert ${x} to type ${check.str(type)} (constant overflows)`);
      x.mode = 'invalid';
      return;
    }
    x.value = value;
  } else if (isConstant && isTypeParam(type)) {
    ok = underIs(type, under => {
      if (under === undefined) {
        cause = `${check.str(type)} does not contain specific types`;
        return false;
      }
      if (isString(x.type) && isBytesOrRunes(under)) return true;
      if (x.value === undefined || convertConstant(check, x, under) !== undefined) return true;
      cause = `cannot convert ${x} to type ${check.str(under)} (in ${check.str(type)})`;
      return false;
    });
    x.mode = 'value';
  } else {
    const verdict = convertibleTo(x, type, check.rules);
    ok = verdict.ok;
    cause = verdict.cause;
    if (ok) x.mode = 'value';
  }
  if (!ok) {
    check.error(x, `cannot convert ${x} to type ${check.str(type)}${cause === '' ? '' : `: ${cause}`}`);
    x.mode = 'invalid';
    return;
  }
  if (isUntyped(x.type) && x.expr !== undefined) {
    let final = type;
    if (isNonTypeParamInterface(type) || (isConstant && !isConstType(type)) || x.isNil)
      final = defaultType(x.type);
    else if (x.mode === 'constant' && isInteger(x.type) && allString(type)) final = x.type;
    updateExprType(check, x.expr, final, true);
  }
  x.type = type;
  if (x.mode !== 'constant') x.value = undefined;
}

const maxRune = 0x10ffff;

/** The constant as a value of the type; undefined if it has none. An integer converts to the text of its rune. */
function convertConstant(check: Checker, x: Operand, type: Type): Constant | undefined {
  const under = underlying(type);
  if (under.kind !== TypeKind.Basic || x.value === undefined) return undefined;
  const value = representable(x.value, under.basic, check.sizes);
  if (value !== undefined) return value;
  if (!isInteger(x.type) || !isString(under)) return undefined;
  const code = int64Value(x.value);
  const isRune = code !== undefined && code >= 0 && code <= maxRune;
  return stringConstant(encodeRune(isRune ? code : 0xfffd));
}
