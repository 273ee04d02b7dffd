/**
 * What of escape analysis depends on the version of Go: limits and rules, in one place.
 *
 * Sources: cmd/compile/internal/ir/cfg.go, escape/utils.go (HeapAllocReason), escape/call.go (OAPPEND),
 * escape/escape.go (rewriteWithLiterals), walk/builtin.go and slice/slice.go for the 32-byte buffers.
 * Not here: the order in which 1.24 walks the graph, on which only the flow that explains a verdict can depend.
 */

import { type GoVersion, isSince } from '../base';

export interface EscapeRules {
  /** Bytes that a declared variable may take on the stack. */
  maxStackVar: number;
  /** Bytes that an implicit one may: new, &T{}, make of a constant size, closures. */
  maxImplicitStackVar: number;
  /** Bytes of a closure-captured variable that may be copied instead of referenced. */
  maxCaptureByValue: number;
  /** A make of variable size that does not escape uses a buffer on the stack first (1.25). */
  variableMake: boolean;
  /** The memory that append may allocate is followed like any other allocation (1.25). */
  appendBackingStore: boolean;
  /** A variable that surely holds a constant counts as one in make and in conversions to interfaces (1.25). */
  literalsThroughVariables: boolean;
  /** So does one that surely holds the length of a slice literal, in make (1.26). */
  literalLengths: boolean;
  /** What puts its argument on the heap if it holds a pointer that is not a string's: package path and name. */
  escapeNonString: { path: string; name: string };
  /** Composite literals of constants lie in read-only memory when they are converted to an interface (1.25). */
  readOnlyLiterals: boolean;
  /** Bytes of the buffer on the stack that make, append, string concatenation and conversions use first. */
  stackBuffer: number;
  /** Bytes of a value that a conversion to an interface may keep on the stack. */
  maxInterfaceOnStack: number;
}

const base: EscapeRules = {
  maxStackVar: 128 << 10,
  maxImplicitStackVar: 64 << 10,
  maxCaptureByValue: 128,
  variableMake: true,
  appendBackingStore: true,
  literalsThroughVariables: true,
  literalLengths: true,
  escapeNonString: { path: 'internal/abi', name: 'EscapeNonString' },
  readOnlyLiterals: true,
  stackBuffer: 32,
  maxInterfaceOnStack: 1024,
};

export function escapeRules(version: GoVersion): EscapeRules {
  if (isSince(version, '1.26')) return base;
  const before26 = { ...base, literalLengths: false };
  if (isSince(version, '1.25')) return before26;
  return {
    ...before26,
    appendBackingStore: false,
    variableMake: false,
    literalsThroughVariables: false,
    escapeNonString: { path: 'hash/maphash', name: 'escapeForHash' },
    readOnlyLiterals: false,
  };
}
