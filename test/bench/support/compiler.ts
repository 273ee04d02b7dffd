/** The reference: the Go compiler alone on one package of the standard library, its imports compiled before. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from '../replay';

export interface Time {
  /** Milliseconds of the clock, and of all processors together; the latter only where the system tells. */
  wall: number;
  cpu: number | undefined;
}

const runs = 3;

/** The shortest runs of `go tool compile` with these flags; undefined where there is no `go`. */
export function compileTime(target: string, flags: readonly string[]): Time | undefined {
  const compiler = openCompiler(target, flags);
  for (let run = 1; run < runs; run++) compiler?.run();
  compiler?.remove();
  return compiler?.best;
}

/** Undefined where there is no `go` that compiles the target. */
export function openCompiler(target: string, flags: readonly string[]): Compiler | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-compile-'));
  try {
    return new Compiler(folder, compileCommand(folder, target, flags));
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

/** Runs of one command, the first when it is made, and the shortest of them. */
export class Compiler {
  private readonly times: Time[] = [];

  constructor(
    private readonly folder: string,
    private readonly command: readonly string[],
  ) {
    this.run();
  }

  run(): void {
    this.times.push(measured(this.folder, this.command));
  }

  get best(): Time {
    const wall = Math.min(...this.times.map(time => time.wall));
    const cpu = Math.min(...this.times.map(time => time.cpu ?? Number.NaN));
    return { wall, cpu: Number.isNaN(cpu) ? undefined : cpu };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A row of our time and the compiler's, in milliseconds. */
export function compared(name: string, ours_ms: number, reference_ms: number | undefined): BenchRow {
  return reference_ms === undefined
    ? { name, ours_ms, skipped: 'go is not there to compile it' }
    : { name, ours_ms, reference_ms, ratio: ours_ms / reference_ms };
}

const environment = { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64', GOWORK: 'off' };

/** With an importcfg of what the target imports. */
function compileCommand(folder: string, target: string, flags: readonly string[]): string[] {
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
  const common = ['-std', '-complete', '-p', target, '-importcfg', config, '-o', join(folder, 'out.a')];
  return ['go', 'tool', 'compile', ...flags, ...common, ...files];
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
