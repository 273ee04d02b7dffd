/**
 * Tables: long literals of nothing but integers, `{0x41, 0x5a, 1, …}`, perhaps with keys, perhaps in literals of one
 * more level. They are told by one regular expression, which takes what cannot be wrong, and are read when somebody
 * asks for their elements: of a variable's declaration mostly its type is asked for alone.
 */

import { keywords } from '../tokens';

/** In UTF-16 units: shorter literals are parsed as soon, and longer texts are more than an expression may remember. */
const shortestTable = 512;
const longestText = 1 << 23;

/** The offset behind the table whose `{` is at `from`; -1 where there is none. */
export function tableEnd(text: string, from: number): number {
  if (text.length - from < shortestTable || text.length > longestText) return -1;
  table.lastIndex = from;
  if (!table.test(text) || table.lastIndex - from < shortestTable) return -1;
  const end = table.lastIndex;
  return hasBadKey(text.slice(from, end)) ? -1 : end;
}

/** A key is a keyword, or neither a name nor an integer; comments may be taken for keys. */
function hasBadKey(literal: string): boolean {
  if (!literal.includes(':')) return false;
  for (const [, key] of literal.matchAll(keys)) if (!goodKey.test(key) || keywords.has(key)) return true;
  return false;
}

const space = '[ \\t\\r]*';
const lines = '(?:[ \\t\\r\\n]|//[^\\n]*\\n)*';
const integer = '(?:0[xX][0-9a-fA-F]+|[1-9][0-9]*|0)';
/** Any word: the engine takes long to make code for all that a key may be, and few tables have keys. */
const key = `(?:\\w+${space}:${lines})?`;
const keys = new RegExp(`(\\w+)${space}:`, 'g');
const goodKey = new RegExp(`^(?:${integer}|[A-Za-z_]\\w*)$`);
/** A newline after an element ends a statement: a comma has to come before it. */
const list = (element: string) => `\\{${lines}(?:${element}${space},${lines})*(?:${element}${space})?\\}`;
const table = new RegExp(list(`${key}(?:${integer}|${list(key + integer)})`), 'y');
