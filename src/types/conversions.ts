/**
 * Assignability, convertibility and the implicit conversion of untyped values, as predicates over plain data
 * (types2's operand.go, conversions.go and expr.go's implicitTypeAndValue, Go 1.26).
 */

import type { Constant } from './constant';
import { representable } from './constant';
import { implementsInterface } from './methodSet';
import {
  basicOf,
  defaultType,
  hasName,
  hasNil,
  identical,
  identicalIgnoreTags,
  isBoolean,
  isBytesOrRunes,
  isComplex,
  isInteger,
  isIntegerOrFloat,
  isInterfacePointer,
  isNumeric,
  isPointer,
  isString,
  isTypeParam,
  isUntyped,
  isUntypedNil,
  isValid,
  maxType,
} from './predicates';
import type { Sizes } from './sizes';
import type { BasicType, Type, TypeParamType } from './type';
import { Basic, invalidType, TypeKind, unalias, underlying } from './type';
import { allTerms, isAllTypes, typeSetOf, underIs } from './typeSet';
import { typeString } from './typeString';
import { versionAtLeast } from './version';

/** What of an operand decides whether it can be assigned or converted. */
export interface OperandLike {
  /** Only "constant" matters here. */
  mode: string;
  type: Type;
  /** Where `mode` is constant. */
  value?: Constant | undefined;
}

export interface Verdict {
  ok: boolean;
  /** Why not, where more can be said than the types themselves tell; "" otherwise. */
  cause: string;
}

/** What the rules depend on beside the types. */
export interface Rules {
  sizes: Sizes;
  /** Language version of the file, "go1.26"; the newest where absent. */
  goVersion?: string | undefined;
}

const yes: Verdict = { ok: true, cause: '' };
const no: Verdict = { ok: false, cause: '' };

export type ImplicitFailure = 'truncated' | 'overflow' | 'mismatch';

/** The type (and, for a constant, the value) an untyped operand takes where `target` is wanted. */
export type ImplicitResult =
  | { type: Type; value: Constant | undefined; failure?: undefined }
  | { type?: undefined; failure: ImplicitFailure };

export function implicitTypeAndValue(x: OperandLike, target: Type, rules: Rules): ImplicitResult {
  if (!isUntyped(x.type) || !isValid(target)) return { type: x.type, value: undefined };
  if (isUntyped(target)) {
    const type = maxType(x.type, target);
    return type === undefined ? { failure: 'mismatch' } : { type, value: undefined };
  }
  if (isUntypedNil(x.type))
    return hasNil(target) ? { type: target, value: undefined } : { failure: 'mismatch' };
  const under = underlying(target);
  if (under.kind === TypeKind.Basic) return implicitBasic(x, target, under, rules);
  if (under.kind !== TypeKind.Interface) return { failure: 'mismatch' };
  if (isTypeParam(target)) return implicitParam(x, target, rules);
  if (!isAllTypes(typeSetOf(under))) return { failure: 'mismatch' };
  return { type: defaultType(x.type), value: undefined };
}

function implicitParam(x: OperandLike, target: Type, rules: Rules): ImplicitResult {
  const fits = underIs(
    target,
    each => each !== undefined && implicitTypeAndValue(x, each, rules).type !== undefined,
  );
  return fits ? { type: target, value: undefined } : { failure: 'mismatch' };
}

function implicitBasic(x: OperandLike, target: Type, under: BasicType, rules: Rules): ImplicitResult {
  if (x.mode === 'constant') {
    if (x.value === undefined) return { type: target, value: undefined };
    const value = representable(x.value, under.basic, rules.sizes);
    if (value !== undefined) return { type: target, value };
    return { failure: representationFailure(x.type, under) };
  }
  const basic = basicOf(x.type);
  const fits =
    basic === Basic.UntypedBool
      ? isBoolean(target)
      : basic === Basic.UntypedString
        ? isString(target)
        : isNumeric(target);
  return fits ? { type: target, value: undefined } : { failure: 'mismatch' };
}

/** Why a constant of type `from` has no representation in `to`. */
export function representationFailure(from: Type, to: Type): ImplicitFailure {
  if (!isNumeric(from) || !isNumeric(to)) return 'mismatch';
  return !isInteger(from) && isInteger(to) ? 'truncated' : 'overflow';
}

/** The operand can be assigned to a variable of type `target`. Broken types can, to avoid errors that follow. */
export function assignableTo(x: OperandLike, target: Type, rules: Rules): Verdict {
  const v = x.type.kind === TypeKind.Alias ? unalias(x.type) : x.type;
  const t = target.kind === TypeKind.Alias ? unalias(target) : target;
  if (v === t || v === invalidType || t === invalidType || identical(v, t)) return yes;
  const vu = underlying(v);
  const tu = underlying(t);
  const vIsParam = v.kind === TypeKind.TypeParam;
  const tIsParam = t.kind === TypeKind.TypeParam;

  if (isUntyped(vu)) {
    const fits = tIsParam ? fitsAllTerms(x, t, rules) : implicitTypeAndValue(x, t, rules).type !== undefined;
    return fits ? yes : no;
  }
  const oneUnnamed = !hasName(v) || !hasName(t);
  if (oneUnnamed && !vIsParam && !tIsParam && identical(vu, tu)) return yes;

  if ((tu.kind === TypeKind.Interface && !tIsParam) || isInterfacePointer(tu)) {
    const implemented = implementsInterface(v, t, false, rules.goVersion);
    if (implemented.ok) return yes;
    if (!vIsParam) return implemented;
  }
  if (vu.kind === TypeKind.Interface && !vIsParam && implementsInterface(t, v, false, rules.goVersion).ok) {
    return { ok: false, cause: 'need type assertion' };
  }
  if (
    vu.kind === TypeKind.Chan &&
    vu.dir === 'both' &&
    tu.kind === TypeKind.Chan &&
    identical(vu.elem, tu.elem)
  ) {
    return oneUnnamed ? yes : no;
  }
  return vIsParam || tIsParam ? assignableParam(x, target, rules) : no;
}

