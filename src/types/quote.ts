/** Go's quoted form of strings, as strconv.Quote writes it. Strings are bytes: code units 0–255. */

const escapes: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** A string of bytes in Go's double-quoted form; with `ascii`, as strconv.QuoteToASCII writes it. */
export function quote(bytes: string, ascii = false): string {
  let out = '"';
  for (let i = 0; i < bytes.length; ) {
    const [rune, size] = decodeRune(bytes, i);
    const char = String.fromCodePoint(Math.max(rune, 0));
    if (rune < 0) out += `\\x${hex(bytes.charCodeAt(i), 2)}`;
    else if (escapes[char] !== undefined) out += escapes[char];
    else if ((rune < 0x80 || !ascii) && isPrintable(rune, char)) out += char;
    else if (rune < 0x80) out += `\\x${hex(rune, 2)}`;
    else if (rune < 0x10000) out += `\\u${hex(rune, 4)}`;
    else out += `\\U${hex(rune, 8)}`;
    i += size;
  }
  return `${out}"`;
}

/** Code point and length in bytes of the UTF-8 sequence at `at`; [-1, 1] where it is malformed. */
export function decodeRune(bytes: string, at: number): [rune: number, size: number] {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return [first, 1];
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return [-1, 1];
  let rune = first & (0xff >> (size + 1));
  for (let i = 1; i < size; i++) {
    const unit = bytes.charCodeAt(at + i);
    if ((unit & 0xc0) !== 0x80) return [-1, 1];
    rune = (rune << 6) | (unit & 0x3f);
  }
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  if (rune < least || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) return [-1, 1];
  return [rune, size];
}

/** strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. */
function isPrintable(rune: number, char: string): boolean {
  if (rune < 0x80) return rune >= 0x20 && rune < 0x7f;
  return /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char);
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
