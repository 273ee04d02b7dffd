/**
 * Reads units through syntax trees. A tree that holds an error, or a shape that Go does not have, is no
 * basis for an AST: that piece is read by the direct parser, which also words the errors as Go does.
 *
 * The header and the body of a function are two pieces with a tree each, so neither is parsed in vain: of a
 * library often only the first is wanted, and of an edited function only the piece that changed is new.
 */

import type { BlockStmt, Decl } from './ast';
import type { Backend, SyntaxTree } from './backend';
import type { NodeBuilder } from './nodes';
import type { ParseError } from './source';
import { FlatTree } from './tree/flatTree';
import { TreeDecls } from './tree/treeDecls';
import { Unconvertible } from './tree/treeReader';
import { directReader, type FileUnit, type UnitReader } from './unit';

/** Where the trees of open documents live between edits. */
export interface TreeStore {
  /** A tree to start from, already edited to fit the piece's text; the reader takes it over. */
  take(unit: FileUnit, piece: Piece): SyntaxTree | undefined;
  keep(unit: FileUnit, piece: Piece, tree: SyntaxTree): void;
}

export type Piece = 'decl' | 'body';

export class TreeUnitReader implements UnitReader {
  /** Pieces read so far, and those of them that the direct parser had to read. */
  pieces = 0;
  fallbacks = 0;
  private readonly flat = new FlatTree();

  constructor(
    private readonly backend: Backend,
    private readonly store?: TreeStore,
  ) {}

  decl(unit: FileUnit, nodes: NodeBuilder, errors: ParseError[]): Decl {
    const { text, bodyStart, bodyEnd } = unit;
    if (unit.keyword !== 'bad') {
      const piece = bodyStart < 0 ? text : text.slice(0, bodyStart);
      const decl = this.convert(unit, 'decl', piece, nodes, () =>
        TreeDecls.declaration(this.flat, text, nodes, bodyStart, bodyEnd),
      );
      if (decl) return decl;
    }
    return directReader.decl(unit, nodes, errors);
  }

  body(unit: FileUnit, nodes: NodeBuilder, errors: ParseError[]): BlockStmt {
    const { text, bodyStart } = unit;
    const body = this.convert(unit, 'body', text.slice(bodyStart), nodes, () =>
      TreeDecls.body(this.flat, text, bodyStart, nodes),
    );
    return body ?? directReader.body(unit, nodes, errors);
  }

  private convert<T>(
    unit: FileUnit,
    piece: Piece,
    text: string,
    nodes: NodeBuilder,
    read: () => T,
  ): T | undefined {
    this.pieces++;
    const old = this.store?.take(unit, piece);
    const tree = this.backend.parse(text, old);
    old?.delete();
    const count = nodes.count;
    try {
      if (tree && !tree.hasError && tree.visit(cursor => this.flat.read(cursor, text))) return read();
    } catch (error) {
      if (!(error instanceof Unconvertible)) throw error;
      nodes.count = count;
    } finally {
      if (tree) {
        if (this.store) this.store.keep(unit, piece, tree);
        else tree.delete();
      }
    }
    this.fallbacks++;
    return undefined;
  }
}
