/**
 * Substitution of type arguments for type parameters (types2's subst.go, Go 1.26). What does not mention the
 * parameters is returned as it is, so identity by reference tells whether anything changed.
 */

import { Context, instantiateAlias, instantiateLocal, instantiateNamed } from './instantiate';
import { FuncObject, VarObject } from './object';
import type { AliasType, InterfaceType, NamedType, StructType, Type, TypeParamType, UnionTerm } from './type';
import {
  ArrayType,
  ChanType,
  InterfaceType as Interface,
  invalidType,
  MapType,
  PointerType,
  SignatureType,
  SliceType,
  StructType as Struct,
  TupleType,
  TypeKind,
  UnionType,
} from './type';

/** `type` with `args[i]` in the place of `params[i]`; an argument that is undefined leaves its parameter. */
export function substitute(
  type: Type,
  params: readonly TypeParamType[],
  args: readonly (Type | undefined)[],
  context: Context = new Context(),
): Type {
  if (params.length === 0) return type;
  return new Substituter(params, args, context).type(type);
}

/** As substitute, for the tuple of a signature. */
export function substituteTuple(
  tuple: TupleType,
  params: readonly TypeParamType[],
  args: readonly (Type | undefined)[],
  context: Context,
): TupleType {
  if (params.length === 0) return tuple;
  return new Substituter(params, args, context).tuple(tuple);
}

/** Nesting beyond this is left unsubstituted: no program that Go accepts gets near it. */
const maxDepth = 500;

class Substituter {
  private depth = 0;

  constructor(
    private readonly params: readonly TypeParamType[],
    private readonly args: readonly (Type | undefined)[],
    private readonly context: Context,
  ) {}

  type(type: Type): Type {
    if (type.kind === TypeKind.Basic) return type;
    if (type.kind === TypeKind.TypeParam) {
      const index = this.params.indexOf(type);
      return index < 0 ? type : (this.args[index] ?? type);
    }
    if (this.depth >= maxDepth) return type;
    this.depth++;
    const result = this.composite(type);
    this.depth--;
    return result;
  }

  private composite(type: Exclude<Type, TypeParamType | { kind: TypeKind.Basic }>): Type {
    switch (type.kind) {
      case TypeKind.Pointer: {
        const elem = this.type(type.elem);
        return elem === type.elem ? type : new PointerType(elem);
      }
      case TypeKind.Slice: {
        const elem = this.type(type.elem);
        return elem === type.elem ? type : new SliceType(elem);
      }
      case TypeKind.Array: {
        const elem = this.type(type.elem);
        return elem === type.elem ? type : new ArrayType(type.len, elem);
      }
      case TypeKind.Map: {
        const key = this.type(type.key);
        const elem = this.type(type.elem);
        return key === type.key && elem === type.elem ? type : new MapType(key, elem);
      }
      case TypeKind.Chan: {
        const elem = this.type(type.elem);
        return elem === type.elem ? type : new ChanType(type.dir, elem);
      }
      case TypeKind.Struct:
        return this.struct(type);
      case TypeKind.Tuple:
        return this.tuple(type);
      case TypeKind.Signature:
        return this.signature(type);
      case TypeKind.Union: {
        const terms = mapChanged(type.terms, term => this.term(term));
        return terms === undefined ? type : new UnionType(terms);
      }
      case TypeKind.Interface:
        return this.interface(type);
      case TypeKind.Named: {
        if (type.typeArgs.length === 0) return this.isLocal(type) ? this.local(type) : type;
        // In an instance already.
        if (type.origin.typeParams.length === 0 && this.context.localTypes) return type;
        if (type.typeArgs.length !== type.origin.typeParams.length) return invalidType;
        const args = mapChanged(type.typeArgs, arg => this.type(arg));
        return args === undefined ? type : instantiateNamed(type.origin, args, this.context);
      }
      case TypeKind.Alias: {
        if (type.typeArgs.length === 0) return this.isLocal(type) ? this.type(type.rhs) : type;
        const args = mapChanged(type.typeArgs, arg => this.type(arg));
        return args === undefined ? type : instantiateAlias(type.origin, args, this.context);
      }
      default:
        return invalidType;
    }
  }

  /** Declared in the function whose type parameters these are. */
  private isLocal({ object }: NamedType | AliasType): boolean {
    const { unit } = object.place ?? {};
    if (!this.context.localTypes || unit === undefined) return false;
    return unit === this.params[0].object.place?.unit && object.pkg?.scope.lookup(object.name) !== object;
  }

  private local(type: NamedType): Type {
    const args = this.params.map((param, i) => this.args[i] ?? param);
    return instantiateLocal(type, this.params, args, this.context);
  }

  tuple(tuple: TupleType): TupleType {
    const vars = mapChanged(tuple.vars, v => this.variable(v));
    return vars === undefined ? tuple : new TupleType(vars);
  }

  signature(type: SignatureType): SignatureType {
    const params = this.tuple(type.params);
    const results = this.tuple(type.results);
    if (params === type.params && results === type.results) return type;
    return new SignatureType(type.recv, type.typeParams, type.recvTypeParams, params, results, type.variadic);
  }

  private struct(type: StructType): Type {
    const fields = mapChanged(type.fields, field => this.variable(field));
    return fields === undefined ? type : new Struct(fields, type.tags);
  }

  private interface(type: InterfaceType): Type {
    const methods = mapChanged(type.methods, method => this.method(method));
    const embeddeds = mapChanged(type.embeddeds, embedded => this.type(embedded));
    if (methods === undefined && embeddeds === undefined) return type;
    return new Interface(methods ?? type.methods, embeddeds ?? type.embeddeds, type.implicit);
  }

  private variable(v: VarObject): VarObject {
    const type = this.type(v.type);
    return type === v.type ? v : cloneVar(v, type);
  }

  private method(method: FuncObject): FuncObject {
    const type = this.signature(method.type);
    return type === method.type ? method : cloneFunc(method, type);
  }

  private term(term: UnionTerm): UnionTerm {
    const type = this.type(term.type);
    return type === term.type ? term : { tilde: term.tilde, type };
  }
}

/** The list with `change` applied to each; undefined where that changes none. */
function mapChanged<T>(list: readonly T[], change: (item: T) => T): T[] | undefined {
  let changed: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = change(list[i]);
    if (item === list[i]) continue;
    changed ??= list.slice();
    changed[i] = item;
  }
  return changed;
}

/** The same variable with another type; `origin` leads back to the generic one. */
export function cloneVar(v: VarObject, type: Type): VarObject {
  const clone = new VarObject(v.pkg, v.name, v.place, v.varKind, type);
  clone.embedded = v.embedded;
  clone.used = v.used;
  clone.origin = v.origin;
  return clone;
}

/** The same function with another signature, given now or when first asked for. */
export function cloneFunc(func: FuncObject, type: SignatureType | ((clone: FuncObject) => void)): FuncObject {
  const clone = new FuncObject(func.pkg, func.name, func.place);
  clone.isDeclared = func.isDeclared;
  clone.origin = func.origin;
  clone.hasPointerReceiver = func.hasPointerReceiver;
  if (typeof type === 'function') clone.resolver = () => type(clone);
  else clone.type = type;
  return clone;
}
