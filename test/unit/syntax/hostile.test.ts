/** Sources that nobody writes by hand: no reader crashes or hangs, and what stands beside them is still there. */

import assert from 'node:assert/strict';
import { createNodeBackend } from '../../../src/host';
import { parseFile, TreeUnitReader, type UnitReader, walkNodes } from '../../../src/syntax';

const many = 100_000;

/** Statements of a function, and what is said of it; '' where nothing is. */
const cases: Record<string, { text: string; error: string }> = {
  'parentheses inside each other': {
    text: `x = ${'('.repeat(many)}1${')'.repeat(many)}`,
    error: 'nested too deeply',
  },
  'blocks inside each other': { text: '{'.repeat(many) + '}'.repeat(many), error: 'nested too deeply' },
  'literals inside each other': {
    text: `x = []T${'{'.repeat(many)}${'}'.repeat(many)}`,
    error: 'nested too deeply',
  },
  'functions inside each other': {
    text: `x = ${'func() {'.repeat(many)}${'}'.repeat(many)}`,
    error: 'nested too deeply',
  },
  'operators before one operand': { text: `x = ${'- '.repeat(many)}1`, error: 'nested too deeply' },
  'pointers to pointers': { text: `var x ${'*'.repeat(many)}int`, error: 'nested too deeply' },
  'an else for an else': { text: `if a {}${' else if a {}'.repeat(many)}`, error: 'nested too deeply' },
  'labels of labels': { text: `${'a: '.repeat(many)}x()`, error: 'nested too deeply' },
  'a sum of 25,000 terms': { text: `x = a${' + b'.repeat(24_999)}`, error: '' },
  'a sum of 100,001 terms': { text: `x = a${' + b'.repeat(many)}`, error: 'nested too deeply' },
  'a union of 100,001 terms': {
    text: `var x interface{ a${' | b'.repeat(many)} }`,
    error: 'nested too deeply',
  },
  'calls of what calls return': { text: `f${'()'.repeat(many)}`, error: 'nested too deeply' },
  'fields of fields': { text: `x = y${'.y'.repeat(many)}`, error: 'nested too deeply' },
  'a chain of 300 methods': { text: `f()${'.g(x[0])'.repeat(300)}`, error: '' },
  'elements of 1,000,000 characters': {
    text: `x = "${'y'.repeat(1_000_000)}" // ${'z'.repeat(1_000_000)}`,
    error: '',
  },
  'a hundred thousand statements': { text: 'x()\n'.repeat(many), error: '' },
  'a NUL': { text: 'x = 1 \0', error: 'invalid NUL character' },
  'half of a surrogate pair': { text: 'x = "\ud800"', error: '' },
  'a name that is half of a surrogate pair': {
    text: 'x = \udc00',
    error: "invalid character U+DC00 '\udc00' in identifier",
  },
};

describe('hostile sources', () => {
  for (const kind of ['direct', 'native', 'wasm'] as const) {
    describe(kind, () => {
      let reader: UnitReader | undefined;

      before(async function () {
        if (kind === 'direct') return;
        const backend = await createNodeBackend({ only: kind });
        if (kind === 'native' && !backend) {
          console.log('      native tree-sitter does not load here');
          this.skip();
        }
        assert.equal(backend?.kind, kind);
        reader = backend && new TreeUnitReader(backend);
      });

      for (const [name, { text, error }] of Object.entries(cases)) {
        it(name, () => {
          const source = `package p\n\nfunc before() {}\n\nfunc f() {\n${text}\n}\n\nvar after = 1\n`;
          const { units } = parseFile('p.go', source, reader);
          assert.equal(units.length, 3);
          for (const unit of units) {
            walkNodes(unit.decl, () => undefined);
            walkNodes(unit.body, () => undefined);
          }
          assert.deepEqual(
            units.map(unit => unit.errors[0]?.message ?? ''),
            ['', error, ''],
          );
        });
      }
    });
  }

  it('brackets that nothing closes', () => {
    for (const bracket of ['(', '[', '{', '"', '`', "'", '/*', ')', '}', 'func f() {\n', ';', '}\n', '/']) {
      const { units, header } = parseFile('p.go', `package p\n${bracket.repeat(20_000)}`);
      for (const unit of [header, ...units]) void [unit.decl, unit.body, unit.errors];
    }
  });
});
