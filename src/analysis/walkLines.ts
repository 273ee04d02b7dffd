/** What `-m` prints before escape analysis, where nothing is inlined, and after it, while functions are walked. */

import type { Remark } from '../inline';
import { type Callee, type Func, type IrProgram, uncheckedIndexes } from '../ir';

/** What is said before escapes where nothing is inlined: of bodies as they are read, and of calls made direct. */
export function toldLines(ir: IrProgram, callees: readonly Callee[]): Remark[] {
  const told = walkOrder(ir, callees).flatMap(func => func.told ?? []);
  return [
    ...told.filter(({ when }) => when === 'read'),
    ...told.filter(({ when }) => when === 'devirtualize'),
  ];
}

/** The lines for the functions of a package, in the order in which the compiler walks them. */
export function walkLines(ir: IrProgram, callees: readonly Callee[]): Remark[] {
  const gc = 'index bounds check elided';
  const { sizes } = ir.program;
  return walkOrder(ir, callees).flatMap(func =>
    uncheckedIndexes(func, sizes).map(({ pos: place }) => ({ place, gc })),
  );
}

/**
 * Declared functions as they come, but initialisation with all its literals first; then bodies from the last to the
 * first, which add their literals that capture nothing, and the instances that they mention.
 */
function walkOrder(ir: IrProgram, callees: readonly Callee[]): Func[] {
  const order: Func[] = [];
  const literals = (func: Func): void => {
    for (const closure of func.closures) {
      if (!closure.isClosure) order.push(closure);
      literals(closure);
    }
  };
  const instances: Func[] = [];
  const declared: Func[] = [];
  for (const callee of callees) {
    const func = ir.func(callee);
    if (func === undefined || func.uninstantiated) continue;
    if (callee.typeArgs.length > 0) instances.push(func);
    else if (func.initialises) {
      order.push(func);
      literals(func);
    } else declared.push(func);
  }
  order.push(...declared);
  declared.reverse().forEach(literals);
  for (const func of instances) {
    literals(func);
    order.push(func);
  }
  return order;
}
