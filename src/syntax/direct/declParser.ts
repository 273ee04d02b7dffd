/**
 * The direct parser: from the text of one unit straight to its declaration, by recursive descent. Decides,
 * recovers and words its errors as cmd/compile/internal/syntax/parser.go (Go 1.26) does; shapes are go/ast's.
 */

import type {
  BasicLit,
  BlockStmt,
  Decl,
  Expr,
  FieldList,
  FuncDecl,
  GenDecl,
  Ident,
  ImportSpec,
  Spec,
  TypeSpec,
  ValueSpec,
} from '../ast';
import { NodeKind } from '../ast';
import { NodeBuilder } from '../nodes';
import type { ParseError } from '../source';
import { Precedence, Token } from '../tokens';
import { StmtParser } from './stmtParser';

export class DeclParser extends StmtParser {
  /** One that has done its work and takes the next text: most texts are shorter than it takes to make one. */
  private static idle: DeclParser | undefined = undefined;

  /**
   * The one declaration of the text. A function's body is left alone: it starts at `bodyStart` (-1: it has
   * none) and ends at `bodyEnd`.
   */
  static declaration(
    text: string,
    bodyStart: number,
    bodyEnd: number,
    nodes: NodeBuilder,
    errors: ParseError[],
  ): Decl {
    const parser = DeclParser.of(text, 0, nodes, errors);
    const decl = parser.unitDecl(bodyStart, bodyEnd);
    parser.release();
    return decl;
  }

  /** The body of a function, from its `{` to the end of the text. */
  static body(text: string, bodyStart: number, nodes: NodeBuilder, errors: ParseError[]): BlockStmt {
    const parser = DeclParser.of(text, bodyStart, nodes, errors);
    const body = parser.funcBody();
    parser.endOfDecl();
    parser.release();
    return body;
  }

  /** Name of the package clause in the text, and its end; complains where there is none. */
  static packageName(text: string, errors: ParseError[]): Ident | undefined {
    const parser = new DeclParser(text, 0, new NodeBuilder(), errors);
    if (!parser.got(Token.Package)) {
      parser.syntaxError('package statement must be first');
      return undefined;
    }
    const name = parser.name();
    parser.endOfDecl();
    return name;
  }

  private static of(text: string, from: number, nodes: NodeBuilder, errors: ParseError[]): DeclParser {
    const parser = DeclParser.idle;
    DeclParser.idle = undefined;
    if (parser === undefined) return new DeclParser(text, from, nodes, errors);
    parser.restart(text, from, nodes, errors);
    return parser;
  }

  private release(): void {
    if (!this.hasTables) DeclParser.idle = this;
  }

  private unitDecl(bodyStart: number, bodyEnd: number): Decl {
    switch (this.scan.tok) {
      case Token.Import:
      case Token.Const:
      case Token.Type:
      case Token.Var: {
        const decl = this.genDecl();
        this.endOfDecl();
        return decl;
      }
      case Token.Func:
        return this.funcDecl(bodyStart, bodyEnd);
    }
    const pos = this.scan.start;
    this.syntaxError('non-declaration statement outside function body');
    return this.nodes.badDecl(pos, this.text.trimEnd().length);
  }

  /** Complains about anything but the end of the unit. */
  private endOfDecl(): void {
    if (this.scan.tok === Token.EOF) return;
    if (!this.got(Token.Semi)) this.syntaxError('after top level declaration');
    else if (this.scan.tok === Token.Lbrace) {
      this.syntaxError('unexpected semicolon or newline before {');
    } else if (this.tok() !== Token.EOF) {
      this.syntaxError('non-declaration statement outside function body');
    }
  }

