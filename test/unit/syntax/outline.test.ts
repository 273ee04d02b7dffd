/**
 * What the first words of a unit tell, against its parse: test/fixtures/outline has a line `// = KIND NAME` above what
 * they tell, and none where a parse is needed (`UPDATE=1` writes these lines anew); of the standard library every outline
 * has to be what the parser says.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expr, NodeKind, type Outline, parseFile, type Unit } from '../../../src/syntax';
import { standardLibrary } from './goroot';

const folder = join(__dirname, '../../fixtures/outline');
/** Of the standard library, one file in so many. */
const step = 7;

describe('outlines of units', () => {
  for (const name of readdirSync(folder)) {
    it(name, () => {
      const path = join(folder, name);
      const written = readFileSync(path, 'utf8');
      const said = annotated(written.replace(/^\/\/ = .*\n/gm, ''));
      if (process.env.UPDATE === '1') writeFileSync(path, said);
      else assert.equal(said, written);
    });
  }

  it('are what the parser says of the standard library', function () {
    const files = standardLibrary()?.filter((_, i) => i % step === 0);
    if (files === undefined) this.skip();
    let outlined = 0;
    for (const path of files) {
      for (const unit of parseFile(path, readFileSync(path, 'utf8')).units) {
        const { outline } = unit;
        if (outline === undefined) continue;
        outlined++;
        assert.deepEqual(parsed(unit), shown(outline), `${path}: ${outline.name}`);
      }
    }
    assert.ok(outlined > files.length, `${outlined} outlines in ${files.length} files`);
  });
});

function annotated(text: string): string {
  const { header, units } = parseFile('headers.go', text);
  const parts = units.map(unit => {
    const { outline } = unit;
    if (outline === undefined) return unit.text;
    if (unit.errors.length === 0) assert.deepEqual(parsed(unit), shown(outline), outline.name);
    const { kind, name, receiver } = outline;
    const star = receiver?.pointer ? '*' : '';
    const line = `// = ${kind} ${receiver === undefined ? name : `(${star}${receiver.base}).${name}`}\n`;
    return unit.text.replace(/^\s*/, space => space + line);
  });
  return header.text + parts.join('');
}

/** As an outline tells it: kind, name, offset of the name, receiver. */
type Told = readonly [kind: string, name: string, pos: number, receiver: string];

function shown({ kind, name, pos, receiver }: Outline): Told {
  return [kind, name, pos, receiver === undefined ? '' : `${receiver.pointer ? '*' : ''}${receiver.base}`];
}

function parsed({ decl }: Unit): Told | undefined {
  if (decl.kind === NodeKind.FuncDecl) {
    const receiver = decl.recv?.list[0];
    return ['func', decl.name.name, decl.name.pos, receiver === undefined ? '' : baseOf(receiver.type)];
  }
  const spec = decl.kind === NodeKind.GenDecl && decl.specs.length === 1 ? decl.specs[0] : undefined;
  if (spec?.kind === NodeKind.TypeSpec && !spec.isAlias) return ['type', spec.name.name, spec.name.pos, ''];
  if (spec?.kind !== NodeKind.ValueSpec || spec.names.length !== 1) return undefined;
  return ['var', spec.names[0].name, spec.names[0].pos, ''];
}

function baseOf(type: Expr): string {
  if (type.kind === NodeKind.StarExpr) return `*${baseOf(type.x)}`;
  if (type.kind === NodeKind.IndexExpr) return baseOf(type.x);
  return type.kind === NodeKind.Ident ? type.name : '';
}
