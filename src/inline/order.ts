/**
 * The functions that are compiled with one and mentioned in it, as inlining orders them: functions of other
 * packages are no part of it, instances of their generic functions are.
 */

import { type Func, type FuncKey, isCallee, type Scan } from '../ir';
import type { Survey } from './survey';

export function scanOwn(func: Func, key: FuncKey, { refs }: Survey): Scan {
  const isOwn = (ref: FuncKey) => !isCallee(ref) || ref.name.pkg === func.pkg || ref.typeArgs.length > 0;
  return { func, key, refs: [...new Set(refs)].filter(isOwn) };
}

/** The members of a group in the order in which they are reached from the function that is declared first. */
export function fromFirstDeclared(group: readonly Scan[]): readonly Scan[] {
  const callees = group.filter(({ key }) => isCallee(key));
  if (callees.length < 2) return group;
  const members = new Map(group.map(scan => [scan.key, scan]));
  const ordered = new Set<Scan>();
  const pending = [callees.reduce((first, scan) => (isBefore(scan.func, first.func) ? scan : first))];
  for (let scan = pending.pop(); scan !== undefined; scan = pending.pop()) {
    if (ordered.has(scan)) continue;
    ordered.add(scan);
    for (const ref of [...scan.refs].reverse()) {
      const member = members.get(ref);
      if (member !== undefined) pending.push(member);
    }
  }
  return [...ordered, ...group.filter(scan => !ordered.has(scan))];
}

function isBefore(a: Func, b: Func): boolean {
  const { files } = a.pkg;
  const order = files.indexOf(a.unit.file) - files.indexOf(b.unit.file);
  return order < 0 || (order === 0 && a.unit.base < b.unit.base);
}
