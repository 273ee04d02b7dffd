/**
 * Unification of types with type parameters (types2's unify.go, Go 1.26). A unifier holds, for each type
 * parameter, a handle to the type inferred so far; parameters that were found equal share one handle.
 *
 * The mode says how exactly two types must match. `exact`: identical, after inference. Otherwise a defined type
 * may match a type literal that is its underlying type, channel directions may differ, and an interface matches
 * what has its methods. `assign`: inexact at the top, exact in the parts (as in assignments).
 */

import { lookupFieldOrMethod } from './lookup';
import type { FuncObject } from './object';
import { identical, identicalOrigin, isInterface, isTypeLiteral, isTypeParam, sameId } from './predicates';
import type { InterfaceType, StructType, Type, TypeParamType } from './type';
import { TypeKind, unalias, underlying } from './type';
import { commonUnder, equalTerms, typeSetOf } from './typeSet';

export interface UnifyMode {
  assign: boolean;
  exact: boolean;
}
export const inexactMode: UnifyMode = { assign: false, exact: false };
export const assignMode: UnifyMode = { assign: true, exact: false };
export const exactMode: UnifyMode = { assign: false, exact: true };
const assignExactMode: UnifyMode = { assign: true, exact: true };

interface Handle {
  type: Type | undefined;
}
interface InterfacePair {
  x: InterfaceType;
  y: InterfaceType;
  outer: InterfacePair | undefined;
}

/** As in go/types: correct programs stay far below. */
const maxDepth = 50;

export class Unifier {
  private readonly handles = new Map<TypeParamType, Handle>();
  private depth = 0;

  /** `interfaces`: match interfaces by their methods (Go 1.21). */
  constructor(
    params: readonly TypeParamType[],
    args: readonly (Type | undefined)[],
    private readonly interfaces: boolean,
  ) {
    params.forEach((param, i) => {
      this.handles.set(param, { type: args[i] });
    });
  }

  unify(x: Type, y: Type, mode: UnifyMode): boolean {
    return this.match(x, y, mode, undefined);
  }

  at(param: TypeParamType): Type | undefined {
    return this.handles.get(param)?.type;
  }
  set(param: TypeParamType, type: Type): void {
    const handle = this.handles.get(param);
    if (handle !== undefined) handle.type = type;
  }
  get unknowns(): number {
    let count = 0;
    for (const handle of this.handles.values()) if (handle.type === undefined) count++;
    return count;
  }
  inferred(params: readonly TypeParamType[]): (Type | undefined)[] {
    return params.map(param => this.at(param));
  }

  private bound(type: Type): TypeParamType | undefined {
    const actual = unalias(type);
    return actual.kind === TypeKind.TypeParam && this.handles.has(actual) ? actual : undefined;
  }

  /** Makes two parameters share a handle; false where both have a type already. */
  private join(x: TypeParamType, y: TypeParamType): boolean {
    const hx = this.handles.get(x)!;
    const hy = this.handles.get(y)!;
    if (hx === hy) return true;
    if (hx.type !== undefined && hy.type !== undefined) return false;
    const [from, to] = hx.type !== undefined ? [hy, hx] : [hx, hy];
    for (const [param, handle] of this.handles) if (handle === from) this.handles.set(param, to);
    return true;
  }

  private match(x: Type, y: Type, mode: UnifyMode, pairs: InterfacePair | undefined): boolean {
    if (x === y || unalias(x) === unalias(y)) return true;
    if (this.depth >= maxDepth) return false;
    this.depth++;
    const result = this.matchDistinct(x, y, mode, pairs);
    this.depth--;
    return result;
  }

