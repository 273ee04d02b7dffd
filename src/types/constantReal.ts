/**
 * Arithmetic of real constants: rationals, and binary floats with a mantissa of 512 bits (math/big as
 * go/constant uses it, Go 1.26). Rounding is to nearest, ties to even.
 */

export type Rat = { kind: 'rat'; num: bigint; den: bigint };
export type Float = { kind: 'float'; mantissa: bigint; exponent: number };
export type Real = Rat | Float;

/** Bits of a float's mantissa. */
export const precision = 512;
/** Numerators and denominators of this many bits or more make a float. */
const maxRatBits = 4096;
/** Exponents of math/big are int32: beyond is infinite or zero. */
const maxExponent = 2 ** 31 - 1;

export function bitLengthOf(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 0x20_0000_0000_0000n) {
    const number = Number(magnitude);
    return number === 0
      ? 0
      : number < 0x1_0000_0000
        ? 32 - Math.clz32(number)
        : 64 - Math.clz32(number / 0x1_0000_0000);
  }
  const hex = magnitude.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0], 16)));
}

/** Bits of the magnitude of an integer constant; 0 for what is none. */
export function bitLength(x: { kind: string; value?: unknown }): number {
  return x.kind === 'int' && typeof x.value === 'bigint' ? bitLengthOf(x.value) : 0;
}

/** An integer as a rational, or as a float where it is too long for one. */
export function toReal(value: bigint): Real {
  if (bitLengthOf(value) < maxRatBits) return { kind: 'rat', num: value, den: 1n };
  return roundFloat(value, 0)!;
}

/** num/den in lowest terms, as a float where either is too long; undefined for den = 0. */
export function makeRat(num: bigint, den: bigint): Real | undefined {
  if (den === 0n) return undefined;
  let n = den < 0n ? -num : num;
  let d = den < 0n ? -den : den;
  const common = gcd(n < 0n ? -n : n, d);
  if (common > 1n) {
    n /= common;
    d /= common;
  }
  if (bitLengthOf(n) < maxRatBits && bitLengthOf(d) < maxRatBits) return { kind: 'rat', num: n, den: d };
  return divideToFloat(n, d);
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) {
    if (y === 1n) return 1n;
    [x, y] = [y, x % y];
  }
  return x;
}

/**
 * mantissa × 2^exponent rounded to 512 bits (or `bits`); undefined where it is infinite. `sticky`: something not
 * zero was cut off below the mantissa.
 */
export function roundFloat(
  mantissa: bigint,
  exponent: number,
  sticky = false,
  bits = precision,
): Float | undefined {
  if (mantissa === 0n) return { kind: 'float', mantissa: 0n, exponent: 0 };
  const excess = bitLengthOf(mantissa) - bits;
  let m = mantissa;
  let e = exponent;
  if (excess > 0) {
    m = roundShift(mantissa, excess, sticky);
    e += excess;
  }
  const top = e + bitLengthOf(m);
  if (top > maxExponent) return undefined;
  if (top < -maxExponent) return { kind: 'float', mantissa: 0n, exponent: 0 };
  return { kind: 'float', mantissa: m, exponent: e };
}

/** value / 2^shift, rounded to nearest, ties to even. */
export function roundShift(value: bigint, shift: number, sticky: boolean): bigint {
  const negative = value < 0n;
  const magnitude = negative ? -value : value;
  const s = BigInt(shift);
  let quotient = magnitude >> s;
  const rest = magnitude - (quotient << s);
  const half = 1n << (s - 1n);
  if (rest > half || (rest === half && (sticky || (quotient & 1n) === 1n))) quotient++;
  return negative ? -quotient : quotient;
}

/** num/den rounded to 512 bits. */
export function divideToFloat(num: bigint, den: bigint, bits = precision): Float | undefined {
  const shift = Math.max(0, bits + 2 - (bitLengthOf(num) - bitLengthOf(den)));
  const negative = num < 0n !== den < 0n;
  const n = (num < 0n ? -num : num) << BigInt(shift);
  const d = den < 0n ? -den : den;
  // One more bit below the quotient stands for the rest of the division.
  const quotient = ((n / d) << 1n) | (n % d === 0n ? 0n : 1n);
  return roundFloat(negative ? -quotient : quotient, -shift - 1, false, bits);
}

export function toFloatReal(x: Real): Float {
  return x.kind === 'float' ? x : divideToFloat(x.num, x.den)!;
}

