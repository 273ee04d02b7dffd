/**
 * What is known of single functions outside the packages that are looked at: the tags of their parameters, and
 * whether they can be inlined. No call into fmt is worth reading fmt again.
 */

import type { FuncTags, TagCache } from '../escape';
import type { Decision, DecisionCache } from '../inline';
import type { Callee } from '../ir';
import type { FunctionTable } from './functionTable';

/** `isWanted`: verdicts of this package are wanted, so that its functions must be analysed. */
export function tagCache(table: FunctionTable, isWanted: (path: string) => boolean): TagCache {
  return {
    get(callee) {
      const path = packageOf(callee);
      const text = path === undefined || isWanted(path) ? undefined : table.get(path, callee.name.sym);
      return text === undefined ? undefined : decodeTags(text);
    },
    set(callee, tags) {
      const path = packageOf(callee);
      if (path !== undefined) table.set(path, callee.name.sym, encodeTags(tags));
    },
  };
}

/** `isWanted`: lines of -m are wanted of this package, so that its functions must be looked at. */
export function decisionCache(table: FunctionTable, isWanted: (path: string) => boolean): DecisionCache {
  return {
    get(callee) {
      const path = packageOf(callee);
      const text = path === undefined || isWanted(path) ? undefined : table.get(path, callee.name.sym);
      return text === undefined ? undefined : decodeDecision(text);
    },
    set(callee, decision) {
      const path = packageOf(callee);
      if (path !== undefined && !isWanted(path)) table.set(path, callee.name.sym, encodeDecision(decision));
    },
  };
}

/** Undefined for what a name does not tell: instances, and functions of which there may be several. */
function packageOf({ name, object, typeArgs, func }: Callee): string | undefined {
  const isNamed = object.name !== 'init' && object.name !== '_' && func?.wrapper !== true;
  return isNamed && typeArgs.length === 0 ? name.pkg?.path : undefined;
}

/** Two digits for the directives, then each tag, or ? for what nobody asked for yet, with a comma behind it. */
function encodeTags({ params, uintptrKeepAlive, uintptrEscapes }: FuncTags): string {
  return `${Number(uintptrKeepAlive)}${Number(uintptrEscapes)}${params.map(tag => `${tag ?? '?'},`).join('')}`;
}

function decodeTags(text: string): FuncTags {
  return {
    params: text
      .slice(2)
      .split(',')
      .slice(0, -1)
      .map(tag => (tag === '?' ? undefined : tag)),
    uintptrKeepAlive: text[0] === '1',
    uintptrEscapes: text[1] === '1',
  };
}

/** The cost behind + or, where results can be delayed, *; the reason behind -. */
function encodeDecision(decision: Decision): string {
  return decision.can ? `${decision.canDelayResults ? '*' : '+'}${decision.cost}` : `-${decision.why}`;
}

function decodeDecision(text: string): Decision {
  if (text.startsWith('-')) return { can: false, why: text.slice(1) };
  return { can: true, cost: Number(text.slice(1)), canDelayResults: text.startsWith('*') };
}
