/** Types that would contain themselves (go/types' validtype.go, Go 1.26). */

import type { Checker } from './check';
import { cycleError, nodeOfCycle } from './cycles';
import { identical } from './predicates';
import { invalidType, type NamedType, type Type, TypeKind, unalias } from './type';

/** Reports a type that contains a value of itself, directly or through others; its underlying type becomes invalid. */
export function validType(check: Checker, type: NamedType): void {
  new Validity(check).valid(type, [], []);
}

/** Types looked at for one declaration: instances that fan out without an end in sight are taken for valid. */
const maxSteps = 20_000;
const maxNest = 500;

class Validity {
  private steps = 0;

  constructor(private readonly check: Checker) {}

  /**
   * `nest` holds the types in whose right-hand sides `type` lies; at an argument of an instance it is shorter than
   * `path`, which holds all types visited on the way.
   */
  valid(type: Type, nest: readonly NamedType[], path: readonly NamedType[]): boolean {
    if (++this.steps > maxSteps) return true;
    const actual = unalias(type);
    switch (actual.kind) {
      case TypeKind.Array:
        return this.valid(actual.elem, nest, path);
      case TypeKind.Struct:
        return actual.fields.every(field => this.valid(field.type, nest, path));
      case TypeKind.Union:
        return actual.terms.every(term => this.valid(term.type, nest, path));
      case TypeKind.Interface:
        return actual.embeddeds.every(embedded => this.valid(embedded, nest, path));
      case TypeKind.Named:
        return this.validNamed(actual, nest, path);
      case TypeKind.TypeParam: {
        const inst = nest[nest.length - 1];
        const index = inst === undefined ? -1 : inst.typeParams.indexOf(actual);
        const arg = index < 0 ? undefined : inst.typeArgs[index];
        return arg === undefined || this.valid(arg, nest.slice(0, -1), path);
      }
      default:
        return true;
    }
  }

  private validNamed(type: NamedType, nest: readonly NamedType[], path: readonly NamedType[]): boolean {
    const { validTypes } = this.check;
    if (validTypes.has(type) && type.typeArgs.length === 0) return true;
    if (nest.length > maxNest) return true;
    if (nest.some(outer => identical(outer, type))) {
      const start = path.findIndex(outer => identical(outer, type));
      type.origin.underlying = invalidType;
      type.origin.rhs = invalidType;
      cycleError(this.check, path.slice(Math.max(start, 0)).map(nodeOfCycle), 0);
      return false;
    }
    void type.origin.underlying;
    const rhs = type.origin.rhs;
    if (rhs === undefined) return true;
    if (!this.valid(rhs, [...nest, type], [...path, type])) return false;
    if (type.typeArgs.length === 0 && type.typeParams.length === 0) validTypes.add(type);
    return true;
  }
}
