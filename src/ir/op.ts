/** Operations, storage classes and directives: the enumerations of the IR. */

import type { IrNode } from './nodes';

/** Operation of a node; names as in Go's ir.Op. */
export enum Op {
  /** Unknown: what could not be typed. */
  OBAD,
  ONAME,
  OLITERAL,
  ONIL,
  OTYPE,
  // unary
  OPLUS,
  ONEG,
  OBITNOT,
  ONOT,
  ORECV,
  OLEN,
  OCAP,
  OREAL,
  OIMAG,
  OCLOSE,
  OCLEAR,
  OPANIC,
  ONEW,
  OUNSAFESTRINGDATA,
  OUNSAFESLICEDATA,
  // binary
  OADD,
  OSUB,
  OOR,
  OXOR,
  OMUL,
  ODIV,
  OMOD,
  OAND,
  OANDNOT,
  OLSH,
  ORSH,
  OEQ,
  ONE,
  OLT,
  OLE,
  OGT,
  OGE,
  OCOMPLEX,
  OCOPY,
  OUNSAFEADD,
  OUNSAFESLICE,
  OUNSAFESTRING,
  OANDAND,
  OOROR,
  OADDSTR,
  // memory
  OADDR,
  OPTRLIT,
  ODEREF,
  ODOT,
  ODOTPTR,
  ODOTINTER,
  OMETHVALUE,
  OMETHEXPR,
  ODOTTYPE,
  ODOTTYPE2,
  ODYNAMICDOTTYPE,
  ODYNAMICDOTTYPE2,
  OINDEX,
  OINDEXMAP,
  OSLICE,
  OSLICESTR,
  OSLICEARR,
  OSLICE3,
  OSLICE3ARR,
  // conversions
  OCONV,
  OCONVNOP,
  OCONVIFACE,
  OBYTES2STR,
  ORUNES2STR,
  OSTR2BYTES,
  OSTR2RUNES,
  ORUNESTR,
  OSLICE2ARR,
  OSLICE2ARRPTR,
  // calls
  OCALLFUNC,
  OCALLINTER,
  OINLCALL,
  OAPPEND,
  ODELETE,
  OMIN,
  OMAX,
  OPRINT,
  OPRINTLN,
  ORECOVER,
  // allocation and literals
  OMAKESLICE,
  OMAKEMAP,
  OMAKECHAN,
  OSTRUCTLIT,
  OARRAYLIT,
  OSLICELIT,
  OMAPLIT,
  OKEY,
  OSTRUCTKEY,
  OCLOSURE,
  // statements
  ODCL,
  OAS,
  OAS2,
  OAS2DOTTYPE,
  OAS2FUNC,
  OAS2MAPR,
  OAS2RECV,
  OSELRECV2,
  OASOP,
  OSEND,
  OBLOCK,
  OBREAK,
  OCONTINUE,
  OGOTO,
  OFALL,
  OLABEL,
  OIF,
  OFOR,
  ORANGE,
  OSWITCH,
  OTYPESW,
  OCASE,
  OSELECT,
  OCOMMCASE,
  ORETURN,
  OGO,
  ODEFER,
}

/** Storage of a name. */
export enum Class {
  /** A package-level variable (PEXTERN). */
  global,
  /** A local variable (PAUTO). */
  auto,
  /** A parameter or receiver (PPARAM). */
  param,
  /** A result (PPARAMOUT). */
  result,
  /** A function's view of a variable of a function around it (PAUTOHEAP with IsClosureVar). */
  closureVar,
  /** A declared function or method, or an instance of a generic one (PFUNC). */
  func,
}

/** `//go:` directives of a function that matter here; a set of bits. */
export enum Pragma {
  none = 0,
  noinline = 1,
  noescape = 2,
  uintptrEscapes = 4,
  uintptrKeepAlive = 8,
  nosplit = 16,
  linkname = 32,
  norace = 64,
  nocheckptr = 128,
  yeswritebarrierrec = 256,
  systemstack = 512,
}

/** What a body holds, so that passes which look for it can leave others alone; a set of bits. */
export enum Trait {
  none = 0,
  /** A call of an interface method whose receiver may always hold the same type. */
  devirtualizable = 1,
  /** A loop whose variables are to be separated (`distinctVars`). */
  distinctVars = 2,
  /** An index into an array or a constant string. */
  boundedIndex = 4,
  /** A goto that the source has. */
  goto = 8,
  /** A local variable that may be given values which nothing reads (see deadLocals.ts). */
  unread = 16,
}

/** The empty list that nodes without statements or operands share. */
export const noNodes: IrNode[] = [];
Object.freeze(noNodes);
