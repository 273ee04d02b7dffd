/**
 * Types as text (go/types' typestring.go, Go 1.26): the same spelling as types.TypeString, letter for letter.
 * Knowingly different: nesting beyond a limit prints "…" where Go would go on.
 */

import type { FuncObject, TypeNameObject, VarObject } from './object';
import type { Package } from './package';
import { quote } from './quote';
import type { InterfaceType, SignatureType, StructType, TupleType, Type, TypeParamType } from './type';
import { emptyInterface, TypeKind } from './type';
import { comparableInterface, universe } from './universe';

/** What stands before the dot of a type's name; "" for nothing. */
export type Qualifier = (pkg: Package) => string;

/** The type as Go prints it; without a qualifier names carry their full import path. */
export function typeString(type: Type, qualifier?: Qualifier): string {
  const writer = new TypeWriter(qualifier, true);
  writer.type(type);
  return writer.text;
}

/** A signature without the word `func`; parameter names are left out where `paramNames` is false. */
export function signatureString(signature: SignatureType, qualifier?: Qualifier, paramNames = true): string {
  const writer = new TypeWriter(qualifier, paramNames);
  writer.signature(signature);
  return writer.text;
}

/** A method as messages show it: its name and signature, without parameter names. */
export function funcString(func: FuncObject, qualifier?: Qualifier): string {
  return func.name + signatureString(func.type, qualifier, false);
}

const maxDepth = 200;

class TypeWriter {
  text = '';
  /** Types being written, to notice a type that contains itself without a name in between. */
  private readonly open: Type[] = [];

  constructor(
    private readonly qualifier: Qualifier | undefined,
    private readonly paramNames: boolean,
  ) {}

  type(type: Type): void {
    if (this.open.includes(type)) {
      this.text += `<cycle to ${cycleName(type)}>`;
      return;
    }
    if (this.open.length >= maxDepth) {
      this.text += '…';
      return;
    }
    this.open.push(type);
    this.unguarded(type);
    this.open.pop();
  }

  private unguarded(type: Type): void {
    switch (type.kind) {
      case TypeKind.Basic:
        this.text += type.name === 'Pointer' ? 'unsafe.Pointer' : type.name;
        return;
      case TypeKind.Array:
        this.text += `[${type.len}]`;
        this.type(type.elem);
        return;
      case TypeKind.Slice:
        this.text += '[]';
        this.type(type.elem);
        return;
      case TypeKind.Struct:
        this.struct(type);
        return;
      case TypeKind.Pointer:
        this.text += '*';
        this.type(type.elem);
        return;
      case TypeKind.Tuple:
        this.tuple(type, false);
        return;
      case TypeKind.Signature:
        this.text += 'func';
        this.signature(type);
        return;
      case TypeKind.Union:
        type.terms.forEach((term, i) => {
          if (i > 0) this.text += ' | ';
          if (term.tilde) this.text += '~';
          this.type(term.type);
        });
        return;
      case TypeKind.Interface:
        this.interface(type);
        return;
      case TypeKind.Map:
        this.text += 'map[';
        this.type(type.key);
        this.text += ']';
        this.type(type.elem);
        return;
      case TypeKind.Chan: {
        const elem = type.elem;
        const parens = type.dir === 'both' && elem.kind === TypeKind.Chan && elem.dir === 'recv';
        this.text += type.dir === 'both' ? 'chan ' : type.dir === 'send' ? 'chan<- ' : '<-chan ';
        if (parens) this.text += '(';
        this.type(elem);
        if (parens) this.text += ')';
        return;
      }
      case TypeKind.Named:
      case TypeKind.Alias:
        this.typeName(type.origin.object);
        if (type.typeArgs.length > 0) this.list(type.typeArgs);
        else if (type.typeParams.length > 0) this.typeParams(type.typeParams);
        return;
      case TypeKind.TypeParam:
        this.text += type.object.name;
        // The name alone would mislead where it hides a predeclared one.
        if (universe.lookup(type.object.name) !== undefined) this.text += '/* type parameter */';
        return;
    }
  }

  private struct(type: StructType): void {
    this.text += 'struct{';
    type.fields.forEach((field, i) => {
      if (i > 0) this.text += '; ';
      if (!field.embedded) this.text += `${field.name} `;
      this.type(field.type);
      const tag = type.tags[i];
      if (tag) this.text += ` ${quote(tag)}`;
    });
    this.text += '}';
  }

  private interface(type: InterfaceType): void {
    if (type === emptyInterface) {
      this.text += 'any';
      return;
    }
    if (type === comparableInterface) {
      this.text += 'interface{comparable}';
      return;
    }
    if (type.implicit) {
      if (type.methods.length === 0 && type.embeddeds.length === 1) {
        this.type(type.embeddeds[0]);
        return;
      }
      this.text += '/* implicit */ ';
    }
    this.text += 'interface{';
    let first = true;
    for (const method of type.methods) {
      if (!first) this.text += '; ';
      first = false;
      this.text += method.name;
      this.signature(method.type);
    }
    for (const embedded of type.embeddeds) {
      if (!first) this.text += '; ';
      first = false;
      this.type(embedded);
    }
    this.text += '}';
  }

  private list(types: readonly Type[]): void {
    this.text += '[';
    types.forEach((type, i) => {
      if (i > 0) this.text += ', ';
      this.type(type);
    });
    this.text += ']';
  }

  /** Neighbours that share a constraint are written as one group. */
  private typeParams(list: readonly TypeParamType[]): void {
    this.text += '[';
    let previous: Type | undefined;
    list.forEach((param, i) => {
      if (i > 0) {
        if (previous !== undefined && param.constraint !== previous) {
          this.text += ' ';
          this.type(previous);
        }
        this.text += ', ';
      }
      previous = param.constraint;
      this.type(param);
    });
    if (previous !== undefined) {
      this.text += ' ';
      this.type(previous);
    }
    this.text += ']';
  }

  private typeName(object: TypeNameObject): void {
    const pkg = object.pkg;
    if (pkg !== undefined) {
      const prefix = this.qualifier === undefined ? pkg.path : this.qualifier(pkg);
      if (prefix !== '') this.text += `${prefix}.`;
    }
    this.text += object.name;
  }

  private tuple(tuple: TupleType, variadic: boolean): void {
    this.text += '(';
    tuple.vars.forEach((param, i) => {
      if (i > 0) this.text += ', ';
      if (param.name !== '' && this.paramNames) this.text += `${param.name} `;
      if (variadic && i === tuple.vars.length - 1) this.variadicParam(param);
      else this.type(param.type);
    });
    this.text += ')';
  }

  private variadicParam(param: VarObject): void {
    const type = param.type;
    if (type.kind === TypeKind.Slice) {
      this.text += '...';
      this.type(type.elem);
    } else {
      // append([]byte, s...) has a last parameter that is no slice.
      this.type(type);
      this.text += '...';
    }
  }

  signature(signature: SignatureType): void {
    if (signature.typeParams.length > 0) this.typeParams(signature.typeParams);
    this.tuple(signature.params, signature.variadic);
    const results = signature.results.vars;
    if (results.length === 0) return;
    this.text += ' ';
    if (results.length === 1 && results[0].name === '') this.type(results[0].type);
    else this.tuple(signature.results, false);
  }
}

function cycleName(type: Type): string {
  if (type.kind === TypeKind.Named || type.kind === TypeKind.Alias || type.kind === TypeKind.TypeParam) {
    return type.object.name;
  }
  return TypeKind[type.kind];
}
