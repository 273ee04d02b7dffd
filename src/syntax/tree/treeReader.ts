/**
 * Walks a flat tree for the conversion. A shape that the grammar permits and Go does not (or that the
 * conversion does not know) raises Unconvertible: the direct parser then reads the piece and words the error.
 */

import type { BasicLit, Ident, LitKind } from '../ast';
import { checkEscapes, checkNumber } from '../literals';
import { maxNesting } from '../nesting';
import type { NodeBuilder } from '../nodes';
import type { FlatTree } from './flatTree';
import { Kind } from './kinds';

export class Unconvertible extends Error {}

export class TreeReader {
  private depth = 0;

  /** `text` is the text of the unit; `shift` is where the tree's own text starts in it. */
  constructor(
    protected readonly tree: FlatTree,
    protected readonly text: string,
    protected readonly shift: number,
    protected readonly nodes: NodeBuilder,
  ) {}

  protected kind(i: number): Kind {
    return this.tree.kind[i];
  }

  protected start(i: number): number {
    return this.tree.start[i] + this.shift;
  }

  protected end(i: number): number {
    return this.tree.end[i] + this.shift;
  }

  /** Index after the node and all below it: its next sibling, if its parent has one. */
  protected after(i: number): number {
    return this.tree.next[i];
  }

  /** Offset of the node if it is of that kind. */
  protected expect(i: number, kind: Kind): number {
    if (this.tree.kind[i] !== kind) this.fail(i);
    return this.start(i);
  }

  protected fail(i: number): never {
    throw new Unconvertible(`node ${this.tree.kind[i]} at ${this.start(i)}`);
  }

  protected enter(): void {
    // What is too deep is left to the direct parser and its words.
    if (++this.depth > maxNesting) throw new Unconvertible('nested too deeply');
  }

  protected leave(): void {
    this.depth--;
  }

  protected sourceOf(i: number): string {
    return this.text.slice(this.start(i), this.end(i));
  }

  protected ident(i: number): Ident {
    if (this.kind(i) !== Kind.Identifier) this.fail(i);
    return this.nodes.ident(this.start(i), this.end(i), this.sourceOf(i));
  }

  protected literal(i: number, lit: LitKind): BasicLit {
    const value = this.sourceOf(i);
    if (!isValidLiteral(lit, value)) this.fail(i);
    return this.nodes.basicLit(this.start(i), this.end(i), lit, value);
  }

  protected string(i: number): BasicLit {
    if (this.kind(i) !== Kind.StringLiteral) this.fail(i);
    return this.literal(i, 'STRING');
  }
}

/** The grammar takes more for a literal than Go does: newlines, unknown escapes, misplaced underscores. */
function isValidLiteral(lit: LitKind, value: string): boolean {
  let valid = true;
  const report = (): void => {
    valid = false;
  };
  if (lit === 'STRING') {
    if (!isClosed(value)) return false;
    if (value.charCodeAt(0) === 96) return true;
    if (value.includes('\n')) return false;
    if (value.includes('\\')) checkEscapes(value, 1, value.length - 1, 34, report);
  } else if (lit === 'CHAR') {
    if (value.includes('\n')) return false;
    if (value.length > 3) checkEscapes(value, 1, value.length - 1, 39, report);
  } else if (value.length > 1 && checkNumber(value, 0, report).end < value.length) return false;
  return valid;
}

/** tree-sitter closes a string where it misses the quote, and that token is empty. */
function isClosed(value: string): boolean {
  const quote = value.charCodeAt(0);
  let last = value.length - 1;
  if (last < 1 || value.charCodeAt(last) !== quote) return false;
  if (quote === 96) return true;
  let escaped = false;
  while (value.charCodeAt(--last) === 92) escaped = !escaped;
  return !escaped;
}
