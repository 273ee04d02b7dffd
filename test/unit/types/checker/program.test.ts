/** Programs: what is loaded when, what an edit leaves in place, and input that is made to hurt. */

import assert from 'node:assert/strict';
import { openDocument, parseFile, type SourceFile, type Unit } from '../../../../src/syntax';
import {
  createProgram,
  type PackageFiles,
  type Program,
  packageFacts,
  sizesFor,
  typeString,
} from '../../../../src/types';
import { checkFile } from '../program';

const goVersion = 'go1.26';

/** A program of packages given as files, and the import paths in the order in which they were loaded. */
function programOf(packages: Record<string, SourceFile[]>): { program: Program; loaded: string[] } {
  const loaded: string[] = [];
  const program = createProgram({
    sizes: sizesFor('amd64'),
    source: {
      resolve: path => (path in packages ? path : undefined),
      files: (path): PackageFiles | undefined => {
        loaded.push(path);
        return path in packages ? { files: packages[path], goVersion } : undefined;
      },
    },
  });
  return { program, loaded };
}

function parse(path: string, text: string): SourceFile {
  return parseFile(path, text);
}

function checkAll(program: Program, path: string): string[] {
  const pkg = program.package(path);
  const messages: string[] = [];
  for (const file of pkg.files) {
    for (const unit of file.units) messages.push(...program.info(unit).errors.map(error => error.message));
  }
  return messages;
}

