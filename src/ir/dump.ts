/** Nodes as S-expressions, for tests and for looking at what a body became (in the place of Go's ir.Dump). */

import type { IrNode } from './nodes';
import { Class, Op } from './op';
import { printConstant } from './printConstant';
import { forEachChild } from './visit';

/**
 * One node with everything in it but statements, which stand on their own (see `dumpStatements`):
 * `(as x (addstr a "b"))`. Operations are Go's without the O; `~` marks what is implicit, `^x` a closure's
 * view of x, `.f` a field or method.
 */
export function dumpNode(node: IrNode): string {
  switch (node.op) {
    case Op.ONAME:
      return node.cls === Class.closureVar ? `^${node.sym}` : node.sym.replace(/_\d+$/, '');
    case Op.OLITERAL:
      return printConstant(node.value, node.type, () => 'T');
    case Op.ONIL:
      return 'nil';
    case Op.OTYPE:
      return 'T';
    default: {
      const parts: string[] = [headOf(node)];
      forEachChild(node, child => {
        if (!node.init.includes(child) && !isBody(node, child)) parts.push(dumpNode(child));
      });
      return parts.length === 1 ? parts[0] : `(${parts.join(' ')})`;
    }
  }
}

/** Calls `each` for every statement of a list, those of `init` and of bodies too, in order of execution. */
export function eachStatement(list: readonly IrNode[], each: (statement: IrNode) => void): void {
  for (const statement of list) {
    eachInit(statement, each);
    if (statement.op !== Op.OBLOCK) each(statement);
    forEachChild(statement, child => {
      if (isBody(statement, child)) eachStatement([child], each);
    });
  }
}

/** Statements that run before parts of the node. */
function eachInit(node: IrNode, each: (statement: IrNode) => void): void {
  eachStatement(node.init, each);
  forEachChild(node, child => {
    if (!isBody(node, child) && !node.init.includes(child)) eachInit(child, each);
  });
}

/** The child is a statement of the node's body. */
function isBody(node: IrNode, child: IrNode): boolean {
  switch (node.op) {
    case Op.OBLOCK:
      return true;
    case Op.OIF:
      return node.body.includes(child) || node.else_.includes(child);
    case Op.OFOR:
      return node.body.includes(child) || node.post === child;
    case Op.ORANGE:
    case Op.OCASE:
      return node.body.includes(child);
    case Op.OCOMMCASE:
      return node.body.includes(child) || node.comm === child;
    case Op.OSWITCH:
    case Op.OSELECT:
      return child.op === Op.OCASE || child.op === Op.OCOMMCASE;
    case Op.OINLCALL:
      return node.body.includes(child);
    default:
      return false;
  }
}

function headOf(node: IrNode): string {
  const name = Op[node.op].slice(1).toLowerCase();
  switch (node.op) {
    case Op.ODOT:
    case Op.ODOTPTR:
    case Op.ODOTINTER:
    case Op.OMETHVALUE:
    case Op.OMETHEXPR:
      return `${name}.${node.sel}`;
    case Op.OADDR:
    case Op.ODEREF:
    case Op.OCONV:
    case Op.OCONVNOP:
    case Op.OCONVIFACE:
    case Op.OSLICELIT:
      return node.implicit ? `~${name}` : name;
    case Op.OSTRUCTKEY:
      return `.${node.field.name}`;
    case Op.OASOP:
      return `${name}.${Op[node.asOp].slice(1).toLowerCase()}`;
    case Op.OCLOSURE:
      return node.func.closureVars.length === 0
        ? name
        : `(${name} ${node.func.closureVars.map(dumpNode).join(' ')})`;
    case Op.OLABEL:
    case Op.OGOTO:
      return `${name}:${node.label}`;
    default:
      return name;
  }
}
