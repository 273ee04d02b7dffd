/**
 * Type sets of interfaces (types2's typeset.go, termlist.go, typeterm.go, under.go and union.go, Go 1.26):
 * all methods of an interface with what it embeds, and the terms that limit its types.
 *
 * A term list that is undefined stands for all types; an empty one for none. Lists are kept in normal form:
 * no two terms of a list have a type in common.
 */

import type { FuncObject } from './object';
import type { Package } from './package';
import { compareObjects, disjointTerms, identical, isComparable, isValid, sameId } from './predicates';
import type { InterfaceType, Type, TypeParamType, UnionTerm, UnionType } from './type';
import { TypeKind, unalias, underlying } from './type';
import { typeString } from './typeString';
import { comparableInterface } from './universe';

/** Terms of a type set; undefined for all types. */
export type Terms = readonly UnionTerm[] | undefined;

export interface TypeSet {
  /** Methods declared and embedded, in the order of `compareObjects`. */
  readonly methods: readonly FuncObject[];
  readonly terms: Terms;
  /** Only comparable types are meant (then `terms` is undefined). */
  readonly comparable: boolean;
}

const topTypeSet: TypeSet = { methods: [], terms: undefined, comparable: false };
const comparableTypeSet: TypeSet = { methods: [], terms: undefined, comparable: true };

/** More terms than this the compiler refuses. */
export const maxTermCount = 100;

/** What `typeSetCache` holds: the set, and how many methods and elements the interface had when it was computed. */
interface Computed {
  set: TypeSet;
  size: number;
}

/** The type set of an interface, computed once (again where the interface was still being read). */
export function typeSetOf(type: InterfaceType): TypeSet {
  const size = type.methods.length + type.embeddeds.length;
  const cached = type.typeSetCache as Computed | undefined;
  if (cached !== undefined && cached.size === size) return cached.set;
  if (type === comparableInterface) return comparableTypeSet;
  // An interface that embeds itself (an error reported elsewhere) sees the set of all types.
  type.typeSetCache = { set: topTypeSet, size };
  const { set, complete } = computeTypeSet(type);
  type.typeSetCache = complete ? { set, size } : undefined;
  return set;
}

/** A method that an interface declares or embeds a second time. */
export interface DuplicateMethod {
  method: FuncObject;
  other: FuncObject;
  /** Position in the interface's `embeddeds` that brings it; -1 where it is declared. */
  embedded: number;
}

/**
 * Methods of equal names: those declared twice, and those embedded with another signature than the one before
 * (with `strict`, as before Go 1.14, any that is embedded twice).
 */
export function duplicateMethods(type: InterfaceType, strict = false): DuplicateMethod[] {
  const found: DuplicateMethod[] = [];
  const all = new MethodCollector();
  for (const method of type.methods) {
    const other = all.add(method);
    if (other !== undefined) found.push({ method, other, embedded: -1 });
  }
  type.embeddeds.forEach((embedded, index) => {
    const under = underlying(embedded);
    if (under.kind !== TypeKind.Interface) return;
    for (const method of typeSetOf(under).methods) {
      const other = all.add(method);
      if (other === undefined || (!strict && identical(method.type, other.type))) continue;
      found.push({ method, other, embedded: index });
    }
  });
  return found;
}

class MethodCollector {
  readonly list: FuncObject[] = [];
  private readonly byName = new Map<string, FuncObject>();

  /** The method of that name already there, which then stays. */
  add(method: FuncObject): FuncObject | undefined {
    const id = method.exported ? method.name : `${method.pkg?.path ?? ''}.${method.name}`;
    const other = this.byName.get(id);
    if (other !== undefined) return other;
    this.byName.set(id, method);
    this.list.push(method);
    return undefined;
  }
}

function computeTypeSet(type: InterfaceType): { set: TypeSet; complete: boolean } {
  if (type.methods.length === 0 && type.embeddeds.length === 0) return { set: topTypeSet, complete: true };
  const methods = new MethodCollector();
  for (const method of type.methods) methods.add(method);
  let terms: Terms;
  let comparable = false;
  let complete = true;
  for (const embedded of type.embeddeds) {
    const under = underlying(embedded);
    const named = unalias(embedded);
    if (named.kind === TypeKind.Named && !named.isComplete) complete = false;
    let next: Terms;
    let nextComparable = false;
    if (under.kind === TypeKind.Interface) {
      const set = typeSetOf(under);
      nextComparable = set.comparable;
      next = set.terms;
      for (const method of set.methods) methods.add(method);
    } else if (under.kind === TypeKind.Union) {
      next = unionTerms(under);
      if (next !== undefined && next.length > maxTermCount) continue;
    } else {
      if (!isValid(under)) continue;
      next = [{ tilde: false, type: embedded }];
    }
    terms = intersectTerms(terms, next);
    comparable ||= nextComparable;
    if (comparable && terms !== undefined) {
      terms = terms.filter(term => isComparable(term.type, false));
      comparable = false;
    }
  }
  methods.list.sort(compareObjects);
  return { set: { methods: methods.list, terms, comparable }, complete };
}

