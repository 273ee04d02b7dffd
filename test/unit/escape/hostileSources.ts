/** Sources that nobody writes by hand, and a line of -m -l that is expected. */

export const hostileSources: Record<string, { text: string; expect?: string }> = {
  'a chain of 20,000 calls': {
    text: `package p\nfunc f0(p *int) *int { return p }\n${Array.from(
      { length: 20000 },
      (_, i) => `func f${i + 1}(p *int) *int { return f${i}(p) }`,
    ).join('\n')}\nfunc last() { x := 1; _ = f20000(&x) }`,
    expect: '20002:13: leaking param: p to result ~r0 level=0',
  },
  'a sum of 20,000 terms': {
    text: `package p\nfunc f(p *int) int { return ${'*p + '.repeat(20000)}1 }`,
    expect: '2:8: p does not escape',
  },
  'operators nested 5,000 deep': {
    text: `package p\nfunc f(b bool) bool { return ${'!'.repeat(5000)}b }`,
  },
  'calls nested 5,000 deep': {
    text: `package p\nfunc g(p *int) *int { return p }\nfunc f(p *int) *int { return ${'g('.repeat(5000)}p${')'.repeat(5000)} }`,
  },
  'blocks nested 5,000 deep': {
    text: `package p\nfunc f(p *int) {\n${'{\n'.repeat(5000)}_ = *p\n${'}\n'.repeat(5000)}}`,
  },
  'closures nested 500 deep': {
    text: `package p\nfunc f() { x := 0\n${'func() {\n'.repeat(500)}x++\n${'}()\n'.repeat(500)}}`,
  },
  'a ring of 300 functions': {
    text: `package p\n${Array.from(
      { length: 300 },
      (_, i) => `func f${i}(p *int, n int) *int { if n == 0 { return p }; return f${(i + 1) % 300}(p, n-1) }`,
    ).join('\n')}`,
    expect: '2:9: leaking param: p',
  },
  'instances without end': {
    text: 'package p\nfunc f[T any](n int) { var x T; _ = x; if n > 0 { f[[]T](n - 1) } }\nfunc g() { f[int](3) }',
  },
  'instances that double without end': {
    text: [
      'package p',
      'type U[P any] struct { *U[map[string]P]; b *V[[]P] }',
      'func (u *U[P]) Get() *P { return new(P) }',
      'type V[P any] struct { *U[map[string]P]; b *V[[]P]; c *U[chan P] }',
      'func (v *V[P]) Set(p P) { var x U[func() P]; _ = x }',
      'func f[P any](p *P) { f[map[string]P](nil); f[[]P](nil); g[chan P](nil) }',
      'func g[P any](p *P) { f[[2]P](nil); f[*P](nil); var u U[P]; _ = u.Get }',
      'func h() { var u U[int]; var v V[string]; u.Get(); v.Set(""); f[int](nil) }',
    ].join('\n'),
  },
  'an initialisation loop': {
    text: 'package p\nvar a = b\nvar b = a\nvar c = func() int { return d }()\nvar d = c',
  },
  'what is broken': {
    text: 'package p\nfunc f(p *int) { q := nowhere(p; _ = q.x.y }\nfunc g(p *int) { var x T = p; x.m(p) }',
  },
};
