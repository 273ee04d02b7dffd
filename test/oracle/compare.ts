/** Runs both sides of one comparison. */

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommandLine, peakMemory } from '../commandLine';
import type { Fact, Group } from './groups';

const root = join(__dirname, '../..');
const cache = join(root, '.cache/oracle');

export interface Comparison {
  /** In percent: facts in both over facts in either. */
  agreement: number;
  /** What `oracle compare` printed. */
  text: string;
  /** Seconds and peak memory in MB of Heapward's side. */
  seconds: number;
  megabytes: number;
}

/** The release of the go command on PATH, "go1.26.8"; undefined without one. */
export function goVersion(): string | undefined {
  const { status, stdout } = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    cwd: root,
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Builds the oracle; returns the program's path. */
export function buildOracle(): string {
  mkdirSync(cache, { recursive: true });
  const program = join(cache, process.platform === 'win32' ? 'oracle.exe' : 'oracle');
  execFileSync('go', ['build', '-o', program, '.'], {
    cwd: join(root, 'test/oracle/go'),
    env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return program;
}

/** Compares facts; what Heapward says of a group is asked once for all facts that it answers. */
export class Comparer {
  private readonly oracle = buildOracle();
  private readonly program = buildCommandLine(join(cache, 'program'));
  private readonly asked = new Map<string, { file: string; seconds: number; megabytes: number }>();

  /** Throws where a side fails. */
  compare(group: Group, fact: Fact): Comparison {
    const want = join(cache, `${fileName(group, [fact.name])}-want.jsonl`);
    runInto(want, this.oracle, [...fact.oracle, '-C', folderOf(group), ...group.patterns]);
    const { file, seconds, megabytes } = this.ask(group, fact.heapward);
    const text = execFileSync(this.oracle, ['compare', fact.compare, want, file], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const agreement = Number(/agreement ([\d.]+)%/.exec(text)?.[1]);
    if (Number.isNaN(agreement)) throw new Error(`oracle compare gave no agreement:\n${text}`);
    return { agreement, text, seconds, megabytes };
  }

  private ask(group: Group, args: readonly string[]): { file: string; seconds: number; megabytes: number } {
    const name = fileName(group, args);
    const known = this.asked.get(name);
    if (known !== undefined) return known;
    const file = join(cache, `${name}-got.jsonl`);
    const started = Date.now();
    const command = ['-e', measured, this.program, ...args, '-C', folderOf(group), ...group.patterns];
    const usage = runInto(file, process.execPath, command);
    const seconds = (Date.now() - started) / 1000;
    const megabytes = Number(/^peak (\d+)$/m.exec(usage)?.[1] ?? 0) / 1024;
    const answer = { file, seconds, megabytes };
    this.asked.set(name, answer);
    return answer;
  }
}

function folderOf(group: Group): string {
  return join(root, group.dir ?? '.');
}

function fileName(group: Group, words: readonly string[]): string {
  return [group.name, ...words].join('-').replace(/[^\w]+/g, '-');
}

/** Runs the command line in this process and tells its peak memory (KB) last. */
const measured = `process.on('exit', () => console.error('peak ' + ${peakMemory}));
require(process.argv[1]);`;

/** Standard output goes to the file; standard error is returned. */
function runInto(file: string, program: string, args: readonly string[]): string {
  const out = openSync(file, 'w');
  try {
    const { status, stderr, error } = spawnSync(program, args, {
      cwd: root,
      stdio: ['ignore', out, 'pipe'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: '', HEAPWARD_CACHE: '' },
    });
    if (error !== undefined) throw error;
    if (status !== 0)
      throw new Error(`${program} ${args.slice(-8).join(' ')}: exit code ${status}\n${stderr.slice(-2000)}`);
    return stderr;
  } finally {
    closeSync(out);
  }
}