  private funcDecl(bodyStart: number, bodyEnd: number): FuncDecl {
    const hasBody = bodyStart >= 0;
    const pos = this.want(Token.Func);
    const scan = this.scan;
    let recv: FieldList | undefined;
    if (this.scan.tok === Token.Lparen) {
      const lparen = scan.start;
      scan.next();
      recv = this.receiver(lparen);
      const count = recv.list.reduce((n, field) => n + Math.max(1, field.names.length), 0);
      if (count === 0) this.errorAt(scan.start, 'method has no receiver');
      else if (count > 1) this.errorAt(scan.start, 'method has multiple receivers');
    }
    let name: Ident;
    if (this.scan.tok === Token.Name) name = this.name();
    else {
      name = this.nodes.ident(scan.start, scan.start, '_');
      this.syntaxError(recv ? 'expected name' : 'expected name or (');
      this.advance(Token.Lbrace, Token.Semi);
      const none = this.nodes.fieldList(scan.start, [], scan.start);
      const type = this.nodes.funcType(pos, undefined, none, undefined);
      return this.nodes.funcDecl(recv, name, type, hasBody, hasBody ? bodyEnd : type.end);
    }
    const type = this.signature(pos, recv ? 'method' : '');
    if (!hasBody) this.endOfDecl();
    else if (scan.start < bodyStart && this.tok() === Token.Semi) {
      this.scan.next();
      this.syntaxError('unexpected semicolon or newline before {');
    } else if (scan.start !== bodyStart) this.syntaxError('after top level declaration');
    return this.nodes.funcDecl(recv, name, type, hasBody, hasBody ? bodyEnd : type.end);
  }

  protected genDecl(): GenDecl {
    const scan = this.scan;
    const pos = scan.start;
    const keyword = this.scan.tok;
    scan.next();
    const specs: Spec[] = [];
    const add = (): boolean => {
      specs.push(this.spec(keyword, specs.length));
      return false;
    };
    let end: number;
    if (this.got(Token.Lparen)) {
      this.list('grouped declaration', Token.Semi, Token.Rparen, add);
      end = scan.lastEnd;
    } else {
      add();
      end = specs[0].end;
    }
    return this.nodes.genDecl(pos, declKeyword(keyword), specs, end);
  }

  private spec(keyword: Token, index: number): Spec {
    switch (keyword) {
      case Token.Import:
        return this.importSpec();
      case Token.Type:
        return this.typeSpec();
      case Token.Const:
        return this.constSpec(index);
      default:
        return this.varSpec(index);
    }
  }

  private importSpec(): ImportSpec {
    const scan = this.scan;
    let name: Ident | undefined;
    if (this.scan.tok === Token.Name) name = this.name();
    else if (this.scan.tok === Token.Dot) {
      name = this.nodes.ident(scan.start, scan.end, '.');
      scan.next();
    }
    let path: BasicLit;
    if (this.scan.tok === Token.Literal) {
      path = this.nodes.basicLit(scan.start, scan.end, scan.litKind, scan.tokenText());
      scan.next();
      if (path.lit !== 'STRING') this.syntaxErrorAt(path.pos, 'import path must be a string');
    } else {
      path = this.nodes.basicLit(scan.start, scan.start, 'STRING', '""');
      this.syntaxError('missing import path');
      this.advance(Token.Semi, Token.Rparen);
    }
    return this.nodes.importSpec(name, path);
  }

  private nameList(): Ident[] {
    const names = [this.name()];
    while (this.got(Token.Comma)) names.push(this.name());
    return names;
  }

  /** `=`; a `:=` in its place is read and complained about. */
  private gotAssign(): boolean {
    if (this.scan.tok === Token.Define) this.syntaxError('expected =');
    else if (this.scan.tok !== Token.Assign) return false;
    this.scan.next();
    return true;
  }

  private constSpec(iota: number): ValueSpec {
    const names = this.nameList();
    const tok = this.scan.tok;
    if (tok === Token.EOF || tok === Token.Semi || tok === Token.Rparen) {
      return this.nodes.valueSpec(names, undefined, [], iota);
    }
    const type = this.typeOrNone();
    return this.nodes.valueSpec(names, type, this.gotAssign() ? this.exprList() : [], iota);
  }

  private varSpec(index: number): ValueSpec {
    const names = this.nameList();
    if (this.gotAssign()) return this.nodes.valueSpec(names, undefined, this.exprList(), index);
    const type = this.type();
    return this.nodes.valueSpec(names, type, this.gotAssign() ? this.exprList() : [], index);
  }

