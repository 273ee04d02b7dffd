/**
 * The compiler's own tests of inlining: files of GOROOT/test that begin with "// errorcheck -0 -m" (or
 * errorcheckwithauto), without -l. `failing` names those that do not pass, with the reason; one that begins to
 * pass has to be taken off the list. Without a Go installation there is nothing to do.
 */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goRoot, hasGo, standardLibrary } from '../escape/harness';
import { judge } from '../escape/judge';
import { analyzeInlined } from './harness';

const failing: Record<string, string> = {
  'typeparam/issue54497.go': 'the wrappers that hand a dictionary to a shared body are not built',
};

/** What other phases say. */
const otherPhases = /bounds check/;

const folders = ['', 'fixedbugs', 'typeparam'];

describe('errorcheck -m', () => {
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
      if (!isInlineTest(text)) continue;
      const name = folder === '' ? file : `${folder}/${file}`;
      it(name, () => {
        const problems = judge(text, analyzeInlined(file, text, { imports: library }), otherPhases);
        if (failing[name] === undefined) assert.deepEqual(problems, []);
        else assert.notDeepEqual(problems, [], 'passes now: take it off the list');
      });
    }
  }
});

function isInlineTest(text: string): boolean {
  const head = text.slice(0, 2000);
  const match = /^\/\/ errorcheck(?:withauto)? (.*)$/m.exec(head);
  if (match === null || /^\/\/go:build goexperiment\./m.test(head)) return false;
  const flags = match[1].split(' ').filter(flag => flag !== '' && flag !== '-d=inlfuncswithclosures=1');
  return flags.sort().join(' ') === '-0 -m';
}
