/**
 * go and defer (cmd/compile/internal/typecheck's normalizeGoDeferCall, Go 1.26): a call that takes or gives
 * anything is put into a closure, and what has to be computed at once is kept in variables that it captures.
 */

import { type DeferStmt, type GoStmt, NodeKind } from '../syntax';
import { Basic, SignatureType, TupleType, type Type } from '../types';
import { type FuncBuilder, newClosureVar, voidType } from './builder';
import { newClosure } from './closure';
import { expr } from './expr';
import { AssignListStmt, CallExpr, Decl, GoDeferStmt, type IrNode } from './nodes';
import { Class, noNodes, Op } from './op';
import { deferToken } from './rangeFunc';
import { isBasicKind, signatureOf } from './typing';

const plainSignature = new SignatureType(undefined, [], [], new TupleType([]), new TupleType([]), false);

export function goDefer(b: FuncBuilder, s: GoStmt | DeferStmt): IrNode {
  const pos = b.at(s);
  const op = s.kind === NodeKind.GoStmt ? Op.OGO : Op.ODEFER;
  const call = expr(b, s.call);
  const token = op === Op.ODEFER ? deferToken(b, s) : undefined;
  const init: IrNode[] = [];
  const plain = isPlain(call) ? takeInit(call, init) : wrap(b, op, call, init, pos.pos);
  if (plain === undefined) return b.bad(pos, 'go or defer of no call', [call]);
  const node = new GoDeferStmt(op, pos, voidType, plain, token);
  node.init = init;
  return node;
}

function takeInit(call: CallExpr, init: IrNode[]): CallExpr {
  init.push(...call.init);
  call.init = noNodes;
  return call;
}

function isPlain(call: IrNode): call is CallExpr {
  if (call.op !== Op.OCALLFUNC || call.args.length > 0) return false;
  const signature = signatureOf(call.fun.type);
  return signature !== undefined && signature.params.vars.length + signature.results.vars.length === 0;
}

/** A place in the call that holds an operand: read it, or put something else there. */
interface Operand {
  node: IrNode;
  replace(by: IrNode): void;
}

function wrap(
  b: FuncBuilder,
  op: Op.OGO | Op.ODEFER,
  call: IrNode,
  init: IrNode[],
  at: number,
): CallExpr | undefined {
  const operands: Operand[] = [];
  if (!collect(call, operands)) return undefined;
  init.push(...call.init);
  call.init = noNodes;
  const pos = b.place(at);
  const closure = newClosure(b, pos, plainSignature, op === Op.OGO ? 'go' : 'defer');
  closure.func.wrapper = true;
  if (operands.length > 0) {
    const assign = new AssignListStmt(Op.OAS2, pos, voidType, [], [], false);
    for (const operand of operands) {
      const temp = b.temp(operand.node.op === Op.ONAME ? pos : operand.node.pos, operand.node.type);
      init.push(new Decl(temp.pos, voidType, temp));
      temp.defn = assign;
      assign.lhs.push(temp);
      assign.rhs.push(operand.node);
      operand.replace(newClosureVar(closure.func, temp, temp.pos));
    }
    init.push(assign);
  }
  closure.func.body = [call];
  return new CallExpr(Op.OCALLFUNC, call.pos, voidType, closure, [], false);
}

/** Collects the operands of a call that are computed at the statement; false where the node is no call. */
function collect(call: IrNode, out: Operand[]): boolean {
  switch (call.op) {
    case Op.OCALLFUNC:
      visitOperand(
        {
          node: call.fun,
          replace: by => {
            call.fun = by;
          },
        },
        out,
      );
      visitList(call.args, out);
      return true;
    case Op.OCALLINTER: {
      const fun = call.fun;
      if (fun.op === Op.ODOTINTER)
        out.push({
          node: fun.x,
          replace: by => {
            fun.x = by;
          },
        });
      visitList(call.args, out);
      return true;
    }
    case Op.OAPPEND:
    case Op.ODELETE:
    case Op.OPRINT:
    case Op.OPRINTLN:
    case Op.ORECOVER:
      visitList(call.args, out);
      return true;
    case Op.OCOPY:
      visitOperand(
        {
          node: call.x,
          replace: by => {
            call.x = by;
          },
        },
        out,
      );
      visitOperand(
        {
          node: call.y,
          replace: by => {
            call.y = by;
          },
        },
        out,
      );
      return true;
    case Op.OCLEAR:
    case Op.OCLOSE:
    case Op.OPANIC:
      visitOperand(
        {
          node: call.x,
          replace: by => {
            call.x = by;
          },
        },
        out,
      );
      return true;
    default:
      return false;
  }
}

function visitList(list: IrNode[], out: Operand[]): void {
  for (let i = 0; i < list.length; i++)
    visitOperand(
      {
        node: list[i],
        replace: by => {
          list[i] = by;
        },
      },
      out,
    );
}

/** Constants, functions and literals of such are computed in the closure, all else before it. */
function visitOperand(operand: Operand, out: Operand[]): void {
  const { node } = operand;
  switch (node.op) {
    case Op.OLITERAL:
    case Op.ONIL:
    case Op.OMETHEXPR:
    case Op.ONEW:
      return;
    case Op.ONAME:
      if (node.cls === Class.func) return;
      break;
    case Op.OCONVNOP:
      if (isUintptrOfPointer(node.type, node.x.type)) {
        visitOperand(
          {
            node: node.x,
            replace: by => {
              node.x = by;
            },
          },
          out,
        );
        return;
      }
      break;
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OSTRUCTLIT:
      node.list.forEach((element, i) => {
        if (element.op === Op.OKEY || element.op === Op.OSTRUCTKEY)
          visitOperand(
            {
              node: element.value,
              replace: by => {
                element.value = by;
              },
            },
            out,
          );
        else
          visitOperand(
            {
              node: element,
              replace: by => {
                node.list[i] = by;
              },
            },
            out,
          );
      });
      return;
  }
  out.push(operand);
}

function isUintptrOfPointer(to: Type, from: Type): boolean {
  return isBasicKind(to, Basic.Uintptr) && isBasicKind(from, Basic.UnsafePointer);
}
