/**
 * The side tables of one unit: dense arrays by node id, filled by the checker, read as `UnitInfo`. They are as long
 * as the unit has nodes; what few units have is made with the first of its kind.
 */

import type { Expr, Ident, Node, SelectorExpr, Unit } from '../syntax';
import type { Action } from './check';
import type { Constant } from './constant';
import type { TypeError as CheckError, Instance, Mode, Selection, UnitInfo, ValueMode } from './info';
import type { GoObject, PkgNameObject } from './object';
import type { OperandMode } from './operand';
import { Basic, type Type, TypeKind } from './type';

export class UnitFacts implements UnitInfo {
  private readonly types: (Type | undefined)[];
  /** Of a constant its value. */
  private readonly modes: (OperandMode | Constant | undefined)[];
  /** Of an identifier what it denotes, of a selector its selection, of other nodes what they declare without a name. */
  private readonly objects: (GoObject | Selection | undefined)[];
  /** What an identifier denotes as a use, where it is a definition too: embedded fields, type parameters of receivers. */
  private otherUses: Map<number, GoObject> | undefined = undefined;
  private instanceTable: Map<number, Instance> | undefined = undefined;
  /** Untyped operands of shifts that are not constant, by node id: they take the type of what is around them. */
  private shifted: Set<number> | undefined = undefined;
  private importSet: Set<PkgNameObject> | undefined = undefined;
  readonly errors: CheckError[] = [];
  /** Checks of the declarations that wait until the unit's facts are asked for. */
  pending: Action[] | undefined = undefined;
  /** Bodies of function literals outside of functions. */
  bodies: Action[] | undefined = undefined;
  /** A body declares types: checked again, these would be others. */
  hasLocalTypes = false;

  constructor(readonly unit: Unit) {
    // Read now, the declaration tells how long the tables are: those that grow take more room than they need.
    void unit.decl;
    const count = unit.nodeCount;
    this.types = new Array(count);
    this.modes = new Array(count);
    this.objects = new Array(count);
  }

  /** Makes room for nodes that were converted since. */
  grow(): void {
    this.resize(this.unit.nodeCount);
  }

  /** Drops what is known of nodes from an id on. */
  forgetFrom(id: number): void {
    this.resize(id);
    if (this.otherUses !== undefined) dropFrom(this.otherUses, id);
    if (this.instanceTable !== undefined) dropFrom(this.instanceTable, id);
  }

  private resize(count: number): void {
    this.types.length = count;
    this.modes.length = count;
    this.objects.length = count;
  }

  // -------------------------------------------------------------- filled by the checker

  record(expr: Expr, mode: OperandMode, type: Type, value: Constant | undefined): void {
    const id = expr.id;
    if (id >= this.types.length) this.grow();
    this.types[id] = type;
    this.modes[id] = value ?? mode;
  }
  setType(expr: Expr, type: Type): void {
    this.types[expr.id] = type;
  }
  setConstant(expr: Expr, value: Constant): void {
    this.modes[expr.id] = value;
  }
  /** After an error the expression is as if it had not been checked. */
  unset(expr: Expr): void {
    this.types[expr.id] = undefined;
    this.modes[expr.id] = undefined;
  }
  define(ident: Ident, object: GoObject): void {
    const known = this.objectOf(ident);
    if (known !== undefined && !this.isDefinition(ident)) this.addUse(ident, known);
    this.denote(ident, object);
  }
  use(ident: Ident, object: GoObject): void {
    const { id } = ident;
    if (this.objects[id] !== undefined && this.isDefinition(ident)) this.addUse(ident, object);
    else if (id < this.objects.length) this.objects[id] = object;
    else this.denote(ident, object);
  }
  declareImplicitly(node: Node, object: GoObject): void {
    this.denote(node, object);
  }
  select(selector: SelectorExpr, selection: Selection): void {
    this.denote(selector, selection);
  }
  private denote(node: Node, object: GoObject | Selection): void {
    if (node.id >= this.objects.length) this.grow();
    this.objects[node.id] = object;
  }
  private addUse(ident: Ident, object: GoObject): void {
    this.otherUses ??= new Map();
    this.otherUses.set(ident.id, object);
  }
  instantiate(ident: Ident, instance: Instance): void {
    this.instanceTable ??= new Map();
    this.instanceTable.set(ident.id, instance);
  }
  import(object: PkgNameObject): void {
    this.importSet ??= new Set();
    this.importSet.add(object);
  }
  shift(operand: Expr): void {
    this.shifted ??= new Set();
    this.shifted.add(operand.id);
  }
  /** The operand was one that awaits its type, and has it now. */
  unshift(operand: Expr): boolean {
    return this.shifted?.delete(operand.id) ?? false;
  }

  // -------------------------------------------------------------- answers

  typeOf(node: Node): Type | undefined {
    return this.types[node.id];
  }
  isConstant(node: Node): boolean {
    const mode = this.modes[node.id];
    return mode === 'constant' || typeof mode === 'object';
  }
  modeOf(node: Node): Mode | undefined {
    const mode = this.modes[node.id];
    if (typeof mode === 'object') return 'constant';
    switch (mode) {
      case undefined:
      case 'invalid':
        return undefined;
      case 'novalue':
        return 'void';
      case 'typexpr':
        return 'type';
      case 'builtin':
        return 'builtin';
      default:
        return mode === 'value' && isUntypedNil(this.types[node.id]) ? 'nil' : 'value';
    }
  }
  valueModeOf(node: Node): ValueMode | undefined {
    switch (this.modes[node.id]) {
      case 'variable':
        return 'addressable';
      case 'mapindex':
        return 'mapIndex';
      case 'commaok':
        return 'commaOk';
      case 'value':
        return 'plain';
      default:
        return undefined;
    }
  }
  valueOf(node: Node): Constant | undefined {
    const mode = this.modes[node.id];
    return typeof mode === 'object' ? mode : undefined;
  }
  objectOf(ident: Ident): GoObject | undefined {
    return this.objects[ident.id] as GoObject | undefined;
  }
  /** What an identifier that defines something denotes besides. */
  otherUseOf(ident: Ident): GoObject | undefined {
    return this.otherUses?.get(ident.id);
  }
  isDefinition(ident: Ident): boolean {
    const place = this.objectOf(ident)?.place;
    return place !== undefined && place.pos === ident.pos && place.unit === this.unit;
  }
  implicitOf(node: Node): GoObject | undefined {
    return this.objects[node.id] as GoObject | undefined;
  }
  selectionOf(selector: SelectorExpr): Selection | undefined {
    return this.objects[selector.id] as Selection | undefined;
  }
  instanceOf(ident: Ident): Instance | undefined {
    return this.instanceTable?.get(ident.id);
  }
  /** Identifiers with type arguments: what each denotes, and the instance. */
  *instances(): Generator<readonly [GoObject | undefined, Instance]> {
    for (const [id, instance] of this.instanceTable ?? []) {
      yield [this.otherUses?.get(id) ?? (this.objects[id] as GoObject | undefined), instance];
    }
  }
  /** Imports that the unit uses. */
  get imports(): Iterable<PkgNameObject> {
    return this.importSet ?? [];
  }
  /** An identifier denotes an object that passes. */
  someObject(test: (object: GoObject | Selection) => boolean): boolean {
    return this.objects.some(object => object !== undefined && test(object));
  }
}

function dropFrom(table: Map<number, unknown>, id: number): void {
  for (const each of table.keys()) if (each >= id) table.delete(each);
}

function isUntypedNil(type: Type | undefined): boolean {
  return type !== undefined && type.kind === TypeKind.Basic && type.basic === Basic.UntypedNil;
}
