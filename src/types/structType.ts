/** Struct types (go/types' struct.go, Go 1.26). */

import { type BasicLit, type Expr, type Ident, NodeKind, type StructType as StructExpr } from '../syntax';
import type { Checker } from './check';
import { parseLiteral } from './constant';
import { dereference } from './lookup';
import type { VarObject } from './object';
import { isTypeParam, isValid } from './predicates';
import { Basic, invalidType, StructType, type Type, TypeKind, underlying } from './type';
import { varType } from './typexpr';

export function structType(check: Checker, e: StructExpr): StructType {
  const fields: VarObject[] = [];
  const tags: string[] = [];
  const names = new Set<string>();
  const add = (ident: Ident, type: Type, tag: string, embedded: boolean) => {
    const field = check.newVar('field', ident.pos, ident.name, type);
    field.embedded = embedded;
    if (ident.name !== '_' && names.has(ident.name)) {
      check.error(ident, `${ident.name} redeclared`);
      return;
    }
    names.add(ident.name);
    fields.push(field);
    tags.push(tag);
    check.recordDef(ident, field);
  };
  for (const field of e.fields.list) {
    const type = varType(check, field.type);
    const tag = fieldTag(check, field.tag);
    for (const name of field.names) add(name, type, tag, false);
    if (field.names.length > 0) continue;
    const name = embeddedName(field.type);
    if (name === undefined) {
      check.error(field.type, 'embedded field type has no name');
      continue;
    }
    add(name, isValid(type) ? type : invalidType, tag, true);
    check.later(() => checkEmbedded(check, field.type, type));
  }
  return new StructType(fields, tags);
}

function checkEmbedded(check: Checker, at: Expr, type: Type): void {
  const { type: base, isPointer } = dereference(type);
  const under = underlying(base);
  if (under.kind === TypeKind.Basic) {
    if (isValid(base) && under.basic === Basic.UnsafePointer) {
      check.error(at, 'embedded field type cannot be unsafe.Pointer');
    }
  } else if (under.kind === TypeKind.Pointer) check.error(at, 'embedded field type cannot be a pointer');
  else if (isTypeParam(base)) {
    check.error(at, 'embedded field type cannot be a (pointer to a) type parameter');
  } else if (under.kind === TypeKind.Interface && isPointer) {
    check.error(at, 'embedded field type cannot be a pointer to an interface');
  }
}

/** The identifier that names an embedded field. */
function embeddedName(e: Expr): Ident | undefined {
  switch (e.kind) {
    case NodeKind.Ident:
      return e;
    case NodeKind.StarExpr:
      return e.x.kind === NodeKind.StarExpr ? undefined : embeddedName(e.x);
    case NodeKind.SelectorExpr:
      return e.sel;
    case NodeKind.IndexExpr:
    case NodeKind.ParenExpr:
      return embeddedName(e.x);
    default:
      return undefined;
  }
}

function fieldTag(check: Checker, tag: BasicLit | undefined): string {
  if (tag === undefined) return '';
  const value = tag.lit === 'STRING' ? parseLiteral('STRING', tag.value) : undefined;
  if (value?.kind === 'string') return value.value;
  check.error(tag, 'incorrect tag syntax');
  return '';
}
