/**
 * Types, as go/types has them (Go 1.26): one class a kind of type, told apart by `kind`.
 *
 * Types are compared with `identical`, never with `===`, except for the predeclared ones. Named types
 * resolve their underlying type and methods when first asked. Nothing here mentions a checker: lazy parts
 * hold a resolver that the checker set.
 */

import type { Place } from '../syntax';
import type { FuncObject, TypeNameObject, VarObject } from './object';

export enum TypeKind {
  Basic,
  Named,
  Pointer,
  Slice,
  Array,
  Map,
  Chan,
  Signature,
  Struct,
  Tuple,
  Interface,
  Union,
  TypeParam,
  Alias,
}

export type Type =
  | BasicType
  | NamedType
  | PointerType
  | SliceType
  | ArrayType
  | MapType
  | ChanType
  | SignatureType
  | StructType
  | TupleType
  | InterfaceType
  | UnionType
  | TypeParamType
  | AliasType;

/** Order matters: integers, floats, complex numbers, string and untyped kinds are ranges. */
export enum Basic {
  Invalid,
  Bool,
  Int,
  Int8,
  Int16,
  Int32,
  Int64,
  Uint,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Uintptr,
  Float32,
  Float64,
  Complex64,
  Complex128,
  String,
  UnsafePointer,
  UntypedBool,
  UntypedInt,
  UntypedRune,
  UntypedFloat,
  UntypedComplex,
  UntypedString,
  UntypedNil,
}

export class BasicType {
  readonly kind = TypeKind.Basic;
  constructor(
    readonly basic: Basic,
    /** "int", "untyped int", "byte" (an alias kept for printing), "unsafe.Pointer" as "Pointer" of package unsafe. */
    readonly name: string,
  ) {}
}

/**
 * A defined type, generic or instantiated or plain. `underlying` and `methods` are filled by `resolve`,
 * which runs at most once, when first needed.
 */
export class NamedType {
  readonly kind = TypeKind.Named;
  /** The generic type this is an instance of; itself when it is no instance. */
  origin: NamedType = this;
  typeParams: readonly TypeParamType[] = [];
  typeArgs: readonly Type[] = [];
  /** The type as written on the right-hand side of its declaration, once resolved; undefined for instances. */
  rhs: Type | undefined = undefined;
  /** Of an instance: where it was written first, if it was. */
  place: Place | undefined = undefined;
  /** Cache of lookup.ts. */
  lookupCache: unknown = undefined;
  /** Cache of gcSizes.ts. */
  notInHeap: boolean | undefined = undefined;
  private resolving: ((type: NamedType) => void) | undefined;
  private expandingMethods: ((type: NamedType) => FuncObject[]) | undefined = undefined;
  private under: Type | undefined = undefined;
  private methodList: FuncObject[] | undefined = undefined;

  constructor(
    readonly object: TypeNameObject,
    resolve: ((type: NamedType) => void) | undefined,
  ) {
    this.resolving = resolve;
  }

  /** Never a NamedType or AliasType; the invalid type while a cycle is being resolved. */
  get underlying(): Type {
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return this.under ?? invalidType;
  }
  set underlying(type: Type) {
    if (this.under !== undefined && this.under !== type) typeChanges.count++;
    this.under = type;
  }
  /** Declared methods, in source order, of this instance (signatures substituted). */
  get methods(): readonly FuncObject[] {
    if (this.methodList !== undefined) return this.methodList;
    const expand = this.expandingMethods;
    if (expand !== undefined) {
      const list = expand(this);
      if (this.origin.isComplete) this.methodList = list;
      return list;
    }
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return this.methodList ?? [];
  }
  set methods(methods: FuncObject[]) {
    if (this.methodList !== undefined) typeChanges.count++;
    this.methodList = methods;
  }
  /** Underlying type and methods are known and final. Asks for nothing. */
  get isComplete(): boolean {
    return this.resolving === undefined && this.under !== undefined;
  }
  /** Runs (again) when the underlying type is next asked for; used by instances of types not yet complete. */
  set resolver(resolve: (type: NamedType) => void) {
    this.resolving = resolve;
  }
  /** Of an instance: makes its methods from those of its origin. */
  set methodExpander(expand: (type: NamedType) => FuncObject[]) {
    this.expandingMethods = expand;
  }
  private resolve(resolver: (type: NamedType) => void): void {
    this.resolving = undefined;
    resolver(this);
  }
}

/** Counts changes of types that were complete before (after an edit): caches built on them are then stale. */
export const typeChanges = { count: 0 };

