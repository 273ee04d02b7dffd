/** What an interface of which nothing is known may hold: types of the packages at hand that have its methods. */

import type { CallExpr, SelectorExpr } from '../ir';
import { missingMethod, type Package, PointerType, type Type, TypeKind, underlying } from '../types';
import { type Frame, type InterfaceValue, noObject, structBlock, type Value, variable } from './value';
import type { Walk } from './walk';

export const nothing = 'nothing';

/** Candidates of each call, found once. */
const known = new WeakMap<CallExpr, Map<string, Type>>();

/** The user's choice for the receiver of a call; undefined where nobody chose. */
export function chosenReceiver(
  walk: Walk,
  node: CallExpr,
  fun: SelectorExpr,
  frame: Frame,
): InterfaceValue | undefined {
  let types = known.get(node);
  if (types === undefined) {
    types = candidates(fun.x.type, [frame.func.pkg, fun.selection?.pkg]);
    known.set(node, types);
  }
  const chosen = walk.assume({
    kind: 'callee',
    place: node.pos,
    func: frame.func,
    default: nothing,
    choices: [nothing, ...types.keys()],
    sentence: value =>
      value === nothing
        ? 'what this calls is not known: its allocations are not counted'
        : `this is taken to call the method of ${value}`,
  });
  const type = types.get(chosen);
  return type && { kind: 'interface', type, value: unknownOf(type), object: noObject };
}

function candidates(wanted: Type, packages: readonly (Package | undefined)[]): Map<string, Type> {
  const found = new Map<string, Type>();
  for (const pkg of new Set(packages)) {
    for (const [name, object] of pkg?.scope.entries() ?? []) {
      if (object.kind !== 'typeName' || object.type.kind !== TypeKind.Named) continue;
      const { type } = object;
      if (type.typeParams.length > 0 || underlying(type).kind === TypeKind.Interface) continue;
      const pointer = new PointerType(type);
      if (missingMethod(type, wanted, true) === undefined) found.set(name, type);
      else if (missingMethod(pointer, wanted, true) === undefined) found.set(`*${name}`, pointer);
    }
  }
  return found;
}

/** A value of the type: a pointer is not nil. */
function unknownOf(type: Type): Value {
  const under = underlying(type);
  if (under.kind === TypeKind.Struct) {
    const struct = structBlock(under);
    struct.cells.fill(undefined);
    return struct;
  }
  if (under.kind !== TypeKind.Pointer) return undefined;
  const block = variable(under.elem);
  block.cells[0] = unknownOf(under.elem);
  return { kind: 'pointer', block, index: 0 };
}
