/** Sources that nobody writes by hand: answers have to come, and no stack may overflow. */

import assert from 'node:assert/strict';
import { analyzeText } from './harness';
import { hostileSources } from './hostileSources';

describe('escape analysis of hostile sources', () => {
  for (const [name, { text, expect }] of Object.entries(hostileSources)) {
    it(name, () => {
      const { lines } = analyzeText('hostile.go', text);
      if (expect === undefined) return;
      const found = lines.map(({ line, column, text: gc }) => `${line}:${column}: ${gc}`);
      assert.ok(found.includes(expect), `missing ${expect} in\n${found.slice(0, 5).join('\n')}`);
    });
  }
});