export function realSign(x: Real): number {
  const value = x.kind === 'rat' ? x.num : x.mantissa;
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

export function negateReal(x: Real): Real {
  return x.kind === 'rat'
    ? { kind: 'rat', num: -x.num, den: x.den }
    : { kind: 'float', mantissa: -x.mantissa, exponent: x.exponent };
}

/** undefined for a division by zero and for results that are infinite. */
export function realOp(op: '+' | '-' | '*' | '/', x: Real, y: Real): Real | undefined {
  if (x.kind === 'rat' && y.kind === 'rat') {
    if (op === '*') return makeRat(x.num * y.num, x.den * y.den);
    if (op === '/') return makeRat(x.num * y.den, x.den * y.num);
    if (x.den === y.den) return makeRat(op === '+' ? x.num + y.num : x.num - y.num, x.den);
    const a = x.num * y.den;
    const b = y.num * x.den;
    return makeRat(op === '+' ? a + b : a - b, x.den * y.den);
  }
  return floatOp(op, toFloatReal(x), toFloatReal(y));
}

function floatOp(op: '+' | '-' | '*' | '/', x: Float, y: Float): Float | undefined {
  if (op === '*') return roundFloat(x.mantissa * y.mantissa, x.exponent + y.exponent);
  if (op === '/') {
    if (y.mantissa === 0n) return undefined;
    const quotient = divideToFloat(x.mantissa, y.mantissa);
    return quotient && roundFloat(quotient.mantissa, quotient.exponent + x.exponent - y.exponent);
  }
  return addFloats(x, op === '-' ? { ...y, mantissa: -y.mantissa } : y);
}

function addFloats(x: Float, y: Float): Float | undefined {
  if (x.mantissa === 0n) return roundFloat(y.mantissa, y.exponent);
  if (y.mantissa === 0n) return x;
  const [high, low] = x.exponent >= y.exponent ? [x, y] : [y, x];
  const distance = high.exponent - low.exponent;
  // Far below the last bit of the sum the smaller one only decides ties.
  if (distance > 4 * precision) {
    const nudge = low.mantissa > 0n ? 1n : -1n;
    const shift = 2 * precision;
    return roundFloat((high.mantissa << BigInt(shift)) + nudge, high.exponent - shift);
  }
  return roundFloat((high.mantissa << BigInt(distance)) + low.mantissa, low.exponent);
}

export function compareReals(x: Real, y: Real): number {
  if (x.kind === 'rat' && y.kind === 'rat') {
    const a = x.num * y.den;
    const b = y.num * x.den;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const difference = addFloats(toFloatReal(x), negateReal(toFloatReal(y)) as Float);
  return difference === undefined ? realSign(x) : realSign(difference);
}

/** The integer that the number is (or, for a float, is but for its last four bits); undefined for others. */
export function realToInt(x: Real): bigint | undefined {
  if (x.kind === 'rat') return x.den === 1n ? x.num : undefined;
  if (!isSmallFloat(x)) return undefined;
  const exact = floatToInt(x);
  if (exact !== undefined) return exact;
  const excess = bitLengthOf(x.mantissa) - (precision - 4);
  if (excess <= 0) return undefined;
  const negative = x.mantissa < 0n;
  const magnitude = negative ? -x.mantissa : x.mantissa;
  const down = magnitude >> BigInt(excess);
  for (const candidate of [down, down + 1n]) {
    const mantissa = negative ? -candidate : candidate;
    const value = floatToInt({ kind: 'float', mantissa, exponent: x.exponent + excess });
    if (value !== undefined) return value;
  }
  return undefined;
}

function floatToInt(x: Float): bigint | undefined {
  if (x.exponent >= 0) return x.mantissa << BigInt(x.exponent);
  const shift = BigInt(-x.exponent);
  const value = x.mantissa >> shift;
  return value << shift === x.mantissa ? value : undefined;
}

/** The binary exponent is one that rationals are kept for. */
export function isSmallFloat(x: Float): boolean {
  if (x.mantissa === 0n) return true;
  const exponent = x.exponent + bitLengthOf(x.mantissa);
  return exponent > -maxRatBits && exponent < maxRatBits;
}

/** A format of binary floating point: bits of the mantissa, least and greatest exponent of its last bit. */
interface Format {
  bits: number;
  least: number;
  greatest: number;
}
const float32: Format = { bits: 24, least: -149, greatest: 104 };
const float64: Format = { bits: 53, least: -1074, greatest: 971 };

/** The nearest float64; ±Infinity beyond its range. */
export function toFloat64(x: Real): number {
  return toFormat(x, float64);
}
/** The nearest float32, as a JavaScript number; ±Infinity beyond its range. */
export function toFloat32(x: Real): number {
  return toFormat(x, float32);
}

function toFormat(x: Real, format: Format): number {
  const sign = realSign(x);
  if (sign === 0) return 0;
  if (x.kind === 'float') {
    const top = x.exponent + bitLengthOf(x.mantissa);
    if (top > 1100) return sign * Number.POSITIVE_INFINITY;
    if (top < -1100) return sign * 0;
    return x.exponent >= 0
      ? ratioTo(x.mantissa << BigInt(x.exponent), 1n, format)
      : ratioTo(x.mantissa, 1n << BigInt(-x.exponent), format);
  }
  return ratioTo(x.num, x.den, format);
}

function ratioTo(num: bigint, den: bigint, format: Format): number {
  const negative = num < 0n;
  const n = negative ? -num : num;
  const estimate = bitLengthOf(n) - bitLengthOf(den);
  // 2^top <= n/den < 2^(top+1)
  const reaches = estimate >= 0 ? n >= den << BigInt(estimate) : n << BigInt(-estimate) >= den;
  const top = reaches ? estimate : estimate - 1;
  const last = Math.max(top - format.bits + 1, format.least);
  const scaled = last >= 0 ? n : n << BigInt(-last);
  const divisor = last >= 0 ? den << BigInt(last) : den;
  let quotient = scaled / divisor;
  const twice = (scaled - quotient * divisor) << 1n;
  if (twice > divisor || (twice === divisor && (quotient & 1n) === 1n)) quotient++;
  let exponent = last;
  if (quotient === 1n << BigInt(format.bits)) {
    quotient >>= 1n;
    exponent++;
  }
  const magnitude = exponent > format.greatest ? Number.POSITIVE_INFINITY : Number(quotient) * 2 ** exponent;
  return negative ? -magnitude : magnitude;
}

/** A finite float64 exactly, as a rational. */
export function ofFloat64(value: number): Rat {
  if (value === 0) return { kind: 'rat', num: 0n, den: 1n };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  let mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  let exponent = Math.max(biased, 1) - 1075;
  while (exponent < 0 && (mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  const num = value < 0 ? -mantissa : mantissa;
  if (exponent >= 0) return { kind: 'rat', num: num << BigInt(exponent), den: 1n };
  return { kind: 'rat', num, den: 1n << BigInt(-exponent) };
}
