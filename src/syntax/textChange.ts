/** Where two versions of a text differ. */

/** text[from, oldTo) became text[from, newTo); offsets in UTF-16 units. */
export interface TextChange {
  from: number;
  oldTo: number;
  newTo: number;
}

/**
 * The one change that makes `after` of `before`: all but their common start and end, and never half of a
 * surrogate pair. Undefined where they are equal.
 */
export function textChange(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from + chunk <= shorter && sameChunk(before, after, from, from)) from += chunk;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  if (from > 0 && isHighSurrogate(before.charCodeAt(from - 1))) from--;
  let oldTo = before.length;
  let newTo = after.length;
  while (oldTo - chunk >= from && newTo - chunk >= from) {
    if (!sameChunk(before, after, oldTo - chunk, newTo - chunk)) break;
    oldTo -= chunk;
    newTo -= chunk;
  }
  while (oldTo > from && newTo > from && before.charCodeAt(oldTo - 1) === after.charCodeAt(newTo - 1)) {
    oldTo--;
    newTo--;
  }
  if (oldTo < before.length && isLowSurrogate(before.charCodeAt(oldTo))) {
    oldTo++;
    newTo++;
  }
  return { from, oldTo, newTo };
}

/** Slices are compared much faster than their units one by one. */
const chunk = 1024;

function sameChunk(before: string, after: string, at: number, other: number): boolean {
  return before.slice(at, at + chunk) === after.slice(other, other + chunk);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
