/** Types, and the places where only what follows tells a type from a value (Go 1.26). */

import type {
  ArrayType,
  BasicLit,
  Expr,
  Field,
  FieldList,
  FuncType,
  Ident,
  IndexExpr,
  InterfaceType,
  StructType,
} from '../ast';
import { NodeKind } from '../ast';
import { Token } from '../tokens';
import { TokenStream } from './tokenStream';

/** One entry of a parameter list before names and types are sorted out. */
export interface Parameter {
  name: Ident | undefined;
  type: Expr | undefined;
}

/** How a parameter list reads: its closing bracket, and what it is for. */
export interface ParameterRules {
  close: Token.Rparen | Token.Rbrack;
  /** A list of type parameters: names are required, type sets permitted. */
  typeParams: boolean;
  /** `...T` is permitted for the last one. */
  variadic: boolean;
}

const typeParamRules: ParameterRules = { close: Token.Rbrack, typeParams: true, variadic: false };
const typeArgRules: ParameterRules = { close: Token.Rbrack, typeParams: false, variadic: false };
const paramRules: ParameterRules = { close: Token.Rparen, typeParams: false, variadic: true };
const resultRules: ParameterRules = { close: Token.Rparen, typeParams: false, variadic: false };

export abstract class TypeParser extends TokenStream {
  protected abstract expr(): Expr;

  /** A parameter list whose opening bracket at `open`, and possibly whose first entry, has been read. */
  protected abstract paramList(open: number, rules: ParameterRules, first?: Parameter): FieldList;

  protected type(): Expr {
    const type = this.typeOrNone();
    if (type) return type;
    const bad = this.badExpr();
    this.syntaxError('expected type');
    this.advance(Token.Comma, Token.Colon, Token.Semi, Token.Rparen, Token.Rbrack, Token.Rbrace);
    return bad;
  }

  protected badExpr(): Expr {
    return this.nodes.badExpr(this.scan.start, this.scan.start);
  }

  protected typeOrNone(): Expr | undefined {
    this.enter();
    const type = this.typeBody();
    this.leave();
    return type;
  }

  private typeBody(): Expr | undefined {
    const pos = this.scan.start;
    switch (this.scan.tok) {
      case Token.Name:
        return this.typeName(this.name());
      case Token.Star:
        this.scan.next();
        return this.nodes.starExpr(pos, this.type());
      case Token.Arrow:
        this.scan.next();
        this.want(Token.Chan);
        return this.nodes.chanType(pos, 'recv', this.chanElem());
      case Token.Chan: {
        this.scan.next();
        const dir = this.got(Token.Arrow) ? 'send' : 'both';
        return this.nodes.chanType(pos, dir, this.chanElem());
      }
      case Token.Func:
        this.scan.next();
        return this.signature(pos, 'function type');
      case Token.Lbrack:
        this.scan.next();
        if (this.got(Token.Rbrack)) return this.nodes.arrayType(pos, undefined, this.type());
        return this.arrayType(pos, undefined);
      case Token.Map: {
        this.scan.next();
        this.want(Token.Lbrack);
        const key = this.type();
        this.want(Token.Rbrack);
        return this.nodes.mapType(pos, key, this.type());
      }
      case Token.Struct:
        return this.structType();
      case Token.Interface:
        return this.interfaceType();
      case Token.Lparen: {
        this.scan.next();
        const type = this.type();
        this.want(Token.Rparen);
        return this.nodes.parenExpr(pos, type, this.scan.lastEnd);
      }
    }
    return undefined;
  }

  private chanElem(): Expr {
    const type = this.typeOrNone();
    if (type) return type;
    const bad = this.badExpr();
    this.syntaxError('missing channel element type');
    return bad;
  }

  /** The rest of an array type whose `[` at `pos`, and possibly whose length, has been read. */
  protected arrayType(pos: number, length: Expr | undefined): ArrayType {
    let len = length;
    if (!len) {
      if (this.scan.tok === Token.DotDotDot) {
        len = this.nodes.ellipsis(this.scan.start, undefined);
        this.scan.next();
      } else {
        this.exprDepth++;
        len = this.expr();
        this.exprDepth--;
      }
    }
    if (this.scan.tok === Token.Comma) {
      this.syntaxError('unexpected comma; expected ]');
      this.scan.next();
    }
    this.want(Token.Rbrack);
    return this.nodes.arrayType(pos, len, this.type());
  }

  /** A possibly qualified, possibly instantiated type name. */
  protected typeName(first: Ident): Expr {
    let x: Expr = first;
    if (this.scan.tok === Token.Dot) {
      const dot = this.scan.start;
      this.scan.next();
      x = this.nodes.selectorExpr(x, dot, this.name());
    }
    return this.scan.tok === Token.Lbrack ? this.typeInstance(x) : x;
  }

