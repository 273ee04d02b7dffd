/**
 * Every Go file of test/fixtures/syntax holds sources, each after a line `//# title`. What is expected stands in lines
 * of its own, which are taken out before the source is read:
 *
 *     //@ func f: 2 statements, 1 bad          above the line on which a unit's declaration starts
 *     func f() {
 *         x := )
 *     //! 7: syntax error: unexpected ) …      below the line of an error, with its column (UTF-16 units from 1)
 *
 * A line without them has no error and starts no unit. `UPDATE=1` writes the lines anew from what we say; the second
 * test holds our errors against the compiler's where `go` is at hand. A title that ends in "(ours)" marks a source
 * of which we say more or less than the compiler, because a broken unit does not end the reading of those after it.
 */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Node, NodeKind, parseFile, type SourceFile, type Unit, walkNodes } from '../../../src/syntax';

const folder = join(__dirname, '../../fixtures/syntax');

interface Source {
  title: string;
  text: string;
}

describe('syntax fixtures', () => {
  for (const name of readdirSync(folder).filter(each => each.endsWith('.go'))) {
    const path = join(folder, name);
    const written = readFileSync(path, 'utf8');
    const sources = sourcesOf(written);

    it(name, () => {
      const said = sources.map(source => `//# ${source.title}\n${annotated(source)}`).join('');
      if (process.env.UPDATE === '1') writeFileSync(path, said);
      else assert.equal(said, written);
    });

    it(`${name}: errors as the compiler says`, function () {
      if (!hasGo()) {
        console.log('      Go is not installed: no compiler to compare with');
        this.skip();
      }
      const compared = sources.filter(({ title }) => !title.endsWith('(ours)'));
      const theirs = compilerErrors(compared);
      const said = (errors: string[][]) =>
        compared.map(({ title }, i) => [`# ${title}`, ...errors[i]].join('\n')).join('\n');
      assert.equal(said(compared.map(ourErrors)), said(theirs));
    });
  }
});

function sourcesOf(written: string): Source[] {
  return written.split(/^\/\/# /m).flatMap((part, i) => {
    if (i === 0) return [];
    const newline = part.indexOf('\n');
    const lines = part.slice(newline + 1).split('\n');
    if (i > 0) lines.pop();
    const text = lines.filter(line => !/^\/\/[@!] /.test(line)).join('\n');
    return [{ title: part.slice(0, newline), text }];
  });
}

/** The source with what we say of it. */
function annotated({ title, text }: Source): string {
  const file = parseFile(title, text);
  const lines = text.split('\n');
  const above: string[][] = lines.map(() => []);
  const below: string[][] = lines.map(() => []);
  above[0].push(`//@ ${headOf(file)}`);
  for (const unit of file.units) {
    above[file.lines.lineOf(unit.base + unit.decl.pos)].push(`//@ ${summaryOf(unit)}`);
  }
  for (const { line, column, message } of errorsOf(file)) below[line].push(`//! ${column + 1}: ${message}`);
  const said = lines.flatMap((line, i) => [...above[i], line, ...below[i]]);
  return `${said.join('\n')}\n`;
}

function headOf(file: SourceFile): string {
  const version = file.goVersion === undefined ? '' : `, ${file.goVersion}`;
  return `package ${JSON.stringify(file.packageName)}${version}${pragmasOf(file.header)}`;
}

function pragmasOf(unit: Unit): string {
  return unit.pragmas.map(({ name, args }) => `, ${args === '' ? name : `${name} ${args}`}`).join('');
}

function summaryOf(unit: Unit): string {
  const { decl, body } = unit;
  let statements = 0;
  let bad = 0;
  const count = (node: Node): undefined => {
    if (node.kind === NodeKind.BadExpr || node.kind === NodeKind.BadStmt || node.kind === NodeKind.BadDecl)
      bad++;
    else if (node.kind > NodeKind.BadStmt && node.kind <= NodeKind.RangeStmt) statements++;
  };
  walkNodes(decl, count);
  for (const stmt of body?.list ?? []) walkNodes(stmt, count);
  const parts: string[] = [];
  if (decl.kind === NodeKind.FuncDecl) {
    const receiver = decl.recv?.list[0]?.type;
    const of = receiver ? `(${unit.text.slice(receiver.pos, receiver.end)}) ` : '';
    parts.push(`func ${of}${decl.name.name}${decl.hasBody ? `: ${statements} statements` : ''}`);
  } else if (decl.kind === NodeKind.GenDecl) parts.push(`${decl.tok} ${decl.specs.map(nameOf).join(' ')}`);
  else parts.push('no declaration');
  if (bad > 0) parts.push(`${bad} bad`);
  return parts.join(', ') + pragmasOf(unit);
}

function nameOf(spec: Node): string {
  switch (spec.kind) {
    case NodeKind.ImportSpec:
      return spec.path.value;
    case NodeKind.TypeSpec:
      return spec.name.name;
    case NodeKind.ValueSpec:
      return spec.names.map(name => name.name).join(' ');
  }
  return '?';
}

interface FoundError {
  line: number;
  column: number;
  message: string;
}

function errorsOf(file: SourceFile): FoundError[] {
  const found: { pos: number; message: string }[] = [];
  for (const unit of [file.header, ...file.units]) {
    void unit.body;
    void unit.decl;
    for (const { pos, message } of unit.errors) found.push({ pos: unit.base + pos, message });
  }
  found.sort((a, b) => a.pos - b.pos);
  return found.map(({ pos, message }) => ({ ...positionOf(file.text, pos), message }));
}

function positionOf(text: string, pos: number): { line: number; column: number } {
  const before = text.slice(0, pos).split('\n');
  return { line: before.length - 1, column: before[before.length - 1].length };
}

/** Line, column in bytes, and message, as the compiler prints them. */
function ourErrors({ title, text }: Source): string[] {
  const lines = text.split('\n');
  return errorsOf(parseFile(title, text)).map(({ line, column, message }) => {
    const bytes = Buffer.byteLength(lines[line].slice(0, column));
    return `${line + 1}:${bytes + 1}: ${message}`;
  });
}

/** Each source is compiled by itself: one without a package clause ends the reading of files. */
function compilerErrors(sources: readonly Source[]): string[][] {
  const work = mkdtempSync(join(tmpdir(), 'heapward-syntax-'));
  const compiler = execFileSync('go', ['tool', '-n', 'compile'], { encoding: 'utf8' }).trim();
  const found = sources.map(({ text }) => {
    writeFileSync(join(work, 'p.go'), text);
    const args = ['-e', '-p', 'p', '-o', 'p.a', 'p.go'];
    const { stdout, stderr } = spawnSync(compiler, args, { cwd: work, encoding: 'utf8' });
    const said = [...`${stdout}${stderr}`.matchAll(/^(?:.*[\\/])?p\.go:(\d+:\d+: .*)$/gm)].map(
      match => match[1],
    );
    return said.filter(line => !ofTypes.test(line));
  });
  rmSync(work, { recursive: true });
  return found;
}

/** What the compiler finds wrong with types, where only literals were wrong before. */
const ofTypes =
  /: (?:undefined|could not import|missing function body|missing return|declared and not used|cannot |misplaced compiler directive|non-name |invalid (?:operation|recursive)|.* imported and not used|.* redeclared|.* is not )/;

function hasGo(): boolean {
  try {
    execFileSync('go', ['version']);
    return true;
  } catch {
    return false;
  }
}
