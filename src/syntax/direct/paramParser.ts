/** Lists of parameters, results and type parameters: only their ends tell names from types (Go 1.26). */

import type { Expr, Field, FieldList, Ident } from '../ast';
import { NodeKind } from '../ast';
import { Token, tokenName } from '../tokens';
import { type Parameter, type ParameterRules, TypeParser } from './typeParser';

export abstract class ParamParser extends TypeParser {
  private parameter(first: Ident | undefined, rules: ParameterRules): Parameter | undefined {
    const sets = rules.close === Token.Rbrack;
    if (!first && sets && this.isTilde()) return { name: undefined, type: this.union(this.term()) };
    let name = first;
    if (name || this.scan.tok === Token.Name) {
      name ??= this.name();
      if (this.scan.tok === Token.Lbrack) {
        const type = this.arrayOrInstance(name);
        const named = type.kind === NodeKind.ArrayType;
        return { name: named ? name : undefined, type: sets ? this.union(type) : type };
      }
      if (this.scan.tok === Token.Dot) {
        const type = this.typeName(name);
        return { name: undefined, type: sets ? this.union(type) : type };
      }
      if (sets && this.isOr()) return { name: undefined, type: this.union(name) };
    }
    if (this.scan.tok === Token.DotDotDot) return { name, type: this.variadicType() };
    if (sets && this.isTilde()) return { name, type: this.union(this.term()) };
    let type = this.typeOrNone();
    if (type && sets) type = this.union(type);
    if (name || type) return { name, type };
    this.syntaxError(`expected ${tokenName(rules.close)}`);
    this.advance(Token.Comma, rules.close);
    return undefined;
  }

  private variadicType(): Expr {
    const pos = this.scan.start;
    this.scan.next();
    const elem = this.typeOrNone();
    if (elem) return this.nodes.ellipsis(pos, elem);
    const bad = this.badExpr();
    this.syntaxError('... is missing type');
    return bad;
  }

  protected paramList(open: number, rules: ParameterRules, first?: Parameter): FieldList {
    const list: Parameter[] = [];
    let pending = first;
    let closing: number;
    if (pending?.type && this.scan.tok === rules.close) {
      list.push(pending);
      closing = this.want(rules.close);
    } else {
      closing = this.list('parameter list', Token.Comma, rules.close, () => {
        const entry = pending?.type ? pending : this.parameter(pending?.name, rules);
        pending = undefined;
        if (entry) list.push(entry);
        return false;
      });
    }
    const end = this.scan.lastEnd;
    this.distributeTypes(list, rules, closing);
    this.checkVariadic(list, rules);
    return this.nodes.fieldList(open, this.groupFields(list), end);
  }

  /** Gives every entry a type: names alone are types, or they share the type that follows them. */
  private distributeTypes(list: Parameter[], rules: ParameterRules, closing: number): void {
    let named = 0;
    let typed = 0;
    for (let i = 0; i < list.length; i++) {
      if (!list[i].type) continue;
      typed++;
      if (list[i].name) named++;
    }
    if (named === 0 && !rules.typeParams) {
      for (let i = 0; i < list.length; i++) {
        list[i].type ??= list[i].name;
        list[i].name = undefined;
      }
      return;
    }
    if (named === list.length) return;
    let errorPos = -1;
    let type: Expr | undefined;
    for (let i = list.length - 1; i >= 0; i--) {
      const entry = list[i];
      if (entry.type) {
        type = entry.type;
        if (!entry.name) {
          errorPos = type.pos;
          entry.name = this.nodes.ident(errorPos, errorPos, '_');
        }
      } else if (type) entry.type = type;
      else {
        errorPos = entry.name!.pos;
        entry.type = this.nodes.badExpr(entry.name!.end, entry.name!.end);
      }
    }
    if (errorPos < 0) return;
    const what = rules.typeParams ? 'type parameter name' : 'parameter name';
    if (named === typed) {
      this.syntaxErrorAt(closing, `missing ${rules.typeParams ? 'type constraint' : 'parameter type'}`);
    } else {
      const hint = rules.typeParams && list.length === 1 ? ' or invalid array length' : '';
      this.syntaxErrorAt(errorPos, `missing ${what}${hint}`);
    }
  }

  private checkVariadic(list: Parameter[], rules: ParameterRules): void {
    for (let i = 0; i < list.length; i++) {
      const type = list[i].type!;
      if (type.kind !== NodeKind.Ellipsis || (rules.variadic && i === list.length - 1)) continue;
      this.errorAt(type.pos, rules.variadic ? 'can only use ... with final parameter' : 'invalid use of ...');
      list[i].type = type.elt!;
    }
  }

  /** Entries that share one type become one field. */
  private groupFields(list: Parameter[]): Field[] {
    if (list.length === 1) {
      const { name, type } = list[0];
      return [this.nodes.field(name ? [name] : [], type!, undefined)];
    }
    const fields: Field[] = [];
    for (let i = 0; i < list.length; ) {
      const { name, type } = list[i++];
      const names = name ? [name] : [];
      if (name) while (i < list.length && list[i].type === type) names.push(list[i++].name!);
      fields.push(this.nodes.field(names, type!, undefined));
    }
    return fields;
  }
}
