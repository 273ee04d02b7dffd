/** What the host finds on a machine: Go, and texts kept from run to run. */
import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
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
});
