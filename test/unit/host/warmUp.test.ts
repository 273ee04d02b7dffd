import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('set-up for the warm-up of V8', () => {
  it('names no flag that this V8 does not know, of which it would complain', () => {
    const script = `require(${JSON.stringify(join(__dirname, '../../../src/host'))}).setUpForWarmUp()`;
    const args = ['--require', 'tsx/cjs', '--eval', script];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });
});
