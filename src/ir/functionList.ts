/**
 * The functions of a package as they were found, for as long as edited bodies mention the instances of generic functions
 * that they mentioned before: otherwise all are found anew.
 */

import type { Callee, Func } from './name';

export class FunctionList {
  /** Bodies that were dropped since. */
  private readonly dropped = new Map<Callee, Func | undefined>();

  constructor(private readonly callees: readonly Callee[]) {}

  /** The function is to be built anew; its body is still there. */
  drop(callee: Callee): void {
    if (!this.dropped.has(callee)) this.dropped.set(callee, callee.func);
  }

  /** The list after the edits, their bodies built in its order; undefined where they may have changed it. */
  after(
    bodyOf: (callee: Callee) => Func | undefined,
    instancesOf: (func: Func | undefined) => readonly Callee[],
  ): readonly Callee[] | undefined {
    if (this.dropped.size > 0) {
      for (const callee of this.callees) {
        if (!this.dropped.has(callee)) continue;
        const before = instancesOf(this.dropped.get(callee));
        const now = instancesOf(bodyOf(callee));
        if (before.length !== now.length || before.some((each, i) => each !== now[i])) return undefined;
      }
      this.dropped.clear();
    }
    return this.callees;
  }
}
