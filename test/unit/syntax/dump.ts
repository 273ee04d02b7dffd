/**
 * Syntax trees in a form that can be compared: as text, or as hashes of what that text says. test/oracle/ast/main.go
 * writes the same text and the same hash for the trees of go/parser.
 */

import { type Expr, type FieldList, type Node, NodeKind, type Stmt, type Unit } from '../../../src/syntax';

/** The dump of a unit with its function body; offsets are of the file. */
export function dumpUnit(unit: Unit): string {
  const out = new TextSink(false);
  new Dumper(unit, unit.base, out).dump();
  return out.text;
}

/** The same with offsets of the unit, and with `at` of every node: for trees of our own. */
export function dumpUnitWithAt(unit: Unit): string {
  const out = new TextSink(true);
  new Dumper(unit, 0, out).dump();
  return out.text;
}

/** Hashes of the dumps of units, all in one: without `at` of the nodes, and of all `at` alone. */
export function hashUnits(units: readonly Unit[]): { tree: number; at: number } {
  const out = new HashSink();
  for (const unit of units) new Dumper(unit, unit.base, out).dump();
  return { tree: out.tree >>> 0, at: out.ats >>> 0 };
}

/** Where a dump goes. */
interface Sink {
  open(kind: NodeKind): void;
  /** One of `) [ ] -`. */
  mark(char: string): void;
  word(text: string): void;
  /** Where the compiler reports the node. */
  at(offset: number): void;
  int(offset: number): void;
}

class TextSink implements Sink {
  text = '';

  constructor(private readonly withAt: boolean) {}

  open(kind: NodeKind): void {
    this.text += `(${NodeKind[kind]}`;
  }

  mark(char: string): void {
    this.text += char;
  }

  word(text: string): void {
    this.text += ` ${text}`;
  }

  at(offset: number): void {
    if (this.withAt) this.text += ` ${offset}`;
  }

  int(offset: number): void {
    this.text += ` ${offset}`;
  }
}

/** FNV-1a (32 bits) with a number a step: of a kind the hash of its name, of a word its UTF-16 units and its length. */
class HashSink implements Sink {
  tree = seed;
  ats = seed;

  open(kind: NodeKind): void {
    this.tree = mix(this.tree, kindHashes[kind]);
  }

  mark(char: string): void {
    this.tree = mix(this.tree, char.charCodeAt(0));
  }

  word(text: string): void {
    this.tree = mixWord(this.tree, text);
  }

  at(offset: number): void {
    this.ats = mix(this.ats, offset);
  }

  int(offset: number): void {
    this.tree = mix(this.tree, offset);
  }
}

const seed = 2166136261;
const kindHashes = Object.values(NodeKind)
  .filter(name => typeof name === 'string')
  .map(name => mixWord(seed, name));

function mix(hash: number, next: number): number {
  return Math.imul(hash ^ next, 16777619);
}

function mixWord(hash: number, text: string): number {
  let mixed = hash;
  for (let i = 0; i < text.length; i++) mixed = mix(mixed, text.charCodeAt(i));
  return mix(mixed, text.length);
}

type Child = Node | undefined;

class Dumper {
  constructor(
    private readonly unit: Unit,
    private readonly base: number,
    private readonly out: Sink,
  ) {}

  dump(): void {
    this.node(this.unit.decl);
  }

  private child(n: Child): void {
    if (n) this.node(n);
    else this.out.mark('-');
  }

  private list(nodes: readonly Node[]): void {
    this.out.mark('[');
    for (const n of nodes) this.node(n);
    this.out.mark(']');
  }

  private pos(pos: number): void {
    this.out.int(pos < 0 ? -1 : pos + this.base);
  }

  private node(n: Node): void {
    this.out.open(n.kind);
    this.pos(n.pos);
    this.pos(n.end);
    this.out.at(n.at + this.base);
    if (n.kind <= NodeKind.ChanType) this.expr(n as Expr);
    else if (n.kind <= NodeKind.RangeStmt) this.stmt(n as Stmt);
    else this.decl(n);
    this.out.mark(')');
  }

