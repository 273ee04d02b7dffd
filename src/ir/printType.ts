/**
 * Types as the compiler's diagnostics have them (cmd/compile/internal/types' fmt.go, Go 1.26): names of other
 * packages with the package's name, spaces in struct and interface types.
 */

import {
  type FuncObject,
  type Package,
  type SignatureType,
  type TupleType,
  type Type,
  TypeKind,
} from '../types';

const maxDepth = 50;

/** The type in a diagnostic of package `local`. */
export function printType(type: Type, local: Package): string {
  return print(type, local, 0);
}

function print(type: Type, local: Package, depth: number): string {
  if (depth > maxDepth) return '…';
  const sub = (inner: Type): string => print(inner, local, depth + 1);
  switch (type.kind) {
    case TypeKind.Basic:
      return type.name === 'Pointer' ? 'unsafe.Pointer' : type.name;
    case TypeKind.Alias:
      return type.object.pkg === undefined ? type.object.name : sub(type.rhs);
    case TypeKind.Named: {
      const { pkg, name } = type.object;
      const qualified = pkg === undefined || pkg === local ? name : `${pkg.name}.${name}`;
      return type.typeArgs.length === 0 ? qualified : `${qualified}[${type.typeArgs.map(sub).join(',')}]`;
    }
    case TypeKind.TypeParam:
      return type.object.name;
    case TypeKind.Pointer:
      return `*${sub(type.elem)}`;
    case TypeKind.Slice:
      return `[]${sub(type.elem)}`;
    case TypeKind.Array:
      return `[${type.len}]${sub(type.elem)}`;
    case TypeKind.Map:
      return `map[${sub(type.key)}]${sub(type.elem)}`;
    case TypeKind.Chan:
      return printChan(type.dir, type.elem, sub(type.elem));
    case TypeKind.Struct: {
      if (type.fields.length === 0) return 'struct {}';
      const fields = type.fields.map((field, i) => {
        const tag = type.tags[i] ? ` ${JSON.stringify(type.tags[i])}` : '';
        return `${field.embedded ? '' : `${field.name} `}${sub(field.type)}${tag}`;
      });
      return `struct { ${fields.join('; ')} }`;
    }
    case TypeKind.Interface: {
      const methods = type.methods.map(
        (method: FuncObject) => `${method.name}${signature(method.type, sub)}`,
      );
      const parts = [...methods, ...type.embeddeds.map(sub)];
      return parts.length === 0 ? 'interface {}' : `interface { ${parts.join('; ')} }`;
    }
    case TypeKind.Signature:
      return `func${signature(type, sub)}`;
    case TypeKind.Tuple:
      return `(${type.vars.map(v => sub(v.type)).join(', ')})`;
    case TypeKind.Union:
      return type.terms.map(term => `${term.tilde ? '~' : ''}${sub(term.type)}`).join(' | ');
  }
}

function printChan(dir: 'both' | 'send' | 'recv', elem: Type, text: string): string {
  if (dir === 'recv') return `<-chan ${text}`;
  if (dir === 'send') return `chan<- ${text}`;
  return elem.kind === TypeKind.Chan && elem.dir === 'recv' ? `chan (${text})` : `chan ${text}`;
}

function signature(type: SignatureType, sub: (type: Type) => string): string {
  const params = type.params.vars.map((v, i) => {
    const variadic = type.variadic && i === type.params.vars.length - 1 && v.type.kind === TypeKind.Slice;
    return variadic && v.type.kind === TypeKind.Slice ? `...${sub(v.type.elem)}` : sub(v.type);
  });
  return `(${params.join(', ')})${results(type.results, sub)}`;
}

function results(tuple: TupleType, sub: (type: Type) => string): string {
  if (tuple.vars.length === 0) return '';
  if (tuple.vars.length === 1) return ` ${sub(tuple.vars[0].type)}`;
  return ` (${tuple.vars.map(v => sub(v.type)).join(', ')})`;
}