export class PointerType {
  readonly kind = TypeKind.Pointer;
  constructor(readonly elem: Type) {}
}
export class SliceType {
  readonly kind = TypeKind.Slice;
  constructor(readonly elem: Type) {}
}
export class ArrayType {
  readonly kind = TypeKind.Array;
  /** -1 where the length is unknown (an error). */
  constructor(
    readonly len: number,
    readonly elem: Type,
  ) {}
}
export class MapType {
  readonly kind = TypeKind.Map;
  constructor(
    readonly key: Type,
    readonly elem: Type,
  ) {}
}
export type ChanDirection = 'both' | 'send' | 'recv';
export class ChanType {
  readonly kind = TypeKind.Chan;
  constructor(
    readonly dir: ChanDirection,
    readonly elem: Type,
  ) {}
}
export class TupleType {
  readonly kind = TypeKind.Tuple;
  constructor(readonly vars: readonly VarObject[]) {}
}
export class SignatureType {
  readonly kind = TypeKind.Signature;
  constructor(
    /** Receiver of a method; undefined for functions. */
    public recv: VarObject | undefined,
    readonly typeParams: readonly TypeParamType[],
    readonly recvTypeParams: readonly TypeParamType[],
    readonly params: TupleType,
    readonly results: TupleType,
    /** The last parameter is a slice written as `...T`. */
    readonly variadic: boolean,
  ) {}
}
export class StructType {
  readonly kind = TypeKind.Struct;
  /** Cache of gcSizes.ts. */
  notInHeap: boolean | undefined = undefined;
  constructor(
    readonly fields: readonly VarObject[],
    /** As unquoted; "" without. Same length as fields. */
    readonly tags: readonly string[],
  ) {}
}
export interface UnionTerm {
  tilde: boolean;
  type: Type;
}
export class UnionType {
  readonly kind = TypeKind.Union;
  constructor(readonly terms: readonly UnionTerm[]) {}
}
/** `typeSet` (see typeSet.ts) gives all methods and the terms, computed once. */
export class InterfaceType {
  readonly kind = TypeKind.Interface;
  /** Cache of typeSet.ts. */
  typeSetCache: unknown = undefined;
  constructor(
    readonly methods: readonly FuncObject[],
    readonly embeddeds: readonly Type[],
    /** An interface implied by a constraint literal such as [T ~int]. */
    readonly implicit: boolean = false,
  ) {}
}
export class TypeParamType {
  readonly kind = TypeKind.TypeParam;
  /** Set once its declaration is resolved; any type (an interface is made of it by `constraintInterface`). */
  constraint: Type;
  private wrapped: Type | undefined = undefined;
  private wrapper: InterfaceType | undefined = undefined;
  constructor(
    readonly object: TypeNameObject,
    /** Position in the list that declares it. */
    public index: number,
    constraint: Type,
  ) {
    this.constraint = constraint;
  }
  /** The constraint as an interface: one that is none is wrapped; the empty interface where it is wrong. */
  get constraintInterface(): InterfaceType {
    const constraint = unalias(this.constraint);
    if (constraint.kind === TypeKind.TypeParam) return emptyInterface;
    const under = constraint.kind === TypeKind.Named ? constraint.underlying : constraint;
    if (under.kind === TypeKind.Interface) return under;
    if (under === invalidType) return emptyInterface;
    if (this.wrapper === undefined || this.wrapped !== this.constraint) {
      this.wrapped = this.constraint;
      this.wrapper = new InterfaceType([], [this.constraint], true);
    }
    return this.wrapper;
  }
}
/** `type A = T`; `actual` is never itself an alias once resolved with `unalias`. */
export class AliasType {
  readonly kind = TypeKind.Alias;
  origin: AliasType = this;
  typeParams: readonly TypeParamType[] = [];
  typeArgs: readonly Type[] = [];
  private resolving: ((type: AliasType) => Type) | undefined;
  private target: Type | undefined;

  constructor(
    readonly object: TypeNameObject,
    resolve: Type | ((type: AliasType) => Type),
  ) {
    if (typeof resolve === 'function') this.resolving = resolve;
    else this.target = resolve;
  }

  /** The right-hand side as written (may be another alias). */
  get rhs(): Type {
    const resolve = this.resolving;
    if (resolve !== undefined) {
      this.resolving = undefined;
      this.target = resolve(this);
    }
    return this.target ?? invalidType;
  }
}

export const invalidType = new BasicType(Basic.Invalid, 'invalid type');
/** What a function has whose own is not known. */
export const emptySignature = new SignatureType(
  undefined,
  [],
  [],
  new TupleType([]),
  new TupleType([]),
  false,
);
/** The underlying type of `any`. */
export const emptyInterface = new InterfaceType([], []);

/** The type an alias stands for; other types are returned as they are. */
export function unalias(type: Type): Type {
  return type.kind === TypeKind.Alias ? aliased(type) : type;
}

function aliased(alias: AliasType): Type {
  let type: Type = alias;
  for (let steps = 0; type.kind === TypeKind.Alias; steps++) {
    if (steps > 100) return invalidType;
    type = type.rhs;
  }
  return type;
}

/** The underlying type: never Named or Alias; a type parameter's is its constraint interface. */
export function underlying(type: Type): Type {
  switch (type.kind) {
    case TypeKind.Named:
      return type.underlying;
    case TypeKind.TypeParam:
      return type.constraintInterface;
    case TypeKind.Alias:
      return underlying(aliased(type));
    default:
      return type;
  }
}
