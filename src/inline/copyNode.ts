/**
 * One node copied with its children (ir.Copy and ir.EditChildren, Go 1.26), by the constructor of its class: so copies
 * look to the engine as what the builder makes.
 */

import {
  AddrExpr,
  AddStringExpr,
  AssignListStmt,
  AssignOpStmt,
  AssignStmt,
  BadNode,
  BinaryExpr,
  BlockStmt,
  BranchStmt,
  BuiltinCall,
  CallExpr,
  CaseClause,
  type ClosureExpr,
  CommClause,
  CompLitExpr,
  ConvExpr,
  Decl,
  ForStmt,
  GoDeferStmt,
  IfStmt,
  IndexExpr,
  InlinedCallExpr,
  type IrNode,
  KeyExpr,
  LabelStmt,
  Literal,
  MakeExpr,
  type Name,
  NilExpr,
  Op,
  RangeStmt,
  ReturnStmt,
  SelectorExpr,
  SelectStmt,
  SendStmt,
  SliceExpr,
  StarExpr,
  StructKeyExpr,
  SwitchStmt,
  TypeAssertExpr,
  TypeNode,
  TypeSwitchGuard,
  UnaryExpr,
} from '../ir';
import type { Place } from '../syntax';

/** Copies of what a node holds. */
export interface ChildCopier {
  node(node: IrNode): IrNode;
  list(nodes: readonly IrNode[]): IrNode[];
  name(name: Name): Name;
  label(label: string): string;
  /** The call of a go or defer statement. */
  delayedCall(call: CallExpr): CallExpr;
}

/** All but names and literals of functions. */
type CopiedNode = Exclude<IrNode, Name | ClosureExpr>;

