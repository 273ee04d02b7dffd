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
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildCommandLine } from '../../commandLine';
import { parseArchive } from '../project/memoryFileSystem';

const fixtures = join(__dirname, '../../fixtures/cli');

/** The command line, bundled once: a process each for so many commands would take long from the sources. */
const bundle = join(realpathSync(mkdtempSync(join(tmpdir(), 'heapward-bundle-'))), 'cli.js');

describe('heapward', () => {
  before(() => {
    buildCommandLine(dirname(bundle));
  });
  after(() => rmSync(dirname(bundle), { recursive: true }));

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

  it('replays a trace: each object in order, or the statistics', () => {
    const dir = dirname(bundle);
    const trace = join(dir, 'small.alloctrace');
    writeFileSync(
      trace,
      '# two share a block\nalloc 7 24 scan main.go:3\nalloc 8 5 noscan\nalloc 9 7 noscan\nfree 7\ngc\n',
    );
    const replay = (format: string) =>
      spawnSync(process.execPath, [bundle, 'replay', trace, '--format', format], { encoding: 'utf8' }).stdout;
    const places = replay('jsonl')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.deepEqual(
      places.map(({ id }) => id),
      [7, 8, 9],
    );
    assert.deepEqual(Object.keys(places[0]), ['id', 'span', 'pages', 'slot', 'offset']);
    assert.equal(places[1].span, places[2].span);
    assert.match(replay('text'), /objects +3 +2 still referred to/);
  });

  it('does the same without the code that the build kept, and where that is damaged', () => {
    const file = join(dirname(bundle), 'cliMain.code');
    const code = readFileSync(file);
    const help = () => spawnSync(process.execPath, [bundle, 'check', '--help'], { encoding: 'utf8' });
    const want = help();
    assert.equal(want.status, 0);
    for (const damaged of [code.subarray(0, 10), code.subarray(0, code.length >> 1), flipped(code)]) {
      writeFileSync(file, damaged);
      assert.deepEqual({ ...help(), pid: 0 }, { ...want, pid: 0 });
    }
    rmSync(file);
    assert.deepEqual({ ...help(), pid: 0 }, { ...want, pid: 0 });
  });

  it('ends quietly where nobody reads on', () => {
    const { stdout, stderr } = replayLong('head -n 2');
    assert.equal(stdout.trim().split('\n').length, 2);
    assert.equal(stderr, '');
  });

  it('ends when all is read where reading begins late', () => {
    const { stdout, stderr } = replayLong('(sleep 1; wc -l)');
    assert.equal(stdout.trim(), '100000');
    assert.equal(stderr, '');
  });

  function replayLong(reader: string) {
    const trace = join(dirname(bundle), 'long.alloctrace');
    writeFileSync(trace, Array.from({ length: 100_000 }, (_, id) => `alloc ${id} 24 scan`).join('\n'));
    const command = `"${process.execPath}" "${bundle}" replay --format jsonl "${trace}" | ${reader}`;
    return spawnSync('bash', ['-o', 'pipefail', '-c', command], { encoding: 'utf8' });
  }
});

/** With one bit in the middle changed. */
function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[bytes.length >> 1] ^= 1;
  return copy;
}

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
  const env = {
    ...process.env,
    GOROOT: join(dir, 'goroot'),
    GOMODCACHE: join(dir, 'cache'),
    GOFLAGS: '',
    GOWORK: 'off',
  };
  const { stdout, stderr, status } = spawnSync(process.execPath, [bundle, ...args], {
    cwd: join(dir, 'work'),
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1', HEAPWARD_CACHE: '' },
  });
  const lines = (text: string, mark: string) =>
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => `  ${mark}${line.replaceAll(dir, '$DIR')}\n`)
      .join('');
  return lines(stdout, '') + lines(stderr, '! ') + (status === 0 ? '' : `  exit ${status}\n`);
}
