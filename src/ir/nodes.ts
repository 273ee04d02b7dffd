/** All nodes of the IR: `IrNode` is the union, told apart by `op`. */

import type {
  AddrExpr,
  AddStringExpr,
  BadNode,
  BinaryExpr,
  BuiltinCall,
  CallExpr,
  ClosureExpr,
  CompLitExpr,
  ConvExpr,
  IndexExpr,
  InlinedCallExpr,
  KeyExpr,
  Literal,
  MakeExpr,
  NilExpr,
  SelectorExpr,
  SliceExpr,
  StarExpr,
  StructKeyExpr,
  TypeAssertExpr,
  TypeNode,
  UnaryExpr,
} from './exprNodes';
import type { Name } from './name';
import type {
  AssignListStmt,
  AssignOpStmt,
  AssignStmt,
  BlockStmt,
  BranchStmt,
  CaseClause,
  CommClause,
  Decl,
  ForStmt,
  GoDeferStmt,
  IfStmt,
  LabelStmt,
  RangeStmt,
  ReturnStmt,
  SelectStmt,
  SendStmt,
  SwitchStmt,
  TypeSwitchGuard,
} from './stmtNodes';

export * from './exprNodes';
export * from './stmtNodes';

export type IrNode =
  | Name
  | BadNode
  | Literal
  | NilExpr
  | TypeNode
  | UnaryExpr
  | BinaryExpr
  | AddStringExpr
  | AddrExpr
  | StarExpr
  | SelectorExpr
  | TypeAssertExpr
  | IndexExpr
  | SliceExpr
  | ConvExpr
  | CallExpr
  | BuiltinCall
  | InlinedCallExpr
  | MakeExpr
  | CompLitExpr
  | KeyExpr
  | StructKeyExpr
  | ClosureExpr
  | Decl
  | AssignStmt
  | AssignListStmt
  | AssignOpStmt
  | SendStmt
  | BlockStmt
  | BranchStmt
  | LabelStmt
  | IfStmt
  | ForStmt
  | RangeStmt
  | SwitchStmt
  | TypeSwitchGuard
  | CaseClause
  | SelectStmt
  | CommClause
  | ReturnStmt
  | GoDeferStmt;
