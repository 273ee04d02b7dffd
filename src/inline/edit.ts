/** Putting other nodes in the place of a node's children (ir.EditChildren, Go 1.26). Bodies of closures are not entered. */

import { type IrNode, isLeaf, Op } from '../ir';

export type Edit = (node: IrNode) => IrNode;

/** Replaces every direct child by what `edit` gives for it, in the order of forEachChild; lists keep their identity. */
export function editChildren(node: IrNode, edit: Edit): void {
  if (isLeaf(node)) return;
  if (node.init.length > 0) editList(node.init, edit);
  switch (node.op) {
    case Op.OCLOSURE:
    case Op.OBREAK:
    case Op.OCONTINUE:
    case Op.OGOTO:
    case Op.OFALL:
    case Op.OLABEL:
    case Op.ODCL:
      return;
    case Op.OBAD:
    case Op.OAPPEND:
    case Op.ODELETE:
    case Op.OMIN:
    case Op.OMAX:
    case Op.OPRINT:
    case Op.OPRINTLN:
    case Op.ORECOVER:
      editList(node.args, edit);
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
      node.x = edit(node.x);
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
      node.x = edit(node.x);
      node.y = edit(node.y);
      return;
    case Op.OADDSTR:
    case Op.OSTRUCTLIT:
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OMAPLIT:
    case Op.OBLOCK:
      editList(node.list, edit);
      return;
    case Op.OINDEX:
    case Op.OINDEXMAP:
      node.x = edit(node.x);
      node.index = edit(node.index);
      return;
    case Op.OSLICE:
    case Op.OSLICESTR:
    case Op.OSLICEARR:
    case Op.OSLICE3:
    case Op.OSLICE3ARR:
      node.x = edit(node.x);
      node.low = node.low && edit(node.low);
      node.high = node.high && edit(node.high);
      node.max = node.max && edit(node.max);
      return;
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
      node.fun = edit(node.fun);
      editList(node.args, edit);
      return;
    case Op.OINLCALL:
      editList(node.body, edit);
      editList(node.returnVars, edit);
      return;
    case Op.OMAKESLICE:
    case Op.OMAKEMAP:
    case Op.OMAKECHAN:
      node.len = node.len && edit(node.len);
      node.cap = node.cap && edit(node.cap);
      return;
    case Op.OKEY:
      node.key = edit(node.key);
      node.value = edit(node.value);
      return;
    case Op.OSTRUCTKEY:
      node.value = edit(node.value);
      return;
    case Op.OAS:
      node.x = edit(node.x);
      node.y = node.y && edit(node.y);
      return;
    case Op.OAS2:
    case Op.OAS2DOTTYPE:
    case Op.OAS2FUNC:
    case Op.OAS2MAPR:
    case Op.OAS2RECV:
    case Op.OSELRECV2:
      editList(node.lhs, edit);
      editList(node.rhs, edit);
      return;
    case Op.OSEND:
      node.chan = edit(node.chan);
      node.value = edit(node.value);
      return;
    case Op.OIF:
      node.cond = edit(node.cond);
      editList(node.body, edit);
      editList(node.else_, edit);
      return;
    case Op.OFOR:
      node.cond = node.cond && edit(node.cond);
      node.post = node.post && edit(node.post);
      editList(node.body, edit);
      return;
    case Op.ORANGE:
      node.x = edit(node.x);
      node.key = node.key && edit(node.key);
      node.value = node.value && edit(node.value);
      editList(node.body, edit);
      return;
    case Op.OSWITCH:
      node.tag = node.tag && edit(node.tag);
      editList(node.cases, edit);
      return;
    case Op.OCASE:
      editList(node.list, edit);
      editList(node.body, edit);
      return;
    case Op.OSELECT:
      editList(node.cases, edit);
      return;
    case Op.OCOMMCASE:
      node.comm = node.comm && edit(node.comm);
      editList(node.body, edit);
      return;
    case Op.ORETURN:
      editList(node.results, edit);
      return;
    case Op.OGO:
    case Op.ODEFER: {
      const call = edit(node.call);
      if (call.op === Op.OCALLFUNC || call.op === Op.OCALLINTER) node.call = call;
      node.deferAt = node.deferAt && edit(node.deferAt);
    }
  }
}

/** Replaces the nodes of a list where they stand; clauses of a switch or select stay what they are. */
export function editList(list: IrNode[], edit: Edit): void {
  for (let i = 0; i < list.length; i++) {
    const edited = edit(list[i]);
    if (edited !== list[i]) list[i] = edited;
  }
}
