/**
 * Which methods a type has, and whether it implements an interface or satisfies a constraint
 * (types2's missingMethod in lookup.go and implements in instantiate.go, Go 1.26).
 */

import { lookupFieldOrMethod } from './lookup';
import type { FuncObject } from './object';
import { identical, isComparable, isInterface, isInterfacePointer, isTypeParam, isValid } from './predicates';
import type { Type } from './type';
import { TypeKind, underlying } from './type';
import {
  everyTerm,
  hasTerms,
  isAllTypes,
  isComparableTypeSet,
  isEmptyTypeSet,
  methodIndex,
  subsetOfTerms,
  termIncludes,
  termsString,
  typeSetOf,
} from './typeSet';
import { funcString, typeString } from './typeString';
import { versionAtLeast } from './version';

export interface MissingMethod {
  method: FuncObject;
  /** It is there with another signature, or with a pointer receiver. */
  wrongType: boolean;
  cause: string;
}

/**
 * The first method of interface `t` that `v` lacks; undefined where it has all. Where `v` is an interface and
 * not `isStatic`, a method that is missing altogether is no fault: the dynamic type may have it.
 * `equivalent` compares signatures (inference unifies them instead).
 */
export function missingMethod(
  v: Type,
  t: Type,
  isStatic: boolean,
  equivalent: (x: Type, y: Type) => boolean = identical,
): MissingMethod | undefined {
  const under = underlying(t);
  if (under.kind !== TypeKind.Interface) return undefined;
  const methods = typeSetOf(under).methods;
  if (methods.length === 0) return undefined;
  const own = underlying(v);
  if (own.kind !== TypeKind.Interface) {
    for (const method of methods) {
      const missing = missingConcrete(v, t, method, equivalent);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }
  const has = typeSetOf(own).methods;
  for (const method of methods) {
    const index = methodIndex(has, method.pkg, method.name);
    if (index < 0) {
      if (!isStatic) continue;
      return { method, wrongType: false, cause: notFound(v, t, method) };
    }
    if (!equivalent(has[index].type, method.type)) {
      return { method, wrongType: true, cause: wrongSignature(has[index], method) };
    }
  }
  return undefined;
}

function missingConcrete(
  v: Type,
  t: Type,
  method: FuncObject,
  equivalent: (x: Type, y: Type) => boolean,
): MissingMethod | undefined {
  const found = lookupFieldOrMethod(v, false, method.pkg, method.name, false, true);
  const object = found.object;
  const name = method.name;
  if (object === undefined) {
    if (found.index !== undefined) {
      return { method, wrongType: false, cause: `(ambiguous selector ${typeString(v)}.${name})` };
    }
    if (found.indirect) {
      return { method, wrongType: true, cause: `(method ${name} has pointer receiver)` };
    }
    const folded = lookupFieldOrMethod(v, false, method.pkg, name, true, true).object;
    if (folded?.kind !== 'func') return { method, wrongType: false, cause: notFound(v, t, method) };
    if (folded.name === name) return { method, wrongType: false, cause: `(unexported method ${name})` };
    const cause = `(missing method ${name})\n\t\thave ${funcString(folded)}\n\t\twant ${funcString(method)}`;
    return { method, wrongType: false, cause };
  }
  if (object.kind !== 'func') {
    return { method, wrongType: false, cause: `(${typeString(v)}.${name} is a field, not a method)` };
  }
  if (equivalent(object.type, method.type)) return undefined;
  return { method, wrongType: true, cause: wrongSignature(object, method) };
}

function notFound(v: Type, t: Type, method: FuncObject): string {
  const pointer = isInterfacePointer(v) ? v : isInterfacePointer(t) ? t : undefined;
  if (pointer === undefined) return `(missing method ${method.name})`;
  return `(${interfacePointerError(pointer)})`;
}

/** Why a pointer to an interface is not the interface. */
export function interfacePointerError(type: Type): string {
  const under = underlying(type);
  const what = under.kind === TypeKind.Pointer && isTypeParam(under.elem) ? 'type parameter' : 'interface';
  return `type ${typeString(type)} is pointer to ${what}, not ${what}`;
}

function wrongSignature(have: FuncObject, want: FuncObject): string {
  const haveText = funcString(have);
  const wantText = funcString(want);
  if (haveText === wantText) return `(wrong type for method ${want.name})`;
  return `(wrong type for method ${want.name})\n\t\thave ${haveText}\n\t\twant ${wantText}`;
}

/** As missingMethod answering whether all are there; types broken by errors get the benefit of the doubt. */
export function hasAllMethods(
  v: Type,
  t: Type,
  isStatic: boolean,
  equivalent: (x: Type, y: Type) => boolean = identical,
): { ok: boolean; cause: string } {
  if (!isValid(v)) return yes;
  const missing = missingMethod(v, t, isStatic, equivalent);
  if (missing === undefined || hasInvalidEmbeddedFields(v, undefined)) return yes;
  return { ok: false, cause: missing.cause };
}

const yes = { ok: true, cause: '' };

function hasInvalidEmbeddedFields(type: Type, seen: Set<Type> | undefined): boolean {
  const pointed = underlying(type);
  const under = pointed.kind === TypeKind.Pointer ? underlying(pointed.elem) : pointed;
  if (under.kind !== TypeKind.Struct || seen?.has(under)) return false;
  const inner = (seen ?? new Set()).add(under);
  return under.fields.some(
    field => field.embedded && (!isValid(field.type) || hasInvalidEmbeddedFields(field.type, inner)),
  );
}

/** x.(t) of an x of interface type `v` can succeed. */
export function assertableTo(v: Type, t: Type): { ok: boolean; cause: string } {
  if (isInterface(t)) return yes;
  return hasAllMethods(t, v, false);
}

/** `v` implements interface `t`; with `isConstraint`, satisfies it (then the comparable rules of Go 1.20 hold). */
export function implementsInterface(
  v: Type,
  t: Type,
  isConstraint: boolean,
  goVersion?: string,
): { ok: boolean; cause: string } {
  const vu = underlying(v);
  const tu = underlying(t);
  if (!isValid(vu) || !isValid(tu)) return yes;
  if (vu.kind === TypeKind.Pointer && !isValid(underlying(vu.elem))) return yes;
  const verb = isConstraint ? 'satisfy' : 'implement';
  if (tu.kind !== TypeKind.Interface) {
    const detail = isInterfacePointer(tu)
      ? `type ${typeString(t)} is pointer to interface, not interface`
      : `${typeString(t)} is not an interface`;
    return no(`${typeString(v)} does not ${verb} ${typeString(t)} (${detail})`);
  }
  const tset = typeSetOf(tu);
  if (isAllTypes(tset)) return yes;
  const vset = vu.kind === TypeKind.Interface ? typeSetOf(vu) : undefined;
  if (vset !== undefined && isEmptyTypeSet(vset)) return yes;
  if (isEmptyTypeSet(tset)) return no(`cannot ${verb} ${typeString(t)} (empty type set)`);
  const methods = hasAllMethods(v, t, true);
  if (!methods.ok) return no(`${typeString(v)} does not ${verb} ${typeString(t)} ${methods.cause}`);

  const comparability = (): { ok: boolean; cause: string } => {
    if (!isComparableTypeSet(tset) || isComparable(v, false)) return yes;
    if (isConstraint && isComparable(v, true)) {
      if (goVersion === undefined || versionAtLeast(goVersion, 1, 20)) return yes;
      return no(`${typeString(v)} to ${verb} comparable requires go1.20 or later`);
    }
    return no(`${typeString(v)} does not ${verb} comparable`);
  };
  if (!hasTerms(tset)) return comparability();
  if (vset !== undefined) {
    if (subsetOfTerms(vset.terms, tset.terms)) return comparability();
    return no(`${typeString(v)} does not ${verb} ${typeString(t)}`);
  }
  let alternative: Type | undefined;
  const missing = everyTerm(tset, term => {
    if (term === undefined) return true;
    if (termIncludes(term, v)) return false;
    if (alternative === undefined && !term.tilde && identical(term.type, underlying(term.type))) {
      if (termIncludes({ tilde: true, type: term.type }, v)) alternative = term.type;
    }
    return true;
  });
  if (!missing) return comparability();
  let detail = `${typeString(v)} missing in ${termsString(tset.terms)}`;
  if (alternative !== undefined) {
    detail = `possibly missing ~ for ${typeString(alternative)} in ${typeString(t)}`;
  } else if (mentions(tu, v)) {
    const text = typeString(v);
    detail = `${typeString(t)} mentions ${text}, but ${text} is not in the type set of ${typeString(t)}`;
  }
  return no(`${typeString(v)} does not ${verb} ${typeString(t)} (${detail})`);
}

function no(cause: string): { ok: boolean; cause: string } {
  return { ok: false, cause };
}

function mentions(constraint: Type, type: Type): boolean {
  if (constraint.kind === TypeKind.Interface) return constraint.embeddeds.some(each => mentions(each, type));
  if (constraint.kind === TypeKind.Union) return constraint.terms.some(term => mentions(term.type, type));
  return identical(constraint, type);
}
