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
  private lastEnd = -1;
  private lastKind = Kind.Unknown;

  /**
   * Reads the tree of `text`, which is free of errors, under the cursor. False where it holds a node type that is
   * not known, a newline that Go takes for a semicolon and the grammar for a space, or two tokens that are one to Go; the
   * columns are incomplete then.
   */
  read(cursor: Cursor, text: string): boolean {
    // To the grammar any NUL ends the text.
    if (text.includes('\0')) return false;
    const { path } = this;
    path.length = 0;
    this.count = 0;
    this.semiPending = -1;
    this.lastEnd = -1;
    for (;;) {
      const kind = this.kindOf(cursor);
      if (kind === Kind.Error || kind === Kind.Unknown) return false;
      if (kind !== Kind.Skipped) {
        if (this.semiPending >= 0 && this.isAfterTerminator(kind)) {
          // The grammar lets a clause follow a statement on the same line, Go does not.
          const gap = kind >= Kind.ExpressionCase ? text.slice(this.semiPending, cursor.startIndex) : '\n';
          if (!gap.includes('\n')) return false;
          this.semiPending = -1;
        }
        const start = cursor.startIndex;
        const index = this.append(kind, start, cursor.endIndex);
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

  /** The grammar hides its automatic semicolons: they stand where lists of statements and the like want one. */
  private isAfterTerminator(kind: Kind): boolean {
    const parent = this.path[this.path.length - 1];
    switch (parent === undefined ? Kind.Unknown : this.kind[parent]) {
      case Kind.SourceFile:
      case Kind.StatementList:
        return true;
      case Kind.ImportSpecList:
      case Kind.VarSpecList:
      case Kind.FieldDeclarationList:
      case Kind.InterfaceType:
        return kind !== Kind.Lbrace;
      case Kind.ConstDeclaration:
        return kind === Kind.ConstSpec || kind === Kind.Rparen;
      case Kind.TypeDeclaration:
        return kind === Kind.TypeSpec || kind === Kind.TypeAlias || kind === Kind.Rparen;
      case Kind.Block:
        return kind === Kind.Rbrace;
      case Kind.ExpressionSwitchStatement:
      case Kind.TypeSwitchStatement:
      case Kind.SelectStatement:
        return kind === Kind.Rbrace || kind >= Kind.ExpressionCase;
    }
    return false;
  }

  /** False where the token follows a newline that should have ended the statement. */
  private token(kind: Kind, start: number, end: number, text: string): boolean {
    for (let i = this.semiPending; i >= 0 && i < start; i++) {
      if (text.charCodeAt(i) === 10) return false;
    }
    if (start === this.lastEnd && isOneToken(this.lastKind, kind, text.slice(start - 1, start + 1)))
      return false;
    this.lastEnd = end;
    this.lastKind = kind;
    this.semiPending = mayEndStatement(kind) ? end : -1;
    return true;
  }

  private kindOf(cursor: Cursor): Kind {
    const id = cursor.nodeTypeId;
    if (id === errorId) return Kind.Error;
    let kind: Kind | undefined = this.kinds[id];
    if (kind === undefined) {
      // The NUL that ends a text has no name that both bindings agree on.
      const type = cursor.nodeType;
      kind = type === '' || type === 'ERROR' ? Kind.Skipped : kindOf(type);
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

/** Whether Go's scanner would not stop between two tokens; `pair` is the last and the first character of them. */
function isOneToken(left: Kind, right: Kind, pair: string): boolean {
  if (isNumber(left)) return right >= Kind.Keyword || right === Kind.Dot || right === Kind.Dots;
  if (isNumber(right)) return left === Kind.Dot;
  return isOperator(left) && isOperator(right) && munched.has(pair);
}

function isNumber(kind: Kind): boolean {
  return kind === Kind.IntLiteral || kind === Kind.FloatLiteral || kind === Kind.ImaginaryLiteral;
}

function isOperator(kind: Kind): boolean {
  return kind >= Kind.Colon && kind <= Kind.IncDec && kind !== Kind.Keyword && kind !== Kind.SemiKeyword;
}

/** Pairs of characters that Go's scanner never takes apart: the grammar does where only one of them fits. */
const munched = new Set('<- << <= >> >= == != ++ -- && || &^ += -= *= /= %= ^= |= &= := .. // /*'.split(' '));
