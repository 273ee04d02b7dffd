/**
 * What of inlining depends on the version of Go: budgets, costs and the functions that are treated specially,
 * in one place.
 *
 * Sources: cmd/compile/internal/inline/inl.go (constants, hairyVisitor.doNode, IsBigFunc, inlineCostOK), Go 1.24
 * to 1.26. The scores of inline/inlheur are left out: they count with GOEXPERIMENT=newinliner alone.
 */

import { type GoVersion, isSince } from '../base';

export interface InlineRules {
  /** What a body may cost. */
  maxBudget: number;
  /** What the body of a function literal may cost at most. */
  closureBudget: number;
  /** A call of a literal may cost this many times as much as one of a function. */
  closureFactor: number;
  /** The only call of a literal is inlined up to this cost. */
  closureCalledOnceCost: number;
  /** What a call that stays costs, beside its operands. */
  callCost: number;
  /** The same of a call of a parameter or of a captured variable. */
  paramCallCost: number;
  panicCost: number;
  appendCost: number;
  /** A function literal, beside the node itself. */
  closureCost: number;
  /** What the body of a range over a function begins with: a check that it may run, not in our IR. */
  rangeBodyCost: number;
  /** A function of so many nodes is big … */
  bigFunctionNodes: number;
  /** … and takes only bodies of this cost. */
  bigFunctionMaxCost: number;
  /** Calls that cost as any other node: package path, names. */
  cheapCalls: Readonly<Record<string, ReadonlySet<string>>>;
  /** A generic function whose calls cost as any other node, and stay calls: package path and name. */
  escapeNonString: { path: string; name: string };
  /** Bounds of a slice expression that are what they would be without cost nothing (1.26). */
  freeSliceBounds: boolean;
  /** A function with a defer in a range over a function is not inlined (1.26); else the runtime's call for it counts. */
  refusesDeferInRange: boolean;
  /** Calls that make their caller impossible to inline. */
  callerOnlyCalls: Readonly<Record<string, ReadonlySet<string>>>;
}

function byteOrder(prefix: (endian: string) => string): string[] {
  return ['LE', 'BE'].flatMap(endian =>
    ['', 'Put', 'Append'].flatMap(verb =>
      ['16', '32', '64'].map(bits => `${prefix(endian)}${verb}Uint${bits}`),
    ),
  );
}

const base: InlineRules = {
  maxBudget: 80,
  closureBudget: 800,
  closureFactor: 2,
  closureCalledOnceCost: 800,
  callCost: 57,
  paramCallCost: 17,
  panicCost: 1,
  appendCost: 0,
  closureCost: 15,
  rangeBodyCost: 12,
  bigFunctionNodes: 5000,
  bigFunctionMaxCost: 20,
  cheapCalls: {
    'internal/abi': new Set(['NoEscape']),
    'internal/byteorder': new Set(byteOrder(endian => endian)),
    'encoding/binary': new Set(byteOrder(endian => (endian === 'LE' ? 'littleEndian.' : 'bigEndian.'))),
    runtime: new Set(['heapBits.nextArena', 'getg']),
  },
  escapeNonString: { path: 'internal/abi', name: 'EscapeNonString' },
  freeSliceBounds: true,
  refusesDeferInRange: true,
  callerOnlyCalls: { 'internal/runtime/sys': new Set(['GetCallerPC', 'GetCallerSP']) },
};

export function inlineRules(version: GoVersion): InlineRules {
  if (isSince(version, '1.26')) return base;
  const before26 = { ...base, freeSliceBounds: false, refusesDeferInRange: false };
  if (isSince(version, '1.25')) return before26;
  return { ...before26, escapeNonString: { path: 'hash/maphash', name: 'escapeForHash' } };
}
