/**
 * The functions that are compiled with one and mentioned in it, as inlining orders them: functions of other
 * packages are no part of it, instances of their generic functions are.
 */

import { type Func, type FuncKey, isCallee, mentioned, type Scan } from '../ir';

export function scanOwn(func: Func, key: FuncKey): Scan {
  const isOwn = (ref: FuncKey) => !isCallee(ref) || ref.name.pkg === func.pkg || ref.typeArgs.length > 0;
  return { func, key, refs: mentioned(func).filter(isOwn) };
}
