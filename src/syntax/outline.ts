/**
 * What a unit declares, as far as its first words tell without a parse: one function, method, defined type or
 * variable. Of imported packages hardly anything else is ever asked about.
 */

import type { UnitKeyword } from './split';

export interface Outline {
  kind: 'func' | 'type' | 'var';
  name: string;
  /** Offset of the name in the unit's text. */
  pos: number;
  /** Of a method: what its receiver names, and whether that is a pointer. */
  receiver: { base: string; pointer: boolean } | undefined;
  /** Of a type: it is a struct, an interface, a function, a map or a channel, not what another type is. */
  isComposite: boolean;
}

/** Undefined for what only a parse can tell: groups, aliases, several names, type parameters of types, odd comments. */
export function outlineOf(keyword: UnitKeyword, text: string): Outline | undefined {
  const from = afterComments(text);
  switch (keyword) {
    case 'func': {
      const found = match(functions, text, from);
      if (found === null) return undefined;
      const receiver = found[2] === undefined ? undefined : { base: found[2], pointer: found[1] !== '' };
      return { kind: 'func', name: found[3], pos: nameIn(found, from, 3), receiver, isComposite: false };
    }
    case 'type': {
      const found = match(types, text, from);
      if (found === null) return undefined;
      const isComposite = compositeKeywords.has(found[2]);
      return { kind: 'type', name: found[1], pos: nameIn(found, from, 1), receiver: undefined, isComposite };
    }
    case 'var': {
      const found = match(variables, text, from);
      if (found === null) return undefined;
      return {
        kind: 'var',
        name: found[1],
        pos: nameIn(found, from, 1),
        receiver: undefined,
        isComposite: false,
      };
    }
    default:
      return undefined;
  }
}

/** The offset of the name, with which the match ends. */
function nameIn(found: RegExpExecArray, from: number, group: number): number {
  return from + found[0].length - found[group].length;
}

const compositeKeywords = new Set(['struct', 'interface', 'func', 'map', 'chan']);

/** For names of ASCII alone, and for all others: letters of all scripts take their time. */
interface Pattern {
  ascii: RegExp;
  unicode: RegExp;
}

const beyondAscii = /[^\n\x80-\uffff]*[\x80-\uffff]/y;

function match({ ascii, unicode }: Pattern, text: string, from: number): RegExpExecArray | null {
  ascii.lastIndex = from;
  const found = ascii.exec(text);
  beyondAscii.lastIndex = from;
  if (found !== null || !beyondAscii.test(text)) return found;
  unicode.lastIndex = from;
  return unicode.exec(text);
}

function pattern(source: (ident: string, letter: string) => string): Pattern {
  return {
    ascii: new RegExp(source('[A-Za-z_]\\w*(?![\\w\\x80-\\uffff])', 'A-Za-z_'), 'y'),
    unicode: new RegExp(source('[\\p{L}_][\\p{L}\\p{Nd}_]*', '\\p{L}_'), 'uy'),
  };
}

const space = '[ \\t]*';
const functions = pattern(ident => {
  const receiver = `\\(${space}(?:${ident}[ \\t]+)?(\\*?)${space}(${ident})(?:\\[[^\\][()\\n]*\\])?${space}\\)${space}`;
  return `func[ \\t]+(?:${receiver})?(${ident})(?=${space}[([])`;
});
const types = pattern(ident => `type[ \\t]+(${ident})(?=[ \\t]+(?:(${ident})|[*(]|\\[\\]))`);
const variables = pattern((ident, letter) => `var[ \\t]+(${ident})(?=[ \\t]+[${letter}=*([])`);

/** The offset behind the comments and spaces at the start. */
function afterComments(text: string): number {
  for (let i = 0; ; ) {
    const c = text.charCodeAt(i);
    if (c === 32 || c === 9 || c === 10 || c === 13) i++;
    else if (text.startsWith('//', i)) {
      const end = text.indexOf('\n', i);
      if (end < 0) return text.length;
      i = end;
    } else if (text.startsWith('/*', i)) {
      const end = text.indexOf('*/', i);
      if (end < 0) return text.length;
      i = end + 2;
    } else return i;
  }
}
