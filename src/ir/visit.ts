/** Walking a tree of nodes (cmd/compile/internal/ir's visit.go, Go 1.26). Bodies of closures are not entered. */

import { reverseFrom } from '../base';
import type { BinaryExpr, IrNode } from './nodes';
import { Op } from './op';

/** Nothing is below the node, no statements either. */
export function isLeaf({ op }: IrNode): boolean {
  return op >= Op.ONAME && op <= Op.OTYPE;
}

/** Calls `each` for every direct child, statements of `init` first, in order of evaluation as Go's DoChildren. */
export function forEachChild(node: IrNode, each: (child: IrNode) => void): void {
  if (!isLeaf(node)) eachBelow(node, each);
}

/** `forEachChild` of what is no leaf. */
function eachBelow(node: IrNode, each: (child: IrNode) => void): void {
  if (node.init.length > 0) list(node.init, each);
  switch (node.op) {
    case Op.OCLOSURE:
    case Op.OBREAK:
    case Op.OCONTINUE:
    case Op.OGOTO:
    case Op.OFALL:
    case Op.OLABEL:
      return;
    case Op.OBAD:
    case Op.OAPPEND:
    case Op.ODELETE:
    case Op.OMIN:
    case Op.OMAX:
    case Op.OPRINT:
    case Op.OPRINTLN:
    case Op.ORECOVER:
      list(node.args, each);
      return;
    case Op.OPLUS:
    case Op.ONEG:
    case Op.OBITNOT:
    case Op.ONOT:
    case Op.ORECV:
    case Op.OLEN:
    case Op.OCAP:
    case Op.OREAL:
    case Op.OIMAG:
    case Op.OCLOSE:
    case Op.OCLEAR:
    case Op.OPANIC:
    case Op.ONEW:
    case Op.OUNSAFESTRINGDATA:
    case Op.OUNSAFESLICEDATA:
    case Op.OADDR:
    case Op.OPTRLIT:
    case Op.ODEREF:
    case Op.ODOT:
    case Op.ODOTPTR:
    case Op.ODOTINTER:
    case Op.OMETHVALUE:
    case Op.OMETHEXPR:
    case Op.ODOTTYPE:
    case Op.ODOTTYPE2:
    case Op.ODYNAMICDOTTYPE:
    case Op.ODYNAMICDOTTYPE2:
    case Op.OCONV:
    case Op.OCONVNOP:
    case Op.OCONVIFACE:
    case Op.OBYTES2STR:
    case Op.ORUNES2STR:
    case Op.OSTR2BYTES:
    case Op.OSTR2RUNES:
    case Op.ORUNESTR:
    case Op.OSLICE2ARR:
    case Op.OSLICE2ARRPTR:
    case Op.OTYPESW:
    case Op.ODCL:
      each(node.x);
      return;
    case Op.OADD:
    case Op.OSUB:
    case Op.OOR:
    case Op.OXOR:
    case Op.OMUL:
    case Op.ODIV:
    case Op.OMOD:
    case Op.OAND:
    case Op.OANDNOT:
    case Op.OLSH:
    case Op.ORSH:
    case Op.OEQ:
    case Op.ONE:
    case Op.OLT:
    case Op.OLE:
    case Op.OGT:
    case Op.OGE:
    case Op.OCOMPLEX:
    case Op.OCOPY:
    case Op.OUNSAFEADD:
    case Op.OUNSAFESLICE:
    case Op.OUNSAFESTRING:
    case Op.OANDAND:
    case Op.OOROR:
    case Op.OASOP:
      each(node.x);
      each(node.y);
      return;
    case Op.OADDSTR:
    case Op.OSTRUCTLIT:
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OMAPLIT:
    case Op.OBLOCK:
      list(node.list, each);
      return;
    case Op.OINDEX:
    case Op.OINDEXMAP:
      each(node.x);
      each(node.index);
      return;
    case Op.OSLICE:
    case Op.OSLICESTR:
    case Op.OSLICEARR:
    case Op.OSLICE3:
    case Op.OSLICE3ARR:
      each(node.x);
      maybe(node.low, each);
      maybe(node.high, each);
      maybe(node.max, each);
      return;
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
      each(node.fun);
      list(node.args, each);
      return;
    case Op.OINLCALL:
      list(node.body, each);
      list(node.returnVars, each);
      return;
    case Op.OMAKESLICE:
    case Op.OMAKEMAP:
    case Op.OMAKECHAN:
      maybe(node.len, each);
      maybe(node.cap, each);
      return;
    case Op.OKEY:
      each(node.key);
      each(node.value);
      return;
    case Op.OSTRUCTKEY:
      each(node.value);
      return;
    case Op.OAS:
      each(node.x);
      maybe(node.y, each);
      return;
    case Op.OAS2:
    case Op.OAS2DOTTYPE:
    case Op.OAS2FUNC:
    case Op.OAS2MAPR:
    case Op.OAS2RECV:
    case Op.OSELRECV2:
      list(node.lhs, each);
      list(node.rhs, each);
      return;
    case Op.OSEND:
      each(node.chan);
      each(node.value);
      return;
    case Op.OIF:
      each(node.cond);
      list(node.body, each);
      list(node.else_, each);
      return;
    case Op.OFOR:
      maybe(node.cond, each);
      maybe(node.post, each);
      list(node.body, each);
      return;
    case Op.ORANGE:
      each(node.x);
      maybe(node.key, each);
      maybe(node.value, each);
      list(node.body, each);
      return;
    case Op.OSWITCH:
      maybe(node.tag, each);
      list(node.cases, each);
      return;
    case Op.OCASE:
      if (node.var_ !== undefined) each(node.var_);
      list(node.list, each);
      list(node.body, each);
      return;
    case Op.OSELECT:
      list(node.cases, each);
      return;
    case Op.OCOMMCASE:
      maybe(node.comm, each);
      list(node.body, each);
      return;
    case Op.ORETURN:
      list(node.results, each);
      return;
    case Op.OGO:
    case Op.ODEFER:
      each(node.call);
      return;
  }
}

