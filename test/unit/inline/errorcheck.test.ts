/**
 * The compiler's own tests: all files of GOROOT/test whose first line runs errorcheck, errorcheckdir or a kin of
 * theirs with -m. Judged as the Go project judges them, both ways: what stands after `// ERROR` are regular
 * expressions, each of which has to fit a line of our output, and no line may be left over.
 *
 * `failing` names those that do not pass, with the reason; one that begins to pass has to be taken off the list.
 * Without a Go installation there is nothing to do.
 */

import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Analysis, createAnalysis } from '../../../src/analysis';
import { createNodeFileSystem } from '../../../src/host';
import { goRoot, hasGo } from '../escape/harness';
import { judge } from '../escape/judge';

const verbose = 'lines that only -m=2 prints';
const liveness = 'lines of -live: which variables live on, found in machine code';

const failing: Record<string, string> = {
  'bloop.go': verbose,
  'escape_mutations.go': 'lines of -d=escapemutationscalls: what a function changes and calls',
  'fixedbugs/issue24651a.go': `${verbose}, of a build with -race`,
  'fixedbugs/issue24651b.go': verbose,
  'fixedbugs/issue35073b.go': '-d=checkptr: conversions of unsafe pointers become calls that are not inlined',
  'fixedbugs/issue41635.go': verbose,
  'fixedbugs/issue54159.go': verbose,
  'fixedbugs/issue75278.go': verbose,
  'inline_big.go': verbose,
  'internal/runtime/sys/inlinegcpc.go':
    '-p gives the file the import path of a package that the compiler knows',
  'linkname.go': '-l=4: functions that call others count for less',
  'live_uintptrkeepalive.go': liveness,
  'uintptrescapes2.go': liveness,
};

interface Task {
  name: string;
  /** Without -l. */
  inline: boolean;
  /** Files of a package each, those that are imported first. */
  packages: string[][];
}

describe('errorcheck -m', () => {
  const tests = hasGo() ? join(goRoot(), 'test') : '';
  if (!existsSync(tests)) {
    it('needs a Go installation with its tests');
    return;
  }
  for (const task of tasksIn(tests)) {
    it(task.name, () => {
      const problems = run(task);
      if (failing[task.name] === undefined) assert.deepEqual(problems, []);
      else assert.notDeepEqual(problems, [], 'passes now: take it off the list');
    });
  }
});

function tasksIn(tests: string): Task[] {
  const names = readdirSync(tests, { recursive: true, encoding: 'utf8' }).map(name =>
    name.replaceAll('\\', '/'),
  );
  return names.sort().flatMap(name => {
    // Files in a folder *.dir belong to the test of that name.
    if (!name.endsWith('.go') || name.includes('.dir/')) return [];
    const text = readFileSync(join(tests, name), 'utf8').slice(0, 2000);
    const command = /^\/\/ ?(errorcheck\w*) (.*)$/m.exec(text);
    if (command === null || /^\/\/go:build (goexperiment\.|!?race)/m.test(text)) return [];
    const flags = command[2].split(' ');
    if (!flags.some(flag => /^-m(=\d)?$/.test(flag))) return [];
    const path = join(tests, name);
    const packages = command[1].endsWith('dir') ? packagesIn(path.replace(/\.go$/, '.dir')) : [[path]];
    return [{ name, inline: !flags.includes('-l'), packages }];
  });
}

/** The files of a folder by package, in the order of their names. */
function packagesIn(folder: string): string[][] {
  const byName = new Map<string, string[]>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.go')) continue;
    const clause = /^package (\w+)/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? '';
    byName.set(clause, [...(byName.get(clause) ?? []), join(folder, name)]);
  }
  return [...byName.values()];
}

/** What is wrong. Several packages are put into a module: they import each other as "./name". */
function run({ inline, packages }: Task): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-errorcheck-'));
  try {
    writeFileSync(join(folder, 'go.mod'), 'module test\n\ngo 1.26\n');
    const paths = packages.map(files => {
      const name = (files[0].split('/').pop() ?? '').replace(/\.go$/, '');
      mkdirSync(join(folder, name));
      for (const file of files) {
        const text = readFileSync(file, 'utf8').replace(/"\.\/(\w+)"/g, '"test/$1"');
        writeFileSync(join(folder, name, `${file.split('/').pop()}`), text);
      }
      return `test/${name}`;
    });
    const analysis = createAnalysis({
      fs: createNodeFileSystem(),
      dir: folder,
      goroot: goRoot(),
      moduleCache: undefined,
      inline,
      flows: false,
      allLines: true,
    });
    return paths.flatMap(path => problemsOf(analysis, path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function problemsOf(analysis: Analysis, path: string): string[] {
  const report = analysis.package(path);
  assert.ok(report !== undefined, `no package ${path}`);
  return report.files.flatMap(file => {
    const lines = report.gcLines.filter(line => line.path === file.path && line.line > 0);
    return judge(analysis.project.readText(file.path) ?? '', lines);
  });
}
