/**
 * Instances of generic types and functions (types2's instantiate.go, named.go and context.go, Go 1.26).
 * A named instance is expanded when its underlying type or methods are asked for; a context hands out one
 * object for one origin and identical arguments.
 */

import { implementsInterface } from './methodSet';
import type { FuncObject } from './object';
import { identical } from './predicates';
import { cloneFunc, cloneVar, substitute, substituteTuple } from './subst';
import type { Type, TypeParamType } from './type';
import {
  AliasType,
  InterfaceType,
  invalidType,
  NamedType,
  PointerType,
  SignatureType,
  TypeKind,
  unalias,
  underlying,
} from './type';

interface Entry {
  args: readonly Type[];
  instance: Type;
}

/**
 * Instances made so far, by origin and a hash of the arguments. Arguments that are identical but spelled
 * differently (byte and uint8) make two instances, so that each prints as it was written.
 */
export class Context {
  private readonly instances = new WeakMap<Type, Map<number, Entry[]>>();

  /**
   * `compiledArgs`: types are made as they are compiled. The arguments of an instance are those that it gives for the
   * arguments written; and a type that a generic function declares is a type of its own for each of the function's
   * instances, of which the checker knows one.
   */
  constructor(
    readonly compiledArgs?: (params: readonly TypeParamType[], args: readonly Type[]) => readonly Type[],
  ) {}

  get localTypes(): boolean {
    return this.compiledArgs !== undefined;
  }

  find(origin: Type, args: readonly Type[]): Type | undefined {
    const bucket = this.instances.get(origin)?.get(hashTypes(args));
    return bucket?.find(entry => sameSpellings(entry.args, args))?.instance;
  }

  add(origin: Type, args: readonly Type[], instance: Type): void {
    let buckets = this.instances.get(origin);
    if (buckets === undefined) {
      buckets = new Map();
      this.instances.set(origin, buckets);
    }
    const hash = hashTypes(args);
    const bucket = buckets.get(hash);
    if (bucket === undefined) buckets.set(hash, [{ args, instance }]);
    else bucket.push({ args, instance });
  }
}

/** An instance of a generic named type, alias or signature; the invalid type where the counts differ. */
export function instantiate(origin: Type, args: readonly Type[], context: Context): Type {
  switch (origin.kind) {
    case TypeKind.Named:
      return instantiateNamed(origin.origin, args, context);
    case TypeKind.Alias:
      return instantiateAlias(origin.origin, args, context);
    case TypeKind.Signature:
      return instantiateSignature(origin, args, context) ?? invalidType;
    default:
      return invalidType;
  }
}

export function instantiateNamed(origin: NamedType, written: readonly Type[], context: Context): NamedType {
  const args = context.compiledArgs?.(origin.typeParams, written) ?? written;
  const found = context.find(origin, args);
  if (found !== undefined) return found as NamedType;
  const instance = new NamedType(origin.object, type => expand(type, context));
  instance.origin = origin;
  instance.typeParams = origin.typeParams;
  instance.typeArgs = args;
  instance.methodExpander = type => type.origin.methods.map(method => expandMethod(type, method, context));
  context.add(origin, args, instance);
  return instance;
}

/** A type that the generic function with these parameters declares, in an instance of the function. */
export function instantiateLocal(
  origin: NamedType,
  params: readonly TypeParamType[],
  args: readonly Type[],
  context: Context,
): NamedType {
  const found = context.find(origin, args);
  if (found !== undefined) return found as NamedType;
  const instance = new NamedType(origin.object, type => {
    type.underlying = substitute(origin.underlying, params, args, context);
  });
  instance.origin = origin;
  instance.typeArgs = args;
  context.add(origin, args, instance);
  return instance;
}

export function instantiateAlias(origin: AliasType, args: readonly Type[], context: Context): Type {
  if (args.length !== origin.typeParams.length) return invalidType;
  const found = context.find(origin, args);
  if (found !== undefined) return found;
  const instance = new AliasType(origin.object, () =>
    substitute(origin.rhs, origin.typeParams, args, context),
  );
  instance.origin = origin;
  instance.typeParams = origin.typeParams;
  instance.typeArgs = args;
  context.add(origin, args, instance);
  return instance;
}

/** The signature with its type parameters replaced and gone; undefined where the counts differ. */
export function instantiateSignature(
  origin: SignatureType,
  args: readonly Type[],
  context: Context,
): SignatureType | undefined {
  const params = origin.typeParams;
  if (params.length !== args.length) return undefined;
  const found = context.find(origin, args);
  if (found !== undefined) return found as SignatureType;
  const instance = new SignatureType(
    origin.recv,
    [],
    origin.recvTypeParams,
    substituteTuple(origin.params, params, args, context),
    substituteTuple(origin.results, params, args, context),
    origin.variadic,
  );
  context.add(origin, args, instance);
  return instance;
}

/** The first argument that does not satisfy its parameter's constraint, and why; undefined where all do. */
export function verifyInstance(
  params: readonly TypeParamType[],
  args: readonly Type[],
  context: Context,
  goVersion?: string,
): { index: number; cause: string } | undefined {
  for (let index = 0; index < params.length && index < args.length; index++) {
    const constraint = substitute(constraintOf(params[index]), params, args, context);
    const { ok, cause } = implementsInterface(args[index], constraint, true, goVersion);
    if (!ok) return { index, cause };
  }
  return undefined;
}

