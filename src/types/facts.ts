/**
 * The checker's facts as rows, in the form of `oracle types`:
 * ["T", file, from, to, mode, type, value] for an expression,
 * ["O", file, from, to, kind, declaration] for an identifier and what it denotes.
 * Positions are line:column, in bytes from 1; `file` is the import path, "/" and the base name. Line directives are
 * followed, as go/token does.
 */

import { utf8Length } from '../base';
import {
  type FieldList,
  hasLineDirectives,
  type IncDecStmt,
  linePosition,
  type Node,
  NodeKind,
  relocate,
  type Unit,
  walkNodes,
} from '../syntax';
import type { Program } from './checker';
import { constantString } from './constant';
import type { GoObject } from './object';
import type { Package } from './package';
import { typeString } from './typeString';
import { UnitFacts } from './unitFacts';

export type FactRow =
  | ['T', string, string, string, string, string, string]
  | ['O', string, string, string, string, string];

/** All facts of a package. */
export function* packageFacts(program: Program, path: string): Generator<FactRow> {
  for (const unit of checkedUnits(program, path)) yield* unitFacts(program, unit);
}

/** The units of a package, its declarations checked in the order of go/types, then its bodies. */
export function checkedUnits(program: Program, path: string): Unit[] {
  const pkg = program.package(path);
  void pkg.scope;
  const units = pkg.files.flatMap(file => file.units);
  for (const unit of units) if (isTypeUnit(unit)) program.declInfo(unit);
  for (const unit of units) program.declInfo(unit);
  for (const unit of units) program.info(unit);
  return units;
}

function isTypeUnit(unit: Unit): boolean {
  return unit.decl.kind === NodeKind.GenDecl && unit.decl.tok === 'type';
}

/** The facts of one unit of a package, in the order of its nodes. */
export function* unitFacts(program: Program, unit: Unit): Generator<FactRow> {
  const facts = program.info(unit);
  const pkg = program.packageOf(unit);
  if (!(facts instanceof UnitFacts) || pkg === undefined) return;
  const positions = new Positions(unit);
  const position = (offset: number) => positions.at(offset);
  const nodes: Node[] = [];
  const add = (node: Node): undefined => {
    nodes.push(node);
  };
  walkNodes(unit.decl, add);
  walkNodes(unit.body, add);
  for (const node of nodes) {
    if (node.kind === NodeKind.IncDecStmt) yield* incDecFact(facts, node, pkg, positions);
    if (isTypeParams(node)) yield* constraintFacts(facts, node, pkg, position);
    const mode = facts.modeOf(node);
    const type = facts.typeOf(node);
    const objects = node.kind === NodeKind.Ident ? [facts.objectOf(node), facts.otherUseOf(node)] : noObjects;
    if (mode === undefined && objects[0] === undefined) continue;
    const from = position(node.pos);
    const file = `${pkg.path}/${positions.file}`;
    const to = position(node.end);
    if (mode !== undefined && type !== undefined) {
      const value = facts.valueOf(node);
      const shown = mode === 'constant' && value !== undefined ? constantString(value) : '';
      yield ['T', file, from, to, mode, typeString(type), shown];
    }
    for (const object of objects) {
      if (object !== undefined) yield ['O', file, from, to, object.kind.toLowerCase(), declarationOf(object)];
    }
  }
}

const noObjects: readonly undefined[] = [];

/** go/types takes x++ for x + 1 with a literal of its own, which stands where x begins. */
function* incDecFact(
  facts: UnitFacts,
  node: IncDecStmt,
  pkg: Package,
  positions: Positions,
): Generator<FactRow> {
  const type = facts.typeOf(node.x);
  if (type === undefined) return;
  const from = positions.at(node.x.pos);
  const file = `${pkg.path}/${positions.file}`;
  const colon = from.indexOf(':') + 1;
  const column = Number(from.slice(colon));
  const to = from.slice(0, colon) + (column === 0 ? 0 : column + 1);
  yield ['T', file, from, to, 'constant', typeString(type), '1'];
}

/** Positions as line:column. Offsets are mostly asked for in order, and lines may be very long. */
class Positions {
  private line = -1;
  private offset = 0;
  private column = 0;
  private readonly text: string;
  /** Base name of the file in which the position lies that was asked for last. */
  file: string;
  private readonly isRelocated: boolean;

  constructor(private readonly unit: Unit) {
    this.text = unit.file.text;
    this.file = linePosition(unit.file, unit.base).file;
    this.isRelocated = hasLineDirectives(unit.file);
  }

  at(relative: number): string {
    const { lines } = this.unit.file;
    const offset = this.unit.base + relative;
    const line = lines.lineOf(offset);
    if (line !== this.line || offset < this.offset) {
      // A step back, to the parts of an expression that was just placed, is measured backwards.
      const isNear = line === this.line && this.offset - offset < offset - lines.lineStart(line);
      if (isNear) this.column -= utf8Length(this.text, offset, this.offset);
      else this.column = utf8Length(this.text, lines.lineStart(line), offset) + 1;
    } else this.column += utf8Length(this.text, this.offset, offset);
    this.line = line;
    this.offset = offset;
    if (!this.isRelocated) return `${line + 1}:${this.column}`;
    const shown = relocate(this.unit.file, offset, { line: line + 1, column: this.column });
    this.file = shown.file;
    return `${shown.line}:${shown.column}`;
  }
}

type WithTypeParams = Extract<Node, { typeParams: FieldList | undefined }>;

function isTypeParams(node: Node): node is WithTypeParams {
  return (
    (node.kind === NodeKind.FuncType || node.kind === NodeKind.TypeSpec) && node.typeParams !== undefined
  );
}

/** go/types makes an interface of its own, without a place, of a constraint such as ~T or A | B. */
function* constraintFacts(
  facts: UnitFacts,
  node: WithTypeParams,
  pkg: Package,
  position: (offset: number) => string,
): Generator<FactRow> {
  for (const { type } of node.typeParams?.list ?? []) {
    const isUnion = type.kind === NodeKind.BinaryExpr && type.op === '|';
    const recorded = facts.typeOf(type);
    if (recorded === undefined || !(isUnion || (type.kind === NodeKind.UnaryExpr && type.op === '~')))
      continue;
    yield ['T', `${pkg.path}/.`, '0:0', position(type.end), 'type', typeString(recorded), ''];
  }
}

/** Where an object is declared: path/file.go:line, path.Name without a place in a Go file, Name for what is predeclared. */
export function declarationOf(object: GoObject): string {
  if (object.kind === 'pkgName') return `import ${object.imported.path}`;
  if (object.pkg === undefined) return object.name;
  const place = object.place;
  if (place === undefined) return `${object.pkg.path}.${object.name}`;
  const { file, line } = linePosition(place.unit.file, place.unit.base + place.pos);
  return file.endsWith('.go') ? `${object.pkg.path}/${file}:${line}` : `${object.pkg.path}.${object.name}`;
}
