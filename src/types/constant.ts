/** Constant values of arbitrary precision (go/constant): plain data, told apart by `kind`. */

export type Constant =
  | { kind: 'bool'; value: boolean }
  /** Bytes as a JavaScript string of code units 0–255 (Go strings are bytes, not text). */
  | { kind: 'string'; value: string }
  | { kind: 'int'; value: bigint }
  /** A rational number in lowest terms, den > 0. */
  | { kind: 'rat'; num: bigint; den: bigint }
  /** Beyond what rationals are kept for: mantissa × 2^exponent, 512 bits. */
  | { kind: 'float'; mantissa: bigint; exponent: number }
  | { kind: 'complex'; re: Constant; im: Constant };
