/**
 * Types as the compiler's diagnostics have them (cmd/compile/internal/types' fmt.go, Go 1.26): names of other
 * packages with the package's name, spaces in struct and interface types. The arguments of an instance are
 * part of its name and written as the linker has them: full paths, byte as uint8.
 */

import { sha256 } from '../base';
import {
  Basic,
  type BasicType,
  type InterfaceType,
  type Package,
  type SignatureType,
  type StructType,
  type TupleType,
  type Type,
  TypeKind,
  type TypeNameObject,
  typ,
  typeSetOf,
  unalias,
  type VarObject,
} from '../types';

const maxDepth = 50;

/** The type in a diagnostic of package `local`. */
export function printType(type: Type, local: Package): string {
  return print(type, local, 0);
}

/** The type in the name of a symbol: full paths, aliases resolved. */
export function linkString(type: Type): string {
  return print(type, undefined, 0);
}

/** `local` is undefined for link strings. */
function print(type: Type, local: Package | undefined, depth: number): string {
  if (depth > maxDepth) return '…';
  const sub = (inner: Type): string => print(inner, local, depth + 1);
  switch (type.kind) {
    case TypeKind.Basic:
      return local === undefined ? linkBasic(type) : type.name === 'Pointer' ? 'unsafe.Pointer' : type.name;
    case TypeKind.Alias:
      return type.object.pkg === undefined && local !== undefined ? type.object.name : sub(type.rhs);
    case TypeKind.Named: {
      const name = qualified(symbolName(type.object), type.object.pkg, local);
      return type.typeArgs.length === 0 ? name : `${name}[${type.typeArgs.map(linkString).join(',')}]`;
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
    case TypeKind.Struct:
      return printStruct(type, local, sub);
    case TypeKind.Interface: {
      const parts = interfaceParts(type, local, sub);
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

/** Names longer than that (Debug.MaxShapeLen) stand as a hash in the names of shapes. */
const maxShapeName = 500;
const hashes = new Map<string, string>();

function symbolName({ name, pkg }: TypeNameObject): string {
  if (name.length <= maxShapeName || pkg?.path !== 'go.shape') return name;
  let hash = hashes.get(name);
  if (hash === undefined) {
    const bytes = sha256(name);
    bytes[0] ^= 0xff;
    hash = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
    hashes.set(name, hash);
  }
  return hash;
}

function qualified(name: string, pkg: Package | undefined, local: Package | undefined): string {
  if (pkg === undefined || pkg === local) return name;
  return `${local === undefined ? pkg.path : pkg.name}.${name}`;
}

function linkBasic(type: BasicType): string {
  if (type.basic === Basic.UnsafePointer) return 'unsafe.Pointer';
  return typ[type.basic]?.name ?? type.name;
}

function printStruct(type: StructType, local: Package | undefined, sub: (type: Type) => string): string {
  if (type.fields.length === 0) return 'struct {}';
  const fields = type.fields.map((field, i) => {
    const tag = type.tags[i] ? ` ${JSON.stringify(type.tags[i])}` : '';
    const name =
      local === undefined && !field.exported ? qualified(field.name, field.pkg, undefined) : field.name;
    const shown = !field.embedded ? `${name} ` : local === undefined && isRenamed(field) ? `${name} = ` : '';
    return `${shown}${sub(field.type)}${tag}`;
  });
  return `struct { ${fields.join('; ')} }`;
}

/** The name of an embedded field is not that of its type, whose arguments count as part of it. */
function isRenamed({ name, pkg, type }: VarObject): boolean {
  const actual = unalias(type);
  const base = actual.kind === TypeKind.Pointer ? unalias(actual.elem) : actual;
  if (base.kind !== TypeKind.Named) return true;
  const { object, typeArgs } = base;
  return typeArgs.length > 0 || object.name !== name || !(object.exported || object.pkg === pkg);
}

/** Of a symbol all methods, as they are sorted; in a diagnostic what is written. */
function interfaceParts(
  type: InterfaceType,
  local: Package | undefined,
  sub: (type: Type) => string,
): string[] {
  const set = local === undefined ? typeSetOf(type) : undefined;
  const methods = set?.methods ?? type.methods;
  const parts = methods.map(method => {
    const name =
      local === undefined && !method.exported ? qualified(method.name, method.pkg, undefined) : method.name;
    return `${name}${signature(method.type, sub)}`;
  });
  return set === undefined ? [...parts, ...type.embeddeds.map(sub)] : parts;
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
