/**
 * Expressions and types as the compiler prints them in diagnostics (cmd/compile/internal/ir's fmt.go and
 * types' fmt.go, Go 1.26): implicit operations are passed over, function literals and the contents of
 * composite literals abbreviated, names of other packages qualified with the package's name.
 */

import { type Package, type Program, type Type, TypeKind } from '../types';
import type { Printer } from './ir';
import type { Name } from './name';
import type { IrNode } from './nodes';
import { Op } from './op';
import { printConstant } from './printConstant';
import { printType } from './printType';
import { hasShape } from './shape';

/** A printer; the program is there for names that several imported packages share. */
export function createPrinter(_program: Program): Printer {
  return { printExpr, printName, printType };
}

const opNames: Partial<Record<Op, string>> = {
  [Op.OADD]: '+',
  [Op.OSUB]: '-',
  [Op.OOR]: '|',
  [Op.OXOR]: '^',
  [Op.OMUL]: '*',
  [Op.ODIV]: '/',
  [Op.OMOD]: '%',
  [Op.OAND]: '&',
  [Op.OANDNOT]: '&^',
  [Op.OLSH]: '<<',
  [Op.ORSH]: '>>',
  [Op.OEQ]: '==',
  [Op.ONE]: '!=',
  [Op.OLT]: '<',
  [Op.OLE]: '<=',
  [Op.OGT]: '>',
  [Op.OGE]: '>=',
  [Op.OANDAND]: '&&',
  [Op.OOROR]: '||',
  [Op.OPLUS]: '+',
  [Op.ONEG]: '-',
  [Op.OBITNOT]: '^',
  [Op.ONOT]: '!',
  [Op.ORECV]: '<-',
  [Op.OADDR]: '&',
  [Op.ODEREF]: '*',
  [Op.OAPPEND]: 'append',
  [Op.OCAP]: 'cap',
  [Op.OCLEAR]: 'clear',
  [Op.OCLOSE]: 'close',
  [Op.OCOMPLEX]: 'complex',
  [Op.OCOPY]: 'copy',
  [Op.ODELETE]: 'delete',
  [Op.OIMAG]: 'imag',
  [Op.OLEN]: 'len',
  [Op.OMAX]: 'max',
  [Op.OMIN]: 'min',
  [Op.ONEW]: 'new',
  [Op.OPANIC]: 'panic',
  [Op.OPRINT]: 'print',
  [Op.OPRINTLN]: 'println',
  [Op.OREAL]: 'real',
  [Op.ORECOVER]: 'recover',
  [Op.OUNSAFEADD]: 'unsafe.Add',
  [Op.OUNSAFESLICE]: 'unsafe.Slice',
  [Op.OUNSAFESLICEDATA]: 'unsafe.SliceData',
  [Op.OUNSAFESTRING]: 'unsafe.String',
  [Op.OUNSAFESTRINGDATA]: 'unsafe.StringData',
};

function opName(op: Op): string {
  return opNames[op] ?? Op[op];
}

/** Binding strength of operators; everything else binds like a name (8). */
const precedence: Partial<Record<Op, number>> = {
  [Op.OPLUS]: 7,
  [Op.ONOT]: 7,
  [Op.OBITNOT]: 7,
  [Op.ONEG]: 7,
  [Op.OADDR]: 7,
  [Op.ODEREF]: 7,
  [Op.ORECV]: 7,
  [Op.OMUL]: 6,
  [Op.ODIV]: 6,
  [Op.OMOD]: 6,
  [Op.OLSH]: 6,
  [Op.ORSH]: 6,
  [Op.OAND]: 6,
  [Op.OANDNOT]: 6,
  [Op.OADD]: 5,
  [Op.OSUB]: 5,
  [Op.OOR]: 5,
  [Op.OXOR]: 5,
  [Op.OEQ]: 4,
  [Op.OLT]: 4,
  [Op.OLE]: 4,
  [Op.OGE]: 4,
  [Op.OGT]: 4,
  [Op.ONE]: 4,
  [Op.OSEND]: 3,
  [Op.OANDAND]: 2,
  [Op.OOROR]: 1,
  // Operations without a rank of their own are bracketed wherever they are an operand.
  [Op.OADDSTR]: 0,
  [Op.OCLOSURE]: 0,
  [Op.OPTRLIT]: 0,
  [Op.OMAKESLICE]: 0,
  [Op.OMAKEMAP]: 0,
  [Op.OMAKECHAN]: 0,
  [Op.OCOMPLEX]: 0,
  [Op.OREAL]: 0,
  [Op.OIMAG]: 0,
  [Op.ORECOVER]: 0,
  [Op.OINLCALL]: 0,
};

