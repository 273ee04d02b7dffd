/**
 * The abstract syntax tree, and how a file is cut into units.
 *
 * A file is a list of units: its package clause and its top-level declarations, each with a text of its
 * own. Every node's offsets are relative to the start of its unit (`unit.base`), and every node carries an
 * `id` that is dense within its unit. So an edit inside one function replaces one unit: all the others keep
 * their trees, and whatever was computed from them (types, escapes) stays valid as it is, because nothing
 * in it mentions an absolute position. Facts about nodes live in side tables of the unit, indexed by `id`.
 *
 * A node has three offsets, in UTF-16 units from `unit.base`:
 *   pos  its first character          (go/ast's Pos)
 *   end  the one after its last       (go/ast's End)
 *   at   where the compiler reports it (cmd/compile/internal/syntax's Pos: `(` of a call, the operator of
 *        a binary expression, the dot of a selector, `[` of an index, the `:=` of an assignment, …)
 *
 * Shapes and names follow go/ast (Go 1.26). What a syntax error broke is a Bad node or is absent
 * (`undefined`, an empty list, an Ident named "_"); children are never null.
 *
 * No tree is deeper than recursion can follow: some 2,000 nodes, where brackets, operands and statements nest
 * 400 times at most. The one exception are operators, which lean to the left as far as code goes on: a chain
 * `a + b + c + …` is up to 25,000 BinaryExprs deep, each the `x` of the next, and whoever follows it loops over
 * `x`. A unit with more than that is a Bad node and the error "nested too deeply" (see nesting.ts).
 */

export enum NodeKind {
  // expressions
  BadExpr,
  Ident,
  BasicLit,
  CompositeLit,
  FuncLit,
  ParenExpr,
  SelectorExpr,
  IndexExpr,
  SliceExpr,
  TypeAssertExpr,
  CallExpr,
  StarExpr,
  UnaryExpr,
  BinaryExpr,
  KeyValueExpr,
  Ellipsis,
  ArrayType,
  StructType,
  FuncType,
  InterfaceType,
  MapType,
  ChanType,
  // statements
  BadStmt,
  DeclStmt,
  EmptyStmt,
  LabeledStmt,
  ExprStmt,
  SendStmt,
  IncDecStmt,
  AssignStmt,
  GoStmt,
  DeferStmt,
  ReturnStmt,
  BranchStmt,
  BlockStmt,
  IfStmt,
  CaseClause,
  SwitchStmt,
  TypeSwitchStmt,
  CommClause,
  SelectStmt,
  ForStmt,
  RangeStmt,
  // declarations and their parts
  BadDecl,
  GenDecl,
  FuncDecl,
  ImportSpec,
  ValueSpec,
  TypeSpec,
  Field,
  FieldList,
}

interface NodeBase {
  readonly id: number;
  readonly pos: number;
  readonly end: number;
  readonly at: number;
}

// ---------------------------------------------------------------- expressions

export interface BadExpr extends NodeBase {
  kind: NodeKind.BadExpr;
}
export interface Ident extends NodeBase {
  kind: NodeKind.Ident;
  name: string;
}
export type LitKind = 'INT' | 'FLOAT' | 'IMAG' | 'CHAR' | 'STRING';
export interface BasicLit extends NodeBase {
  kind: NodeKind.BasicLit;
  lit: LitKind;
  /** The literal as written. */
  value: string;
}
export interface CompositeLit extends NodeBase {
  kind: NodeKind.CompositeLit;
  /** Absent where elided inside another literal. */
  type: Expr | undefined;
  lbrace: number;
  readonly elts: Expr[];
  rbrace: number;
  /** Long, outside of functions, and of nothing but integers, with keys or without; read when first asked for. */
  isTable?: true;
}
export interface FuncLit extends NodeBase {
  kind: NodeKind.FuncLit;
  type: FuncType;
  body: BlockStmt;
}
export interface ParenExpr extends NodeBase {
  kind: NodeKind.ParenExpr;
  x: Expr;
}
export interface SelectorExpr extends NodeBase {
  kind: NodeKind.SelectorExpr;
  x: Expr;
  sel: Ident;
}
/** x[i], and an instantiation x[T1, T2] (one or more indices). */
export interface IndexExpr extends NodeBase {
  kind: NodeKind.IndexExpr;
  x: Expr;
  lbrack: number;
  indices: Expr[];
  rbrack: number;
}
export interface SliceExpr extends NodeBase {
  kind: NodeKind.SliceExpr;
  x: Expr;
  lbrack: number;
  low: Expr | undefined;
  high: Expr | undefined;
  max: Expr | undefined;
  /** x[low:high:max] */
  slice3: boolean;
}
/** x.(T); `type` is absent for x.(type). */
export interface TypeAssertExpr extends NodeBase {
  kind: NodeKind.TypeAssertExpr;
  x: Expr;
  type: Expr | undefined;
}
export interface CallExpr extends NodeBase {
  kind: NodeKind.CallExpr;
  fun: Expr;
  lparen: number;
  args: Expr[];
  /** The last argument is followed by `...`. */
  hasDots: boolean;
  /** Offset of `...`, -1 without. */
  ellipsis: number;
  rparen: number;
}
/** *x: a dereference or a pointer type. */
export interface StarExpr extends NodeBase {
  kind: NodeKind.StarExpr;
  x: Expr;
}
export type UnaryOp = '+' | '-' | '!' | '^' | '&' | '<-' | '~';
export interface UnaryExpr extends NodeBase {
  kind: NodeKind.UnaryExpr;
  op: UnaryOp;
  x: Expr;
}
export type BinaryOp =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '|'
  | '^'
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '&'
  | '&^';
