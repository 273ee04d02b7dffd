/**
 * What is kept on disk, by module trees in test/fixtures/analysisCache. Each `check` is a new process to the cache: what
 * it finds with the cache is compared with what is found without, for every package and in every form, and what it
 * had to find anew is listed. `UPDATE=1` writes the answers anew.
 *
 *   check [amd64|arm64] [tests] [tag=NAME]
 *   edit FILE OLD => NEW    the first OLD in a file on disk; \n is a new line
 *   add FILE TEXT           `;` and a blank become a new line
 *   remove FILE
 */
import { strict as assert } from 'node:assert';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Analysis, type AnalysisOptions, createAnalysis } from '../../../src/analysis';
import type { Verdict } from '../../../src/escape';
import { createNodeFileSystem, openDiskCache } from '../../../src/host';
import type { BuildContext, FileSystem, TextStore } from '../../../src/project';
import type { Place } from '../../../src/syntax';
import { parseArchive } from '../project/memoryFileSystem';

const fixtures = join(__dirname, '../../fixtures/analysisCache');

type Damage = (file: string, all: readonly string[]) => void;

const damages: Record<string, Damage> = {
  empty: file => writeFileSync(file, ''),
  'cut in the seal': file => writeFileSync(file, readFileSync(file).subarray(0, 30)),
  'cut in the middle': file => writeFileSync(file, half(readFileSync(file))),
  'cut at the end': file => writeFileSync(file, readFileSync(file).subarray(0, -1)),
  longer: file => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('\n')])),
  'changed in the seal': file => flip(file, () => 20),
  'changed at the start': file => flip(file, () => 60),
  'changed in the middle': file => flip(file, size => size >> 1),
  'changed at the end': file => flip(file, size => size - 1),
  'in the place of another': (file, all) => writeFileSync(file, readFileSync(all[0])),
  noise: file => writeFileSync(file, Buffer.alloc(5000, 0xff)),
};

describe('analysis with a disk cache', () => {
  for (const name of readdirSync(fixtures)) {
    it(name, () => {
      const file = join(fixtures, name);
      const text = readFileSync(file, 'utf8');
      const cut = text.indexOf('-- want --\n') + '-- want --\n'.length;
      const tree = new Tree(text.slice(0, cut));
      try {
        const commands = text
          .slice(cut)
          .split('\n')
          .filter(line => line.startsWith('> '));
        const got = commands
          .flatMap(line => [line, ...tree.run(line.slice(2)).map(answer => `  ${answer}`)])
          .join('\n')
          .concat('\n');
        if (process.env.UPDATE) writeFileSync(file, text.slice(0, cut) + got);
        else assert.equal(got, text.slice(cut));
      } finally {
        tree.remove();
      }
    });
  }

  const first = readFileSync(join(fixtures, 'edits.txt'), 'utf8').split('-- want --\n')[0];

  for (const [how, damage] of Object.entries(damages)) {
    it(`files that are ${how}`, () => {
      const tree = new Tree(first);
      try {
        tree.run('check');
        for (const file of tree.cacheFiles()) damage(file, tree.cacheFiles());
        tree.run('check');
        assert.deepEqual(tree.run('check'), ['nothing'], 'what was damaged is there again');
      } finally {
        tree.remove();
      }
    });
  }

  it('what stands at a position, by reports of an earlier run', () => {
    const tree = new Tree(first);
    try {
      tree.run('check');
      for (const path of tree.packages(tree.open(false)))
        assert.deepEqual(hovers(tree.open(true), path), hovers(tree.open(false), path), path);
    } finally {
      tree.remove();
    }
  });

  it('a folder that cannot be written', () => {
    const tree = new Tree(first);
    try {
      writeFileSync(tree.cache, 'in its place');
      assert.deepEqual(tree.run('check'), tree.run('check'));
    } finally {
      tree.remove();
    }
  });

  it('a document that is edited and not saved', () => {
    const tree = new Tree(first);
    try {
      tree.run('check');
      const open = tree.open(true);
      const path = tree.path('work/base/base.go');
      const text = readFileSync(path, 'utf8');
      for (const each of [text.replace('_ = p', 'kept = p'), text]) {
        open.setDocument(path, each);
        const alone = tree.open(false);
        alone.setDocument(path, each);
        for (const name of tree.packages(alone))
          assert.deepEqual(inAnyOrder(answers(open, name)), inAnyOrder(answers(alone, name)), name);
        open.save();
      }
      assert.deepEqual(tree.run('check'), ['nothing']);
    } finally {
      tree.remove();
    }
  });
});

function half(content: Buffer): Buffer {
  return content.subarray(0, content.length >> 1);
}

function flip(file: string, at: (size: number) => number): void {
  const content = readFileSync(file);
  const index = Math.max(0, Math.min(at(content.length), content.length - 1));
  content[index] ^= 4;
  writeFileSync(file, content);
}

type Form = Pick<AnalysisOptions, 'inline' | 'flows' | 'verdicts' | 'allLines'>;

/** Explanations as the editor and JSON have them, and the compiler's lines, both with inlining and without. */
const forms: readonly Form[] = [
  { inline: true, flows: true },
  { inline: false, flows: true },
  { inline: true, flows: false, allLines: true },
  { inline: false, flows: false, verdicts: false, allLines: true },
];