/** The union has more terms, those of the interfaces in it counted, than the compiler takes. */
export function hasTooManyTerms(union: UnionType): boolean {
  const terms = unionTerms(union);
  return terms !== undefined && terms.length > maxTermCount;
}

/** The normal form of a union: interfaces give their own terms, ~T of a T that is not its own underlying type none. */
export function unionTerms(union: UnionType): Terms {
  let all: Terms = [];
  for (const term of union.terms) {
    const under = underlying(term.type);
    let terms: Terms;
    if (under.kind === TypeKind.Interface) terms = typeSetOf(under).terms;
    else if (!isValid(under)) continue;
    else if (term.tilde && !identical(term.type, under)) terms = [];
    else terms = [term];
    all = all === undefined || terms === undefined ? undefined : uniteTerms(all, terms);
  }
  return all;
}

// ---------------------------------------------------------------- questions about type sets

export function isEmptyTypeSet(set: TypeSet): boolean {
  return set.terms !== undefined && set.terms.length === 0;
}
/** The set names types: it is neither empty nor unlimited. */
export function hasTerms(set: TypeSet): boolean {
  return set.terms !== undefined && set.terms.length > 0;
}
/** Methods alone describe it: it can be the type of a variable. */
export function isMethodSet(set: TypeSet): boolean {
  return !set.comparable && set.terms === undefined;
}
/** The set of all types: the empty interface. */
export function isAllTypes(set: TypeSet): boolean {
  return isMethodSet(set) && set.methods.length === 0;
}
export function isComparableTypeSet(set: TypeSet): boolean {
  if (set.terms === undefined) return set.comparable;
  return set.terms.length > 0 && set.terms.every(term => isComparable(term.type, false));
}

/** Index of the method of that name, -1 without. */
export function methodIndex(
  methods: readonly FuncObject[],
  pkg: Package | undefined,
  name: string,
  foldCase = false,
): number {
  if (name === '_') return -1;
  for (let i = 0; i < methods.length; i++) if (sameId(methods[i], pkg, name, foldCase)) return i;
  return -1;
}

/**
 * Every term of a type parameter's set satisfies `test`. A set that names no types (it is empty, or limited by
 * methods alone) is asked about once, with undefined. (go/types' TypeParam.is)
 */
export function allTerms(param: TypeParamType, test: (term: UnionTerm | undefined) => boolean): boolean {
  return everyTerm(typeSetOf(param.constraintInterface), test);
}

export function everyTerm(set: TypeSet, test: (term: UnionTerm | undefined) => boolean): boolean {
  const terms = set.terms;
  if (terms === undefined || terms.length === 0) return test(undefined);
  for (const term of terms) if (!test(term)) return false;
  return true;
}

/**
 * Calls `visit` with each type of the type's set and its underlying type, until it answers false: for a type
 * parameter the terms (undefined, once, without terms), for others the type itself. (go/types' typeset)
 */
export function forEachTerm(
  type: Type,
  visit: (type: Type | undefined, under: Type | undefined) => boolean,
): boolean {
  const actual = unalias(type);
  return actual.kind === TypeKind.TypeParam ? visitTerms(actual, visit) : visit(type, underlying(type));
}

function visitTerms(
  param: TypeParamType,
  visit: (type: Type | undefined, under: Type | undefined) => boolean,
): boolean {
  return allTerms(param, term =>
    term === undefined
      ? visit(undefined, undefined)
      : visit(term.type, term.tilde ? unalias(term.type) : underlying(term.type)),
  );
}

/** Every underlying type of the type's set passes; a set without terms is asked about with undefined. */
export function underIs(type: Type, test: (under: Type | undefined) => boolean): boolean {
  return forEachTerm(type, (_, under) => test(under));
}

/** The single underlying type of a set, or why there is none. */
export interface CommonUnder {
  type: Type | undefined;
  cause: string;
}

/**
 * The one underlying type that all types of the set share; channels of different directions give the restricted
 * one. `condition` answers a reason to refuse a type, undefined to accept it.
 */
