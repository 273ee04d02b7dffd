/**
 * What the checker found out about the nodes of one unit: tables indexed by node id, filled when the
 * declaration, and later its body, is checked (go/types' Info).
 */

import type { Ident, Node, SelectorExpr } from '../syntax';
import type { Constant } from './constant';
import type { FuncObject, GoObject, VarObject } from './object';
import type { Type } from './type';

export type Mode = 'void' | 'type' | 'builtin' | 'nil' | 'constant' | 'value';

/** Where `value`: how far it can be used. */
export type ValueMode = 'plain' | 'addressable' | 'mapIndex' | 'commaOk' | 'cgo';

/** x.f: a field, a method of a value, or a method expression T.f (go/types' Selection). */
export interface Selection {
  kind: 'field' | 'methodValue' | 'methodExpr';
  /** Type of x. */
  recv: Type;
  object: VarObject | FuncObject;
  /** Path of field indices; the last is the field's, or the method's in its list. */
  index: readonly number[];
  /** A pointer was followed on the way from x. */
  indirect: boolean;
  /** Type of the selection as an expression. */
  type: Type;
}

/** An identifier that denotes a generic function or type, and the arguments it was given or inferred. */
export interface Instance {
  typeArgs: readonly Type[];
  type: Type;
}

export interface TypeError {
  /** Offset from the unit's base. */
  pos: number;
  message: string;
  /** A "soft" error (unused variable, import) that leaves types intact. */
  soft: boolean;
}

/** Facts of one unit. All answers are undefined for nodes that have not been checked. */
export interface UnitInfo {
  /** Type of an expression (after untyped conversion); a TupleType for calls of several results. */
  typeOf(node: Node): Type | undefined;
  modeOf(node: Node): Mode | undefined;
  valueModeOf(node: Node): ValueMode | undefined;
  valueOf(node: Node): Constant | undefined;
  /** What an identifier denotes where it is used or declared (also struct fields and labels). */
  objectOf(ident: Ident): GoObject | undefined;
  isDefinition(ident: Ident): boolean;
  /** Objects declared without an identifier: the variable of a type switch clause, an import without a name, an unnamed parameter. */
  implicitOf(node: Node): GoObject | undefined;
  selectionOf(selector: SelectorExpr): Selection | undefined;
  instanceOf(ident: Ident): Instance | undefined;
  readonly errors: readonly TypeError[];
}
