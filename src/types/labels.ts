/** Labels and the branches to them (go/types' labels.go, Go 1.26). */

import { type BlockStmt, type BranchStmt, type LabeledStmt, NodeKind, type Stmt } from '../syntax';
import type { Checker } from './check';
import { LabelObject } from './object';

/** Checks the labels of a function body, without those of function literals in it. */
export function checkLabels(check: Checker, body: BlockStmt): void {
  const labels = new Map<string, LabelObject>();
  const pending = new LabelChecker(check, labels, undefined, undefined).block(body.list);
  for (const jump of pending) {
    const label = jump.label;
    if (label === undefined) continue;
    const there = labels.get(label.name);
    if (there !== undefined) {
      there.used = true;
      check.error(label, `goto ${label.name} jumps into block`);
    } else check.error(label, `label ${label.name} not declared`);
  }
  for (const label of labels.values()) {
    if (!label.used) check.errorAtObject(label, `label ${label.name} declared and not used`, true);
  }
}

/** One block: the labels declared in it, and the jumps forward that have not met theirs. */
class LabelChecker {
  private readonly declared = new Map<string, LabeledStmt>();
  private forward: BranchStmt[] = [];
  /** Jumps made before the latest variable declaration. */
  private overVar = new Set<BranchStmt>();

  constructor(
    private readonly check: Checker,
    private readonly all: Map<string, LabelObject>,
    private readonly parent: LabelChecker | undefined,
    /** The labelled statement that the block is the body of. */
    private readonly labeled: LabeledStmt | undefined,
  ) {}

  /** The jumps forward out of the block. */
  block(list: readonly Stmt[]): BranchStmt[] {
    for (const s of list) this.statement(undefined, s);
    return this.forward;
  }

  private nested(labeled: LabeledStmt | undefined, list: readonly Stmt[]): void {
    const inner = new LabelChecker(this.check, this.all, this, labeled);
    this.forward.push(...inner.block(list));
  }

  private statement(labeled: LabeledStmt | undefined, s: Stmt): void {
    switch (s.kind) {
      case NodeKind.DeclStmt:
        if (s.decl.tok === 'var') this.overVar = new Set(this.forward);
        return;
      case NodeKind.AssignStmt:
        if (s.tok === ':=') this.overVar = new Set(this.forward);
        return;
      case NodeKind.LabeledStmt:
        if (s.label.name === '_') this.statement(labeled, s.stmt);
        else {
          this.declare(s);
          this.statement(s, s.stmt);
        }
        return;
      case NodeKind.BranchStmt:
        this.branch(s);
        return;
      case NodeKind.BlockStmt:
        this.nested(labeled, s.list);
        return;
      case NodeKind.IfStmt:
        this.statement(labeled, s.body);
        if (s.else !== undefined) this.statement(labeled, s.else);
        return;
      case NodeKind.SwitchStmt:
      case NodeKind.TypeSwitchStmt:
        this.nested(labeled, s.body);
        return;
      case NodeKind.SelectStmt:
        this.nested(labeled, s.body);
        return;
      case NodeKind.CaseClause:
      case NodeKind.CommClause:
        this.nested(undefined, s.body);
        return;
      case NodeKind.ForStmt:
      case NodeKind.RangeStmt:
        this.statement(labeled, s.body);
        return;
      default:
        return;
    }
  }

  private declare(s: LabeledStmt): void {
    const { check } = this;
    const name = s.label.name;
    const label = new LabelObject(check.env.pkg, name, check.place(s.label.pos));
    if (this.all.has(name)) check.softError(s.label, `label ${name} already declared`);
    else {
      this.all.set(name, label);
      this.declared.set(name, s);
      check.recordDef(s.label, label);
    }
    this.forward = this.forward.filter(jump => {
      if (jump.label?.name !== name) return true;
      label.used = true;
      check.recordUse(jump.label, label);
      if (this.overVar.has(jump)) check.softError(jump.label, `goto ${name} jumps over variable declaration`);
      return false;
    });
  }

  private branch(s: BranchStmt): void {
    const label = s.label;
    if (label === undefined) return;
    const name = label.name;
    if (s.tok === 'goto') {
      if (!this.canJumpTo(name)) {
        this.forward.push(s);
        return;
      }
    } else {
      const target = this.enclosing(name)?.stmt.kind;
      const isLoop = target === NodeKind.ForStmt || target === NodeKind.RangeStmt;
      const isSwitch =
        target === NodeKind.SwitchStmt ||
        target === NodeKind.TypeSwitchStmt ||
        target === NodeKind.SelectStmt;
      if (!isLoop && !(isSwitch && s.tok === 'break')) {
        this.check.error(label, `invalid ${s.tok} label ${name}`);
        return;
      }
    }
    const object = this.all.get(name);
    if (object === undefined) return;
    object.used = true;
    this.check.recordUse(label, object);
  }

  /** A label declared in this block or one around it. */
  private canJumpTo(name: string): boolean {
    for (let block: LabelChecker | undefined = this; block !== undefined; block = block.parent) {
      if (block.declared.has(name)) return true;
    }
    return false;
  }

  private enclosing(name: string): LabeledStmt | undefined {
    for (let block: LabelChecker | undefined = this; block !== undefined; block = block.parent) {
      if (block.labeled?.label.name === name) return block.labeled;
    }
    return undefined;
  }
}
