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
}

/** Undefined for what only a parse can tell: groups, aliases, several names, type parameters of types, odd comments. */
export function outlineOf(keyword: UnitKeyword, text: string): Outline | undefined {
  const form = forms[keyword];
  if (form === undefined) return undefined;
  form.pattern.lastIndex = afterComments(text);
  const found = form.pattern.exec(text);
  if (found === null) return undefined;
  const { name, base, star } = found.groups ?? {};
  const receiver = base === undefined ? undefined : { base, pointer: star !== '' };
  return { kind: form.kind, name, pos: form.pattern.lastIndex - name.length, receiver };
}

const ident = '[\\p{L}_][\\p{L}\\p{Nd}_]*';
const space = '[ \\t]*';
const receiver = `\\(${space}(?:${ident}[ \\t]+)?(?<star>\\*?)${space}(?<base>${ident})(?:\\[[^\\][()\\n]*\\])?${space}\\)${space}`;

const forms: Partial<Record<UnitKeyword, { kind: Outline['kind']; pattern: RegExp }>> = {
  func: {
    kind: 'func',
    pattern: new RegExp(`func[ \\t]+(?:${receiver})?(?<name>${ident})(?=${space}[([])`, 'uy'),
  },
  type: {
    kind: 'type',
    pattern: new RegExp(`type[ \\t]+(?<name>${ident})(?=[ \\t]+(?:[\\p{L}_*(]|\\[\\]))`, 'uy'),
  },
  var: { kind: 'var', pattern: new RegExp(`var[ \\t]+(?<name>${ident})(?=[ \\t]+[\\p{L}_=*([])`, 'uy') },
};

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
