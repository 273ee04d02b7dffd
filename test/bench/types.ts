/**
 * The type check of net/http, bodies included, against the Go compiler on net/http alone (`go tool compile -m`),
 * its imports compiled before. Ours reads the imports from source, as far as they are needed, with one thread; the
 * compiler uses all processors and generates code, so time of processors is given beside that of the clock. Each
 * cold run is a process of its own, its start included, and keeps nothing for the next.
 *
 * "again" is the package after a declaration of it changed, "edit" after a line was put into one body of
 * server.go: the document's edit, the update and the facts of the whole package. Nothing of the checker is kept
 * on disk yet, so there is no run of a new process that is warm.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { BenchRow } from './replay';
import type { WorkerResult } from './workers/types';

const target = 'net/http';
const edited = ['server.go', 'func (sh serverHandler) ServeHTTP(rw ResponseWriter, req *Request) {'];
const runs = 3;
const root = join(__dirname, '../..');

interface Time {
  wall: number;
  /** Of all processors together; undefined where the system does not tell. */
  cpu: number | undefined;
}

export async function bench(): Promise<BenchRow[]> {
  const ours = repeated(runWorker(bundleWorker()));
  const wall = Math.min(...ours.map(({ cold }) => cold));
  const cpu = Math.min(...ours.map(({ coldCpu }) => coldCpu));
  const again = Math.min(...ours.map(each => each.again));
  const edit = Math.min(...ours.map(each => each.edit));
  const megabytes = Math.max(...ours.map(each => each.megabytes));
  const compile = compileTimes();
  return [
    row(`types ${target}, cold`, wall, compile?.wall),
    row(`types ${target}, cold, of processors`, cpu, compile?.cpu),
    row(`types ${target}, again`, again, compile?.wall),
    row(`types ${target}, edit`, edit, compile?.wall),
    { name: `types ${target}, peak memory`, ours_ms: 0, skipped: `${megabytes.toFixed(0)} MB` },
  ];
}

function row(name: string, ours_ms: number, reference_ms: number | undefined): BenchRow {
  return reference_ms === undefined
    ? { name, ours_ms, skipped: 'go is not there to compile it' }
    : { name, ours_ms, reference_ms, ratio: ours_ms / reference_ms };
}

/** The worker as the extension is built: one minified file. */
function bundleWorker(): string {
  const outfile = join(root, '.cache', 'benchTypes.cjs');
  mkdirSync(join(root, '.cache'), { recursive: true });
  buildSync({
    entryPoints: [join(__dirname, 'workers/types.ts')],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    external: ['tree-sitter', 'tree-sitter-go', 'web-tree-sitter'],
    logLevel: 'error',
  });
  return outfile;
}

function runWorker(script: string): () => WorkerResult {
  return () => JSON.parse(execFileSync(process.execPath, [script, target, ...edited], { encoding: 'utf8' }));
}

function repeated<T>(work: () => T): T[] {
  return Array.from({ length: runs }, work);
}

/** The shortest runs of the compiler; undefined where there is no `go`. */
function compileTimes(): Time | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-compile-'));
  try {
    const command = compileCommand(folder);
    const times = repeated(() => measured(folder, command));
    const cpus = times.map(({ cpu }) => cpu ?? Number.NaN);
    const cpu = Math.min(...cpus);
    return {
      wall: Math.min(...times.map(({ wall }) => wall)),
      cpu: Number.isNaN(cpu) ? undefined : cpu,
    };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const environment = { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64', GOWORK: 'off' };

/** `go tool compile` of the target with an importcfg of what it imports. */
function compileCommand(folder: string): string[] {
  const list = (...args: string[]): string =>
    execFileSync('go', ['list', ...args, target], {
      env: environment,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const packages = '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}';
  const mapping = '{{range $from, $to := .ImportMap}}importmap {{$from}}={{$to}}\n{{end}}';
  const config = join(folder, 'importcfg');
  writeFileSync(config, `${list('-f', mapping)}\n${list('-export', '-deps', '-f', packages)}`);
  const files = list('-f', '{{range .GoFiles}}{{$.Dir}}/{{.}}\n{{end}}').trim().split('\n');
  const flags = ['-m', '-std', '-complete', '-p', target, '-importcfg', config, '-o', join(folder, 'out.a')];
  return ['go', 'tool', 'compile', ...flags, ...files];
}

function measured(cwd: string, command: readonly string[]): Time {
  const options = { env: environment, cwd, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  const start = performance.now();
  if (process.platform === 'win32') {
    execFileSync(command[0], command.slice(1), { ...options, stdio: 'ignore' });
    return { wall: performance.now() - start, cpu: undefined };
  }
  const script = '"$@" >/dev/null 2>&1 || exit 1; times';
  const printed = execFileSync('sh', ['-c', script, 'sh', ...command], options);
  const wall = performance.now() - start;
  return { wall, cpu: childTime(printed) };
}

/** `times` of the shell prints user and system time, first its own, then that of what it started: `0m1.20s 0m0.1s`. */
function childTime(printed: string): number | undefined {
  const found = [...printed.matchAll(/([0-9]+)m([0-9.]+)s/g)];
  if (found.length !== 4) return undefined;
  return found
    .slice(2)
    .reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
}
