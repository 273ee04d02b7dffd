import { equal } from 'node:assert/strict';
import { LineTable } from '../../../src/base';
import type { ShownMark } from '../../../src/extension/lineMarks';
import { shiftMarks, type TextEdit } from '../../../src/extension/shiftMarks';

/** Marks stand in [brackets], stale ones in {braces}; an edit replaces a text that occurs once. */
interface Case {
  name: string;
  before: string;
  edits: [find: string, replacement: string][];
  after: string;
}

const cases: Case[] = [
  {
    name: 'an edit behind a mark leaves it',
    before: 'x := [new](T)',
    edits: [['T', 'U']],
    after: 'x := [new](U)',
  },
  {
    name: 'an edit before it on its line moves it',
    before: 'x := [new](T)',
    edits: [['x', 'longer']],
    after: 'longer := [new](T)',
  },
  {
    name: 'new lines above move it down',
    before: 'a\nb := [make](T)',
    edits: [['a', 'a\n\na']],
    after: 'a\n\na\nb := [make](T)',
  },
  {
    name: 'lines taken away above move it up',
    before: 'a\nb\nc\n  [d]',
    edits: [['b\nc\n', '']],
    after: 'a\n  [d]',
  },
  { name: 'a line broken before it', before: 'f(a, [b])', edits: [[' ', '\n  ']], after: 'f(a,\n  [b])' },
  { name: 'two lines joined before it', before: 'f(a,\n  [b])', edits: [['\n  ', ' ']], after: 'f(a, [b])' },
  {
    name: 'an edit inside makes it stale',
    before: '[make([]T, 8)]',
    edits: [['8', '16']],
    after: '{make([]T, 16)}',
  },
  {
    name: 'a longer name makes it stale',
    before: '[name] := 1',
    edits: [[' :=', 'd :=']],
    after: '{name}d := 1',
  },
  {
    name: 'an edit over its beginning makes it stale',
    before: 'ab [cd]',
    edits: [['b c', 'X']],
    after: 'aX{d}',
  },
  { name: 'an edit over its end makes it stale', before: '[ab] cd', edits: [['b c', 'X']], after: '{a}Xd' },
  { name: 'a mark whose text is gone goes', before: 'a [b] c', edits: [[' b ', ' ']], after: 'a c' },
  {
    name: 'several edits of one event',
    before: 'a [b] c [d]',
    edits: [
      ['a', 'aa'],
      ['c', ''],
    ],
    after: 'aa [b]  [d]',
  },
];

describe('marks while the text is edited', () => {
  for (const { name, before, edits, after } of cases) {
    it(name, () => {
      const { text, marks } = read(before);
      const lines = new LineTable(text);
      const changes = edits.map(([find, replacement]): TextEdit & { from: number; to: number } => {
        const from = text.indexOf(find);
        const to = from + find.length;
        return {
          start: lines.editorPosition(from),
          end: lines.editorPosition(to),
          text: replacement,
          from,
          to,
        };
      });
      let edited = text;
      for (const { from, to, text: replacement } of [...changes].sort((a, b) => b.from - a.from)) {
        edited = edited.slice(0, from) + replacement + edited.slice(to);
      }
      equal(show(edited, shiftMarks(marks, changes)), after);
    });
  }
});

function read(source: string): { text: string; marks: ShownMark[] } {
  const ranges: { from: number; to: number }[] = [];
  let text = '';
  for (const piece of source.split(/(\[\w[^[\]]*(?:\[\][^[\]]*)*\])/)) {
    const isMark = /^\[\w/.test(piece);
    const plain = isMark ? piece.slice(1, -1) : piece;
    if (isMark) ranges.push({ from: text.length, to: text.length + plain.length });
    text += plain;
  }
  const lines = new LineTable(text);
  const marks = ranges.map(
    ({ from, to }): ShownMark => ({
      kind: 'heap',
      range: { start: lines.editorPosition(from), end: lines.editorPosition(to) },
      text: '',
      func: 'f',
      inLoop: false,
      faint: false,
      stale: false,
    }),
  );
  return { text, marks };
}

function show(text: string, marks: readonly ShownMark[]): string {
  const lines = new LineTable(text);
  const offset = ({ line, character }: ShownMark['range']['start']): number =>
    lines.lineStart(line) + character;
  let shown = text;
  for (const { range, stale } of [...marks].sort((a, b) => offset(b.range.start) - offset(a.range.start))) {
    const [from, to] = [offset(range.start), offset(range.end)];
    const [open, close] = stale ? '{}' : '[]';
    shown = shown.slice(0, from) + open + shown.slice(from, to) + close + shown.slice(to);
  }
  return shown;
}
