/**
 * Index checks that are left out because of the index's type or form alone: cmd/compile says so with -m when it
 * walks a function (walkIndex and bounded of cmd/compile/internal/walk/expr.go, Go 1.26). What is proved later,
 * from control flow, is told elsewhere and not here.
 *
 * Differs from Go: temporaries that order.go makes are not followed, so that lines of one statement may come
 * in another order.
 */

import { type Sizes, type Type, TypeKind } from '../types';
import { type Func, rootOf } from './name';
import type { AssignListStmt, IndexExpr, IrNode } from './nodes';
import { Op, Trait } from './op';
import { isInteger, isSigned, under } from './typing';
import { forEachChild, forEachOperand } from './visit';

/** The index expressions of a function, then those of its capturing closures, in the order of the walk. */
export function uncheckedIndexes(func: Func, sizes: Sizes): IndexExpr[] {
  const found: IndexExpr[] = [];
  if ((rootOf(func).traits & Trait.boundedIndex) === 0) return found;
  const pending = [func];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const walk = new IndexWalk(sizes, found, pending);
    for (const node of at.body) walk.node(node);
  }
  return found;
}

class IndexWalk {
  /** Calls that have been walked ahead of their statement. */
  private readonly called = new Set<IrNode>();

  constructor(
    private readonly sizes: Sizes,
    private readonly found: IndexExpr[],
    private readonly closures: Func[],
  ) {}

  readonly node = (node: IrNode): void => {
    switch (node.op) {
      case Op.OCLOSURE:
        for (const statement of node.init) this.node(statement);
        if (node.func.isClosure) this.closures.push(node.func);
        return;
      case Op.OAS:
        for (const statement of node.init) this.node(statement);
        if (node.y !== undefined && node.x.op !== Op.ONAME) this.calls(node.y);
        this.node(node.x);
        if (node.y !== undefined) this.node(node.y);
        return;
      case Op.OAS2:
        this.pairs(node);
        return;
      case Op.OCALLFUNC:
      case Op.OCALLINTER:
        if (!this.called.has(node)) forEachChild(node, this.node);
        return;
      case Op.OSWITCH:
        for (const statement of node.init) this.node(statement);
        if (node.tag !== undefined) this.node(node.tag);
        for (const clause of node.cases) clause.list.forEach(this.node);
        for (const clause of node.cases) clause.body.forEach(this.node);
        return;
      case Op.OINDEX:
        forEachChild(node, this.node);
        this.index(node, false);
        return;
      case Op.OAPPEND:
        for (const statement of node.init) this.node(statement);
        node.args.forEach((arg, i) => {
          if (i > 0 && arg.op === Op.OINDEX) this.appended(arg);
          else this.node(arg);
        });
        return;
      default:
        forEachOperand(node, this.node);
    }
  };

  /** Calls in an operand come before the rest of the statement, unless they depend on a condition. */
  private readonly calls = (node: IrNode): void => {
    if (node.op === Op.OANDAND || node.op === Op.OOROR || node.op === Op.OCLOSURE) return;
    if (node.op !== Op.OCALLFUNC && node.op !== Op.OCALLINTER) {
      forEachOperand(node, this.calls);
      return;
    }
    this.node(node);
    this.called.add(node);
  };

  /** What is assigned is computed before the place that it is assigned to. */
  private pairs(node: AssignListStmt): void {
    for (const statement of node.init) this.node(statement);
    node.lhs.forEach((left, i) => {
      if (node.rhs[i] !== undefined) this.node(node.rhs[i]);
      this.node(left);
    });
  }

  /** Of what is appended the index is computed before, to a temporary of which only the type is known. */
  private appended(node: IndexExpr): void {
    forEachChild(node, this.node);
    this.index(node, true);
  }

  /** `isTemporary`: of the index only its type is known. */
  private index(node: IndexExpr, isTemporary: boolean): void {
    const { x, index } = node;
    if (index.op === Op.OLITERAL) return;
    const limit = lengthOf(x);
    if (limit !== undefined && this.isBounded(index, limit, isTemporary)) this.found.push(node);
  }

  /** The index is surely in [0, limit). */
  private isBounded(index: IrNode, limit: bigint, isTemporary: boolean): boolean {
    const { type } = index;
    if (!isInteger(type)) return false;
    const signed = isSigned(type);
    let bits = 8 * this.sizes.sizeof(type);
    if (isTemporary) return !signed && 1n << BigInt(bits) <= limit;
    switch (index.op) {
      case Op.OAND:
      case Op.OANDNOT: {
        const mask = smallConstant(index.x) ?? this.maskOf(index.op, smallConstant(index.y), type);
        if (mask !== undefined && mask >= 0n && mask < limit) return true;
        break;
      }
      case Op.OMOD: {
        const divisor = smallConstant(index.y);
        if (!signed && divisor !== undefined && divisor >= 0n && divisor <= limit) return true;
        break;
      }
      case Op.ODIV: {
        const divisor = smallConstant(index.y);
        if (signed || divisor === undefined) break;
        for (let left = divisor; bits > 0 && left >= 2n; left >>= 1n) bits--;
        break;
      }
      case Op.ORSH: {
        const shift = smallConstant(index.y);
        if (signed || shift === undefined) break;
        if (shift > BigInt(bits)) return true;
        bits -= Number(shift);
        break;
      }
    }
    return !signed && bits <= 62 && 1n << BigInt(bits) <= limit;
  }

  private maskOf(op: Op.OAND | Op.OANDNOT, mask: bigint | undefined, type: Type): bigint | undefined {
    if (mask === undefined || op === Op.OAND) return mask;
    return isSigned(type) ? ~mask : BigInt.asUintN(8 * this.sizes.sizeof(type), ~mask);
  }
}

/** Elements of an array, of what a pointer to one points to, or of a constant string. */
function lengthOf(x: IrNode): bigint | undefined {
  if (x.op === Op.OLITERAL && x.value.kind === 'string') return BigInt(x.value.value.length);
  let type = under(x.type);
  if (type.kind === TypeKind.Pointer) type = under(type.elem);
  return type.kind === TypeKind.Array ? BigInt(type.len) : undefined;
}

function smallConstant(node: IrNode): bigint | undefined {
  if (node.op !== Op.OLITERAL || node.value.kind !== 'int') return undefined;
  const { value } = node.value;
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