  private matchDistinct(left: Type, right: Type, mode: UnifyMode, pairs: InterfacePair | undefined): boolean {
    let x = left;
    let y = right;
    // A defined type goes to the right, a parameter to the left; what is both cannot be.
    if (unalias(x).kind === TypeKind.Named || this.bound(y) !== undefined) [x, y] = [y, x];

    const named = unalias(y);
    if (
      !mode.exact &&
      named.kind === TypeKind.Named &&
      isTypeLiteral(x) &&
      !(this.interfaces && isInterface(x))
    ) {
      y = named.underlying;
      if (x === y || unalias(x) === unalias(y)) return true;
    }

    const px = this.bound(x);
    const py = this.bound(y);
    if (px !== undefined && py !== undefined) {
      if (this.join(px, py)) return true;
      return this.match(this.at(px)!, this.at(py)!, mode, pairs);
    }
    if (px !== undefined) return this.matchParam(px, y, mode, pairs);

    if (this.interfaces && !mode.exact) {
      const xi = asInterface(x);
      const yi = asInterface(y);
      if (xi !== undefined && yi !== undefined) return this.matchInterfaces(xi, yi, pairs);
      if (xi !== undefined) return this.matchMethods(xi, y, pairs);
      if (yi !== undefined) return this.matchMethods(yi, x, pairs);
    }
    if (isTypeParam(y)) [x, y] = [y, x];
    return this.matchStructure(x, y, mode, pairs);
  }

  private matchParam(
    param: TypeParamType,
    y: Type,
    mode: UnifyMode,
    pairs: InterfacePair | undefined,
  ): boolean {
    const x = this.at(param);
    if (x === undefined) {
      this.set(param, y);
      return true;
    }
    if (!this.match(x, y, mode, pairs)) return false;
    const xi = asInterface(x);
    const yi = asInterface(y);
    const xIsNamed = unalias(x).kind === TypeKind.Named;
    const yIsNamed = unalias(y).kind === TypeKind.Named;
    if (xi !== undefined && yi !== undefined) {
      if (xIsNamed && yIsNamed) return identical(x, y);
      if (typeSetOf(xi).methods.length !== typeSetOf(yi).methods.length) return false;
    } else if (xi !== undefined || yi !== undefined) {
      return false;
    }
    if (mode.exact || xIsNamed) return true;
    // A defined type is more than a literal, and a channel with a direction more than one without.
    const under = underlying(y);
    if (yIsNamed || (under.kind === TypeKind.Chan && under.dir !== 'both')) this.set(param, y);
    return true;
  }

  /** Two interfaces, inexactly: the smaller one's methods are the other's too. */
  private matchInterfaces(x: InterfaceType, y: InterfaceType, pairs: InterfacePair | undefined): boolean {
    const xset = typeSetOf(x);
    const yset = typeSetOf(y);
    if (xset.comparable !== yset.comparable || !equalTerms(xset.terms, yset.terms)) return false;
    if (isOpen(x, y, pairs)) return true;
    const inner: InterfacePair = { x, y, outer: pairs };
    const [few, many] =
      xset.methods.length > yset.methods.length ? [yset.methods, xset.methods] : [xset.methods, yset.methods];
    for (const method of few) {
      const other = many.find(each => sameMethod(each, method));
      if (other === undefined || !this.match(method.type, other.type, exactMode, inner)) return false;
    }
    return true;
  }

  /** Type `y` has the interface's methods. */
  private matchMethods(x: InterfaceType, y: Type, pairs: InterfacePair | undefined): boolean {
    for (const method of typeSetOf(x).methods) {
      const found = lookupFieldOrMethod(y, false, method.pkg, method.name).object;
      if (found?.kind !== 'func' || !this.match(method.type, found.type, exactMode, pairs)) return false;
    }
    return true;
  }