describe('programs', () => {
  it('load a package when something of it is needed', () => {
    const { program, loaded } = programOf({
      a: [parse('a.go', 'package a\nimport ("b"; "unused/c")\ntype T struct{ x b.T }\nfunc F(c b.U) {}\n')],
      b: [parse('b.go', 'package b\nimport "d"\ntype T struct{ D *d.T }\ntype U struct { E d.E }\n')],
      d: [parse('d.go', 'package d\nimport "e"\ntype T struct{ e.T }\ntype E int\n')],
      'unused/c': [parse('c.go', 'package c\n')],
    });
    const a = program.package('a');
    assert.deepEqual(loaded, []);
    const object = a.scope.lookup('F');
    assert.equal(object?.kind === 'func' && typeString(object.type), 'func(c b.U)');
    assert.deepEqual(loaded, ['a', 'b']);
    const t = a.scope.lookup('T');
    assert.equal(
      t?.kind === 'typeName' && 'underlying' in t.type && typeString(t.type.underlying),
      'struct{x b.T}',
    );
    assert.deepEqual(loaded, ['a', 'b']);
    assert.deepEqual(checkAll(program, 'a'), []);
    assert.deepEqual(loaded, ['a', 'b', 'd']);
  });

  it('keep everything but the edited body', () => {
    const document = openDocument(
      'a.go',
      'package a\nvar v int\nfunc f() int { return v }\nfunc g() { f() }\n',
    );
    const { program } = programOf({ a: [document.file] });
    assert.deepEqual(checkAll(program, 'a'), []);
    const pkg = program.package('a');
    const [, f, g] = document.file.units;
    const before = program.info(g);
    const object = pkg.scope.lookup('f');
    const file = document.setText(document.file.text.replace('return v', 'var s string; return s'));
    const update = program.update('a', { files: [file], goVersion });
    assert.deepEqual(
      update.bodies?.map(each => each.name),
      ['f'],
    );
    assert.notEqual(file.units[1], f);
    assert.equal(program.info(g), before);
    assert.equal(pkg.scope.lookup('f'), object);
    assert.equal(object?.kind === 'func' && program.unitOf(object), file.units[1]);
    assert.deepEqual(
      checkAll(program, 'a').map(message => message.slice(0, 12)),
      ['cannot use s'],
    );
  });

  it('resolve dependents anew where a declaration changed', () => {
    const document = openDocument('b.go', 'package b\ntype T int\n');
    const { program } = programOf({
      a: [parse('a.go', 'package a\nimport "b"\nvar x b.T\nvar s string = x\n')],
      b: [document.file],
      c: [parse('c.go', 'package c\nvar y int\n')],
    });
    const c = program.package('c');
    checkAll(program, 'c');
    const y = c.scope.lookup('y');
    assert.equal(checkAll(program, 'a').length, 1);
    const file = document.setText('package b\ntype T = string\n');
    const update = program.update('b', { files: [file], goVersion });
    assert.equal(update.bodies, undefined);
    assert.deepEqual([...update.packages].sort(), ['a', 'b']);
    assert.deepEqual(checkAll(program, 'a'), []);
    assert.equal(c.scope.lookup('y'), y);
  });

  it('give the order of initialisation', () => {
    const text =
      'package a\nvar a = f() + b\nvar b, c = g()\nvar d int\nfunc f() int { return e }\nvar e = 1\n';
    const { program } = programOf({ a: [parse('a.go', `${text}func g() (int, int) { return e, 2 }\n`)] });
    const order = program.initOrder(program.package('a')).map(group => group.map(v => v.name).join());
    assert.deepEqual(order, ['e', 'b,c', 'a']);
  });

  it('take sizes of the largest int', () => {
    const { program } = checkFile('a.go', 'package a\nvar x = make([]struct{}, 1<<63-1)\n');
    const rows = [...packageFacts(program, 'a')].filter(row => row[0] === 'T' && row[4] === 'builtin');
    assert.deepEqual(
      rows.map(row => row[5]),
      ['func([]struct{}, int) []struct{}'],
    );
  });

  it('can be cancelled between declarations', () => {
    let asked = 0;
    const file = parse('a.go', 'package a\nfunc f() {}\nfunc g() int { return 1 }\n');
    const program = createProgram({
      sizes: sizesFor('amd64'),
      source: { resolve: () => undefined, files: () => ({ files: [file], goVersion }) },
      checkCancelled: () => {
        if (asked++ === 1) throw new Error('cancelled');
      },
    });
    const [f, g]: readonly Unit[] = program.package('a').files[0].units;
    assert.throws(() => program.info(f), /cancelled/);
    assert.deepEqual(program.info(g).errors, []);
    assert.deepEqual(program.info(f).errors, []);
  });

  it('check a forgotten body again, with the same facts', () => {
    const text =
      'package a\nfunc f(a int) int {\n\tb := a\n\tvar s struct{ int }\n\tif a, ok := any(b).(int); ok {\n\t\treturn a\n\t}\n\treturn s.int\n}\n';
    const file = parseFile('a.go', text);
    const { program } = programOf({ a: [file] });
    const [f] = file.units;
    const before = [...packageFacts(program, 'a')];
    const { body } = f;
    program.forgetBody(f);
    assert.notEqual(f.body, body);
    assert.deepEqual([...packageFacts(program, 'a')], before);
    assert.deepEqual(program.info(f).errors, []);
  });

  it('know a function by its last header while that can not be read', () => {
    const text =
      'package p\n\nfunc f() int { return g(1) }\n\nfunc g(a int) int {\n\treturn g(a)\n}\n\ntype T int\n';
    const document = openDocument('p.go', text);
    const { program } = programOf({ p: [document.file] });
    assert.deepEqual(checkAll(program, 'p'), []);
    const calls = (without: string) => {
      const at = text.indexOf(without, text.indexOf('func g'));
      document.edit([{ from: at, to: at + without.length, text: '' }]);
      program.update('p', { files: [document.file], goVersion });
      const before = program.info(document.file.units[0]).errors.length;
      document.setText(text);
      program.update('p', { files: [document.file], goVersion });
      assert.deepEqual(checkAll(program, 'p'), []);
      return before;
    };
    for (const lost of ['func ', 'g', '(', ')', '{', '}', 'return', 'nt']) assert.equal(calls(lost), 0, lost);
    for (const lost of ['a int', 'a', 'int ']) assert.equal(calls(lost), 0, lost);
    assert.equal(program.functions(program.package('p')).length, 2);
  });

  it('know a function by its new header as soon as its body fits it', () => {
    const text =
      'package p\n\nfunc f() int { return g(1) }\n\nfunc g(a int) int {\n\tif a > 0 {\n\t\treturn g(a)\n\t}\n\treturn 1\n}\n';
    const document = openDocument('p.go', text);
    const { program } = programOf({ p: [document.file] });
    assert.deepEqual(checkAll(program, 'p'), []);
    const errorsOfF = (before: string, after: string): string[] => {
      document.setText(document.file.text.replace(before, after));
      program.update('p', { files: [document.file], goVersion });
      return program.info(document.file.units[0]).errors.map(({ message }) => message.split('\n')[0]);
    };
    // Fits at once: nothing of the parameter is used in another way.
    assert.deepEqual(errorsOfF('g(a int)', 'g(a int8)'), []);
    assert.deepEqual(errorsOfF('g(a int8)', 'g(a int, b string)'), []);
    assert.deepEqual(errorsOfF('return g(a)', 'return g(a, x)'), []);
    assert.deepEqual(errorsOfF('return g(a, x)', 'return g(a, b)'), ['not enough arguments in call to g']);
    assert.deepEqual(errorsOfF('return g(1)', 'return g(1, "")'), []);
  });
});