  private typeSpec(): TypeSpec {
    const scan = this.scan;
    const name = this.name();
    let params: FieldList | undefined;
    let isAlias = false;
    let type: Expr | undefined;
    if (this.scan.tok === Token.Lbrack) {
      const lbrack = scan.start;
      scan.next();
      const opened = this.arrayOrTypeParams(lbrack);
      if (opened.kind === NodeKind.FieldList) {
        params = opened;
        isAlias = this.gotAssign();
        type = this.typeOrNone();
      } else type = opened;
    } else {
      isAlias = this.gotAssign();
      type = this.typeOrNone();
    }
    if (!type) {
      type = this.badExpr();
      this.syntaxError('in type declaration');
      this.advance(Token.Semi, Token.Rparen);
    }
    return this.nodes.typeSpec(name, params, isAlias, type);
  }

  /** After `type T [`: the declared array or slice type, or the type parameters. */
  private arrayOrTypeParams(lbrack: number): Expr | FieldList {
    if (this.got(Token.Rbrack)) return this.nodes.arrayType(lbrack, undefined, this.type());
    if (this.scan.tok !== Token.Name) return this.arrayType(lbrack, undefined);
    const first = this.name();
    let x: Expr = first;
    if (this.tok() !== Token.Lbrack) {
      this.exprDepth++;
      x = this.binaryExpr(this.primaryExpr(first), Precedence.None);
      this.exprDepth--;
    }
    const split = this.splitName(x, this.tok() === Token.Comma);
    if (split && (split.constraint || this.tok() !== Token.Rbrack)) {
      return this.typeParams(lbrack, split.name, split.constraint);
    }
    return this.arrayType(lbrack, x);
  }

  /**
   * Reads the expression x as a name and a constraint after it, as in `P *T` or `P (T)`. Where the second
   * part could be a value just as well, the answer is undefined unless forced.
   */
  private splitName(x: Expr, force: boolean): { name: Ident; constraint: Expr | undefined } | undefined {
    switch (x.kind) {
      case NodeKind.Ident:
        return { name: x, constraint: undefined };
      case NodeKind.BinaryExpr:
        if (x.op === '*' && x.x.kind === NodeKind.Ident && (force || isTypeElem(x.y))) {
          return { name: x.x, constraint: this.nodes.starExpr(x.opPos, x.y) };
        }
        if (x.op === '|') {
          const left = this.splitName(x.x, force || isTypeElem(x.y));
          if (!left?.constraint) return undefined;
          return { name: left.name, constraint: this.nodes.binaryExpr(left.constraint, x.opPos, '|', x.y) };
        }
        return undefined;
      case NodeKind.CallExpr:
        if (
          x.fun.kind === NodeKind.Ident &&
          x.args.length === 1 &&
          !x.hasDots &&
          (force || isTypeElem(x.args[0]))
        ) {
          return { name: x.fun, constraint: this.nodes.parenExpr(x.lparen, x.args[0], x.end) };
        }
    }
    return undefined;
  }
}

/** Whether x can only be an element of a type set, never a value, by its form alone. */
function isTypeElem(x: Expr): boolean {
  switch (x.kind) {
    case NodeKind.ArrayType:
    case NodeKind.StructType:
    case NodeKind.FuncType:
    case NodeKind.InterfaceType:
    case NodeKind.MapType:
    case NodeKind.ChanType:
      return true;
    case NodeKind.BinaryExpr:
      return isTypeElem(x.x) || isTypeElem(x.y);
    case NodeKind.UnaryExpr:
      return x.op === '~' || isTypeElem(x.x);
    case NodeKind.StarExpr:
    case NodeKind.ParenExpr:
      return isTypeElem(x.x);
  }
  return false;
}

function declKeyword(tok: Token): GenDecl['tok'] {
  switch (tok) {
    case Token.Import:
      return 'import';
    case Token.Const:
      return 'const';
    case Token.Type:
      return 'type';
    default:
      return 'var';
  }
}
