/** What never runs, as far as the compiler looks (noder's staticBool and terminates, Go 1.26). */

import { type Expr, NodeKind, type Stmt } from '../syntax';
import type { FuncBuilder } from './builder';
import { unparen } from './expr';

export interface StaticBool {
  /** Positive: always true; negative: always false; 0: unknown. */
  value: number;
  /** The condition without what cannot matter. */
  cond: Expr;
}

/** What is known of a condition before it runs. The operand of `!` is answered for as it is, as in Go. */
export function staticBool(b: FuncBuilder, e: Expr): StaticBool {
  const constant = b.info.valueOf(e);
  if (constant?.kind === 'bool') return { value: constant.value ? 1 : -1, cond: e };
  if (e.kind === NodeKind.UnaryExpr && e.op === '!') {
    const x = staticBool(b, e.x);
    return { value: x.value, cond: x.cond === e.x ? e : { ...e, x: x.cond } };
  }
  if (e.kind !== NodeKind.BinaryExpr || (e.op !== '&&' && e.op !== '||')) return { value: 0, cond: e };
  const decides = e.op === '&&' ? -1 : 1;
  const x = staticBool(b, e.x);
  if (Math.sign(x.value) === decides) return { value: x.value, cond: x.cond };
  const y = staticBool(b, e.y);
  const known = x.value !== 0 || Math.sign(y.value) === decides;
  if (known && b.info.valueOf(x.cond) !== undefined) return { value: y.value, cond: y.cond };
  const cond = x.cond === e.x && y.cond === e.y ? e : { ...e, x: x.cond, y: y.cond };
  return { value: known ? y.value : 0, cond };
}

/** The statement never runs on into the next one. */
export function terminates(b: FuncBuilder, s: Stmt | undefined): boolean {
  switch (s?.kind) {
    case NodeKind.BranchStmt:
      return s.tok === 'goto';
    case NodeKind.ReturnStmt:
      return true;
    case NodeKind.ExprStmt: {
      const call = unparen(s.x);
      if (call.kind !== NodeKind.CallExpr) return false;
      const fun = unparen(call.fun);
      if (fun.kind !== NodeKind.Ident || fun.name !== 'panic') return false;
      return b.info.objectOf(fun)?.kind === 'builtin';
    }
    case NodeKind.IfStmt: {
      const then = terminates(b, s.body);
      if (!then && s.else === undefined) return false;
      const { value } = staticBool(b, s.cond);
      return (value < 0 || then) && (value > 0 || terminates(b, s.else));
    }
    case NodeKind.BlockStmt:
      return terminates(b, lastNonEmpty(s.list));
    default:
      return false;
  }
}

export function lastNonEmpty(list: readonly Stmt[]): Stmt | undefined {
  let last = list.length - 1;
  while (last >= 0 && list[last].kind === NodeKind.EmptyStmt) last--;
  return list[last];
}
