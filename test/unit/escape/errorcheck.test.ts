/**
 * The compiler's own tests of escape analysis: files of GOROOT/test that begin with "// errorcheck -0 -m -l".
 * Judged as the Go project judges them: what stands after `// ERROR` are regular expressions, each of which
 * has to fit a diagnostic of its line, and no diagnostic may be left over.
 *
 * `failing` names the files that do not pass yet, with the reason; one that begins to pass has to be taken
 * off the list. Without a Go installation there is nothing to do.
 */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeText, goRoot, hasGo, standardLibrary } from './harness';
import { judge } from './judge';

const failing: Record<string, string> = {};

/** Diagnostics of other phases that -m prints as well: nobody here is to make them. */
const otherPhases = /devirtualizing|bounds check|^can inline/;

const folders = ['', 'fixedbugs', 'typeparam'];

describe('errorcheck -m -l', () => {
  const tests = hasGo() ? join(goRoot(), 'test') : '';
  if (!existsSync(tests)) {
    it('needs a Go installation with its tests');
    return;
  }
  const library = standardLibrary();
  for (const folder of folders) {
    for (const file of readdirSync(join(tests, folder)).sort()) {
      if (!file.endsWith('.go')) continue;
      const text = readFileSync(join(tests, folder, file), 'utf8');
      if (!isEscapeTest(text)) continue;
      const name = folder === '' ? file : `${folder}/${file}`;
      it(name, () => {
        const problems = judge(text, analyzeText(file, text, library).lines, otherPhases);
        if (failing[name] === undefined) assert.deepEqual(problems, []);
        else assert.notDeepEqual(problems, [], 'passes now: take it off the list');
      });
    }
  }
});

function isEscapeTest(text: string): boolean {
  const match = /^(?:\/\/go:build .*\n+)?\/\/ errorcheck (.*)$/m.exec(text.slice(0, 2000));
  if (match === null) return false;
  const flags = match[1]
    .split(' ')
    .filter(flag => flag !== '')
    .sort();
  return flags.join(' ') === '-0 -l -m';
}