function times(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

describe('hostile input', () => {
  const nested: Record<string, string> = {
    parentheses: `var x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
    sums: `var x = 1${' + 1'.repeat(20_000)}`,
    concatenation: `var x = ""${' + "a"'.repeat(5_000)}`,
    pointers: `var x ${'*'.repeat(10_000)}int`,
    slices: `type T ${'[]'.repeat(10_000)}int`,
    calls: `func f(int) int\nvar x = ${'f('.repeat(5_000)}1${')'.repeat(5_000)}`,
    blocks: `func f() ${'{'.repeat(5_000)}${'}'.repeat(5_000)}`,
    elseIf: `func f(b bool) { if b {} ${'else if b {} '.repeat(3_000)} }`,
    functions: `var x = ${'func() {'.repeat(2_000)}${'}'.repeat(2_000)}`,
    instances: `type T[P any] struct{}\nvar x ${'T['.repeat(2_000)}int${']'.repeat(2_000)}`,
    growing: 'type T[P any] struct { f *T[T[P]] }\nvar x T[int]\nvar y = x.f.f.f.f',
    constants: `const c0 = 1\n${Array.from({ length: 3_000 }, (_, i) => `const c${i + 1} = c${i} + 1\n`).join('')}`,
    backwards: Array.from({ length: 3_000 }, (_, i) => `const c${i} = c${i + 1} + 1\n`).join(''),
    embedded: Array.from({ length: 3_000 }, (_, i) => `type T${i} struct { T${i + 1} }\n`).join(''),
    shifts: 'const big = 1 << 500 << 500 << 500 << 500\nconst c = big * big * big',
    array: 'var x [1 << 62]int\nvar y = len(x)',
    exponents: 'const a, b = 1e999999999, 0x1p999999999\nconst c = a * a * b / 3\nvar x [c]int',
    doubling: `const s0 = "text"\n${times(40, i => `const s${i + 1} = s${i} + s${i}`)}\nconst n = len(s40)`,
    squaring: `const c0 = 1.0 / 3\n${times(40, i => `const c${i + 1} = c${i} * c${i}`)}\nvar x = int(c40)`,
    sharing: `${times(40, i => `type T${i} struct { a, b T${i + 1} }`)}\ntype T40 int\nvar x = T0{} == T0{}`,
    sharedLiterals: `${times(40, i => `type T${i} = struct { a, b T${i + 1} }`)}\ntype T40 = int\nvar x T0`,
    sharedInstances: `${times(40, i => `type T${i}[P any] struct { a, b T${i + 1}[P] }`)}\ntype T40[P any] int\nvar x T0[int]`,
    sharedConstraints: `${times(40, i => `type C${i} interface { C${i + 1}; interface { C${i + 1} } }`)}\ntype C40 interface { ~int }\nfunc f[P C0](p P) {}`,
  };
  for (const [name, text] of Object.entries(nested)) {
    it(name, () => {
      const { errors } = checkFile('a.go', `package a\n${text}\n`);
      assert.ok(Array.isArray(errors));
    });
  }
});
