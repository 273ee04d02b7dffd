/**
 * Typed arrays as JSON can carry them: base64 of their bytes, little-endian. Tables of numbers travel as whole
 * rows, or as those rows that changed since a table that the receiver holds.
 */

export type Packed = string;

export interface PackedRows {
  /** Rows in all. */
  count: number;
  /** Int32: the rows that `values` holds; absent: all of them. */
  changed?: Packed;
  /** Row by row. */
  values: Packed;
}

export type Numbers = Int32Array | Float64Array;

export function pack(numbers: Numbers): Packed {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + chunk)));
  return btoa(parts.join(''));
}

export function unpackIntegers(packed: Packed): Int32Array {
  return new Int32Array(bufferOf(packed));
}

export function unpackNumbers(packed: Packed): Float64Array {
  return new Float64Array(bufferOf(packed));
}

/** All rows, or those that differ from `former`, a table of rows as wide. */
export function packRows<N extends Numbers>(rows: N, width: number, former?: N): PackedRows {
  const count = rows.length / width;
  if (former === undefined) return { count, values: pack(rows) };
  const changed: number[] = [];
  for (let row = 0; row < count; row++) if (!isSameRow(rows, former, row * width, width)) changed.push(row);
  const values = rows.slice(0, changed.length * width);
  changed.forEach((row, i) => {
    values.set(rows.subarray(row * width, (row + 1) * width), i * width);
  });
  return { count, changed: pack(Int32Array.from(changed)), values: pack(values) };
}

/** The whole table of integers. `former` is the one that `packRows` was given. */
export function unpackIntegerRows(packed: PackedRows, width: number, former?: Int32Array): Int32Array {
  const values = unpackIntegers(packed.values);
  if (packed.changed === undefined) return values;
  const rows = new Int32Array(packed.count * width);
  if (former) rows.set(former.subarray(0, rows.length));
  unpackIntegers(packed.changed).forEach((row, i) => {
    rows.set(values.subarray(i * width, (i + 1) * width), row * width);
  });
  return rows;
}

/** What a call may take as arguments. */
const chunk = 0x2000;

function bufferOf(packed: Packed): ArrayBuffer {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}

function isSameRow(a: Numbers, b: Numbers, from: number, width: number): boolean {
  if (from + width > b.length) return false;
  for (let i = from; i < from + width; i++) if (a[i] !== b[i]) return false;
  return true;
}