export function printName(name: Name, local: Package): string {
  return qualified(name.sym, name.pkg, local);
}

/** A symbol with its package's name, where that is not the one that is compiled. */
export function qualified(sym: string, pkg: Package | undefined, local: Package): string {
  return pkg === undefined || pkg === local ? sym : `${pkg.name}.${sym}`;
}

export function printExpr(node: IrNode, local: Package): string {
  return print(node, local, 0, 0);
}

/** Deeper than this an expression is cut short. */
const maxDepth = 100;

function print(node: IrNode, local: Package, outer: number, depth: number): string {
  node = explicit(node);
  if (depth > maxDepth) return '…';
  const rank = node.op === Op.OTYPE && isPointer(node.type) ? 7 : (precedence[node.op] ?? 8);
  if (outer > rank) return `(${print(node, local, 0, depth + 1)})`;
  const sub = (x: IrNode, least = 0): string => print(x, local, least, depth + 1);
  const list = (xs: readonly IrNode[]): string => xs.map(x => sub(x)).join(', ');
  const type = (t: Type): string => printType(t, local);
  switch (node.op) {
    case Op.ONAME:
      return printName(node, local);
    case Op.OLITERAL:
      return node.sym ?? printConstant(node.value, node.type, () => type(node.type));
    case Op.ONIL:
      return 'nil';
    case Op.OTYPE:
      return type(node.type);
    case Op.OCLOSURE:
      return 'func literal';
    case Op.OPTRLIT:
      return `&${sub(node.x)}`;
    case Op.OSTRUCTLIT:
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OMAPLIT:
      return node.implicit ? '... argument' : `${type(node.type)}{${node.list.length > 0 ? '...' : ''}}`;
    case Op.OKEY:
      return `${sub(node.key)}:${sub(node.value)}`;
    case Op.OSTRUCTKEY:
      return `${node.field.name}:${sub(node.value)}`;
    case Op.OMETHEXPR:
      if (node.dictionary !== undefined) {
        const { pkg, index } = node.dictionary;
        return `(${type(node.type)})(&${qualified('.dict', pkg, local)}[${index}])`;
      }
      return `${sub(node.x, rank)}.${node.sel}`;
    case Op.ODOT:
    case Op.ODOTPTR:
    case Op.ODOTINTER:
    case Op.OMETHVALUE:
      return `${sub(node.x, rank)}.${node.sel}`;
    case Op.ODOTTYPE:
    case Op.ODOTTYPE2:
      return `${sub(node.x, rank)}.(${type(node.type)})`;
    case Op.OINDEX:
    case Op.OINDEXMAP:
      return `${sub(node.x, rank)}[${sub(node.index)}]`;
    case Op.OSLICE:
    case Op.OSLICESTR:
    case Op.OSLICEARR:
    case Op.OSLICE3:
    case Op.OSLICE3ARR: {
      const bound = (x: IrNode | undefined): string => (x === undefined ? '' : sub(x));
      const three = node.op === Op.OSLICE3 || node.op === Op.OSLICE3ARR;
      return `${sub(node.x, rank)}[${bound(node.low)}:${bound(node.high)}${three ? `:${bound(node.max)}` : ''}]`;
    }
    case Op.OCOMPLEX:
    case Op.OCOPY:
    case Op.OUNSAFEADD:
    case Op.OUNSAFESLICE:
      return `${opName(node.op)}(${sub(node.x)}, ${sub(node.y)})`;
    case Op.OCONV:
    case Op.OCONVIFACE:
    case Op.OCONVNOP:
    case Op.OBYTES2STR:
    case Op.ORUNES2STR:
    case Op.OSTR2BYTES:
    case Op.OSTR2RUNES:
    case Op.ORUNESTR:
    case Op.OSLICE2ARR:
    case Op.OSLICE2ARRPTR: {
      const named =
        node.type.kind === TypeKind.Named ||
        node.type.kind === TypeKind.Basic ||
        node.type.kind === TypeKind.Alias;
      return `${named ? type(node.type) : `(${type(node.type)})`}(${sub(node.x)})`;
    }
    case Op.OREAL:
    case Op.OIMAG:
    case Op.OCAP:
    case Op.OCLEAR:
    case Op.OCLOSE:
    case Op.OLEN:
    case Op.OPANIC:
      return `${opName(node.op)}(${sub(node.x)})`;
    case Op.ONEW:
      return hasShape(node.x.type) ? 'new(<node DYNAMICTYPE>)' : `new(${sub(node.x)})`;
    case Op.OAPPEND:
    case Op.ODELETE:
    case Op.OMAX:
    case Op.OMIN:
    case Op.ORECOVER:
    case Op.OPRINT:
    case Op.OPRINTLN:
      return `${opName(node.op)}(${list(node.args)}${node.isDDD ? '...' : ''})`;
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
      return `${sub(node.fun, rank)}(${list(node.args)}${node.isDDD ? '...' : ''})`;
    case Op.OINLCALL:
      return node.returnVars.length === 1 ? sub(node.returnVars[0]) : `(.${list(node.returnVars)})`;
    case Op.OMAKEMAP:
    case Op.OMAKECHAN:
    case Op.OMAKESLICE:
      return `make(${[type(node.type), ...[node.len, node.cap].flatMap(x => (x === undefined ? [] : sub(x)))].join(', ')})`;
    case Op.OPLUS:
    case Op.ONEG:
    case Op.OBITNOT:
    case Op.ONOT:
    case Op.ORECV:
    case Op.OADDR:
      return `${opName(node.op)}${node.x.op === node.op ? ' ' : ''}${sub(node.x, rank + 1)}`;
    case Op.ODEREF:
      return `*${sub(node.x, rank + 1)}`;
    case Op.OADD:
    case Op.OAND:
    case Op.OANDNOT:
    case Op.ODIV:
    case Op.OEQ:
    case Op.OGE:
    case Op.OGT:
    case Op.OLE:
    case Op.OLT:
    case Op.OLSH:
    case Op.OMOD:
    case Op.OMUL:
    case Op.ONE:
    case Op.OOR:
    case Op.ORSH:
    case Op.OSUB:
    case Op.OXOR:
    case Op.OANDAND:
    case Op.OOROR:
      return `${sub(node.x, rank)} ${opName(node.op)} ${sub(node.y, rank + 1)}`;
    case Op.OADDSTR:
      return node.list.map(x => sub(x, rank)).join(' + ');
    case Op.OSEND:
      return `${sub(node.chan, rank)} <- ${sub(node.value, rank + 1)}`;
    case Op.OAS:
      return `${sub(node.x)} ${node.def ? ':=' : '='} ${node.y === undefined ? '<nil>' : sub(node.y)}`;
    case Op.OAS2:
    case Op.OAS2DOTTYPE:
    case Op.OAS2FUNC:
    case Op.OAS2MAPR:
    case Op.OAS2RECV:
      return `${list(node.lhs)} ${node.def ? ':=' : '='} ${list(node.rhs)}`;
    case Op.OASOP:
      if (node.incDec) return `${sub(node.x)}${node.asOp === Op.OADD ? '++' : '--'}`;
      return `${sub(node.x)} ${opName(node.asOp)}= ${sub(node.y)}`;
    case Op.ORETURN:
      return `return ${list(node.results)}`;
    default:
      return `<node ${Op[node.op].slice(1)}>`;
  }
}

/** The node below implicit operations. */
function explicit(node: IrNode): IrNode {
  for (;;) {
    switch (node.op) {
      case Op.OADDR:
      case Op.ODEREF:
      case Op.OCONV:
      case Op.OCONVNOP:
      case Op.OCONVIFACE:
        if (!node.implicit) return node;
        node = node.x;
        break;
      default:
        return node;
    }
  }
}

function isPointer(type: Type): boolean {
  return type.kind === TypeKind.Pointer;
}
