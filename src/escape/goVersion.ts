/**
 * What of escape analysis depends on the version of Go: limits and rules, in one place.
 *
 * Sources: cmd/compile/internal/ir/cfg.go, escape/utils.go (HeapAllocReason), escape/call.go (OAPPEND),
 * escape/escape.go (rewriteWithLiterals), walk/builtin.go and slice/slice.go for the 32-byte buffers.
 * Known differences: for versions before 1.25 only what is listed here is taken back.
 */

import type { GoVersion } from '../base';

export interface EscapeRules {
  /** Bytes that a declared variable may take on the stack. */
  maxStackVar: number;
  /** Bytes that an implicit one may: new, &T{}, make of a constant size, closures. */
  maxImplicitStackVar: number;
  /** Bytes of a closure-captured variable that may be copied instead of referenced. */
  maxCaptureByValue: number;
  /** A make of variable size that does not escape uses a buffer on the stack first (1.25). */
  variableMake: boolean;
  /** The memory that append may allocate is followed like any other allocation (1.26). */
  appendBackingStore: boolean;
  /** A variable that surely holds a constant counts as one in make and in conversions to interfaces (1.25). */
  literalsThroughVariables: boolean;
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
  stackBuffer: 32,
  maxInterfaceOnStack: 1024,
};

export function escapeRules(version: GoVersion): EscapeRules {
  if (version === '1.26') return base;
  if (version === '1.25') return { ...base, appendBackingStore: false };
  return { ...base, appendBackingStore: false, variableMake: false, literalsThroughVariables: false };
}
