/** Fields and methods of one type have different names (go/types' decl.go, Go 1.26). */

import type { Checker } from './check';
import { type NamedType, TypeKind } from './type';

export function checkFieldUniqueness(check: Checker, type: NamedType): void {
  if (type.underlying.kind !== TypeKind.Struct || type.methods.length === 0) return;
  const methods = new Map(type.methods.map(method => [method.name, method]));
  for (const field of type.underlying.fields) {
    const method = field.name === '_' ? undefined : methods.get(field.name);
    if (method !== undefined) {
      check.errorAtObject(method, `field and method with the same name ${field.name}`);
    }
  }
}
