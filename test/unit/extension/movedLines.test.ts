import { equal } from 'node:assert/strict';
import { MovedLines } from '../../../src/extension/movedLines';

const edit = (
  fromLine: number,
  fromCharacter: number,
  toLine: number,
  toCharacter: number,
  text: string,
) => ({
  start: { line: fromLine, character: fromCharacter },
  end: { line: toLine, character: toCharacter },
  text,
});

describe('lines of a run while its text is edited', () => {
  it('move with the text, one change after the other', () => {
    const lines = new MovedLines();
    equal(lines.now('a', 7), 7);
    lines.edit('a', [edit(2, 0, 2, 0, 'x\ny\n')]);
    equal(lines.now('a', 7), 9);
    equal(lines.now('a', 2), 4, 'what stood at the place of the edit moves too');
    equal(lines.now('a', 1), 1);
    lines.edit('a', [edit(0, 0, 1, 0, '')]);
    equal(lines.now('a', 7), 8);
    equal(lines.now('b', 7), 7, 'another document');
  });

  it('stay where only their own text changes, and are gone with it', () => {
    const lines = new MovedLines();
    lines.edit('a', [edit(3, 4, 3, 9, 'name')]);
    equal(lines.now('a', 3), 3);
    lines.edit('a', [edit(2, 0, 5, 0, '')]);
    equal(lines.now('a', 3), undefined);
    equal(lines.now('a', 6), 3);
  });

  it('take several edits of one change as an editor gives them', () => {
    const lines = new MovedLines();
    lines.edit('a', [edit(8, 0, 8, 0, 'b\n'), edit(1, 0, 1, 0, 'a\n')]);
    equal(lines.now('a', 5), 6);
    equal(lines.now('a', 9), 11);
  });
});
