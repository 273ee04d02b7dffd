/** How an object is declared at package level (or a method): what its resolution needs, read when that is due. */

import {
  type Expr,
  type FuncDecl,
  type Ident,
  NodeKind,
  type TypeSpec,
  type Unit,
  type ValueSpec,
} from '../syntax';
import type { GoObject, TypedObject, VarObject } from './object';
import type { Scope } from './scope';
import type { SourcePackage } from './sourcePackage';

/** The part of a unit that declares one constant, type or variable. */
export interface DeclarationParts {
  ident: Ident;
  spec: TypeSpec | ValueSpec;
  type?: Expr;
  init?: Expr;
  /** All variables of a declaration with one value for several. */
  lhs?: VarObject[];
  /** A constant that repeats the expression of the line above. */
  inherited?: boolean;
  iota?: number;
}

export class Declaration {
  private readonly isOutlined: boolean;
  started = false;
  /** A type that, to all appearances, is not what another type is. */
  isComposite = false;
  /** Another package asked for it first. */
  foreign = false;
  /** Objects of the same package that the initial value or body refers to. */
  deps: Set<GoObject> | undefined = undefined;
  /** Scope of a function's parameters, once its signature is resolved. */
  scope: Scope | undefined = undefined;
  /** How many names that has, once the body was checked, without those of the body. */
  parameters: number | undefined = undefined;

  constructor(
    readonly object: TypedObject,
    readonly pkg: SourcePackage,
    public unit: Unit,
    readonly fileScope: Scope,
    /** Minor language version of the file. */
    readonly version: number,
    /** Rank in the package's source order. */
    readonly order: number,
    /** Its name was not taken. */
    private readonly isNew: boolean,
    /** Without, the unit declares one object alone, and nobody has looked at it yet. */
    private known: DeclarationParts | undefined,
  ) {
    this.isOutlined = known === undefined;
  }

  /** Its name where it is declared; undefined if the name was taken. */
  get ident(): Ident | undefined {
    if (!this.isNew) return undefined;
    return this.object.kind === 'func' ? this.func?.name : this.parts?.ident;
  }
  get func(): FuncDecl | undefined {
    if (this.object.kind !== 'func') return undefined;
    const { decl } = this.unit;
    return decl.kind === NodeKind.FuncDecl ? decl : undefined;
  }
  get spec(): TypeSpec | undefined {
    const spec = this.parts?.spec;
    return spec?.kind === NodeKind.TypeSpec ? spec : undefined;
  }
  /** The line that declares a variable, if it was not looked at when the variable was collected. */
  get outlinedSpec(): ValueSpec | undefined {
    const spec = this.isOutlined ? this.parts?.spec : undefined;
    return spec?.kind === NodeKind.ValueSpec ? spec : undefined;
  }
  get type(): Expr | undefined {
    return this.parts?.type;
  }
  get init(): Expr | undefined {
    return this.parts?.init;
  }
  get lhs(): VarObject[] | undefined {
    return this.parts?.lhs;
  }
  get inherited(): boolean {
    return this.parts?.inherited ?? false;
  }
  get iota(): number {
    return this.parts?.iota ?? 0;
  }

  private get parts(): DeclarationParts | undefined {
    if (this.known === undefined && this.object.kind !== 'func') this.known = onlyParts(this.unit);
    return this.known;
  }
}

function onlyParts({ decl }: Unit): DeclarationParts | undefined {
  const spec = decl.kind === NodeKind.GenDecl ? decl.specs[0] : undefined;
  if (spec?.kind === NodeKind.TypeSpec) return { ident: spec.name, spec };
  if (spec?.kind !== NodeKind.ValueSpec || spec.names.length === 0) return undefined;
  return { ident: spec.names[0], spec, type: spec.type, init: spec.values[0] };
}
