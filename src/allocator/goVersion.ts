/**
 * What of the allocator depends on the version of Go, in one place. Size classes, pages of a span, headers, the
 * tiny allocator and the pacer are the same in all of them.
 *
 * Sources: runtime/mheap.go (initSpan), runtime/mgcmark_greenteagc.go, internal/buildcfg/exp.go of Go 1.24 to 1.26.
 */

import { type GoVersion, isSince } from '../base';

export interface RuntimeRules {
  /** Spans of objects of 16 to 512 bytes end in the mark and scan bits of the Green Tea collector (on by default since 1.26). */
  spanInlineMarkBits: boolean;
}

export function runtimeRules(version: GoVersion): RuntimeRules {
  return { spanInlineMarkBits: isSince(version, '1.26') };
}
