/**
 * The first values of package variables: found when one is first looked at, by what initialises it and by the init
 * functions of its package that mention it. All of that happened before the walk: it allocates nothing here.
 */

import { Class, type Func, type IrNode, type Name, Op, visitList } from '../ir';
import type { Package } from '../types';
import { newFrame } from './value';
import { GoPanic, type Walk } from './walk';

type Initialiser = () => void;

export class Initialisers {
  private readonly packages = new Map<Package, Map<Name, Initialiser>>();

  constructor(private readonly walk: Walk) {}

  /** What gives the variable its first value; undefined where it begins as zero. */
  of(pkg: Package, name: Name): Initialiser | undefined {
    let all = this.packages.get(pkg);
    if (all === undefined) {
      all = new Map();
      this.packages.set(pkg, all);
      this.addFunctions(pkg, all);
      this.addValues(pkg, all);
    }
    return all.get(name);
  }

  /** A statement that sets several variables stands with each of them. */
  private addValues(pkg: Package, all: Map<Name, Initialiser>): void {
    const func = this.walk.input.ir.initialiser(pkg);
    for (const node of func?.body ?? []) {
      if (func === undefined || (node.op !== Op.OAS && !('lhs' in node))) continue;
      const run = this.once(func, [node]);
      for (const target of node.op === Op.OAS ? [node.x] : node.lhs) this.add(target, run, all);
    }
  }

  private addFunctions(pkg: Package, all: Map<Name, Initialiser>): void {
    const { ir } = this.walk.input;
    for (const { object } of ir.program.functions(pkg)) {
      if (object.name !== 'init' || object.type.recv !== undefined) continue;
      const func = ir.func(ir.callee(object, []));
      if (func === undefined) continue;
      const run = this.once(func, func.body);
      visitList(func.body, node => this.add(node, run, all));
    }
  }

  private add(node: IrNode, run: Initialiser, all: Map<Name, Initialiser>): void {
    if (node.op !== Op.ONAME || node.cls !== Class.global) return;
    const before = all.get(node);
    if (before === run) return;
    all.set(
      node,
      before === undefined
        ? run
        : () => {
            run();
            before();
          },
    );
  }

  private once(func: Func, body: readonly IrNode[]): Initialiser {
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      this.walk.silently(() => {
        try {
          this.walk.execute(body, newFrame(func, undefined));
        } catch (error) {
          // What panics only for what is not known here has set what it could.
          if (!(error instanceof GoPanic)) throw error;
        }
      });
    };
  }
}
