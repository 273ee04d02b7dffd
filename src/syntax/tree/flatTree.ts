/**
 * A syntax tree as three columns in preorder, read with a cursor in one pass: what the conversion needs, and
 * nothing that keeps the tree alive. Comments and automatic semicolons are left out, and so are the insides of
 * string literals. The same arrays serve every tree: a flat tree is valid until the next one is read.
 */

import { Kind, kindOf } from './kinds';

/** What native and WebAssembly cursors have in common. Offsets are UTF-16 units. */
export interface Cursor {
  readonly nodeTypeId: number;
  readonly nodeType: string;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

export class FlatTree {
  count = 0;
  kind = new Uint8Array(1024);
  start = new Int32Array(1024);
  end = new Int32Array(1024);
  /** Index after the last descendant. */
  next = new Int32Array(1024);
  private readonly kinds: Kind[] = [];
  private readonly path: number[] = [];
  /** End of the last token if a newline after it would be a semicolon, else -1. */
  private semiPending = -1;

  /**
   * Reads the tree of `text` under the cursor. False where it holds an error, a node type that is not known,
   * or a newline that Go takes for a semicolon and the grammar for a space; the columns are incomplete then.
   */
  read(cursor: Cursor, text: string): boolean {
    const { path } = this;
    path.length = 0;
    this.count = 0;
    this.semiPending = -1;
    for (;;) {
      const kind = this.kindOf(cursor);
      if (kind === Kind.Error || kind === Kind.Unknown) return false;
      if (kind === Kind.Terminator) this.semiPending = -1;
      else if (kind !== Kind.Skipped) {
        const start = cursor.startIndex;
        const index = this.append(kind, start, cursor.endIndex);
        if (this.end[index] === start && cursor.nodeIsMissing) return false;
        if (kind <= Kind.ImportDot) {
          if (!this.token(kind, start, this.end[index], text)) return false;
        } else if (cursor.gotoFirstChild()) {
          path.push(index);
          continue;
        }
      }
      while (!cursor.gotoNextSibling()) {
        const parent = path.pop();
        if (parent === undefined) return true;
        this.next[parent] = this.count;
        cursor.gotoParent();
      }
    }
  }

  /** False where the token follows a newline that should have ended the statement. */
  private token(kind: Kind, start: number, end: number, text: string): boolean {
    for (let i = this.semiPending; i >= 0 && i < start; i++) {
      if (text.charCodeAt(i) === 10) return false;
    }
    this.semiPending = mayEndStatement(kind) ? end : -1;
    return true;
  }

  private kindOf(cursor: Cursor): Kind {
    const id = cursor.nodeTypeId;
    if (id === errorId) return Kind.Error;
    let kind: Kind | undefined = this.kinds[id];
    if (kind === undefined) {
      kind = kindOf(cursor.nodeType);
      this.kinds[id] = kind;
    }
    return kind;
  }

  private append(kind: Kind, start: number, end: number): number {
    const index = this.count++;
    if (index === this.kind.length) this.grow();
    this.kind[index] = kind;
    this.start[index] = start;
    this.end[index] = end;
    this.next[index] = index + 1;
    return index;
  }

  private grow(): void {
    const size = this.kind.length * 2;
    const kind = new Uint8Array(size);
    kind.set(this.kind);
    this.kind = kind;
    for (const column of ['start', 'end', 'next'] as const) {
      const grown = new Int32Array(size);
      grown.set(this[column]);
      this[column] = grown;
    }
  }
}

/** tree-sitter's own symbol of an ERROR node, the same in every grammar. */
const errorId = 0xffff;

function mayEndStatement(kind: Kind): boolean {
  switch (kind) {
    case Kind.Rparen:
    case Kind.Rbrack:
    case Kind.Rbrace:
    case Kind.SemiKeyword:
    case Kind.IncDec:
    case Kind.Identifier:
    case Kind.IntLiteral:
    case Kind.FloatLiteral:
    case Kind.ImaginaryLiteral:
    case Kind.RuneLiteral:
    case Kind.StringLiteral:
      return true;
  }
  return false;
}
