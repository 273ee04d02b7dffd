/**
 * What `-m` says of a package before escape analysis, in the compiler's order (cmd/compile's gc/main.go, Go 1.26):
 * what is read, which functions can be inlined, calls made direct, and calls inlined, the last three by groups
 * of functions that mention each other. Instances of other packages' generic functions count as the package's own.
 */

import {
  type Callee,
  type Func,
  type FuncKey,
  isCallee,
  qualified,
  type Scan,
  type SelectorExpr,
  type ToldLine,
  visitBottomUp,
} from '../ir';
import type { Place } from '../syntax';
import type { FuncObject, Package, Type } from '../types';
import type { Inlinability } from './canInline';
import { declaredAt } from './place';

/** A line of -m. */
export interface Remark {
  place: Place;
  gc: string;
}

/** A line about a call. Its text depends on the package that is compiled. */
export interface CallRemark {
  place: Place;
  when: 'devirtualize' | 'inline';
  gc(local: Package): string;
}

/** x.m, where x has a concrete type. */
export interface MethodValue {
  recv: Type;
  method: FuncObject;
}

/** Lines about the calls in a function and the capturing literals in it. */
export type CallRemarks = ReadonlyMap<FuncKey, readonly CallRemark[]>;

export class RemarkBook {
  /** Bodies before inlining, of literals too. */
  private readonly scans = new Map<FuncKey, Scan>();
  private readonly calls = new Map<FuncKey, readonly CallRemark[]>();
  private readonly values = new Map<FuncKey, MethodValue[]>();

  constructor(private readonly inlinability: Inlinability) {}

  /** `func`: as the noder left it. */
  noteBody(key: FuncKey, func: Func): void {
    this.scans.set(key, this.inlinability.scan(func, key));
    for (const value of this.inlinability.survey(func).methodValues) this.noteMethodValue(key, value);
    for (const closure of func.closures) this.noteBody(closure, closure);
  }

  private noteMethodValue(key: FuncKey, { x, selection }: SelectorExpr): void {
    if (selection?.kind !== 'func') return;
    const list = this.values.get(key);
    const value: MethodValue = { recv: x.type, method: selection };
    if (list === undefined) this.values.set(key, [value]);
    else list.push(value);
  }

  /** Method values in the functions and their literals. */
  methodValues(callees: readonly Callee[]): MethodValue[] {
    const scans = callees.flatMap(callee => this.scans.get(callee) ?? []);
    return scans.flatMap(({ func, key }) =>
      [key, ...literalsIn(func)].flatMap(each => this.values.get(each) ?? []),
    );
  }

  noteCalls(remarks: CallRemarks): void {
    for (const [key, list] of remarks) this.calls.set(key, list);
  }

  forget(callee: Callee): void {
    const drop = (key: FuncKey, { closures }: Func): void => {
      this.scans.delete(key);
      this.calls.delete(key);
      this.values.delete(key);
      for (const closure of closures) drop(closure, closure);
    };
    const scan = this.scans.get(callee);
    if (scan !== undefined) drop(callee, scan.func);
  }

  forgetPackage(pkg: Package): void {
    for (const key of [...this.scans.keys()]) if (isCallee(key) && key.object.pkg === pkg) this.forget(key);
  }

  /** The lines for functions that are compiled together as the package, named in the compiler's order. */
  of(pkg: Package, callees: readonly Callee[]): Remark[] {
    const groups = this.groups(callees);
    const members = groups.flat();
    const calls = (when: CallRemark['when']): Remark[] =>
      members.flatMap(({ key }) => this.callsIn(key, pkg, when));
    const can = members.filter(
      ({ func, key }) => !func.initialises && this.inlinability.known(key)?.can === true,
    );
    return [
      ...members.flatMap(({ func }) => toldWhenRead(func)),
      ...can.map(({ func }) => ({
        place: declaredAt(func),
        gc: canInlineText(func, pkg),
      })),
      ...calls('devirtualize'),
      ...calls('inline'),
      // What the compiler makes last is looked at by itself.
      ...callees.filter(callee => !this.scans.has(callee)).flatMap(callee => this.callsIn(callee, pkg)),
    ];
  }

  private callsIn(key: FuncKey, local: Package, when?: CallRemark['when']): Remark[] {
    return (this.calls.get(key) ?? [])
      .filter(remark => when === undefined || remark.when === when)
      .map(({ place, gc }) => ({ place, gc: gc(local) }));
  }

  private groups(callees: readonly Callee[]): (readonly Scan[])[] {
    const compiled = new Set<FuncKey>(callees);
    const done = new Set<FuncKey>();
    const groups: (readonly Scan[])[] = [];
    const roots = callees.flatMap(callee => this.scans.get(callee) ?? []);
    for (const { key } of roots) {
      visitBottomUp(key, {
        isSettled: ref => done.has(ref) || (isCallee(ref) && !compiled.has(ref)) || !this.scans.has(ref),
        body: callee => this.scans.get(callee)?.func,
        scan: (func, ref) => this.scans.get(ref) ?? this.inlinability.scan(func, ref),
        analyze: group => {
          for (const scan of group) done.add(scan.key);
          groups.push(group);
        },
      });
    }
    return groups;
  }
}

export function canInlineText({ sym, pkg }: Func, local: Package): string {
  return `can inline ${qualified(sym, pkg, local)}`;
}

/** The literals in a function, inner ones first. */
export function literalsIn(func: Func): Func[] {
  return func.closures.flatMap(closure => [...literalsIn(closure), closure]);
}

function toldWhenRead({ told }: Func): readonly ToldLine[] {
  return (told ?? []).filter(({ when }) => when === 'read');
}