  private expr(n: Expr): void {
    switch (n.kind) {
      case NodeKind.BadExpr:
        break;
      case NodeKind.Ident:
        this.out.word(n.name);
        break;
      case NodeKind.BasicLit:
        this.out.word(n.lit);
        this.out.word(n.value[0] === '`' && n.value.includes('\r') ? n.value.replaceAll('\r', '') : n.value);
        break;
      case NodeKind.CompositeLit:
        this.pos(n.lbrace);
        this.pos(n.rbrace);
        this.child(n.type);
        this.list(n.elts);
        break;
      case NodeKind.FuncLit:
        this.node(n.type);
        this.node(n.body);
        break;
      case NodeKind.ParenExpr:
      case NodeKind.StarExpr:
        this.node(n.x);
        break;
      case NodeKind.SelectorExpr:
        this.node(n.x);
        this.node(n.sel);
        break;
      case NodeKind.IndexExpr:
        this.pos(n.lbrack);
        this.pos(n.rbrack);
        this.node(n.x);
        this.list(n.indices);
        break;
      case NodeKind.SliceExpr:
        this.pos(n.lbrack);
        this.out.word(String(n.slice3));
        this.node(n.x);
        this.child(n.low);
        this.child(n.high);
        this.child(n.max);
        break;
      case NodeKind.TypeAssertExpr:
        this.node(n.x);
        this.child(n.type);
        break;
      case NodeKind.CallExpr:
        this.pos(n.lparen);
        this.pos(n.ellipsis);
        this.pos(n.rparen);
        this.node(n.fun);
        this.list(n.args);
        break;
      case NodeKind.UnaryExpr:
        this.out.word(n.op);
        this.node(n.x);
        break;
      case NodeKind.BinaryExpr:
        this.pos(n.opPos);
        this.out.word(n.op);
        this.node(n.x);
        this.node(n.y);
        break;
      case NodeKind.KeyValueExpr:
        this.pos(n.colon);
        this.node(n.key);
        this.node(n.value);
        break;
      case NodeKind.Ellipsis:
        this.child(n.elt);
        break;
      case NodeKind.ArrayType:
        this.child(n.len);
        this.node(n.elem);
        break;
      case NodeKind.StructType:
        this.node(n.fields);
        break;
      case NodeKind.FuncType:
        this.child(n.typeParams);
        this.node(n.params);
        this.child(n.results);
        break;
      case NodeKind.InterfaceType:
        this.node(n.methods);
        break;
      case NodeKind.MapType:
        this.node(n.key);
        this.node(n.value);
        break;
      case NodeKind.ChanType:
        this.out.word(n.dir);
        this.node(n.value);
        break;
    }
  }

  private stmt(n: Stmt): void {
    switch (n.kind) {
      case NodeKind.BadStmt:
      case NodeKind.EmptyStmt:
        break;
      case NodeKind.DeclStmt:
        this.node(n.decl);
        break;
      case NodeKind.LabeledStmt:
        this.pos(n.at);
        this.node(n.label);
        this.node(n.stmt);
        break;
      case NodeKind.ExprStmt:
        this.node(n.x);
        break;
      case NodeKind.SendStmt:
        this.pos(n.arrow);
        this.node(n.chan);
        this.node(n.value);
        break;
      case NodeKind.IncDecStmt:
        this.out.word(n.tok);
        this.node(n.x);
        break;
      case NodeKind.AssignStmt:
        this.pos(n.tokPos);
        this.out.word(n.tok === 'op=' ? `${n.op}=` : n.tok);
        this.list(n.lhs);
        this.list(n.rhs);
        break;
      case NodeKind.GoStmt:
      case NodeKind.DeferStmt:
        this.node(n.call);
        break;
      case NodeKind.ReturnStmt:
        this.list(n.results);
        break;
      case NodeKind.BranchStmt:
        this.out.word(n.tok);
        this.child(n.label);
        break;
      case NodeKind.BlockStmt:
        this.pos(n.rbrace);
        this.list(n.list);
        break;
      case NodeKind.IfStmt:
        this.child(n.init);
        this.node(n.cond);
        this.node(n.body);
        this.child(n.else);
        break;
      case NodeKind.CaseClause:
        this.out.word(String(n.isDefault));
        this.pos(n.colon);
        this.list(n.list);
        this.list(n.body);
        break;
      case NodeKind.SwitchStmt:
        this.pos(n.rbrace);
        this.child(n.init);
        this.child(n.tag);
        this.list(n.body);
        break;
      case NodeKind.TypeSwitchStmt:
        this.pos(n.rbrace);
        this.child(n.init);
        this.child(n.bind);
        this.node(n.assert);
        this.list(n.body);
        break;
      case NodeKind.CommClause:
        this.pos(n.colon);
        this.child(n.comm);
        this.list(n.body);
        break;
      case NodeKind.SelectStmt:
        this.pos(n.rbrace);
        this.list(n.body);
        break;
      case NodeKind.ForStmt:
        this.child(n.init);
        this.child(n.cond);
        this.child(n.post);
        this.node(n.body);
        break;
      case NodeKind.RangeStmt:
        this.pos(n.tokPos);
        this.out.word(n.tok || 'none');
        this.pos(n.range);
        this.child(n.key);
        this.child(n.value);
        this.node(n.x);
        this.node(n.body);
        break;
    }
  }

  private decl(n: Node): void {
    switch (n.kind) {
      case NodeKind.ImportSpec:
        this.child(n.name);
        this.node(n.path);
        break;
      case NodeKind.ValueSpec:
        this.list(n.names);
        this.child(n.type);
        this.list(n.values);
        break;
      case NodeKind.TypeSpec:
        this.out.word(String(n.isAlias));
        this.node(n.name);
        this.child(n.typeParams);
        this.node(n.type);
        break;
      case NodeKind.Field:
        this.list(n.names);
        this.node(n.type);
        this.child(n.tag);
        break;
      case NodeKind.FieldList:
        this.list((n as FieldList).list);
        break;
      case NodeKind.GenDecl:
        this.out.word(n.tok);
        this.list(n.specs);
        break;
      case NodeKind.FuncDecl:
        this.child(n.recv);
        this.node(n.name);
        this.node(n.type);
        this.child(this.unit.body);
        break;
    }
  }
}
