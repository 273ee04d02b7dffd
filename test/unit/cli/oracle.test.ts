/** The small group of packages against the real toolchain: no agreement may fall below what is recorded. */
import { strict as assert } from 'node:assert';
import { fell, readAgreement, recorded } from '../../oracle/agreement';
import { Comparer, goVersion } from '../../oracle/compare';
import { facts, groups } from '../../oracle/groups';
import { readReadme, withTable } from '../../oracle/readme';

describe('agreement with the Go toolchain', () => {
  const version = goVersion();
  const agreement = readAgreement();
  let comparer: Comparer;

  before(function () {
    if (version === undefined) {
      console.log('      SKIPPED: there is no go command on PATH');
      this.skip();
    }
    comparer = new Comparer();
  });

  for (const group of groups.filter(({ inTests }) => inTests)) {
    for (const fact of facts) {
      it(`${group.name}: ${fact.name}`, function () {
        const before = recorded(agreement, version ?? '', group.name, fact.name);
        if (before === undefined) {
          console.log(`      SKIPPED: nothing is recorded for ${version}`);
          this.skip();
        }
        const { agreement: now, text } = comparer.compare(group, fact);
        assert.ok(!fell(before, now), `${now}% after ${before}%\n${text}`);
      });
    }
  }
});

it('the README has the recorded agreement', () => {
  const readme = readReadme();
  assert.equal(readme, withTable(readme, readAgreement()));
  assert.ok(readme.includes('| std |'));
});