/**
 * `forEachChild` for passes that recurse and look at no operator themselves: of a chain of binary operators,
 * as long as its author likes, the operands at its ends are the children.
 */
export function forEachOperand(node: IrNode, each: (child: IrNode) => void): void {
  if (isLeaf(node)) return;
  if (!isBinary(node) || !isBinary(node.x)) eachBelow(node, each);
  else eachOfChain(node, each);
}

function eachOfChain(node: BinaryExpr, each: (child: IrNode) => void): void {
  list(node.init, each);
  const right: IrNode[] = [node.y];
  let left: IrNode = node.x;
  while (isBinary(left) && left.init.length === 0) {
    right.push(left.y);
    left = left.x;
  }
  each(left);
  for (let i = right.length - 1; i >= 0; i--) each(right[i]);
}

function isBinary(node: IrNode): node is BinaryExpr {
  return (node.op >= Op.OADD && node.op <= Op.OGE) || node.op === Op.OANDAND || node.op === Op.OOROR;
}

/** Calls `each` for the node and everything below it, parents first. Trees may be as deep as they like. */
export function visit(node: IrNode, each: (node: IrNode) => void): void {
  visitList([node], each);
}

/** `visit` over a list, such as a function's body. */
export function visitList(nodes: readonly IrNode[], each: (node: IrNode) => void): void {
  const pending: IrNode[] = [];
  const push = (child: IrNode): void => {
    pending.push(child);
  };
  for (let i = 0; i < nodes.length; i++) {
    for (let at: IrNode | undefined = nodes[i]; at !== undefined; at = pending.pop()) {
      each(at);
      if (isLeaf(at)) continue;
      const mark = pending.length;
      eachBelow(at, push);
      reverseFrom(pending, mark);
    }
  }
}

function list(nodes: readonly IrNode[], each: (child: IrNode) => void): void {
  for (let i = 0; i < nodes.length; i++) each(nodes[i]);
}

function maybe(node: IrNode | undefined, each: (child: IrNode) => void): void {
  if (node !== undefined) each(node);
}
