/** Sources that nobody writes by hand: answers have to come with inlining too, and no stack may overflow. */

import assert from 'node:assert/strict';
import { hostileSources } from '../escape/hostileSources';
import { analyzeInlined } from './harness';

const cases: Record<string, string> = {
  ...Object.fromEntries(Object.entries(hostileSources).map(([name, { text }]) => [name, text])),
  'a sum of 20,000 terms beside a literal': `package p
func g(f func()) { f() }
func f(p *int) int { g(func() {}); return ${'*p + '.repeat(20000)}1 }`,
  '20,000 calls in one function': `package p
func g(x int) *int { return &x }
func f() {
${'  _ = g(1)\n'.repeat(20000)}}`,
  'literals that call each other': `package p
func f(n int) int {
  var g func(int) int
  h := func(n int) int { return g(n) + g(n) }
  g = func(n int) int { return h(n) + h(n) }
  return h(n)
}`,
  'a ring of functions that call twice': `package p
${Array.from(
  { length: 12 },
  (_, i) => `func f${i}(n int) int { if n == 0 { return 0 }; return f${(i + 1) % 12}(n-1) }`,
).join('\n')}`,
  'literals passed on and on': `package p
func a(f func(int) int) int { return f(1) + f(2) }
func b() int {
  return ${Array.from({ length: 200 }, (_, i) => `a(func(x int) int { return a(func(y int) int { return x + y + ${i} }) })`).join(' + ')}
}`,
};

describe('inlining of hostile sources', () => {
  for (const [name, text] of Object.entries(cases)) {
    it(name, () => {
      assert.ok(Array.isArray(analyzeInlined('hostile.go', text, { costs: true })));
    });
  }
});