export interface BinaryExpr extends NodeBase {
  kind: NodeKind.BinaryExpr;
  op: BinaryOp;
  opPos: number;
  x: Expr;
  y: Expr;
}
export interface KeyValueExpr extends NodeBase {
  kind: NodeKind.KeyValueExpr;
  key: Expr;
  colon: number;
  value: Expr;
}
/** `...T` of a variadic parameter, `...` as the length of an array type. */
export interface Ellipsis extends NodeBase {
  kind: NodeKind.Ellipsis;
  elt: Expr | undefined;
}
/** [len]elem; a slice type where `len` is absent. */
export interface ArrayType extends NodeBase {
  kind: NodeKind.ArrayType;
  len: Expr | undefined;
  elem: Expr;
}
export interface StructType extends NodeBase {
  kind: NodeKind.StructType;
  fields: FieldList;
}
export interface FuncType extends NodeBase {
  kind: NodeKind.FuncType;
  typeParams: FieldList | undefined;
  params: FieldList;
  results: FieldList | undefined;
}
/** Methods are fields with one name and a FuncType; embedded types and unions are fields without names. */
export interface InterfaceType extends NodeBase {
  kind: NodeKind.InterfaceType;
  methods: FieldList;
}
export interface MapType extends NodeBase {
  kind: NodeKind.MapType;
  key: Expr;
  value: Expr;
}
export type ChanDir = 'both' | 'send' | 'recv';
export interface ChanType extends NodeBase {
  kind: NodeKind.ChanType;
  dir: ChanDir;
  value: Expr;
}

export type Expr =
  | BadExpr
  | Ident
  | BasicLit
  | CompositeLit
  | FuncLit
  | ParenExpr
  | SelectorExpr
  | IndexExpr
  | SliceExpr
  | TypeAssertExpr
  | CallExpr
  | StarExpr
  | UnaryExpr
  | BinaryExpr
  | KeyValueExpr
  | Ellipsis
  | ArrayType
  | StructType
  | FuncType
  | InterfaceType
  | MapType
  | ChanType;

/** A field of a struct, a method or embedded element of an interface, a (receiver, type) parameter, a result. */
export interface Field extends NodeBase {
  kind: NodeKind.Field;
  /** Empty: embedded, or an unnamed parameter. */
  names: Ident[];
  type: Expr;
  tag: BasicLit | undefined;
}
export interface FieldList extends NodeBase {
  kind: NodeKind.FieldList;
  list: Field[];
}

// ---------------------------------------------------------------- statements