/** The constraint, by its name where it has one; wrapped in an interface where it is none. */
function constraintOf(param: TypeParamType): Type {
  return underlying(param.constraint).kind === TypeKind.Interface
    ? param.constraint
    : param.constraintInterface;
}

function expand(instance: NamedType, context: Context): void {
  const origin = instance.origin;
  const params = origin.typeParams;
  if (params.length !== instance.typeArgs.length) {
    instance.underlying = invalidType;
    return;
  }
  const generic = origin.underlying;
  if (!origin.isComplete) {
    // Asked for in the middle of a declaration: answer nothing now, and expand when asked again.
    instance.resolver = type => expand(type, context);
    return;
  }
  instance.underlying = ownInterface(substitute(generic, params, instance.typeArgs, context), instance);
}

/** Methods of an instantiated interface have the instance as their receiver. */
function ownInterface(under: Type, instance: NamedType): Type {
  if (under.kind !== TypeKind.Interface) return under;
  const owned = under.methods.some(
    method => method.resolver === undefined && method.type.recv?.type === instance.origin,
  );
  if (!owned) return under;
  const methods = under.methods.map(method => {
    const signature = method.type;
    if (signature.recv?.type !== instance.origin) return method;
    return cloneFunc(method, withReceiver(signature, signature.recv.type, instance));
  });
  return new InterfaceType(methods, under.embeddeds, under.implicit);
}

/** A method of the origin as a method of the instance; its signature is substituted when asked for. */
function expandMethod(instance: NamedType, method: FuncObject, context: Context): FuncObject {
  return cloneFunc(method, clone => {
    const generic = method.type;
    const params = generic.recvTypeParams;
    let signature = generic;
    if (params.length === instance.typeArgs.length) {
      signature = substitute(generic, params, instance.typeArgs, context) as SignatureType;
    }
    const recv = method.hasPointerReceiver ? new PointerType(instance) : instance;
    clone.type = withReceiver(signature, generic.recv?.type ?? recv, recv);
  });
}

function withReceiver(signature: SignatureType, old: Type, recv: Type): SignatureType {
  const variable =
    signature.recv === undefined || old === recv ? signature.recv : cloneVar(signature.recv, recv);
  return new SignatureType(
    variable,
    signature.typeParams,
    signature.recvTypeParams,
    signature.params,
    signature.results,
    signature.variadic,
  );
}

// ---------------------------------------------------------------- hashing

function sameSpellings(xs: readonly Type[], ys: readonly Type[]): boolean {
  return xs.length === ys.length && xs.every((x, i) => sameSpelling(x, ys[i]));
}

/** The types are identical and print alike. */
function sameSpelling(x: Type, y: Type): boolean {
  if (x === y) return true;
  if (x.kind !== y.kind) return false;
  switch (x.kind) {
    case TypeKind.Named:
    case TypeKind.Alias:
      return (
        y.kind === x.kind && x.origin.object === y.origin.object && sameSpellings(x.typeArgs, y.typeArgs)
      );
    case TypeKind.Pointer:
    case TypeKind.Slice:
      return y.kind === x.kind && sameSpelling(x.elem, y.elem);
    case TypeKind.Array:
      return y.kind === TypeKind.Array && x.len === y.len && sameSpelling(x.elem, y.elem);
    case TypeKind.Map:
      return y.kind === TypeKind.Map && sameSpelling(x.key, y.key) && sameSpelling(x.elem, y.elem);
    case TypeKind.Basic:
    case TypeKind.TypeParam:
      return false;
    default:
      return identical(x, y);
  }
}

const ids = new WeakMap<object, number>();
let nextId = 1;

function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) {
    id = nextId++;
    ids.set(object, id);
  }
  return id;
}

function hashTypes(types: readonly Type[]): number {
  let hash = types.length;
  for (const type of types) hash = mix(hash, hashType(type, 3));
  return hash;
}

/** Equal for identical types; looks `depth` levels into a type. */
function hashType(given: Type, depth: number): number {
  const type = unalias(given);
  const next = depth - 1;
  if (depth === 0) return type.kind;
  switch (type.kind) {
    case TypeKind.Basic:
      // byte and uint8 make instances of their own, as in go/types: they are printed as written.
      return mix(mix(type.kind, type.basic), type.name.length);
    case TypeKind.Named: {
      let hash = mix(type.kind, idOf(type.origin.object));
      for (const arg of type.typeArgs) hash = mix(hash, hashType(arg, next));
      return hash;
    }
    case TypeKind.TypeParam:
      return mix(type.kind, idOf(type));
    case TypeKind.Pointer:
    case TypeKind.Slice:
    case TypeKind.Chan:
    case TypeKind.Array:
      return mix(type.kind, hashType(type.elem, next));
    case TypeKind.Map:
      return mix(mix(type.kind, hashType(type.key, next)), hashType(type.elem, next));
    case TypeKind.Struct: {
      let hash = mix(type.kind, type.fields.length);
      for (const field of type.fields) hash = mix(hash, hashType(field.type, next));
      return hash;
    }
    case TypeKind.Signature:
      return mix(mix(type.kind, type.params.vars.length), type.results.vars.length);
    default:
      return type.kind;
  }
}

function mix(hash: number, value: number): number {
  return (Math.imul(hash, 31) + value) | 0;
}