  private requiredTypeName(): Expr {
    if (this.scan.tok === Token.Name) return this.typeName(this.name());
    const missing = this.nodes.ident(this.scan.start, this.scan.start, '_');
    this.syntaxError('expected name');
    this.advance(Token.Dot, Token.Semi, Token.Rbrace);
    return this.typeName(missing);
  }

  private typeInstance(x: Expr): IndexExpr {
    const lbrack = this.want(Token.Lbrack);
    let indices: Expr[];
    if (this.scan.tok === Token.Rbrack) {
      this.syntaxError('expected type argument list');
      indices = [this.badExpr()];
    } else indices = this.typeList(true).list;
    const rbrack = this.want(Token.Rbrack);
    return this.nodes.indexExpr(x, lbrack, indices, rbrack, this.scan.lastEnd);
  }

  /** A list of types; unless `strict`, the first may be any expression. */
  protected typeList(strict: boolean): { list: Expr[]; comma: boolean } {
    this.exprDepth++;
    const list = [strict ? this.type() : this.expr()];
    const comma = this.scan.tok === Token.Comma;
    while (this.got(Token.Comma)) {
      const type = this.typeOrNone();
      if (!type) break;
      list.push(type);
    }
    this.exprDepth--;
    return { list, comma };
  }

  /**
   * Parameters and results after `func` (at `pos`) or a name. With a context, type parameters are read but
   * complained about.
   */
  protected signature(pos: number, context: string): FuncType {
    let typeParams: FieldList | undefined;
    if (this.scan.tok === Token.Lbrack) {
      if (context !== '') this.syntaxError(`${context} must have no type parameters`);
      const lbrack = this.scan.start;
      this.scan.next();
      if (this.tok() === Token.Rbrack) {
        this.syntaxError('empty type parameter list');
        this.scan.next();
      } else typeParams = this.paramList(lbrack, typeParamRules);
    }
    const lparen = this.want(Token.Lparen);
    const params = this.paramList(lparen, paramRules);
    return this.nodes.funcType(pos, typeParams, params, this.results());
  }

  /** The receiver of a method, whose `(` has been read. */
  protected receiver(lparen: number): FieldList {
    return this.paramList(lparen, resultRules);
  }

  /** Type parameters of a type declaration whose first name, and possibly its constraint, has been read. */
  protected typeParams(lbrack: number, name: Ident, constraint: Expr | undefined): FieldList {
    return this.paramList(lbrack, typeParamRules, { name, type: constraint });
  }

  private results(): FieldList | undefined {
    const pos = this.scan.start;
    if (this.got(Token.Lparen)) return this.paramList(pos, resultRules);
    const type = this.typeOrNone();
    if (!type) return undefined;
    return this.nodes.fieldList(pos, [this.nodes.field([], type, undefined)], type.end);
  }

  private structType(): StructType {
    const pos = this.want(Token.Struct);
    const lbrace = this.want(Token.Lbrace);
    const fields: Field[] = [];
    this.list('struct type', Token.Semi, Token.Rbrace, () => {
      const field = this.structField();
      if (field) fields.push(field);
      return false;
    });
    return this.nodes.structType(pos, this.nodes.fieldList(lbrace, fields, this.scan.lastEnd));
  }

  private structField(): Field | undefined {
    const pos = this.scan.start;
    switch (this.scan.tok) {
      case Token.Name:
        return this.namedField();
      case Token.Star: {
        this.scan.next();
        const type = this.embeddedName(this.tok() === Token.Lparen);
        return this.nodes.field([], this.nodes.starExpr(pos, type), this.tag());
      }
      case Token.Lparen: {
        const type = this.embeddedName(true);
        return this.nodes.field([], type, this.tag());
      }
    }
    this.syntaxError('expected field name or embedded type');
    this.advance(Token.Semi, Token.Rbrace);
    return undefined;
  }

  private namedField(): Field {
    const name = this.name();
    const tok = this.scan.tok;
    if (tok === Token.Dot || tok === Token.Literal || tok === Token.Semi || tok === Token.Rbrace) {
      const type = this.typeName(name);
      return this.nodes.field([], type, this.tag());
    }
    const names = [name];
    while (this.got(Token.Comma)) names.push(this.name());
    if (names.length === 1 && this.scan.tok === Token.Lbrack) {
      const type = this.arrayOrInstance(name);
      return this.nodes.field(type.kind === NodeKind.IndexExpr ? [] : names, type, this.tag());
    }
    const type = this.type();
    return this.nodes.field(names, type, this.tag());
  }

