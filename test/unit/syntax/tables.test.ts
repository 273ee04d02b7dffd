/** Tables outside of functions: what is taken for one, and that its elements are those that a parse finds. */

import assert from 'node:assert/strict';
import { type CompositeLit, type Node, NodeKind, parseFile, type Unit, walkNodes } from '../../../src/syntax';

const many = 200;

/** One element, or all of them, of a literal that is a table. */
const tables: Record<string, string> = {
  integers: '0x1f, 7,\n\t// seven\n\t0, '.repeat(many),
  'without a comma at the end': `${'1, '.repeat(many)}2`,
  keys: '0x10: 1, 20: 0x2,\n'.repeat(many),
  'structs with keys': '{lo: 0x1, hi: 2},\n{},\n{3, 4,\n},\n'.repeat(many),
};

/** What a table may not have: it has to be parsed at once. */
const others: Record<string, string> = {
  strings: `${'1, '.repeat(many)}"a",`,
  names: `${'1, '.repeat(many)}a,`,
  calls: `${'1, '.repeat(many)}f(),`,
  'octal numbers': `${'1, '.repeat(many)}08,`,
  'a newline before a brace': `${'1, '.repeat(many)}2\n`,
  'a keyword': `${'1, '.repeat(many)}{type: 2},`,
  'two commas': `${'1, '.repeat(many)},`,
  'more levels': `${'1, '.repeat(many)}{{1}},`,
};

describe('tables', () => {
  for (const [name, elements] of Object.entries(tables)) {
    it(name, () => {
      const unit = parse(`var x = [...]T{${elements}}\n`);
      assert.equal(literals(unit)[0].isTable, true);
      const inFunction = parse(`func f() { x = [...]T{${elements}} }\n`);
      assert.deepEqual(shapes(unit), shapes(inFunction));
      assert.deepEqual(unit.errors, []);
    });
  }

  for (const [name, elements] of Object.entries(others)) {
    it(`are none with ${name}`, () => {
      assert.equal(literals(parse(`var x = [...]T{${elements}}\n`))[0].isTable, undefined);
    });
  }

  it('of any length are walked', () => {
    assert.equal(literals(parse(`var x = []T{${'1, '.repeat(300_000)}}\n`))[0].elts.length, 300_000);
  });
});

function parse(declaration: string): Unit {
  return parseFile('tables.go', `package p\n${declaration}`).units[0];
}

function literals(unit: Unit): CompositeLit[] {
  const found: CompositeLit[] = [];
  for (const root of [unit.decl, unit.body]) {
    walkNodes(root, (node: Node) => {
      if (node.kind === NodeKind.CompositeLit) found.push(node);
      return undefined;
    });
  }
  return found;
}

/** The kinds of all nodes of the first literal, and where they are in it. */
function shapes(unit: Unit): string[] {
  const [outermost] = literals(unit);
  const found: string[] = [];
  walkNodes(outermost, node => {
    found.push(`${NodeKind[node.kind]} ${node.pos - outermost.pos} ${node.end - outermost.pos}`);
    return undefined;
  });
  return found;
}
