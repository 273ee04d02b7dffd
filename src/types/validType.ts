/** Types that would contain themselves (go/types' validtype.go, Go 1.26). */

import type { Checker } from './check';
import { cycleError, nodeOfCycle } from './cycles';
import { identical } from './predicates';
import { invalidType, type NamedType, type Type, TypeKind, unalias } from './type';

/** Reports a type that contains a value of itself, directly or through others; its underlying type becomes invalid. */
export function validType(check: Checker, type: NamedType): void {
  valid(check, type, [], []);
}

/**
 * `nest` holds the types in whose right-hand sides `type` lies; at an argument of an instance it is shorter than
 * `path`, which holds all types visited on the way.
 */
function valid(check: Checker, type: Type, nest: readonly NamedType[], path: readonly NamedType[]): boolean {
  const actual = unalias(type);
  switch (actual.kind) {
    case TypeKind.Array:
      return valid(check, actual.elem, nest, path);
    case TypeKind.Struct:
      return actual.fields.every(field => valid(check, field.type, nest, path));
    case TypeKind.Union:
      return actual.terms.every(term => valid(check, term.type, nest, path));
    case TypeKind.Interface:
      return actual.embeddeds.every(embedded => valid(check, embedded, nest, path));
    case TypeKind.Named:
      return validNamed(check, actual, nest, path);
    case TypeKind.TypeParam: {
      const inst = nest[nest.length - 1];
      const index = inst === undefined ? -1 : inst.typeParams.indexOf(actual);
      const arg = index < 0 ? undefined : inst.typeArgs[index];
      return arg === undefined || valid(check, arg, nest.slice(0, -1), path);
    }
    default:
      return true;
  }
}

function validNamed(
  check: Checker,
  type: NamedType,
  nest: readonly NamedType[],
  path: readonly NamedType[],
): boolean {
  if (check.validTypes.has(type) && type.typeArgs.length === 0) return true;
  if (nest.length > 500) return true;
  if (nest.some(outer => identical(outer, type))) {
    const start = path.findIndex(outer => identical(outer, type));
    type.origin.underlying = invalidType;
    type.origin.rhs = invalidType;
    cycleError(check, path.slice(Math.max(start, 0)).map(nodeOfCycle), 0);
    return false;
  }
  void type.origin.underlying;
  const rhs = type.origin.rhs;
  if (rhs === undefined) return true;
  if (!valid(check, rhs, [...nest, type], [...path, type])) return false;
  if (type.typeArgs.length === 0 && type.typeParams.length === 0) check.validTypes.add(type);
  return true;
}
