/** Interface types (go/types' interface.go, Go 1.26). Type sets are computed when first needed (typeSet.ts). */

import { type InterfaceType as InterfaceExpr, NodeKind } from '../syntax';
import type { Checker } from './check';
import { FuncObject, type TypeNameObject } from './object';
import { compareObjects, isValid } from './predicates';
import { InterfaceType, type Type, TypeKind, unalias } from './type';
import { duplicateMethods } from './typeSet';
import { type as checkType } from './typexpr';
import { unionType } from './unionType';

export function interfaceType(
  check: Checker,
  e: InterfaceExpr,
  definition: TypeNameObject | undefined,
): InterfaceType {
  const methods: FuncObject[] = [];
  const embeddeds: Type[] = [];
  const result = new InterfaceType(methods, embeddeds);
  const defined = definition?.hasType ? unalias(definition.type) : undefined;
  const receiver = defined?.kind === TypeKind.Named ? defined : result;
  for (const field of e.methods.list) {
    const name = field.names[0];
    if (name === undefined) {
      embeddeds.push(unionType(check, field.type));
      continue;
    }
    if (name.name === '_') {
      check.error(name, 'methods must have a unique non-blank name');
      continue;
    }
    const signature = checkType(check, field.type);
    if (signature.kind !== TypeKind.Signature) {
      if (isValid(signature)) check.error(field.type, 'not a method signature');
      continue;
    }
    if (signature.typeParams.length > 0 && field.type.kind === NodeKind.FuncType) {
      check.error(field.type.typeParams, 'methods cannot have type parameters');
    }
    signature.recv = check.newVar('recv', name.pos, '', receiver);
    const method = new FuncObject(check.env.pkg, name.name, check.place(name.pos));
    method.type = signature;
    check.recordDef(name, method);
    methods.push(method);
  }
  methods.sort(compareObjects);
  if (methods.length > 0 || embeddeds.length > 0) {
    check.later(() => {
      for (const duplicate of duplicateMethods(result)) reportDuplicate(check, e, duplicate.method);
    });
  }
  return result;
}

function reportDuplicate(check: Checker, e: InterfaceExpr, method: FuncObject): void {
  const own = method.place?.unit === check.env.facts.unit;
  const at = own && method.place !== undefined ? method.place.pos : e.pos;
  check.error(at, `duplicate method ${method.name}`);
}
