/**
 * Objects: what names denote (go/types' object.go). Told apart by `kind`. An object that is declared at
 * package level gets its type when first asked for: `type` runs the checker's resolver once. All objects have
 * `pkg` (undefined for what is predeclared), `name`, `place` (where it is declared; undefined for what is predeclared
 * or made by the checker), `declaration` (at package level, or of a method) and `pathIndex` (where it lies on the
 * checker's path of objects being resolved; -1 where it does not). Those with a type have `resolver`, which runs when
 * the type (or constant value) is first asked for, and `knownType`, which asks for nothing. No class is above them:
 * derived objects take several times as long to make.
 */

import type { Place } from '../syntax';
import type { Constant } from './constant';
import type { Declaration } from './declaration';
import type { Package } from './package';
import { emptySignature, invalidType, type SignatureType, type Type } from './type';

export type GoObject = TypedObject | PkgNameObject | LabelObject | BuiltinObject | NilObject;

/** What has a type of its own. */
export type TypedObject = ConstObject | TypeNameObject | VarObject | FuncObject;

/** Finds out the type of an object (and the value of a constant); broken off, it is invalid or an empty signature. */
export type Resolver = (object: TypedObject) => void;

export class PkgNameObject {
  readonly kind = 'pkgName';
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  used = false;
  constructor(
    readonly pkg: Package,
    readonly name: string,
    public place: Place | undefined,
    readonly imported: Package,
  ) {}
}

export class ConstObject {
  readonly kind = 'const';
  resolver: Resolver | undefined = undefined;
  knownType: Type | undefined = undefined;
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  private constant: Constant | undefined = undefined;
  constructor(
    readonly pkg: Package | undefined,
    readonly name: string,
    public place: Place | undefined,
  ) {}
  get type(): Type {
    if (this.resolver !== undefined) runResolver(this, this.resolver);
    return this.knownType ?? invalidType;
  }
  set type(type: Type) {
    this.knownType = type;
  }
  /** Undefined where the constant is invalid. */
  get value(): Constant | undefined {
    if (this.resolver !== undefined) runResolver(this, this.resolver);
    return this.constant;
  }
  set value(value: Constant | undefined) {
    this.constant = value;
  }
}

export class TypeNameObject {
  readonly kind = 'typeName';
  resolver: Resolver | undefined = undefined;
  knownType: Type | undefined = undefined;
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  constructor(
    readonly pkg: Package | undefined,
    readonly name: string,
    public place: Place | undefined,
  ) {}
  /** A NamedType, AliasType, TypeParamType, or (predeclared) BasicType. */
  get type(): Type {
    if (this.resolver !== undefined) runResolver(this, this.resolver);
    return this.knownType ?? invalidType;
  }
  set type(type: Type) {
    this.knownType = type;
  }
  get exported(): boolean {
    return isExported(this.name);
  }
}

export type VarKind = 'package' | 'local' | 'param' | 'result' | 'recv' | 'field';

export class VarObject {
  readonly kind = 'var';
  resolver: Resolver | undefined = undefined;
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  used = false;
  /** An embedded field. */
  embedded = false;
  /** The generic field this one was instantiated from; itself otherwise. */
  origin: VarObject = this;
  constructor(
    readonly pkg: Package | undefined,
    readonly name: string,
    public place: Place | undefined,
    readonly varKind: VarKind,
    public knownType: Type | undefined = undefined,
  ) {}
  get type(): Type {
    if (this.resolver !== undefined) runResolver(this, this.resolver);
    return this.knownType ?? invalidType;
  }
  set type(type: Type) {
    this.knownType = type;
  }
  get exported(): boolean {
    return isExported(this.name);
  }
}

export class FuncObject {
  readonly kind = 'func';
  resolver: Resolver | undefined = undefined;
  knownType: SignatureType | undefined = undefined;
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  /** There is a declaration (none of interface methods and predeclared functions). */
  isDeclared = false;
  /** The generic function or method this one was instantiated from; itself otherwise. */
  origin: FuncObject = this;
  /** Its receiver is a pointer (known without resolving the signature). */
  hasPointerReceiver = false;
  constructor(
    readonly pkg: Package | undefined,
    readonly name: string,
    public place: Place | undefined,
  ) {}
  get type(): SignatureType {
    if (this.resolver !== undefined) runResolver(this, this.resolver);
    return this.knownType ?? emptySignature;
  }
  set type(type: SignatureType) {
    this.knownType = type;
  }
  get exported(): boolean {
    return isExported(this.name);
  }
}

export class LabelObject {
  readonly kind = 'label';
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  used = false;
  constructor(
    readonly pkg: Package | undefined,
    readonly name: string,
    public place: Place | undefined,
  ) {}
}

export type BuiltinName =
  | 'append'
  | 'cap'
  | 'clear'
  | 'close'
  | 'complex'
  | 'copy'
  | 'delete'
  | 'imag'
  | 'len'
  | 'make'
  | 'max'
  | 'min'
  | 'new'
  | 'panic'
  | 'print'
  | 'println'
  | 'real'
  | 'recover'
  // package unsafe
  | 'Add'
  | 'Alignof'
  | 'Offsetof'
  | 'Sizeof'
  | 'Slice'
  | 'SliceData'
  | 'String'
  | 'StringData';

export class BuiltinObject {
  readonly kind = 'builtin';
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  readonly name: string;
  readonly place: Place | undefined = undefined;
  constructor(
    readonly pkg: Package | undefined,
    readonly builtin: BuiltinName,
  ) {
    this.name = builtin;
  }
}

export class NilObject {
  readonly kind = 'nil';
  declaration: Declaration | undefined = undefined;
  pathIndex = -1;
  constructor(
    readonly pkg: Package | undefined,
    readonly name: string,
    public place: Place | undefined,
  ) {}
}

function runResolver(object: TypedObject, resolver: Resolver): void {
  object.resolver = undefined;
  resolver(object);
}

/** A name is exported if it begins with an upper-case letter (Unicode class Lu). */
export function isExported(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first < 0x80) return first >= 65 && first <= 90;
  return /^\p{Lu}/u.test(name);
}
