/** Runs both sides of one comparison. */

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, Group } from './groups';

export const root = join(__dirname, '../..');
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

/** Compares one fact over one group. Throws where a side fails. */
export function compare(oracle: string, group: Group, fact: Fact): Comparison {
  const name = `${group.name.replaceAll('/', '-')}-${fact.name}`;
  const want = join(cache, `${name}-want.jsonl`);
  const got = join(cache, `${name}-got.jsonl`);
  const dir = join(root, group.dir ?? '.');
  runInto(want, oracle, [...fact.oracle, '-C', dir, ...group.patterns]);
  const started = Date.now();
  const usage = runInto(got, process.execPath, [
    '-e',
    measured,
    heapward(),
    ...fact.heapward,
    '-C',
    dir,
    ...group.patterns,
  ]);
  const seconds = (Date.now() - started) / 1000;
  const text = execFileSync(oracle, ['compare', fact.compare, want, got], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const agreement = Number(/agreement ([\d.]+)%/.exec(text)?.[1]);
  if (Number.isNaN(agreement)) throw new Error(`oracle compare gave no agreement:\n${text}`);
  return { agreement, text, seconds, megabytes: Number(/^peak (\d+)$/m.exec(usage)?.[1] ?? 0) / 1024 };
}

/** Runs the command line in this process and tells its peak memory (KB) last. */
const measured = `process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS));
require(process.argv[1]);`;

function heapward(): string {
  const built = join(root, 'dist/cli.js');
  if (!existsSync(built)) throw new Error('dist/cli.js is missing: npm run build');
  return built;
}

/** Standard output goes to the file; standard error is returned. */
function runInto(file: string, program: string, args: readonly string[]): string {
  const out = openSync(file, 'w');
  try {
    const { status, stderr, error } = spawnSync(program, args, {
      cwd: root,
      stdio: ['ignore', out, 'pipe'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: '' },
    });
    if (error !== undefined) throw error;
    if (status !== 0)
      throw new Error(`${program} ${args.slice(-8).join(' ')}: exit code ${status}\n${stderr.slice(-2000)}`);
    return stderr;
  } finally {
    closeSync(out);
  }
}
