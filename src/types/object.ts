/**
 * Objects: what names denote (go/types' object.go). Told apart by `kind`. An object that is declared at
 * package level gets its type when first asked for: `type` runs the checker's resolver once.
 */

import type { Place } from '../syntax';
import type { Constant } from './constant';
import type { Declaration } from './declaration';
import type { Package } from './package';
import { emptySignature, invalidType, type SignatureType, type Type } from './type';

export type GoObject =
  | PkgNameObject
  | ConstObject
  | TypeNameObject
  | VarObject
  | FuncObject
  | LabelObject
  | BuiltinObject
  | NilObject;

/** Finds out the type of an object (and the value of a constant). */
export type Resolver = (object: GoObject) => void;

/** An object whose resolution was broken off has the invalid type, a function an empty signature. */
abstract class ObjectBase {
  protected resolving: Resolver | undefined = undefined;
  protected declaredType: Type | undefined = undefined;
  /** At package level, or of a method; undefined for all others. */
  declaration: Declaration | undefined = undefined;
  /** Where it lies on the checker's path of objects being resolved; -1 where it does not. */
  pathIndex = -1;

  constructor(
    /** Undefined for what is predeclared. */
    readonly pkg: Package | undefined,
    readonly name: string,
    /** Where it is declared; undefined for what is predeclared or made by the checker. */
    public place: Place | undefined,
  ) {}

  /** Set by the checker: runs once, when the type (or constant value) is first asked for. */
  set resolver(resolve: Resolver | undefined) {
    this.resolving = resolve;
  }
  get isResolved(): boolean {
    return this.resolving === undefined;
  }
  /** The type is known; asks for nothing. */
  get hasType(): boolean {
    return this.declaredType !== undefined;
  }
  protected resolve(resolver: Resolver): void {
    this.resolving = undefined;
    resolver(this as unknown as GoObject);
  }
  get exported(): boolean {
    return isExported(this.name);
  }
}

export class PkgNameObject extends ObjectBase {
  readonly kind = 'pkgName';
  used = false;
  constructor(
    pkg: Package,
    name: string,
    place: Place | undefined,
    readonly imported: Package,
  ) {
    super(pkg, name, place);
  }
}

export class ConstObject extends ObjectBase {
  readonly kind = 'const';
  private constant: Constant | undefined = undefined;
  get type(): Type {
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return this.declaredType ?? invalidType;
  }
  set type(type: Type) {
    this.declaredType = type;
  }
  /** Undefined where the constant is invalid. */
  get value(): Constant | undefined {
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return this.constant;
  }
  set value(value: Constant | undefined) {
    this.constant = value;
  }
}

export class TypeNameObject extends ObjectBase {
  readonly kind = 'typeName';
  /** A NamedType, AliasType, TypeParamType, or (predeclared) BasicType. */
  get type(): Type {
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return this.declaredType ?? invalidType;
  }
  set type(type: Type) {
    this.declaredType = type;
  }
}

export type VarKind = 'package' | 'local' | 'param' | 'result' | 'recv' | 'field';

export class VarObject extends ObjectBase {
  readonly kind = 'var';
  used = false;
  /** An embedded field. */
  embedded = false;
  /** The generic field this one was instantiated from; itself otherwise. */
  origin: VarObject = this;
  constructor(
    pkg: Package | undefined,
    name: string,
    place: Place | undefined,
    readonly varKind: VarKind,
    type?: Type,
  ) {
    super(pkg, name, place);
    this.declaredType = type;
  }
  get type(): Type {
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return this.declaredType ?? invalidType;
  }
  set type(type: Type) {
    this.declaredType = type;
  }
}

export class FuncObject extends ObjectBase {
  readonly kind = 'func';
  /** There is a declaration (none of interface methods and predeclared functions). */
  isDeclared = false;
  /** The generic function or method this one was instantiated from; itself otherwise. */
  origin: FuncObject = this;
  /** Its receiver is a pointer (known without resolving the signature). */
  hasPointerReceiver = false;
  get type(): SignatureType {
    if (this.resolving !== undefined) this.resolve(this.resolving);
    return (this.declaredType as SignatureType | undefined) ?? emptySignature;
  }
  set type(type: SignatureType) {
    this.declaredType = type;
  }
}

export class LabelObject extends ObjectBase {
  readonly kind = 'label';
  used = false;
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

export class BuiltinObject extends ObjectBase {
  readonly kind = 'builtin';
  constructor(
    pkg: Package | undefined,
    readonly builtin: BuiltinName,
  ) {
    super(pkg, builtin, undefined);
  }
}

export class NilObject extends ObjectBase {
  readonly kind = 'nil';
}

/** A name is exported if it begins with an upper-case letter (Unicode class Lu). */
export function isExported(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first < 0x80) return first >= 65 && first <= 90;
  return /^\p{Lu}/u.test(name);
}
