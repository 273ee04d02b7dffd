/**
 * What escape analysis tells: one verdict for each variable, parameter and allocation site, the flow that
 * explains it, and the parameter tags that callers elsewhere need. Data alone: no IR node is held, so the
 * bodies can be dropped once a function has been analysed.
 *
 * Wording and order follow cmd/compile/internal/escape of Go 1.26 (`-gcflags=-m`, and for flows `-m=2`).
 */

import type { Place } from '../syntax';
import type { TypeText } from './typeText';

/**
 * - `moved`    a declared variable that lives on the heap      "moved to heap: x"
 * - `heap`     an allocation site that goes to the heap        "&T{} escapes to heap"
 * - `stack`    a site that stays, or a parameter that is kept  "&T{} does not escape"
 * - `leak`     a parameter that flows out as it is             "leaking param: p", "… to result ~r0 level=0"
 * - `content`  what a parameter points to flows to the heap    "leaking param content: p"
 * - `unknown`  it counts as escaping because something could not be seen; `note` says what
 */
export type VerdictKind = 'moved' | 'heap' | 'stack' | 'leak' | 'content' | 'unknown';

/** What is allocated there. */
export type SiteKind =
  | 'variable'
  | 'parameter'
  | 'new'
  | 'pointerLiteral'
  | 'sliceLiteral'
  | 'mapLiteral'
  | 'makeSlice'
  | 'makeMap'
  | 'append'
  | 'closure'
  | 'methodValue'
  | 'interface'
  | 'stringConcat'
  | 'stringConversion'
  | 'other';

/** One step of an explanation: `why` is the compiler's word ("assign", "return", "call parameter", …). */
export interface FlowStep {
  place: Place;
  why: string;
  /** The expression or statement of the step, as the compiler prints it. */
  text: string;
  /** In the first step of each assignment: the assignment itself, "dst ← &src" (dst may be "{heap}"). */
  edge?: string;
}

export interface Verdict {
  kind: VerdictKind;
  /** Where the compiler reports it. */
  place: Place;
  /** Names of the functions inlined there that it comes from, innermost first. */
  inlined: readonly string[];
  site: SiteKind;
  /** The variable or parameter, for moved, leak, content, and for a parameter that does not escape. */
  name: string | undefined;
  /** For a leak to a result: "RESULT level=N". */
  to: string | undefined;
  /** The expression of heap and stack, as the compiler prints it. */
  expr: string | undefined;
  /** The function it lies in, as the compiler names it: "f", "(*T).m", "f.func1". */
  func: string;
  /** Type of what is allocated: of the variable, of new's or a literal's pointee, of the slice, map or closure. */
  type: TypeText | undefined;
  /** Bytes of one allocation (before rounding to a size class); undefined where not constant. */
  bytes: number | undefined;
  /** For slices that are made, appended to or converted: bytes of an element. */
  elemBytes: number | undefined;
  /** What is allocated holds pointers (the allocator's scan or noscan). */
  hasPointers: boolean;
  /** Heap memory is really taken each time the site runs: constants, zero-size and read-only values take none. */
  allocates: boolean;
  /**
   * Of what stays: bytes up to which it really does; a larger one takes heap memory after all. Slices made of
   * variable size, appended memory, strings put together, large values in interfaces; else undefined.
   */
  stackLimit: number | undefined;
  /** Loops around it within its function, from 1 (1: none). */
  loopDepth: number;
  /** Why it escapes or leaks: the first flow that `-m=2` prints; empty where it stays. */
  flow: readonly FlowStep[];
  /** Why something could not be known (no source for a callee, a construct not modelled). */
  note: string | undefined;
  /** In a generic function that its package never instantiates: the compiler prints nothing for it. */
  uninstantiated: boolean;
  /** The line of `-m` without its position; undefined where the compiler prints none. */
  gc: string | undefined;
  /** Grows in the order in which the compiler prints. */
  order: number;
}

/**
 * A diagnostic of `-m` that is no verdict ("ignoring self-assignment", "zero-copy string->[]byte conversion"),
 * or one about something without a position (`place.pos` is then negative).
 */
export interface Remark {
  place: Place;
  gc: string;
  order: number;
}

/**
 * What callers need to know of a function: a tag for the receiver (if any) and each parameter in order
 * (see leaks.ts for the form; "" leaks to the heap), and the directives that rewrite arguments.
 */
export interface FuncTags extends FuncDirectives {
  /** undefined: not looked at yet. */
  params: readonly (string | undefined)[];
}

/** What directives in front of a function ask of its callers. */
export interface FuncDirectives {
  /** Converted uintptr arguments stay alive during the call (//go:uintptrkeepalive, functions without a body). */
  uintptrKeepAlive: boolean;
  /** //go:uintptrescapes */
  uintptrEscapes: boolean;
}

/** All that one function (its closures included) was found to do. */
export interface FuncEscape {
  /** The function's name as the compiler prints it. */
  func: string;
  tags: FuncTags;
  /** In the order in which the compiler reports them, duplicates and all; see `gcLines`. */
  verdicts: readonly Verdict[];
  remarks: readonly Remark[];
}
