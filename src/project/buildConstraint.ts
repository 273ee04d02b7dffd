/**
 * The build constraints in a file's head: `//go:build` expressions and, where there is none, the older
 * `// +build` lines. Mirrors go/build's shouldBuild and go/build/constraint (Go 1.26). An expression that
 * does not parse excludes the file, as it does for the go command.
 */

import type { TagMatcher } from './buildContext';

/** The lines in a file's head that restrict where it is built, without the comments' markers. */
export interface Constraints {
  goBuild: readonly string[];
  plusBuild: readonly string[];
}

/** Whether the constraints of a file hold. */
export function shouldBuild({ goBuild, plusBuild }: Constraints, matches: TagMatcher): boolean {
  if (goBuild.length > 1) return false;
  if (goBuild.length === 1) return evaluateConstraint(goBuild[0], matches) ?? false;
  return plusBuild.every(line => evaluatePlusBuild(line, matches));
}

/** The value of a `//go:build` expression (without the comment's marker); undefined if it does not parse. */
export function evaluateConstraint(expression: string, matches: TagMatcher): boolean | undefined {
  const tokens = expression.match(/&&|\|\||[!()]|[\p{L}\p{Nd}_.]+|\S/gu) ?? [];
  let next = 0;
  let depth = 0;

  const or = (): boolean | undefined => {
    let value = and();
    while (value !== undefined && tokens[next] === '||') {
      next++;
      const right = and();
      value = right === undefined ? undefined : value || right;
    }
    return value;
  };
  const and = (): boolean | undefined => {
    let value = not();
    while (value !== undefined && tokens[next] === '&&') {
      next++;
      const right = not();
      value = right === undefined ? undefined : value && right;
    }
    return value;
  };
  const not = (): boolean | undefined => {
    if (tokens[next] !== '!') return atom();
    next++;
    if (tokens[next] === '!') return undefined;
    const value = atom();
    return value === undefined ? undefined : !value;
  };
  const atom = (): boolean | undefined => {
    const token = tokens[next++];
    if (token === '(') {
      if (++depth > maxDepth) return undefined;
      const value = or();
      depth--;
      return tokens[next++] === ')' ? value : undefined;
    }
    return token !== undefined && /^[\p{L}\p{Nd}_.]+$/u.test(token) ? matches(token) : undefined;
  };

  const value = or();
  return next === tokens.length ? value : undefined;
}

/** Parentheses nested deeper than this are refused. */
const maxDepth = 100;

/** One line is an "or" of words, a word an "and" of terms with commas. */
function evaluatePlusBuild(line: string, matches: TagMatcher): boolean {
  return line
    .split(/\s+/)
    .filter(word => word !== '')
    .some(word =>
      word.split(',').every(term => {
        const negated = term.startsWith('!');
        const tag = negated ? term.slice(1) : term;
        if (tag === '' || tag.startsWith('!')) return false;
        return matches(tag) !== negated;
      }),
    );
}

const unconstrained: Constraints = { goBuild: [], plusBuild: [] };

/** Reads the comments before the first word of code. `// +build` counts only above the head's last blank line. */
export function readConstraints(text: string): Constraints {
  if (!text.includes('build')) return unconstrained;
  const head: { goBuild: string[]; plusBuild: string[] } = { goBuild: [], plusBuild: [] };
  let pending: string[] = [];
  let onlyLineComments = true;
  let inBlock = false;
  let from = 0;
  while (from < text.length) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    let line = text.slice(from, to).trim();
    from = to + 1;
    if (line === '' && onlyLineComments) {
      head.plusBuild.push(...pending);
      pending = [];
      continue;
    }
    if (!line.startsWith('//')) onlyLineComments = false;
    if (!inBlock) {
      const goBuild = /^\/\/go:build(?:\s+(.*))?$/.exec(line);
      if (goBuild !== null) head.goBuild.push(goBuild[1] ?? '');
      const plusBuild = onlyLineComments ? /^\/\/\s*\+build(?:\s+(.*))?$/.exec(line) : null;
      if (plusBuild !== null) pending.push(plusBuild[1] ?? '');
    }
    while (line !== '') {
      if (inBlock) {
        const end = line.indexOf('*/');
        if (end < 0) break;
        inBlock = false;
        line = line.slice(end + 2).trim();
      } else if (line.startsWith('//')) break;
      else if (line.startsWith('/*')) {
        inBlock = true;
        line = line.slice(2).trim();
      } else return head;
    }
  }
  return head;
}
