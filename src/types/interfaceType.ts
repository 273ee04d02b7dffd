/** Interface types (go/types' interface.go, Go 1.26). Type sets are computed when first needed (typeSet.ts). */

import { type Field, type InterfaceType as InterfaceExpr, NodeKind } from '../syntax';
import type { Checker } from './check';
import { FuncObject, type TypeNameObject } from './object';
import { compareObjects, isValid } from './predicates';
import { InterfaceType, type Type, TypeKind, unalias, underlying } from './type';
import { type DuplicateMethod, duplicateMethods, isMethodSet, typeSetOf } from './typeSet';
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
  const defined = definition?.knownType !== undefined ? unalias(definition.type) : undefined;
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
      verifyEmbedded(check, e, result);
      for (const duplicate of duplicateMethods(result, !check.allowVersion(14))) {
        check.error(positionOfDuplicate(check, e, duplicate), `duplicate method ${duplicate.method.name}`);
      }
    });
  }
  return result;
}

/** Elements of interfaces in the order of `embeddeds`. */
function elements(e: InterfaceExpr): Field[] {
  return e.methods.list.filter(field => field.names.length === 0);
}

/** Before Go 1.18 interfaces embed plain interfaces only. */
function verifyEmbedded(check: Checker, e: InterfaceExpr, type: InterfaceType): void {
  if (check.allowVersion(18)) return;
  elements(e).forEach((field, i) => {
    const embedded = type.embeddeds[i];
    const under = underlying(embedded);
    if (!isValid(under)) return;
    if (under.kind === TypeKind.Union) {
      check.requireVersion(field.type, 18, `embedding interface element ${check.str(under)}`);
    } else if (under.kind !== TypeKind.Interface) {
      check.requireVersion(field.type, 18, `embedding non-interface type ${check.str(embedded)}`);
    } else if (isImportedConstraint(check, embedded)) {
      check.requireVersion(field.type, 18, `embedding constraint interface ${check.str(embedded)}`);
    }
  });
}

/** A constraint interface of another package; one of this package was reported where it is declared. */
function isImportedConstraint(check: Checker, type: Type): boolean {
  const named = unalias(type);
  if (named.kind !== TypeKind.Named || named.object.pkg === check.env.pkg) return false;
  if (named.object.pkg === undefined) return false;
  const under = named.underlying;
  return under.kind === TypeKind.Interface && !isMethodSet(typeSetOf(under));
}

function positionOfDuplicate(check: Checker, e: InterfaceExpr, duplicate: DuplicateMethod): number {
  if (duplicate.embedded >= 0) return elements(e)[duplicate.embedded]?.type.pos ?? e.pos;
  const place = duplicate.method.place;
  return place !== undefined && place.unit === check.env.facts.unit ? place.pos : e.pos;
}