function fitsAllTerms(x: OperandLike, param: TypeParamType, rules: Rules): boolean {
  return allTerms(
    param,
    term => term !== undefined && implicitTypeAndValue(x, term.type, rules).type !== undefined,
  );
}

/** One of the types is a type parameter: it can be assigned if all types of its set can. */
function assignableParam(x: OperandLike, target: Type, rules: Rules): Verdict {
  const v = unalias(x.type);
  const t = unalias(target);
  if (t.kind === TypeKind.TypeParam && !hasName(v)) {
    return everyType(t, type =>
      explain(
        assignableTo(x, type, rules),
        () => `cannot assign ${typeString(x.type)} to ${typeString(type)} (in ${typeString(t)})`,
      ),
    );
  }
  if (v.kind === TypeKind.TypeParam && !hasName(t)) {
    return everyType(v, type =>
      explain(
        assignableTo({ mode: x.mode, type }, t, rules),
        () => `cannot assign ${typeString(type)} (in ${typeString(v)}) to ${typeString(target)}`,
      ),
    );
  }
  return no;
}

/** The verdict for every type of a type parameter's set; no where the set names none. */
function everyType(param: Type, verdictOf: (type: Type) => Verdict): Verdict {
  if (param.kind !== TypeKind.TypeParam) return no;
  let verdict = no;
  allTerms(param, term => {
    if (term === undefined) return false;
    verdict = verdictOf(term.type);
    return verdict.ok;
  });
  return verdict;
}

function explain(verdict: Verdict, message: () => string): Verdict {
  if (verdict.ok) return verdict;
  return { ok: false, cause: verdict.cause === '' ? message() : `${message()}\n\t${verdict.cause}` };
}

/** A value that is not constant (or whose type is a type parameter) can be converted to `target`. */
export function convertibleTo(x: OperandLike, target: Type, rules: Rules): Verdict {
  const assignable = assignableTo(x, target, rules);
  if (assignable.ok) return yes;
  const v = unalias(x.type);
  const t = unalias(target);
  const vu = underlying(v);
  const tu = underlying(t);
  const vIsParam = v.kind === TypeKind.TypeParam;
  const tIsParam = t.kind === TypeKind.TypeParam;
  if (!vIsParam && !tIsParam) {
    if (identicalIgnoreTags(vu, tu) || convertiblePointers(v, t) || convertibleBasics(vu, tu)) return yes;
    const array = convertibleSlice(vu, tu, rules);
    return array ?? assignable;
  }
  if (vIsParam && tIsParam) {
    return everyType(v, from =>
      everyType(t, to =>
        explain(
          convertibleTo({ mode: x.mode, type: from }, to, rules),
          () =>
            `cannot convert ${typeString(from)} (in ${typeString(v)}) to type ${typeString(to)} (in ${typeString(t)})`,
        ),
      ),
    );
  }
  if (vIsParam) {
    return everyType(v, from =>
      explain(
        convertibleTo({ mode: x.mode, type: from }, t, rules),
        () => `cannot convert ${typeString(from)} (in ${typeString(v)}) to type ${typeString(target)}`,
      ),
    );
  }
  return everyType(t, to =>
    explain(
      convertibleTo(x, to, rules),
      () => `cannot convert ${typeString(x.type)} to type ${typeString(to)} (in ${typeString(t)})`,
    ),
  );
}

function convertiblePointers(v: Type, t: Type): boolean {
  if (v.kind !== TypeKind.Pointer || t.kind !== TypeKind.Pointer) return false;
  if (isTypeParam(v.elem) || isTypeParam(t.elem)) return false;
  return identicalIgnoreTags(underlying(v.elem), underlying(t.elem));
}

function convertibleBasics(vu: Type, tu: Type): boolean {
  if (isIntegerOrFloat(vu) && isIntegerOrFloat(tu)) return true;
  if (isComplex(vu) && isComplex(tu)) return true;
  if (isString(tu) && (isInteger(vu) || isBytesOrRunes(vu))) return true;
  if (isString(vu) && isBytesOrRunes(tu)) return true;
  if (isUnsafePointer(tu) && (isPointer(vu) || basicOf(vu) === Basic.Uintptr)) return true;
  return isUnsafePointer(vu) && (isPointer(tu) || basicOf(tu) === Basic.Uintptr);
}

function isUnsafePointer(type: Type): boolean {
  return basicOf(type) === Basic.UnsafePointer;
}

/** Slice to array (Go 1.20) and to pointer to array (Go 1.17); undefined where that is not the question. */
function convertibleSlice(vu: Type, tu: Type, rules: Rules): Verdict | undefined {
  if (vu.kind !== TypeKind.Slice) return undefined;
  const version = rules.goVersion ?? '';
  if (tu.kind === TypeKind.Array && identical(vu.elem, tu.elem)) {
    if (versionAtLeast(version, 1, 20)) return yes;
    return { ok: false, cause: 'conversion of slice to array requires go1.20 or later' };
  }
  if (tu.kind !== TypeKind.Pointer) return undefined;
  const array = underlying(tu.elem);
  if (array.kind !== TypeKind.Array || !identical(vu.elem, array.elem)) return undefined;
  if (versionAtLeast(version, 1, 17)) return yes;
  return { ok: false, cause: 'conversion of slice to array pointer requires go1.17 or later' };
}