  /** An embedded type name; parentheses around it, where `paren`, are read and complained about. */
  private embeddedName(paren: boolean): Expr {
    if (!paren) return this.requiredTypeName();
    const pos = this.scan.start;
    this.syntaxError('cannot parenthesize embedded type');
    this.scan.next();
    const star = this.scan.start;
    const type = this.got(Token.Star)
      ? this.nodes.starExpr(star, this.requiredTypeName())
      : this.requiredTypeName();
    this.got(Token.Rparen);
    return this.nodes.parenExpr(pos, type, this.scan.lastEnd);
  }

  private tag(): BasicLit | undefined {
    const scan = this.scan;
    if (this.scan.tok !== Token.Literal) return undefined;
    const tag = this.nodes.basicLit(scan.start, scan.end, scan.litKind, scan.tokenText());
    if (scan.litKind !== 'STRING') this.syntaxError('struct field tag must be a string');
    scan.next();
    return tag;
  }

  /** After a name, at `[`: an array or slice type, or the name's instantiation. */
  protected arrayOrInstance(name: Ident): ArrayType | IndexExpr {
    const lbrack = this.want(Token.Lbrack);
    if (this.got(Token.Rbrack)) return this.nodes.arrayType(lbrack, undefined, this.type());
    if (this.scan.tok === Token.DotDotDot) return this.arrayType(lbrack, undefined);
    const { list, comma } = this.typeList(false);
    const rbrack = this.want(Token.Rbrack);
    const end = this.scan.lastEnd;
    if (!comma) {
      const elem = this.typeOrNone();
      if (elem) return this.nodes.arrayType(lbrack, list[0], elem);
    }
    return this.nodes.indexExpr(name, lbrack, list, rbrack, end);
  }

  private interfaceType(): InterfaceType {
    const pos = this.want(Token.Interface);
    const lbrace = this.want(Token.Lbrace);
    const methods: Field[] = [];
    this.list('interface type', Token.Semi, Token.Rbrace, () => {
      methods.push(this.interfaceElem());
      return false;
    });
    return this.nodes.interfaceType(pos, this.nodes.fieldList(lbrace, methods, this.scan.lastEnd));
  }

  private interfaceElem(): Field {
    if (this.scan.tok !== Token.Name) return this.nodes.field([], this.union(this.term()), undefined);
    const name = this.name();
    if (this.tok() === Token.Lparen) return this.method(name);
    if (this.tok() === Token.Lbrack) {
      const bracketed = this.methodOrInstance(name);
      if (bracketed.kind === NodeKind.Field) return bracketed;
      return this.nodes.field([], this.union(bracketed), undefined);
    }
    return this.nodes.field([], this.union(this.typeName(name)), undefined);
  }

  private method(name: Ident): Field {
    return this.nodes.field([name], this.signature(this.scan.start, 'interface method'), undefined);
  }

  /** After a name in an interface, at `[`: an embedded instance, or (complained about) a generic method. */
  private methodOrInstance(name: Ident): Field | Expr {
    const lbrack = this.want(Token.Lbrack);
    if (this.scan.tok === Token.Rbrack) {
      const isMethod = this.text.charCodeAt(this.scan.end) === 40;
      this.errorAt(this.scan.start, isMethod ? 'empty type parameter list' : 'empty type argument list');
      this.scan.next();
      return this.tok() === Token.Lparen ? this.method(name) : name;
    }
    const list = this.paramList(lbrack, typeArgRules);
    if (list.list.some(field => field.names.length > 0)) {
      this.errorAt(lbrack, 'interface method must have no type parameters');
      return this.method(name);
    }
    if (list.list.length === 0) return this.scan.tok === Token.Lparen ? this.method(name) : name;
    const indices = list.list.map(field => field.type);
    return this.nodes.indexExpr(name, lbrack, indices, list.end - 1, list.end);
  }

  protected isOr(): boolean {
    return this.scan.tok === Token.Operator && this.scan.op === '|';
  }

  /** The terms after `first`, each with a `|` before it. */
  protected union(first: Expr): Expr {
    let x = first;
    let operators = 0;
    while (this.isOr()) {
      this.checkOperators(++operators);
      const pos = this.scan.start;
      this.scan.next();
      x = this.nodes.binaryExpr(x, pos, '|', this.term());
    }
    return x;
  }

  protected isTilde(): boolean {
    return this.scan.tok === Token.Operator && this.scan.op === '~';
  }

  protected term(): Expr {
    const pos = this.scan.start;
    if (this.isTilde()) {
      this.scan.next();
      return this.nodes.unaryExpr(pos, '~', this.type());
    }
    const type = this.typeOrNone();
    if (type) return type;
    const bad = this.badExpr();
    this.syntaxError('expected ~ term or type');
    this.advance(Token.Operator, Token.Semi, Token.Rparen, Token.Rbrack, Token.Rbrace);
    return bad;
  }
}
