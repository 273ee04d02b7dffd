/**
 * Every file of test/fixtures/ir is a package of its own. What a line became stands at its end, one
 * S-expression a statement, in order (see src/ir/dump.ts):
 *
 *     defer f(x) // IR (dcl .autotmp) (as2 .autotmp x) (defer (callfunc (closure ^.autotmp)))
 *
 * Lines of closures are those of their own bodies. A line without a comment became nothing. `UPDATE=1`
 * writes the comments anew.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIr, dumpNode, eachStatement, type Func, type IrNode } from '../../../src/ir';
import { parseFile, type SourceFile } from '../../../src/syntax';
import { createProgram, sizesFor } from '../../../src/types';

const folder = join(__dirname, '../../fixtures/ir');
const comment = / *\/\/ IR (.*)$/;

describe('ir fixtures', () => {
  for (const name of readdirSync(folder).filter(each => each.endsWith('.go'))) {
    it(name, () => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const found = statements(name, text);
      if (process.env.UPDATE === '1') writeFileSync(path, annotated(text, found));
      else assert.deepEqual(listed(found), expected(text));
    });
  }
});

/** S-expressions of each line (from 1). */
type Statements = Map<number, string[]>;

function statements(name: string, text: string): Statements {
  const file = parseFile(name, text);
  const program = createProgram({
    source: {
      resolve: path => (path === 'p' ? path : undefined),
      files: path => (path === 'p' ? { files: [file], goVersion: 'go1.26' } : undefined),
    },
    sizes: sizesFor('amd64'),
  });
  const ir = createIr(program);
  const found: Statements = new Map();
  for (const callee of ir.packageFuncs(program.package('p'))) {
    const func = ir.func(callee);
    if (func !== undefined) addFunc(file, func, found);
  }
  return found;
}

function addFunc(file: SourceFile, func: Func, found: Statements): void {
  eachStatement(func.body, statement => add(file, statement, found));
  for (const closure of func.closures) addFunc(file, closure, found);
}

function add(file: SourceFile, statement: IrNode, found: Statements): void {
  const { unit, pos } = statement.pos;
  if (pos < 0 || unit.file !== file) return;
  const { line } = file.lines.lineColumn(unit.base + pos);
  const list = found.get(line);
  const text = dumpNode(statement);
  if (list === undefined) found.set(line, [text]);
  else list.push(text);
}

function listed(found: Statements): string[] {
  const lines = [...found].sort(([a], [b]) => a - b);
  return lines.map(([line, texts]) => `${line}: ${texts.join(' ')}`);
}

function expected(text: string): string[] {
  return text.split('\n').flatMap((source, index) => {
    const match = comment.exec(source);
    return match === null ? [] : [`${index + 1}: ${match[1]}`];
  });
}

function annotated(text: string, found: Statements): string {
  const lines = text.split('\n').map((source, index) => {
    const texts = found.get(index + 1);
    const bare = source.replace(comment, '');
    return texts === undefined ? bare : `${bare} // IR ${texts.join(' ')}`;
  });
  return lines.join('\n');
}
