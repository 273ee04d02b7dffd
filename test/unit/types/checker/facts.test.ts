/**
 * What the checker finds out, on small files. Each line of a fixture ends with what is declared on it,
 * "//> name type = value; …", and with the errors on it, "//! message". UPDATE=1 writes them anew.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Node, NodeKind, walkNodes } from '../../../../src/syntax';
import { constantString, type GoObject, type Package, type Program, typeString } from '../../../../src/types';
import { checkFiles } from '../program';

const folder = join(__dirname, '../../../fixtures/types/checker');

describe('checker fixtures', () => {
  for (const name of readdirSync(folder).filter(each => each.endsWith('.go'))) {
    it(name, () => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const annotated = annotate(name, withoutNotes(text));
      if (process.env.UPDATE) writeFileSync(path, annotated);
      else assert.equal(annotated, text);
    });
  }
});

function withoutNotes(text: string): string {
  return text.replace(/[ \t]*\/\/[>!] .*$/gm, '');
}

function annotate(name: string, text: string): string {
  const { program, pkg, errors } = checkFiles(new Map([[name, text]]));
  const declared = declarations(program, pkg);
  return text
    .split('\n')
    .map((line, i) => {
      const notes = declared.get(i) ?? [];
      const faults = errors.filter(fault => fault.line === i + 1).map(fault => fault.message.split('\n')[0]);
      const shown = notes.length > 0 ? ` //> ${notes.join('; ')}` : '';
      return line + shown + faults.map(message => ` //! ${message}`).join('');
    })
    .join('\n');
}

/** Declared names with their types, by line from 0. */
function declarations(program: Program, pkg: Package): Map<number, string[]> {
  const byLine = new Map<number, string[]>();
  for (const file of pkg.files) {
    for (const unit of file.units) {
      const info = program.info(unit);
      const visit = (node: Node): undefined => {
        if (node.kind !== NodeKind.Ident || !info.isDefinition(node)) return;
        const object = info.objectOf(node);
        if (object === undefined) return;
        const line = file.lines.lineOf(unit.base + node.pos);
        byLine.set(line, [...(byLine.get(line) ?? []), describeObject(object)]);
      };
      walkNodes(unit.decl, visit);
      walkNodes(unit.body, visit);
    }
  }
  return byLine;
}

function describeObject(object: GoObject): string {
  if (object.kind === 'pkgName') return `${object.name} ${object.imported.path}`;
  if (object.kind === 'label' || object.kind === 'builtin' || object.kind === 'nil') return object.name;
  const type = typeString(object.kind === 'typeName' ? shownType(object) : object.type, pkg => pkg.name);
  const value = object.kind === 'const' ? object.value : undefined;
  return `${object.name} ${type}${value === undefined ? '' : ` = ${constantString(value)}`}`;
}

/** The underlying type says more than the name. */
function shownType(object: Extract<GoObject, { kind: 'typeName' }>) {
  const type = object.type;
  return 'underlying' in type ? type.underlying : 'rhs' in type && type.rhs !== undefined ? type.rhs : type;
}