  private matchStructure(
    left: Type,
    right: Type,
    mode: UnifyMode,
    pairs: InterfacePair | undefined,
  ): boolean {
    // In an assignment the parts must match exactly.
    const parts = mode.assign ? assignExactMode : mode;
    const x = unalias(left);
    const y = unalias(right);
    switch (x.kind) {
      case TypeKind.Basic:
        return y.kind === TypeKind.Basic && x.basic === y.basic;
      case TypeKind.Array:
        return (
          y.kind === TypeKind.Array &&
          (x.len < 0 || y.len < 0 || x.len === y.len) &&
          this.match(x.elem, y.elem, parts, pairs)
        );
      case TypeKind.Slice:
        return y.kind === TypeKind.Slice && this.match(x.elem, y.elem, parts, pairs);
      case TypeKind.Pointer:
        return y.kind === TypeKind.Pointer && this.match(x.elem, y.elem, parts, pairs);
      case TypeKind.Struct:
        return y.kind === TypeKind.Struct && this.matchStructs(x, y, parts, pairs);
      case TypeKind.Tuple:
        return (
          y.kind === TypeKind.Tuple &&
          x.vars.length === y.vars.length &&
          x.vars.every((v, i) => this.match(v.type, y.vars[i].type, mode, pairs))
        );
      case TypeKind.Signature:
        // Type parameters of generic functions were renamed and are among those to infer.
        return (
          y.kind === TypeKind.Signature &&
          x.variadic === y.variadic &&
          this.match(x.params, y.params, parts, pairs) &&
          this.match(x.results, y.results, parts, pairs)
        );
      case TypeKind.Interface:
        return y.kind === TypeKind.Interface && this.matchExactInterfaces(x, y, pairs);
      case TypeKind.Map:
        return (
          y.kind === TypeKind.Map &&
          this.match(x.key, y.key, parts, pairs) &&
          this.match(x.elem, y.elem, parts, pairs)
        );
      case TypeKind.Chan:
        return (
          y.kind === TypeKind.Chan &&
          (!mode.exact || x.dir === y.dir) &&
          this.match(x.elem, y.elem, parts, pairs)
        );
      case TypeKind.Named:
        return (
          y.kind === TypeKind.Named &&
          x.typeArgs.length === y.typeArgs.length &&
          x.typeArgs.every((arg, i) => this.match(arg, y.typeArgs[i], mode, pairs)) &&
          identicalOrigin(x, y)
        );
      case TypeKind.TypeParam: {
        // A parameter that is not to be inferred matches what its core type matches.
        const core = commonUnder(x).type;
        return core !== undefined && this.match(core, right, assignMode, pairs);
      }
      default:
        return false;
    }
  }

  private matchStructs(
    x: StructType,
    y: StructType,
    mode: UnifyMode,
    pairs: InterfacePair | undefined,
  ): boolean {
    if (x.fields.length !== y.fields.length) return false;
    return x.fields.every((f, i) => {
      const g = y.fields[i];
      return (
        f.embedded === g.embedded &&
        (x.tags[i] ?? '') === (y.tags[i] ?? '') &&
        sameId(f, g.pkg, g.name) &&
        this.match(f.type, g.type, mode, pairs)
      );
    });
  }

  private matchExactInterfaces(
    x: InterfaceType,
    y: InterfaceType,
    pairs: InterfacePair | undefined,
  ): boolean {
    const xset = typeSetOf(x);
    const yset = typeSetOf(y);
    if (xset.comparable !== yset.comparable || xset.methods.length !== yset.methods.length) return false;
    if (!equalTerms(xset.terms, yset.terms)) return false;
    if (isOpen(x, y, pairs)) return true;
    const inner: InterfacePair = { x, y, outer: pairs };
    return xset.methods.every(
      (f, i) => sameMethod(f, yset.methods[i]) && this.match(f.type, yset.methods[i].type, exactMode, inner),
    );
  }
}

function sameMethod(x: FuncObject, y: FuncObject): boolean {
  return sameId(x, y.pkg, y.name);
}

function isOpen(x: InterfaceType, y: InterfaceType, pairs: InterfacePair | undefined): boolean {
  for (let pair = pairs; pair !== undefined; pair = pair.outer) {
    if ((pair.x === x && pair.y === y) || (pair.x === y && pair.y === x)) return true;
  }
  return false;
}

function asInterface(type: Type): InterfaceType | undefined {
  if (isTypeParam(type)) return undefined;
  const under = underlying(type);
  return under.kind === TypeKind.Interface ? under : undefined;
}