/** The node without what runs before it. The children are copied in the order of forEachChild. */
export function copyNode(node: CopiedNode, pos: Place, copier: ChildCopier): IrNode {
  const { type } = node;
  switch (node.op) {
    case Op.OLITERAL:
      return new Literal(pos, type, node.value, node.sym);
    case Op.ONIL:
      return new NilExpr(pos, type);
    case Op.OTYPE:
      return new TypeNode(pos, type);
    case Op.OBAD:
      return new BadNode(pos, type, copier.list(node.args), node.why);
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
      return new UnaryExpr(node.op, pos, type, copier.node(node.x));
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
      return new BinaryExpr(node.op, pos, type, copier.node(node.x), copier.node(node.y));
    case Op.OADDSTR:
      return new AddStringExpr(pos, type, copier.list(node.list));
    case Op.OADDR:
    case Op.OPTRLIT:
      return new AddrExpr(node.op, pos, type, copier.node(node.x), node.implicit);
    case Op.ODEREF:
      return new StarExpr(pos, type, copier.node(node.x), node.implicit);
    case Op.ODOT:
    case Op.ODOTPTR:
    case Op.ODOTINTER:
    case Op.OMETHVALUE:
    case Op.OMETHEXPR: {
      const copy = new SelectorExpr(node.op, pos, type, copier.node(node.x), node.sel, node.selection);
      copy.callee = node.callee;
      copy.dictionary = node.dictionary;
      return copy;
    }
    case Op.ODOTTYPE:
    case Op.ODOTTYPE2:
    case Op.ODYNAMICDOTTYPE:
    case Op.ODYNAMICDOTTYPE2:
      return new TypeAssertExpr(node.op, pos, type, copier.node(node.x));
    case Op.OINDEX:
    case Op.OINDEXMAP:
      return new IndexExpr(node.op, pos, type, copier.node(node.x), copier.node(node.index));
    case Op.OSLICE:
    case Op.OSLICESTR:
    case Op.OSLICEARR:
    case Op.OSLICE3:
    case Op.OSLICE3ARR: {
      const x = copier.node(node.x);
      return new SliceExpr(
        node.op,
        pos,
        type,
        x,
        maybe(copier, node.low),
        maybe(copier, node.high),
        maybe(copier, node.max),
      );
    }
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
      return new ConvExpr(node.op, pos, type, copier.node(node.x), node.implicit);
    case Op.OCALLFUNC:
    case Op.OCALLINTER: {
      const fun = copier.node(node.fun);
      const copy = new CallExpr(node.op, pos, type, fun, copier.list(node.args), node.isDDD);
      copy.isCompilerVarLive = node.isCompilerVarLive;
      return copy;
    }
    case Op.OAPPEND:
    case Op.ODELETE:
    case Op.OMIN:
    case Op.OMAX:
    case Op.OPRINT:
    case Op.OPRINTLN:
    case Op.ORECOVER:
      return new BuiltinCall(node.op, pos, type, copier.list(node.args), node.isDDD);
    case Op.OINLCALL:
      return new InlinedCallExpr(pos, type, copier.list(node.body), copier.list(node.returnVars));
    case Op.OMAKESLICE:
    case Op.OMAKEMAP:
    case Op.OMAKECHAN:
      return new MakeExpr(node.op, pos, type, maybe(copier, node.len), maybe(copier, node.cap));
    case Op.OSTRUCTLIT:
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OMAPLIT:
      return new CompLitExpr(node.op, pos, type, copier.list(node.list), node.implicit);
    case Op.OKEY:
      return new KeyExpr(pos, type, copier.node(node.key), copier.node(node.value));
    case Op.OSTRUCTKEY:
      return new StructKeyExpr(pos, node.field, copier.node(node.value));
    case Op.ODCL:
      return new Decl(pos, type, copier.name(node.x));
    case Op.OAS: {
      const x = copier.node(node.x);
      return defining(node, new AssignStmt(pos, type, x, maybe(copier, node.y), node.def), x);
    }
    case Op.OAS2:
    case Op.OAS2DOTTYPE:
    case Op.OAS2FUNC:
    case Op.OAS2MAPR:
    case Op.OAS2RECV:
    case Op.OSELRECV2: {
      const lhs = copier.list(node.lhs);
      const copy = new AssignListStmt(node.op, pos, type, lhs, copier.list(node.rhs), node.def);
      for (const x of lhs) defining(node, copy, x);
      return copy;
    }
    case Op.OASOP:
      return new AssignOpStmt(pos, type, node.asOp, copier.node(node.x), copier.node(node.y), node.incDec);
    case Op.OSEND:
      return new SendStmt(pos, type, copier.node(node.chan), copier.node(node.value));
    case Op.OBLOCK: {
      const copy = new BlockStmt(pos, type, copier.list(node.list));
      copy.omitted = node.omitted;
      return copy;
    }
    case Op.OBREAK:
    case Op.OCONTINUE:
    case Op.OGOTO:
    case Op.OFALL:
      return new BranchStmt(node.op, pos, type, labelled(copier, node.label));
    case Op.OLABEL:
      return new LabelStmt(pos, type, copier.label(node.label));
    case Op.OIF: {
      const cond = copier.node(node.cond);
      return new IfStmt(pos, type, cond, copier.list(node.body), copier.list(node.else_));
    }
    case Op.OFOR: {
      const cond = maybe(copier, node.cond);
      const post = maybe(copier, node.post);
      const copy = new ForStmt(pos, type, cond, post, copier.list(node.body), labelled(copier, node.label));
      copy.distinctVars = node.distinctVars;
      return copy;
    }
    case Op.ORANGE: {
      const x = copier.node(node.x);
      const key = maybe(copier, node.key);
      const value = maybe(copier, node.value);
      const body = copier.list(node.body);
      const copy = new RangeStmt(pos, type, key, value, x, body, node.def, labelled(copier, node.label));
      copy.distinctVars = node.distinctVars;
      return defining(node, defining(node, copy, key), value);
    }
    case Op.OSWITCH: {
      const tag = maybe(copier, node.tag);
      const cases = copier.list(node.cases) as CaseClause[];
      if (node.tag !== undefined && tag !== undefined)
        for (const { var_ } of cases) defining(node.tag, tag, var_);
      return new SwitchStmt(pos, type, tag, cases, labelled(copier, node.label));
    }
    case Op.OTYPESW:
      return new TypeSwitchGuard(pos, type, copier.node(node.x), node.bound);
    case Op.OCASE: {
      const variable = node.var_ && copier.name(node.var_);
      return new CaseClause(pos, type, copier.list(node.list), copier.list(node.body), variable);
    }
    case Op.OSELECT:
      return new SelectStmt(pos, type, copier.list(node.cases) as CommClause[], labelled(copier, node.label));
    case Op.OCOMMCASE:
      return new CommClause(pos, type, maybe(copier, node.comm), copier.list(node.body));
    case Op.ORETURN:
      return new ReturnStmt(pos, type, copier.list(node.results));
    case Op.OGO:
    case Op.ODEFER:
      return new GoDeferStmt(node.op, pos, type, copier.delayedCall(node.call), maybe(copier, node.deferAt));
  }
}

function maybe(copier: ChildCopier, node: IrNode | undefined): IrNode | undefined {
  return node && copier.node(node);
}

function labelled(copier: ChildCopier, label: string | undefined): string | undefined {
  return label === undefined ? undefined : copier.label(label);
}

/** A copied variable that the statement defines is defined by the copy. */
function defining<T extends IrNode>(node: IrNode, copy: T, variable: IrNode | undefined): T {
  if (variable?.op === Op.ONAME && variable.defn === node) variable.defn = copy;
  return copy;
}
