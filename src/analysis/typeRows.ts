/**
 * The checker's facts in the form of `oracle types`: for every expression ["T", file, from, to, mode, type,
 * value], for every identifier ["O", file, from, to, kind, declaration].
 */

import { type Ident, type Node, NodeKind, type Unit, walkNodes } from '../syntax';
import { constantString, type GoObject, type Program, typeString, type UnitInfo } from '../types';

export type TypeRow =
  | readonly [string, string, string, string, string, string]
  | readonly [string, string, string, string, string, string, string];

/** Rows of one unit, in source order. */
export function typeRows(program: Program, unit: Unit, packagePath: string): TypeRow[] {
  const info = program.info(unit);
  const file = `${packagePath}/${unit.file.path.slice(unit.file.path.lastIndexOf('/') + 1)}`;
  const at = (pos: number) => {
    const { line, column } = unit.file.lines.lineColumn(unit.base + pos);
    return `${line}:${column}`;
  };
  const rows: TypeRow[] = [];
  for (const root of [unit.decl, unit.body]) {
    walkNodes(root, node => {
      const expression = expressionFacts(info, node);
      if (expression !== undefined) rows.push(['T', file, at(node.pos), at(node.end), ...expression]);
      const object = node.kind === NodeKind.Ident ? identFacts(info, node) : undefined;
      if (object !== undefined) rows.push(['O', file, at(node.pos), at(node.end), ...object]);
      return undefined;
    });
  }
  return rows;
}

function expressionFacts(info: UnitInfo, node: Node): [string, string, string] | undefined {
  const mode = info.modeOf(node);
  if (mode === undefined || (node.kind === NodeKind.Ident && info.isDefinition(node))) return undefined;
  const type = info.typeOf(node);
  const value = info.valueOf(node);
  const name = type === undefined ? '' : typeString(type, pkg => pkg.path);
  return [
    mode,
    mode === 'void' && type === undefined ? '()' : name,
    value === undefined ? '' : constantString(value),
  ];
}

function identFacts(info: UnitInfo, ident: Ident): [string, string] | undefined {
  const object = info.objectOf(ident);
  return object === undefined ? undefined : [objectKinds[object.kind], declaration(object)];
}

const objectKinds: Record<GoObject['kind'], string> = {
  pkgName: 'pkgname',
  const: 'const',
  typeName: 'typename',
  var: 'var',
  func: 'func',
  label: 'label',
  builtin: 'builtin',
  nil: 'nil',
};

function declaration(object: GoObject): string {
  if (object.kind === 'pkgName') return `import ${object.imported.path}`;
  if (object.pkg === undefined) return object.name;
  if (object.place === undefined) return `${object.pkg.path}.${object.name}`;
  const { unit, pos } = object.place;
  const base = unit.file.path.slice(unit.file.path.lastIndexOf('/') + 1);
  return `${object.pkg.path}/${base}:${unit.file.lines.lineOf(unit.base + pos) + 1}`;
}
