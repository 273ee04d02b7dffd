/** Every file of Go's own test folder, broken ones and tortuous ones among them, each a package of its own: nothing fails. */
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalysis } from '../../../src/analysis';
import { createNodeFileSystem, findGoEnvironment } from '../../../src/host';

describe('files of GOROOT/test', () => {
  const { goroot, moduleCache } = findGoEnvironment();
  const folder = join(goroot ?? '/', 'test');

  before(function () {
    if (goroot !== undefined && existsSync(folder)) return;
    console.log('      SKIPPED: there is no Go installation with its tests');
    this.skip();
  });

  for (const inline of [false, true]) {
    // With inlining one in five: the sources are the same.
    it(`are analysed${inline ? ', inlined' : ''}`, () => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.go'))
        .filter((_, index) => !inline || index % 5 === 0);
      assert.ok(files.length > 500);
      const analysis = createAnalysis({
        fs: createNodeFileSystem(),
        dir: folder,
        goroot,
        moduleCache,
        inline,
      });
      for (const file of files) {
        for (const path of analysis.match([join(folder, file)]).packages) {
          assert.deepEqual(analysis.package(path)?.failures, [], file);
          analysis.release(path);
        }
      }
    });
  }
});
