/**
 * Programs without an end, without sense, or larger than any machine: each walk ends, and says why where it was cut.
 * Behind each function of test/fixtures/simulation/hostile stands `// stops: REASON`, or `// ends` where it was walked
 * to its end; `UPDATE=1` writes the comments anew.
 */
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analysed } from './analysed';

const path = join(__dirname, '../../fixtures/simulation/hostile/hostile.go');
const targetForm = /^func (\w+)(?:\[.*?\])?\(.*?(?= \/\/ (?:stops|ends)|$)/;

describe('simulations of hostile programs', () => {
  it('end', () => {
    const text = readFileSync(path, 'utf8');
    const analysis = analysed(text);
    const got = text.split('\n').map(line => {
      const match = targetForm.exec(line);
      if (match === null) return line;
      const target = analysis.functionNamed('p', match[1]);
      assert.ok(target, match[1]);
      const { stopped } = analysis.simulate(target, { maxSteps: 300_000, maxEvents: 50_000 });
      return `${match[0]} // ${stopped === undefined ? 'ends' : `stops: ${stopped.reason}`}`;
    });
    if (process.env.UPDATE) writeFileSync(path, got.join('\n'));
    else assert.equal(got.join('\n'), text);
  });
});
