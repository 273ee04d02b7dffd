/** Declarations of the grammar to declarations of the AST: the entry to the conversion. */

import type { BlockStmt, Decl, Expr, FieldList, FuncDecl, GenDecl, Ident, Spec } from '../ast';
import { NodeKind } from '../ast';
import type { NodeBuilder } from '../nodes';
import type { FlatTree } from './flatTree';
import { Kind } from './kinds';
import { TreeStmts } from './treeStmts';

export class TreeDecls extends TreeStmts {
  /** The one declaration of the tree; the body of a function lies at [bodyStart, bodyEnd), -1: it has none. */
  static declaration(
    tree: FlatTree,
    text: string,
    nodes: NodeBuilder,
    bodyStart: number,
    bodyEnd: number,
  ): Decl {
    const reader = new TreeDecls(tree, text, 0, nodes);
    const decl = reader.unitDecl(reader.only(), bodyEnd);
    // `func f()` and `{` on the next line: no trees of theirs would show that.
    if (decl.kind === NodeKind.FuncDecl && bodyStart >= 0) {
      if (/[\n;]/.test(text.slice(decl.type.end, bodyStart))) reader.fail(1);
    }
    return decl;
  }

  /** The body of a function, whose tree starts at `shift` of the unit's text. */
  static body(tree: FlatTree, text: string, shift: number, nodes: NodeBuilder): BlockStmt {
    const reader = new TreeDecls(tree, text, shift, nodes);
    return reader.block(reader.only());
  }

  /** The only child of the root (a trailing `;` aside). */
  private only(): number {
    const { tree } = this;
    if (tree.count < 2) this.fail(0);
    const rest = this.after(1);
    if (rest < tree.count && !(rest === tree.count - 1 && this.kind(rest) === Kind.Semi)) this.fail(rest);
    return 1;
  }

  private unitDecl(i: number, bodyEnd: number): Decl {
    switch (this.kind(i)) {
      case Kind.ImportDeclaration:
      case Kind.ConstDeclaration:
      case Kind.VarDeclaration:
      case Kind.TypeDeclaration:
        return this.genDecl(i);
      case Kind.FunctionDeclaration:
      case Kind.MethodDeclaration:
        return this.funcDecl(i, bodyEnd);
    }
    return this.fail(i);
  }

  private funcDecl(i: number, bodyEnd: number): FuncDecl {
    let c = i + 2;
    let recv: FieldList | undefined;
    if (this.kind(c) === Kind.ParameterList) {
      recv = this.params(c, false);
      if (recv.list.length !== 1 || recv.list[0].names.length > 1) this.fail(c);
      c = this.after(c);
    }
    const name = this.ident(c);
    const { type, next } = this.signature(this.start(i), c + 1, this.after(i));
    if (next < this.after(i)) this.fail(next);
    const hasBody = bodyEnd >= 0;
    return this.nodes.funcDecl(recv, name, type, hasBody, hasBody ? bodyEnd : type.end);
  }

  protected genDecl(i: number): GenDecl {
    const keyword = i + 1;
    let c = keyword + 1;
    let stop = this.after(i);
    let end = -1;
    if (this.kind(c) === Kind.ImportSpecList || this.kind(c) === Kind.VarSpecList) {
      stop = this.after(c);
      c++;
    }
    if (this.kind(c) === Kind.Lparen) {
      end = this.end(stop - 1);
      c++;
      stop--;
    }
    const specs: Spec[] = [];
    for (; c < stop; c = this.after(c)) {
      if (this.kind(c) !== Kind.Semi) specs.push(this.spec(c, specs.length));
    }
    if (end < 0) end = specs.length > 0 ? specs[0].end : this.fail(i);
    return this.nodes.genDecl(this.start(i), this.sourceOf(keyword) as GenDecl['tok'], specs, end);
  }

  private spec(i: number, index: number): Spec {
    switch (this.kind(i)) {
      case Kind.ImportSpec:
        return this.importSpec(i);
      case Kind.ConstSpec:
      case Kind.VarSpec:
        return this.valueSpec(i, index);
      case Kind.TypeSpec:
      case Kind.TypeAlias:
        return this.typeSpec(i);
    }
    return this.fail(i);
  }

  private importSpec(i: number): Spec {
    const first = i + 1;
    if (this.kind(first) === Kind.StringLiteral) return this.nodes.importSpec(undefined, this.string(first));
    const name =
      this.kind(first) === Kind.ImportDot
        ? this.nodes.ident(this.start(first), this.end(first), '.')
        : this.ident(first);
    return this.nodes.importSpec(name, this.string(this.after(first)));
  }

  private valueSpec(i: number, index: number): Spec {
    const stop = this.after(i);
    const names: Ident[] = [this.ident(i + 1)];
    let c = i + 2;
    for (; c < stop && this.kind(c) === Kind.Comma; c += 2) names.push(this.ident(c + 1));
    let type: Expr | undefined;
    if (c < stop && this.kind(c) !== Kind.Equals) {
      type = this.type(c);
      c = this.after(c);
    }
    const values = c < stop ? this.exprList(c + 1) : [];
    return this.nodes.valueSpec(names, type, values, index);
  }

  private typeSpec(i: number): Spec {
    const name = this.ident(i + 1);
    let c = i + 2;
    let typeParams: FieldList | undefined;
    if (this.kind(c) === Kind.TypeParameterList) {
      typeParams = this.typeParams(c);
      c = this.after(c);
    }
    const isAlias = this.kind(c) === Kind.Equals;
    return this.nodes.typeSpec(name, typeParams, isAlias, this.type(isAlias ? c + 1 : c));
  }
}
