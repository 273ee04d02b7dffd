/** SHA-256 (FIPS 180-4), for names that have to come out as another program's. */

let start: Uint32Array | undefined;
let constants: Uint32Array | undefined;

/** The 32 bytes of the digest of a text in UTF-8. */
export function sha256(text: string): Uint8Array {
  const data = new TextEncoder().encode(text);
  start ??= fractions(8, n => integerRoot(n << 64n, 2n));
  constants ??= fractions(64, n => integerRoot(n << 96n, 3n));
  const state = start.slice();
  const view = new DataView(padded(data).buffer);
  const schedule = new Uint32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) schedule[i] = view.getUint32(at + 4 * i);
    digestBlock(state, schedule, constants);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < state.length; i++) digest.setUint32(4 * i, state[i]);
  return new Uint8Array(digest.buffer);
}

/** With a one bit, zeros, and the length in bits at the end of the last block. */
function padded(data: Uint8Array): Uint8Array {
  const length = Math.ceil((data.length + 9) / 64) * 64;
  const bytes = new Uint8Array(length);
  bytes.set(data);
  bytes[data.length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(length - 8, BigInt(data.length) * 8n);
  return bytes;
}

function digestBlock(state: Uint32Array, w: Uint32Array, k: Uint32Array): void {
  for (let i = 16; i < 64; i++) {
    const s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + k[i] + w[i];
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits of the fractional parts of a root of the first primes, computed exactly. */
function fractions(count: number, root: (n: bigint) => bigint): Uint32Array {
  const found: number[] = [];
  for (let n = 2n; found.length < count; n++) {
    let isPrime = true;
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) isPrime = false;
    if (isPrime) found.push(Number(BigInt.asUintN(32, root(n))));
  }
  return Uint32Array.from(found);
}

/** The largest integer whose `power`-th power is at most `n`. */
function integerRoot(n: bigint, power: bigint): bigint {
  let low = 0n;
  let high = 1n << 64n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= n) low = middle;
    else high = middle;
  }
  return low;
}
