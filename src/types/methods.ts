/** Fields and methods of one type have different names (go/types' decl.go, Go 1.26). */

import type { Checker } from './check';
import { dereference } from './lookup';
import type { FuncObject } from './object';
import { TypeKind, unalias } from './type';

/** Run for each method when its unit's facts are asked for. */
export function checkMethodName(check: Checker, method: FuncObject): void {
  const { recv } = method.type;
  if (recv === undefined || method.name === '_') return;
  const base = unalias(dereference(recv.type).type);
  if (base.kind !== TypeKind.Named || base.underlying.kind !== TypeKind.Struct) return;
  const { fields } = base.underlying;
  for (let i = 0; i < fields.length; i++) {
    if (fields[i].name !== method.name) continue;
    check.errorAtObject(method, `field and method with the same name ${method.name}`);
    return;
  }
}
