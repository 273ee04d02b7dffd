/** Tags are the same where calls are inlined one by one as where bodies are inlined as a whole, for every function of the fixtures. */

import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tagsAfterInlining } from './harness';

const fixtures = join(__dirname, '../../fixtures');

describe('tags of bodies inlined call by call', () => {
  for (const folder of ['inline', 'escape']) {
    for (const name of readdirSync(join(fixtures, folder)).filter(file => file.endsWith('.go'))) {
      it(`${folder}/${name}`, () => {
        const text = readFileSync(join(fixtures, folder, name), 'utf8');
        const whole = tagsAfterInlining(name, text, false);
        assert.ok(whole.size > 0);
        assert.deepEqual(tagsAfterInlining(name, text, true), whole);
      });
    }
  }
});