/** A module tree on disk with a cache of its own. */
class Tree {
  readonly cache: string;
  private readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'heapward-cache-')));
  private context: BuildContext = { goos: 'linux', goarch: 'amd64', tags: [], tests: false };
  /** What nothing was kept of, in the last run. */
  private missed: string[] = [];

  constructor(archive: string) {
    this.cache = join(this.root, 'cache');
    for (const [name, text] of parseArchive(archive).files) {
      if (name !== 'want') this.write(name, text);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  cacheFiles(): string[] {
    return readdirSync(this.cache, { recursive: true, encoding: 'utf8' })
      .map(name => join(this.cache, name))
      .filter(file => statSync(file).isFile() && !file.endsWith('growth'));
  }

  run(command: string): string[] {
    const [verb, name, ...rest] = command.split(' ');
    const file = name?.startsWith('goroot/') ? name : `work/${name}`;
    switch (verb) {
      case 'check':
        return this.check(command);
      case 'edit': {
        const [from, to] = rest.join(' ').replaceAll('\\n', '\n').split(' => ');
        const text = readFileSync(this.path(file), 'utf8');
        assert.ok(text.includes(from), from);
        this.write(file, text.replace(from, to));
        return [];
      }
      case 'add':
        this.write(file, `${rest.join(' ').replaceAll('; ', '\n')}\n`);
        return [];
      case 'remove':
        rmSync(this.path(file));
        return [];
      default:
        return [`no such command: ${verb}`];
    }
  }

  /** A new process, with the cache or without. */
  open(withCache: boolean, form: Form = forms[0]): Analysis {
    return createAnalysis({
      fs: agedFileSystem(),
      dir: this.path('work'),
      goroot: this.path('goroot'),
      moduleCache: undefined,
      context: this.context,
      cache: withCache ? this.watched() : undefined,
      ...form,
    });
  }

  packages(analysis: Analysis): readonly string[] {
    return analysis.match(['./...', 'sink']).packages;
  }

  private check(options: string): string[] {
    this.context = {
      goos: 'linux',
      goarch: options.includes('arm64') ? 'arm64' : 'amd64',
      tags: [...options.matchAll(/tag=(\w+)/g)].map(match => match[1]),
      tests: options.includes('tests'),
    };
    const missed = new Map<string, Set<string>>();
    for (const form of forms) {
      const cached = this.open(true, form);
      const alone = this.open(false, form);
      const packages = this.packages(alone);
      assert.deepEqual(this.packages(cached), packages);
      for (const path of packages) {
        this.missed = [];
        const got = answers(cached, path);
        if (this.missed.length > 0)
          missed.set(path, new Set([...(missed.get(path) ?? []), ...this.missed.sort()]));
        const [shown, wanted] = [got, answers(alone, path)].map(form.allLines ? asItIs : inAnyOrder);
        assert.deepEqual(shown, wanted, path);
      }
      cached.save();
    }
    if (missed.size === 0) return ['nothing'];
    return [...missed].map(([path, what]) => `${path}: ${[...what].join(' ')}`).sort();
  }

  private watched(): TextStore {
    const store = openDiskCache({ folder: this.cache, build: 'test' }) ?? assert.fail();
    return {
      ...{ hash: text => store.hash(text), write: (name, text) => store.write(name, text) },
      read: name => {
        const text = store.read(name);
        const what = /^(report|lines|inline|types)/.exec(name)?.[1];
        if (text === undefined && what !== undefined) this.missed.push(what);
        // The record of before, from which all that did not change is taken.
        else if (what === 'types' && this.missed.includes(what))
          this.missed[this.missed.indexOf(what)] = 'types:bodies';
        return text;
      },
    };
  }

  private write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }
}

/** Files look an hour old, so that what is known of them is taken for settled. */
function agedFileSystem(): FileSystem {
  const fs = createNodeFileSystem();
  const hour = 3_600_000;
  return {
    ...fs,
    stat: path => {
      const stat = fs.stat(path);
      return stat && { ...stat, modified: stat.modified - hour, changed: stat.changed - hour };
    },
  };
}

interface Answers {
  gc: readonly unknown[];
  [kind: string]: unknown;
}

function asItIs(found: Answers): Answers {
  return found;
}

/** Only where all lines are wanted are they in the compiler's order. */
function inAnyOrder(found: Answers): Answers {
  return { ...found, gc: found.gc.map(line => JSON.stringify(line)).sort() };
}

/** All that is said of a package, as plain data. */
function answers(analysis: Analysis, path: string): Answers {
  const lines = (kind: string, make: () => Iterable<unknown>) =>
    analysis.lines(kind, path, function* () {
      for (const row of make()) yield JSON.stringify(row);
    });
  const report = analysis.package(path) ?? assert.fail(path);
  return {
    gc: report.gcLines,
    verdicts: report.verdicts.map(plainVerdict),
    failures: report.failures,
    files: report.files.map(file => file.path),
    inline: lines('inline', () =>
      analysis.inlineFacts(path).map(({ place, ...fact }) => ({ ...fact, ...plainPlace(place) })),
    ),
    types: analysis.typeFacts(path),
  };
}

/** What stands at every few characters of a package. */
function hovers(analysis: Analysis, path: string): unknown[] {
  const { files } = analysis.package(path) ?? assert.fail(path);
  return files.flatMap(file =>
    Array.from({ length: file.text.length / 3 }, (_, i) => {
      const found = analysis.at(file.path, i * 3);
      return found && { ...found, verdicts: found.verdicts.map(plainVerdict) };
    }),
  );
}

function plainVerdict({ order: _, ...verdict }: Verdict): unknown {
  return {
    ...verdict,
    place: plainPlace(verdict.place),
    type: verdict.type && [verdict.type.spelling, verdict.type.isPointerShaped],
    flow: verdict.flow.map(step => ({ ...step, edge: step.edge, place: plainPlace(step.place) })),
  };
}

function plainPlace({ unit, pos }: Place): object {
  return { file: unit.file.path, at: unit.base + pos };
}
