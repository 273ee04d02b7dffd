/** The side tables of one unit: dense arrays by node id, filled by the checker, read as `UnitInfo`. */

import type { Expr, Ident, Node, SelectorExpr, Unit } from '../syntax';
import type { Constant } from './constant';
import type { TypeError as CheckError, Instance, Mode, Selection, UnitInfo, ValueMode } from './info';
import type { GoObject, PkgNameObject } from './object';
import type { OperandMode } from './operand';
import { Basic, type Type, TypeKind } from './type';

export class UnitFacts implements UnitInfo {
  readonly types: (Type | undefined)[] = [];
  readonly modes: (OperandMode | undefined)[] = [];
  readonly values: (Constant | undefined)[] = [];
  readonly defs: (GoObject | undefined)[] = [];
  readonly uses: (GoObject | undefined)[] = [];
  readonly selections = new Map<number, Selection>();
  readonly instances = new Map<number, Instance>();
  readonly implicits = new Map<number, GoObject>();
  readonly errors: CheckError[] = [];
  /** Imports that the unit uses. */
  readonly imports = new Set<PkgNameObject>();
  /** Untyped operands of shifts that are not constant, by node id: they take the type of what is around them. */
  readonly shifted = new Set<number>();

  constructor(readonly unit: Unit) {
    this.grow();
  }

  /** Makes room for nodes that were converted since. */
  grow(): void {
    const count = this.unit.nodeCount;
    const { types, modes, values, defs, uses } = this;
    for (let id = types.length; id < count; id++) {
      types.push(undefined);
      modes.push(undefined);
      values.push(undefined);
      defs.push(undefined);
      uses.push(undefined);
    }
  }

  record(expr: Expr, mode: OperandMode, type: Type, value: Constant | undefined): void {
    const id = expr.id;
    if (id >= this.types.length) this.grow();
    this.types[id] = type;
    this.modes[id] = mode;
    this.values[id] = value;
  }

  typeOf(node: Node): Type | undefined {
    return this.types[node.id];
  }
  modeOf(node: Node): Mode | undefined {
    const mode = this.modes[node.id];
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
      case 'constant':
        return this.values[node.id] === undefined ? 'value' : 'constant';
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
    return this.values[node.id];
  }
  objectOf(ident: Ident): GoObject | undefined {
    return this.defs[ident.id] ?? this.uses[ident.id];
  }
  isDefinition(ident: Ident): boolean {
    return this.defs[ident.id] !== undefined;
  }
  implicitOf(node: Node): GoObject | undefined {
    return this.implicits.get(node.id);
  }
  selectionOf(selector: SelectorExpr): Selection | undefined {
    return this.selections.get(selector.id);
  }
  instanceOf(ident: Ident): Instance | undefined {
    return this.instances.get(ident.id);
  }
}

function isUntypedNil(type: Type | undefined): boolean {
  return type !== undefined && type.kind === TypeKind.Basic && type.basic === Basic.UntypedNil;
}
