/** Tags found on demand are those of the whole package, for every function of the fixtures. */

import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tagsOfText } from './harness';

const folder = join(__dirname, '../../fixtures/escape');

describe('tags on demand', () => {
  for (const name of readdirSync(folder).filter(file => file.endsWith('.go'))) {
    it(name, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const whole = tagsOfText(name, text, false);
      assert.ok(whole.size > 0);
      assert.deepEqual(tagsOfText(name, text, true), whole);
    });
  }
});
