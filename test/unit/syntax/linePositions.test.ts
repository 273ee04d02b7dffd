/** Line directives: `// = file:line:column` at the end of a line is where its first token lies that is no comment. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linePosition, parseFile } from '../../../src/syntax';

const path = join(__dirname, '../../fixtures/syntax/lines/lines.go');

describe('line directives', () => {
  it('give positions as go/token has them', () => {
    const file = parseFile(path, readFileSync(path, 'utf8'));
    const got: string[] = [];
    const want: string[] = [];
    let start = 0;
    for (const line of file.text.split('\n')) {
      const [code, expected] = line.split(' // = ');
      if (expected !== undefined) {
        const skipped = /^(?:\s|\/\*.*?\*\/)*/.exec(code)?.[0].length ?? 0;
        const position = linePosition(file, start + skipped);
        want.push(`${code}: ${expected}`);
        got.push(`${code}: ${position.file}:${position.line}:${position.column}`);
      }
      start += line.length + 1;
    }
    assert.deepEqual(got, want);
  });
});
