/**
 * The command line as a person uses it: module trees as text archives in test/fixtures/cli, each with
 * commands and what they print. `UPDATE=1` writes the answers anew.
 *
 *   > ARGUMENTS            runs heapward in the tree's folder `work`, with the tree's `goroot`
 *     output               standard output, indented by two; `$DIR` is the tree's folder
 *     ! message            standard error
 *     exit 2               where the exit code is not 0
 */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArchive } from '../project/memoryFileSystem';

const fixtures = join(__dirname, '../../fixtures/cli');
const root = join(__dirname, '../../..');

describe('heapward', () => {
  for (const name of readdirSync(fixtures).filter(file => file.endsWith('.txt'))) {
    it(name, () => {
      const file = join(fixtures, name);
      const text = readFileSync(file, 'utf8');
      const cut = text.indexOf('-- want --\n') + '-- want --\n'.length;
      const dir = realpathSync(mkdtempSync(join(tmpdir(), 'heapward-cli-')));
      try {
        const got = answers(dir, text.slice(0, cut), text.slice(cut));
        if (process.env.UPDATE) writeFileSync(file, text.slice(0, cut) + got);
        else assert.equal(got, text.slice(cut));
      } finally {
        rmSync(dir, { recursive: true });
      }
    });
  }
});

function answers(dir: string, archive: string, want: string): string {
  mkdirSync(join(dir, 'work'));
  for (const [name, text] of parseArchive(archive).files) {
    if (name === 'want') continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return want
    .split('\n')
    .filter(line => line.startsWith('> '))
    .map(line => `${line}\n${heapward(dir, line.slice(2).split(' '))}`)
    .join('');
}

function heapward(dir: string, args: readonly string[]): string {
  const env = { ...process.env, GOROOT: join(dir, 'goroot'), GOMODCACHE: join(dir, 'cache'), GOFLAGS: '', GOWORK: 'off' };
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), join(root, 'src/cli/main.ts'), ...args],
    { cwd: join(dir, 'work'), encoding: 'utf8', env: { ...env, NO_COLOR: '1' } },
  );
  const lines = (text: string, mark: string) =>
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => `  ${mark}${line.replaceAll(dir, '$DIR')}\n`)
      .join('');
  return lines(stdout, '') + lines(stderr, '! ') + (status === 0 ? '' : `  exit ${status}\n`);
}
