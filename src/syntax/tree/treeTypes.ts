/** Types of the grammar to types of the AST. */

import type { Expr, Field, FieldList, FuncType, Ident } from '../ast';
import { NodeKind } from '../ast';
import { maxOperators } from '../nesting';
import { Kind } from './kinds';
import { TreeReader } from './treeReader';

interface Parameter {
  name: Ident | undefined;
  type: Expr | undefined;
}

export abstract class TreeTypes extends TreeReader {
  /** Below zero in the header of a statement, where Go takes no `T{}` outside brackets. */
  protected exprDepth = 0;

  protected abstract expr(i: number): Expr;

  /** A type, or undefined where the node is none. */
  protected typeOrNone(i: number): Expr | undefined {
    this.enter();
    const type = this.typeNode(i);
    this.leave();
    return type;
  }

  protected type(i: number): Expr {
    return this.typeOrNone(i) ?? this.fail(i);
  }

  private typeNode(i: number): Expr | undefined {
    const first = i + 1;
    switch (this.kind(i)) {
      case Kind.Identifier:
        return this.ident(i);
      case Kind.QualifiedType:
        return this.nodes.selectorExpr(this.ident(first), this.start(first + 1), this.ident(first + 2));
      case Kind.GenericType:
        return this.instance(this.type(first), this.after(first));
      case Kind.PointerType:
        return this.nodes.starExpr(this.start(i), this.type(first + 1));
      case Kind.ParenthesizedType:
        return this.nodes.parenExpr(this.start(i), this.type(first + 1), this.end(i));
      case Kind.SliceType:
        return this.nodes.arrayType(this.start(i), undefined, this.type(first + 2));
      case Kind.ImplicitLengthArrayType: {
        const len = this.nodes.ellipsis(this.start(first + 1), undefined);
        return this.nodes.arrayType(this.start(i), len, this.type(first + 3));
      }
      case Kind.ArrayType: {
        const bracket = this.after(first + 1);
        this.exprDepth++;
        const len = this.expr(first + 1);
        this.exprDepth--;
        return this.nodes.arrayType(this.start(i), len, this.type(bracket + 1));
      }
      case Kind.MapType: {
        const bracket = this.after(first + 2);
        return this.nodes.mapType(this.start(i), this.type(first + 2), this.type(bracket + 1));
      }
      case Kind.ChannelType:
        return this.channelType(i);
      case Kind.FunctionType:
        return this.signature(this.start(i), first + 1, this.after(i)).type;
      case Kind.StructType:
        return this.nodes.structType(this.start(i), this.structFields(first + 1));
      case Kind.InterfaceType:
        return this.nodes.interfaceType(this.start(i), this.interfaceElems(i));
      case Kind.TypeElem:
        return this.after(first) === this.after(i) ? this.type(first) : undefined;
    }
    return undefined;
  }

  private channelType(i: number): Expr {
    const first = i + 1;
    const pos = this.start(i);
    if (this.kind(first) === Kind.Arrow) return this.nodes.chanType(pos, 'recv', this.type(first + 2));
    if (this.kind(first + 1) === Kind.Arrow) return this.nodes.chanType(pos, 'send', this.type(first + 2));
    return this.channelOf(pos, first + 1);
  }

  /** `chan` at pos before the type at node i. An arrow after it belongs to it: `chan <-chan T` sends. */
  private channelOf(pos: number, i: number): Expr {
    if (this.kind(i) !== Kind.ChannelType || this.kind(i + 1) !== Kind.Arrow) {
      return this.nodes.chanType(pos, 'both', this.type(i));
    }
    return this.nodes.chanType(pos, 'send', this.channelOf(this.start(i + 2), i + 3));
  }

  /** x[A, B] for the type arguments at i. */
  protected instance(x: Expr, i: number): Expr {
    const indices: Expr[] = [];
    const stop = this.after(i) - 1;
    for (let c = i + 2; c < stop; c = this.after(c)) {
      if (this.kind(c) !== Kind.Comma) indices.push(this.type(c));
    }
    return this.nodes.indexExpr(x, this.start(i), indices, this.start(stop), this.end(i));
  }

  /** Terms with `|` between them. */
  private union(i: number): Expr {
    let c = i + 1;
    let x = this.term(c);
    let operators = 0;
    for (c = this.after(c); c < this.after(i); ) {
      if (++operators > maxOperators) this.fail(i);
      const bar = this.expect(c, Kind.Bar);
      x = this.nodes.binaryExpr(x, bar, '|', this.term(c + 1));
      c = this.after(c + 1);
    }
    return x;
  }

  /** A type or `~` and a type. The grammar takes `~T[A]` for an instance of `~T`. */
  private term(i: number): Expr {
    const first = i + 1;
    const pos = this.start(i);
    if (this.kind(i) === Kind.NegatedType) return this.nodes.unaryExpr(pos, '~', this.type(first + 1));
    if (this.kind(i) !== Kind.GenericType || this.kind(first) !== Kind.NegatedType) return this.type(i);
    const instance = this.instance(this.type(first + 2), this.after(first));
    return this.nodes.unaryExpr(pos, '~', instance);
  }

  private structFields(i: number): FieldList {
    const fields: Field[] = [];
    for (let c = i + 1; c < this.after(i); c = this.after(c)) {
      if (this.kind(c) === Kind.FieldDeclaration) fields.push(this.structField(c));
    }
    return this.nodes.fieldList(this.start(i), fields, this.end(i));
  }

