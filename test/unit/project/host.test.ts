/** What the host finds on a machine: Go, and texts kept from run to run. */
import { strict as assert } from 'node:assert';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeFileSystem, findGoEnvironment, fromNativePath, openDiskCache } from '../../../src/host';

describe('host', () => {
  let dir: string;
  beforeEach(() => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'heapward-host-')));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const makeGoroot = (name: string): string => {
    const goroot = join(dir, name);
    for (const folder of ['src/runtime', 'src/fmt']) mkdirSync(join(goroot, folder), { recursive: true });
    return goroot;
  };

  it('the settings come before the environment, and a folder without Go is none', () => {
    const first = makeGoroot('first');
    const second = makeGoroot('second');
    const env = { GOROOT: second, GOMODCACHE: dir, GOFLAGS: '-v -mod=vendor', GOWORK: 'off', PATH: '' };
    const found = findGoEnvironment({ goroot: first, env });
    assert.equal(found.goroot, fromNativePath(first));
    assert.deepEqual([found.mod, found.workFile, found.moduleCache], ['vendor', 'off', fromNativePath(dir)]);
    assert.equal(findGoEnvironment({ goroot: dir, env }).goroot, fromNativePath(second));
  });

  it('a go command is asked only where its folder in PATH is absolute', function () {
    if (process.platform === 'win32') this.skip();
    const goroot = makeGoroot('asked');
    const answer = JSON.stringify({ GOROOT: goroot, GOMODCACHE: dir, GOPATH: dir, GOFLAGS: '' });
    writeFileSync(join(dir, 'go'), `#!/bin/sh\necho '${answer}'\n`);
    chmodSync(join(dir, 'go'), 0o755);
    const PATH = `${dir}:/usr/bin:/bin`;
    assert.equal(findGoEnvironment({ env: { PATH } }).goroot, goroot);
    const before = process.cwd();
    process.chdir(dir);
    try {
      assert.notEqual(findGoEnvironment({ env: { PATH: '.:/usr/bin:/bin' } }).goroot, goroot);
    } finally {
      process.chdir(before);
    }
  });

  it('a go command is not run where its place and its files tell what it would say', function () {
    if (process.platform !== 'linux') this.skip();
    const goroot = makeGoroot('lying');
    for (const folder of ['bin', 'pkg/tool']) mkdirSync(join(goroot, folder), { recursive: true });
    writeFileSync(join(goroot, 'bin/go'), '\x7fELF, but no program');
    const told = join(dir, 'told');
    const found = (GOENV: string) => findGoEnvironment({ env: { PATH: join(goroot, 'bin'), GOENV } });
    assert.equal(found('off').goroot, goroot);
    writeFileSync(join(goroot, 'go.env'), 'GOPROXY=off\nGOFLAGS=-mod=vendor\n');
    assert.deepEqual([found(told).goroot, found(told).mod], [goroot, 'vendor']);
    writeFileSync(told, `# -mod=no\nGOFLAGS=-v -mod=mod\nGOMODCACHE=${dir}\n`);
    assert.deepEqual([found(told).mod, found(told).moduleCache], ['mod', dir]);
    assert.equal(found('off').mod, 'vendor');
    writeFileSync(told, `GOROOT=${dir}\n`);
    assert.notEqual(found(told).goroot, goroot);
  });

  it('reads what is no UTF-8, drops a byte order mark, and leaves folders alone', () => {
    const fs = createNodeFileSystem();
    writeFileSync(join(dir, 'a.go'), Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62]));
    assert.equal(fs.readFile(fromNativePath(join(dir, 'a.go'))), 'a\ufffdb');
    assert.equal(fs.readFile(fromNativePath(dir)), undefined);
    assert.equal(fs.readFile(fromNativePath(join(dir, 'none'))), undefined);
    assert.equal(fs.readDir(fromNativePath(join(dir, 'none'))), undefined);
  });

  it('keeps texts for one build of the program', () => {
    const folder = join(dir, 'cache');
    openDiskCache({ folder, build: 'one' })?.write('tags/x', 'kept');
    assert.equal(openDiskCache({ folder, build: 'one' })?.read('tags/x'), 'kept');
    assert.equal(openDiskCache({ folder, build: 'one' })?.read('other'), undefined);
    assert.equal(openDiskCache({ folder, build: 'another' })?.read('tags/x'), undefined);
    assert.equal(openDiskCache({ folder }), undefined, 'sources that run as they are have no build');
  });

  it('keeps no more than its limit, and what was used last', () => {
    const folder = join(dir, 'bounded');
    const limit = 400_000;
    const cache = openDiskCache({ folder, build: 'one', limit }) ?? assert.fail();
    const text = 'x'.repeat(10_000);
    for (let i = 0; i < 100; i++) {
      cache.write(`text ${i}`, text);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const sizes = files.map(name => statSync(join(folder, name))).filter(stat => stat.isFile());
      assert.ok(sizes.reduce((sum, { size }) => sum + size, 0) < limit, `after ${i}`);
      // Times of files are told apart by what was written between them.
      for (const name of files) if (statSync(join(folder, name)).isFile()) age(join(folder, name));
    }
    assert.equal(cache.read('text 99'), text);
    assert.equal(cache.read('text 0'), undefined);
  });

  it('keeps a text that is compressed', () => {
    const cache = openDiskCache({ folder: join(dir, 'large'), build: 'one' }) ?? assert.fail();
    const text = 'größer \u{1f600}'.repeat(100_000);
    cache.write('large', text);
    assert.equal(cache.read('large'), text);
  });
});

/** Makes a file a second older. */
function age(path: string): void {
  const { atimeMs, mtimeMs } = statSync(path);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000 - 1);
}