export interface BadStmt extends NodeBase {
  kind: NodeKind.BadStmt;
}
export interface DeclStmt extends NodeBase {
  kind: NodeKind.DeclStmt;
  decl: GenDecl;
}
export interface EmptyStmt extends NodeBase {
  kind: NodeKind.EmptyStmt;
}
export interface LabeledStmt extends NodeBase {
  kind: NodeKind.LabeledStmt;
  label: Ident;
  stmt: Stmt;
}
export interface ExprStmt extends NodeBase {
  kind: NodeKind.ExprStmt;
  x: Expr;
}
export interface SendStmt extends NodeBase {
  kind: NodeKind.SendStmt;
  chan: Expr;
  arrow: number;
  value: Expr;
}
export interface IncDecStmt extends NodeBase {
  kind: NodeKind.IncDecStmt;
  x: Expr;
  tok: '++' | '--';
}
/** `op` is the binary operator of an assignment operation (`+` of `+=`). */
export interface AssignStmt extends NodeBase {
  kind: NodeKind.AssignStmt;
  lhs: Expr[];
  tokPos: number;
  tok: '=' | ':=' | 'op=';
  op: BinaryOp | undefined;
  rhs: Expr[];
}
/** `call` is a CallExpr in correct code. */
export interface GoStmt extends NodeBase {
  kind: NodeKind.GoStmt;
  call: Expr;
}
export interface DeferStmt extends NodeBase {
  kind: NodeKind.DeferStmt;
  call: Expr;
}
export interface ReturnStmt extends NodeBase {
  kind: NodeKind.ReturnStmt;
  results: Expr[];
}
export interface BranchStmt extends NodeBase {
  kind: NodeKind.BranchStmt;
  tok: 'break' | 'continue' | 'goto' | 'fallthrough';
  label: Ident | undefined;
}
export interface BlockStmt extends NodeBase {
  kind: NodeKind.BlockStmt;
  list: Stmt[];
  rbrace: number;
}
export interface IfStmt extends NodeBase {
  kind: NodeKind.IfStmt;
  init: Stmt | undefined;
  cond: Expr;
  body: BlockStmt;
  else: BlockStmt | IfStmt | undefined;
}
/** `list` is empty for default (then `isDefault`). In a type switch the list holds types (or nil). */
export interface CaseClause extends NodeBase {
  kind: NodeKind.CaseClause;
  list: Expr[];
  isDefault: boolean;
  colon: number;
  body: Stmt[];
}
export interface SwitchStmt extends NodeBase {
  kind: NodeKind.SwitchStmt;
  init: Stmt | undefined;
  tag: Expr | undefined;
  body: CaseClause[];
  rbrace: number;
}
/** switch init; bind := x.(type) { … } */
export interface TypeSwitchStmt extends NodeBase {
  kind: NodeKind.TypeSwitchStmt;
  init: Stmt | undefined;
  bind: Ident | undefined;
  x: Expr;
  /** The `x.(type)` expression itself. */
  assert: TypeAssertExpr;
  body: CaseClause[];
  rbrace: number;
}
/** `comm` is a SendStmt, an ExprStmt or AssignStmt of a receive; absent for default. */
export interface CommClause extends NodeBase {
  kind: NodeKind.CommClause;
  comm: Stmt | undefined;
  colon: number;
  body: Stmt[];
}
export interface SelectStmt extends NodeBase {
  kind: NodeKind.SelectStmt;
  body: CommClause[];
  rbrace: number;
}
export interface ForStmt extends NodeBase {
  kind: NodeKind.ForStmt;
  init: Stmt | undefined;
  cond: Expr | undefined;
  post: Stmt | undefined;
  body: BlockStmt;
}
export interface RangeStmt extends NodeBase {
  kind: NodeKind.RangeStmt;
  key: Expr | undefined;
  value: Expr | undefined;
  /** Offset of `=` or `:=`, -1 without. */
  tokPos: number;
  tok: '' | '=' | ':=';
  /** Offset of the keyword `range`. */
  range: number;
  x: Expr;
  body: BlockStmt;
}

export type Stmt =
  | BadStmt
  | DeclStmt
  | EmptyStmt
  | LabeledStmt
  | ExprStmt
  | SendStmt
  | IncDecStmt
  | AssignStmt
  | GoStmt
  | DeferStmt
  | ReturnStmt
  | BranchStmt
  | BlockStmt
  | IfStmt
  | CaseClause
  | SwitchStmt
  | TypeSwitchStmt
  | CommClause
  | SelectStmt
  | ForStmt
  | RangeStmt;

// ---------------------------------------------------------------- declarations

export interface BadDecl extends NodeBase {
  kind: NodeKind.BadDecl;
}
export interface ImportSpec extends NodeBase {
  kind: NodeKind.ImportSpec;
  name: Ident | undefined;
  path: BasicLit;
}
/** One line of a const or var declaration; `iota` is its index in the group. */
export interface ValueSpec extends NodeBase {
  kind: NodeKind.ValueSpec;
  names: Ident[];
  type: Expr | undefined;
  values: Expr[];
  iota: number;
}
export interface TypeSpec extends NodeBase {
  kind: NodeKind.TypeSpec;
  name: Ident;
  typeParams: FieldList | undefined;
  /** type name = T */
  isAlias: boolean;
  type: Expr;
}
export type Spec = ImportSpec | ValueSpec | TypeSpec;
export interface GenDecl extends NodeBase {
  kind: NodeKind.GenDecl;
  tok: 'import' | 'const' | 'type' | 'var';
  specs: Spec[];
}
export interface FuncDecl extends NodeBase {
  kind: NodeKind.FuncDecl;
  recv: FieldList | undefined;
  name: Ident;
  type: FuncType;
  /** Whether the source has a body; see `Unit.body`. */
  hasBody: boolean;
}
export type Decl = BadDecl | GenDecl | FuncDecl;
export type Node = Expr | Stmt | Decl | Spec | Field | FieldList;