  private structField(i: number): Field {
    const stop = this.after(i);
    let c = i + 1;
    if (this.kind(c) === Kind.Star) {
      const type = this.nodes.starExpr(this.start(c), this.type(c + 1));
      return this.nodes.field([], type, this.tag(this.after(c + 1), stop));
    }
    const names: Ident[] = [];
    for (;;) {
      const after = this.after(c);
      const comma = after < stop && this.kind(after) === Kind.Comma;
      const isName = comma || (after < stop && this.kind(after) !== Kind.StringLiteral);
      if (!isName) break;
      names.push(this.ident(c));
      c = comma ? after + 1 : after;
    }
    const type = this.type(c);
    return this.nodes.field(names, type, this.tag(this.after(c), stop));
  }

  private tag(i: number, stop: number): ReturnType<TreeReader['string']> | undefined {
    return i < stop ? this.string(i) : undefined;
  }

  private interfaceElems(i: number): FieldList {
    const fields: Field[] = [];
    let lbrace = -1;
    for (let c = i + 1; c < this.after(i); c = this.after(c)) {
      const kind = this.kind(c);
      if (kind === Kind.Lbrace) lbrace = this.start(c);
      else if (kind === Kind.TypeElem) fields.push(this.nodes.field([], this.union(c), undefined));
      else if (kind === Kind.MethodElem) {
        const { type } = this.signature(this.start(c + 2), c + 2, this.after(c));
        fields.push(this.nodes.field([this.ident(c + 1)], type, undefined));
      }
    }
    return this.nodes.fieldList(lbrace, fields, this.end(i));
  }

  /**
   * The type parameters, parameters and result from node i on, before `stop`; `next` is the node after them
   * (the body).
   */
  protected signature(pos: number, i: number, stop: number): { type: FuncType; next: number } {
    let c = i;
    let typeParams: FieldList | undefined;
    if (this.kind(c) === Kind.TypeParameterList) {
      typeParams = this.typeParams(c);
      c = this.after(c);
    }
    const params = this.params(c, true);
    c = this.after(c);
    let results: FieldList | undefined;
    if (c < stop && this.kind(c) !== Kind.Block) {
      results = this.kind(c) === Kind.ParameterList ? this.params(c, false) : this.singleResult(this.type(c));
      c = this.after(c);
    }
    return { type: this.nodes.funcType(pos, typeParams, params, results), next: c };
  }

  private singleResult(type: Expr): FieldList {
    return this.nodes.fieldList(type.pos, [this.nodes.field([], type, undefined)], type.end);
  }

  protected typeParams(i: number): FieldList {
    const fields: Field[] = [];
    for (let c = i + 1; c < this.after(i); c = this.after(c)) {
      if (this.kind(c) !== Kind.TypeParameterDeclaration) continue;
      const names: Ident[] = [];
      let d = c + 1;
      for (; this.kind(d) !== Kind.TypeElem; d = this.after(d)) {
        if (this.kind(d) !== Kind.Comma) names.push(this.ident(d));
      }
      fields.push(this.nodes.field(names, this.union(d), undefined));
    }
    return this.nodes.fieldList(this.start(i), fields, this.end(i));
  }

  protected params(i: number, variadic: boolean): FieldList {
    const list: Parameter[] = [];
    const stop = this.after(i);
    for (let c = i + 1; c < stop; c = this.after(c)) {
      if (this.kind(c) === Kind.ParameterDeclaration) this.parameter(c, list);
      else if (this.kind(c) === Kind.VariadicParameterDeclaration) {
        if (!variadic || this.after(c) < stop - (this.kind(stop - 2) === Kind.Comma ? 2 : 1)) this.fail(c);
        list.push(this.variadicParameter(c));
      }
    }
    return this.nodes.fieldList(this.start(i), this.groupParameters(list, i), this.end(i));
  }

  private parameter(i: number, list: Parameter[]): void {
    const stop = this.after(i);
    const first = list.length;
    let c = i + 1;
    while (this.after(c) < stop) {
      if (this.kind(c) !== Kind.Comma) list.push({ name: this.ident(c), type: undefined });
      c = this.after(c);
    }
    const type = this.type(c);
    for (let k = first; k < list.length; k++) list[k].type = type;
    if (first === list.length) list.push({ name: undefined, type });
  }

  private variadicParameter(i: number): Parameter {
    let c = i + 1;
    const name = this.kind(c) === Kind.Identifier ? this.ident(c++) : undefined;
    const dots = this.expect(c, Kind.Dots);
    return { name, type: this.nodes.ellipsis(dots, this.type(c + 1)) };
  }

  /**
   * Entries that share one type become one field. The grammar may take the `a` of `(a, b T)` for a type: where
   * any entry has a name, all have.
   */
  private groupParameters(list: Parameter[], i: number): Field[] {
    if (list.some(entry => entry.name)) {
      for (let k = list.length - 1; k >= 0; k--) {
        const entry = list[k];
        if (entry.name) continue;
        if (entry.type?.kind !== NodeKind.Ident || k + 1 === list.length) this.fail(i);
        entry.name = entry.type;
        entry.type = list[k + 1].type;
        if (entry.type?.kind === NodeKind.Ellipsis) this.fail(i);
      }
    }
    const fields: Field[] = [];
    for (let k = 0; k < list.length; ) {
      const { name, type } = list[k++];
      const names = name ? [name] : [];
      if (name) while (k < list.length && list[k].type === type) names.push(list[k++].name!);
      fields.push(this.nodes.field(names, type!, undefined));
    }
    return fields;
  }
}
