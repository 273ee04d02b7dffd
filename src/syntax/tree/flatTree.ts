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

  /**
   * Reads the tree under the cursor. False where it holds an error or a node type that is not known; the
   * columns are incomplete then.
   */
  read(cursor: Cursor): boolean {
    const { path } = this;
    path.length = 0;
    this.count = 0;
    for (;;) {
      const kind = this.kindOf(cursor);
      if (kind === Kind.Error || kind === Kind.Unknown) return false;
      let descend = false;
      if (kind !== Kind.Skipped) {
        const index = this.append(kind, cursor.startIndex, cursor.endIndex);
        if (this.end[index] === this.start[index] && cursor.nodeIsMissing) return false;
        descend = kind > Kind.ImportDot && cursor.gotoFirstChild();
        if (descend) path.push(index);
      }
      if (descend) continue;
      while (!cursor.gotoNextSibling()) {
        const parent = path.pop();
        if (parent === undefined) return true;
        this.next[parent] = this.count;
        cursor.gotoParent();
      }
    }
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
