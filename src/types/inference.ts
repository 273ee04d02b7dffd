/** The checker's side of inference: renamed type parameters, and errors (go/types' infer.go, Go 1.26). */

import type { Node } from '../syntax';
import type { Checker } from './check';
import { exprString } from './exprString';
import { infer, renameTypeParams } from './infer';
import type { Operand } from './operand';
import type { TupleType, Type, TypeParamType } from './type';

export interface Inference {
  at: Operand | Node;
  params: readonly TypeParamType[];
  /** As far as known. */
  args: readonly (Type | undefined)[];
  /** One variable for each operand. */
  tuple: TupleType;
  operands: readonly Operand[];
  /** A generic function gets its arguments from what it is assigned to. */
  reverse: boolean;
  /** Begins the message of an error. */
  prefix: string;
}

/** All type arguments; undefined where they do not follow, with an error unless there was one before. */
export function inferTypes(check: Checker, inference: Inference): Type[] | undefined {
  const { operands } = inference;
  const result = infer(inference.params, inference.args, inference.tuple, operands, {
    context: check.context,
    interfaces: check.allowVersion(21),
    reverse: inference.reverse,
    describe: arg => {
      const expr = operands[arg].expr;
      return expr === undefined ? 'argument' : exprString(expr);
    },
  });
  if (result.typeArgs !== undefined) return [...result.typeArgs];
  if (result.error !== undefined) {
    const at = result.error.arg >= 0 ? operands[result.error.arg] : inference.at;
    check.error(at, `${inference.prefix}${result.error.message}`);
  }
  return undefined;
}

/** Copies of the type parameters, and the tuple with them: a recursive call must not solve for its own parameters. */
export function renameParams(
  check: Checker,
  params: readonly TypeParamType[],
  tuple: TupleType,
): { params: readonly TypeParamType[]; tuple: TupleType } {
  const renamed = renameTypeParams(params, tuple, check.context);
  return { params: renamed.params, tuple: renamed.type };
}
