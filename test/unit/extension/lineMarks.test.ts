import { deepEqual } from 'node:assert/strict';
import { lineMarks, type ShownMark } from '../../../src/extension/lineMarks';
import type { MarkKind } from '../../../src/protocol';

describe('one mark and one text a line', () => {
  it('what allocates comes before what leaks or stays, and brings the text', () => {
    const marks = [
      mark(3, 'stack'),
      mark(3, 'leak'),
      mark(3, 'heap', { lineEnd: 'heap 16 B' }),
      mark(1, 'free'),
    ];
    deepEqual(lineMarks(marks), [
      { line: 1, character: 0, shape: 'free', text: '', faint: false },
      { line: 3, character: 0, shape: 'heap', text: 'heap 16 B', faint: false },
    ]);
  });

  it('a variable that moves has the shape of an allocation', () => {
    deepEqual(lineMarks([mark(0, 'moved', { lineEnd: 'heap 8 B' })]), [
      { line: 0, character: 0, shape: 'heap', text: 'heap 8 B', faint: false },
    ]);
  });

  it('a line is dimmed when all that gives it its shape is stale or in dead code', () => {
    deepEqual(
      lineMarks([mark(0, 'heap', { stale: true }), mark(0, 'heap', { faint: true }), mark(0, 'stack')])[0]
        .faint,
      true,
    );
    deepEqual(lineMarks([mark(0, 'heap', { stale: true }), mark(0, 'heap')])[0].faint, false);
  });
});

function mark(line: number, kind: MarkKind, other: Partial<ShownMark> = {}): ShownMark {
  const at = { line, character: 0 };
  const range = { start: at, end: at };
  return { kind, range, text: '', func: 'f', inLoop: false, faint: false, stale: false, ...other };
}
