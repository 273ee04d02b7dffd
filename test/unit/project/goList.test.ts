/** What the go command says of the standard library's packages, file by file, against what the project says. */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createNodeFileSystem, findGoEnvironment } from '../../../src/host';
import { createProject } from '../../../src/project';

interface Listed {
  ImportPath: string;
  GoFiles?: string[];
  Imports?: string[];
  SFiles?: string[];
}

const { goroot } = findGoEnvironment();

describe('packages as the go command lists them', () => {
  for (const [goos, goarch, pattern] of [
    ['linux', 'amd64', 'std'],
    ['windows', 'arm64', 'std'],
    ['darwin', 'arm64', 'net/...'],
    ['js', 'wasm', 'os/...'],
  ]) {
    it(`${goos}/${goarch} ${pattern}`, function () {
      const theirs = goList(goos, goarch, pattern);
      if (theirs === undefined || goroot === undefined) {
        console.log('      SKIPPED: there is no go command on PATH');
        this.skip();
      }
      const project = createProject({
        fs: createNodeFileSystem(),
        dir: tmpdir(),
        goroot,
        moduleCache: undefined,
        workFile: 'off',
        context: { goos, goarch, tags: [], tests: false },
        parse: path => {
          throw new Error(`${path} was parsed`);
        },
      });
      const ours = project.match([pattern]).packages.map(path => {
        const found = project.describe(path);
        return facts(path, found?.fileNames ?? [], found?.imports ?? [], found?.hasAssembly ?? false);
      });
      const wanted = theirs
        .filter(listed => (listed.GoFiles ?? []).length > 0)
        .map(({ ImportPath, GoFiles, Imports, SFiles }) =>
          facts(ImportPath, GoFiles ?? [], Imports ?? [], (SFiles ?? []).length > 0),
        );
      assert.ok(wanted.length > 0);
      assert.deepEqual(ours.sort(), wanted.sort());
    });
  }
});

function facts(
  path: string,
  files: readonly string[],
  imports: readonly string[],
  assembly: boolean,
): string {
  const named = imports.filter(name => name !== 'unsafe');
  return [path, ...[...files].sort(), 'imports', ...[...named].sort(), assembly ? 'assembly' : ''].join(' ');
}

function goList(goos: string, goarch: string, pattern: string): Listed[] | undefined {
  try {
    const output = execFileSync('go', ['list', '-json=ImportPath,GoFiles,Imports,SFiles', pattern], {
      cwd: tmpdir(),
      env: {
        ...process.env,
        GOOS: goos,
        GOARCH: goarch,
        CGO_ENABLED: '0',
        GOWORK: 'off',
        GOTOOLCHAIN: 'local',
      },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return JSON.parse(`[${output.replace(/\n}\n{/g, '\n},\n{')}]`) as Listed[];
  } catch {
    return undefined;
  }
}