export function commonUnder(
  type: Type,
  condition?: (type: Type | undefined, under: Type | undefined) => string | undefined,
): CommonUnder {
  if (unalias(type).kind === TypeKind.TypeParam) return commonOfTerms(type, condition);
  const under = underlying(type);
  const refused = condition?.(type, under);
  return refused === undefined ? { type: under, cause: '' } : { type: undefined, cause: refused };
}

function commonOfTerms(
  type: Type,
  condition: ((type: Type | undefined, under: Type | undefined) => string | undefined) | undefined,
): CommonUnder {
  let common: Type | undefined;
  let from: Type | undefined;
  let cause = '';
  forEachTerm(type, (each, under) => {
    const refused = condition?.(each, under);
    if (refused !== undefined) {
      cause = refused;
      common = undefined;
      return false;
    }
    if (under === undefined || each === undefined) {
      cause = 'no specific type';
      common = undefined;
      return false;
    }
    if (common === undefined || from === undefined) {
      common = under;
      from = each;
      return true;
    }
    if (common.kind === TypeKind.Chan && under.kind === TypeKind.Chan) {
      if (!identical(common.elem, under.elem)) {
        cause = `channels ${typeString(from)} and ${typeString(each)} have different element types`;
      } else if (common.dir === 'both' && under.dir !== 'both') {
        common = under;
        from = each;
      } else if (common.dir !== under.dir && under.dir !== 'both') {
        cause = `channels ${typeString(from)} and ${typeString(each)} have conflicting directions`;
      }
    } else if (!identical(common, under)) {
      cause = `${typeString(from)} and ${typeString(each)} have different underlying types`;
    }
    if (cause === '') return true;
    common = undefined;
    return false;
  });
  return { type: common, cause };
}

/** The core type: the underlying type, or the common one of a type parameter's set; undefined where there is none. */
export function coreType(type: Type): Type | undefined {
  const actual = unalias(type);
  if (actual.kind !== TypeKind.TypeParam) return underlying(actual);
  return commonUnder(actual).type;
}

// ---------------------------------------------------------------- term lists

export function unionOfTerms(x: UnionTerm, y: UnionTerm): UnionTerm | undefined {
  if (disjointTerms(x, y)) return undefined;
  return x.tilde || !y.tilde ? x : y;
}

function uniteTerms(xs: readonly UnionTerm[], ys: readonly UnionTerm[]): readonly UnionTerm[] {
  return normalTerms([...xs, ...ys]);
}

function normalTerms(list: readonly UnionTerm[]): readonly UnionTerm[] {
  const used = new Uint8Array(list.length);
  const normal: UnionTerm[] = [];
  for (let i = 0; i < list.length; i++) {
    if (used[i]) continue;
    let term = list[i];
    for (let j = i + 1; j < list.length; j++) {
      if (used[j]) continue;
      const union = unionOfTerms(term, list[j]);
      if (union === undefined) continue;
      term = union;
      used[j] = 1;
    }
    normal.push(term);
  }
  return normal;
}

function intersectTerms(xs: Terms, ys: Terms): Terms {
  if (xs === undefined) return ys;
  if (ys === undefined) return xs;
  const both: UnionTerm[] = [];
  for (const x of xs) {
    for (const y of ys) if (!disjointTerms(x, y)) both.push(!x.tilde || y.tilde ? x : y);
  }
  return normalTerms(both);
}

export function equalTerms(xs: Terms, ys: Terms): boolean {
  return xs === ys || (subsetOfTerms(xs, ys) && subsetOfTerms(ys, xs));
}

/** Every type of `xs` is one of `ys`. */
export function subsetOfTerms(xs: Terms, ys: Terms): boolean {
  if (ys === undefined) return true;
  if (xs === undefined) return false;
  return xs.every(x => ys.some(y => subsetOfTerm(x, y)));
}

function subsetOfTerm(x: UnionTerm, y: UnionTerm): boolean {
  return !disjointTerms(x, y) && (!x.tilde || y.tilde);
}

/** The type is T of a term T, or has the underlying type T of a term ~T. */
export function termIncludes(term: UnionTerm, type: Type): boolean {
  return identical(term.type, term.tilde ? underlying(type) : type);
}

export function termsString(terms: Terms): string {
  if (terms === undefined) return '𝓤';
  if (terms.length === 0) return '∅';
  return terms.map(term => (term.tilde ? '~' : '') + typeString(term.type)).join(' | ');
}
