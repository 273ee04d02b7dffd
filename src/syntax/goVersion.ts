/** The Go version that a `//go:build` line implies, as GoVersion of go/build/constraint (Go 1.26) decides. */

/** "go1.N" that an expression such as `linux && go1.21` requires; undefined where it requires none or is wrong. */
export function impliedGoVersion(expression: string): string | undefined {
  const tokens = expression.match(/&&|\|\||[!()]|[^\s!()&|]+|\S/g) ?? [];
  const parsed = parseOr(tokens, 0, 0);
  if (!parsed || parsed.next !== tokens.length || parsed.least < 0) return undefined;
  return parsed.least === 0 ? 'go1' : `go1.${parsed.least}`;
}

/** Least minor versions that make an expression true and false (-1: any), and the token after it. */
interface Parsed {
  least: number;
  leastNot: number;
  next: number;
}

const maxDepth = 200;

function parseOr(tokens: string[], at: number, depth: number): Parsed | undefined {
  let left = parseAnd(tokens, at, depth);
  while (left && tokens[left.next] === '||') {
    const right = parseAnd(tokens, left.next + 1, depth);
    if (!right) return undefined;
    left = {
      least: Math.min(left.least, right.least),
      leastNot: Math.max(left.leastNot, right.leastNot),
      next: right.next,
    };
  }
  return left;
}

function parseAnd(tokens: string[], at: number, depth: number): Parsed | undefined {
  let left = parseNot(tokens, at, depth);
  while (left && tokens[left.next] === '&&') {
    const right = parseNot(tokens, left.next + 1, depth);
    if (!right) return undefined;
    left = {
      least: Math.max(left.least, right.least),
      leastNot: Math.min(left.leastNot, right.leastNot),
      next: right.next,
    };
  }
  return left;
}

function parseNot(tokens: string[], at: number, depth: number): Parsed | undefined {
  const token = tokens[at];
  if (token === undefined || depth > maxDepth) return undefined;
  if (token === '!') {
    const x = tokens[at + 1] === '!' ? undefined : parseNot(tokens, at + 1, depth + 1);
    return x && { least: x.leastNot, leastNot: x.least, next: x.next };
  }
  if (token === '(') {
    const x = parseOr(tokens, at + 1, depth + 1);
    return x && tokens[x.next] === ')' ? { ...x, next: x.next + 1 } : undefined;
  }
  return /^[\w.]+$/.test(token) || /^[\p{L}\p{Nd}_.]+$/u.test(token)
    ? { least: tagVersion(token), leastNot: -1, next: at + 1 }
    : undefined;
}

function tagVersion(tag: string): number {
  if (tag === 'go1') return 0;
  const minor = /^go1\.(\d+)$/.exec(tag);
  return minor ? Number(minor[1]) : -1;
}
