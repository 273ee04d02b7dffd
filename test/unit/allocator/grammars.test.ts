/** The TextMate grammars in syntaxes/: what each rule takes of a line, by its capture names. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatStep } from '../../../src/allocator';
import { randomTrace } from './randomTrace';

interface Captures {
  [group: string]: { name: string };
}

interface Rule {
  name?: string;
  match?: string;
  begin?: string;
  captures?: Captures;
  beginCaptures?: Captures;
}

interface Grammar {
  scopeName: string;
  repository: Record<string, Rule>;
}

function load(name: string): Grammar {
  return JSON.parse(readFileSync(join(__dirname, '../../../syntaxes', name), 'utf8'));
}

/** What a rule takes of a line, as `scope's last words: text`; undefined where it does not match at all. */
function scopes(rule: Rule, line: string): string[] | undefined {
  const match = new RegExp(rule.match ?? rule.begin ?? '$^').exec(line);
  if (!match) return undefined;
  if (rule.name) return [`${rule.name}: ${match[0]}`];
  return Object.entries(rule.captures ?? rule.beginCaptures ?? {})
    .filter(([group]) => match[Number(group)])
    .map(([group, { name }]) => `${name.split('.').slice(0, -1).join('.')}: ${match[Number(group)].trim()}`);
}

describe('the grammar of traces', () => {
  const { repository } = load('alloctrace.tmLanguage.json');
  const rules: [rule: string, line: string, scopes: string[] | undefined][] = [
    [
      'alloc',
      'alloc 17 24 scan main.go:3:5 # c',
      [
        'keyword.other.alloc: alloc',
        'variable.other.object: 17',
        'constant.numeric.integer.size: 24',
        'storage.type.scan: scan',
        'string.unquoted.site: main.go:3:5',
      ],
    ],
    ['alloc', 'alloc 17 24 scanner', undefined],
    ['alloc', 'alloc 1 2', undefined],
    ['free', ' free 3 # c', ['keyword.control.free: free', 'variable.other.object: 3']],
    ['free', 'free 3 4', undefined],
    [
      'alloc',
      'alloc 1 8 noscan p=12 main.go:3:5',
      [
        'keyword.other.alloc: alloc',
        'variable.other.object: 1',
        'constant.numeric.integer.size: 8',
        'storage.modifier.noscan: noscan',
        'variable.parameter.proc: p',
        'keyword.operator.assignment: =',
        'constant.numeric.integer.proc: 12',
        'string.unquoted.site: main.go:3:5',
      ],
    ],
    [
      'free',
      'free 3 p=1',
      [
        'keyword.control.free: free',
        'variable.other.object: 3',
        'variable.parameter.proc: p',
        'keyword.operator.assignment: =',
        'constant.numeric.integer.proc: 1',
      ],
    ],
    ['root', 'root 3', ['keyword.control.root: root', 'variable.other.object: 3']],
    ['root', 'root 3 4', undefined],
    [
      'reference',
      'unref 3 4 # c',
      ['keyword.control.reference: unref', 'variable.other.object: 3', 'variable.other.object: 4'],
    ],
    ['reference', 'ref 3', undefined],
    ['gc', 'gc', ['keyword.control.gc: gc']],
    ['gc', 'gcc', undefined],
    ['comment', 'gc # now', ['comment.line.number-sign.alloctrace: # now']],
    ['invalid', 'malloc 1 # c', ['invalid.illegal.step.alloctrace: malloc 1 ']],
  ];
  for (const [rule, line, want] of rules) {
    it(`${rule}: ${line}`, () => assert.deepEqual(scopes(repository[rule], line), want));
  }
});

describe('the grammar of traces and the writer', () => {
  const { repository } = load('alloctrace.tmLanguage.json');
  const rules = {
    alloc: 'alloc',
    free: 'free',
    root: 'root',
    ref: 'reference',
    unref: 'reference',
    gc: 'gc',
  };
  it('know the same steps', () => {
    const trace = randomTrace({
      seed: 1,
      steps: 3000,
      kind: 'small',
      gcRate: 0.01,
      procs: 3,
      references: true,
    });
    for (const step of trace) {
      const line = formatStep(step);
      assert.ok(scopes(repository[rules[step.kind]], line), line);
    }
  });
});

describe('the grammar of -m output', () => {
  const { repository } = load('goescape.tmLanguage.json');
  const rules: [rule: string, line: string, scopes: string[] | undefined][] = [
    [
      'diagnostic',
      './a.go:10:5: moved to heap: x',
      ['string.unquoted.path: ./a.go', 'constant.numeric.line: 10', 'constant.numeric.column: 5'],
    ],
    ['moved', 'moved to heap: x', ['markup.deleted.heap: moved to heap', 'variable.other: x']],
    [
      'leak',
      'leaking param: p to result ~r0 level=1',
      [
        'markup.changed.leak: leaking param',
        'variable.parameter: p',
        'keyword.other: to result',
        'variable.parameter.result: ~r0',
        'keyword.other: level=',
        'constant.numeric.level: 1',
      ],
    ],
    [
      'leak',
      'leaking param content: p',
      ['markup.changed.leak: leaking param content', 'variable.parameter: p'],
    ],
    [
      'escapes',
      '&T{} escapes to heap:',
      ['meta.embedded.inline.go source: &T{}', 'markup.deleted.heap: escapes to heap'],
    ],
    [
      'stack',
      'make([]byte, 8) does not escape',
      ['meta.embedded.inline.go source: make([]byte, 8)', 'markup.inserted.stack: does not escape'],
    ],
    [
      'inlineCan',
      'can inline f with cost 7 as: func() { }',
      ['markup.inserted.inline: can inline', 'entity.name.function: f', 'constant.numeric.cost: 7'],
    ],
    [
      'inlineCannot',
      'cannot inline g: recursive',
      ['markup.changed.inline: cannot inline', 'entity.name.function: g', 'comment.block.reason: recursive'],
    ],
    [
      'inlineCannot',
      'cannot inline (*T[string, interface { M() }]).f: recursive',
      [
        'markup.changed.inline: cannot inline',
        'entity.name.function: (*T[string, interface { M() }]).f',
        'comment.block.reason: recursive',
      ],
    ],
    [
      'inlineCan',
      'inlining call to (*T[string, interface { M() }]).f',
      ['markup.inserted.inline: inlining call to', 'entity.name.function: (*T[string, interface { M() }]).f'],
    ],
    [
      'leaksTo',
      'parameter p leaks to {heap} for (*T).f with derefs=1:',
      [
        'keyword.other: parameter',
        'variable.parameter: p',
        'markup.changed.leak: leaks to',
        'variable.parameter.result: {heap}',
        'keyword.other: for',
        'entity.name.function: (*T).f',
        'keyword.other: with derefs=',
        'constant.numeric.derefs: 1',
      ],
    ],
    [
      'capture',
      'f capturing by ref: x (addr=false assign=true width=8)',
      [
        'entity.name.function: f',
        'keyword.other.capture: capturing by ref',
        'variable.other: x',
        'comment.block.reason: addr=false assign=true width=8',
      ],
    ],
    [
      'flow',
      '    from &x (address-of) at ./a.go:3:4',
      ['keyword.other.flow: from', 'meta.flow: &x (address-of) at ./a.go:3:4'],
    ],
    ['package', '# net/http', ['punctuation.definition.comment: #', 'entity.name.package: net/http']],
  ];
  for (const [rule, line, want] of rules) {
    it(`${rule}: ${line}`, () => assert.deepEqual(scopes(repository[rule], line), want));
  }
});
