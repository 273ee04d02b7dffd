/** Our programs as they are built, run on a copy of the measured package that may be changed on disk. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGoEnvironment } from '../../../src/host';
import { buildPrograms, commandLine, peakMemory } from '../../commandLine';

/** Beside node_modules, where the native parser is. */
const programs = join(__dirname, '../../../.cache/bench');

export interface Run {
  /** Milliseconds of the clock and of the processor, process start included. */
  wall: number;
  cpu: number;
  /** Peak resident memory. */
  megabytes: number;
}

/** One program with a cache folder of its own and a GOROOT in which one package is a copy. */
export class Workbench {
  readonly goroot: string;
  private readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'heapward-bench-')));
  private readonly cache = join(this.folder, 'cache');
  private readonly hook = join(this.folder, 'usage.cjs');
  private readonly usage = join(this.folder, 'usage.json');
  private isBuilt = false;

  constructor(private readonly target: string) {
    const { goroot } = findGoEnvironment();
    if (goroot === undefined) throw new Error('there is no Go installation');
    this.goroot = join(this.folder, 'goroot');
    copyPackage(goroot, this.goroot, `src/${target}`);
    writeFileSync(
      this.hook,
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(this.usage)},
        JSON.stringify({ ...process.resourceUsage(), peak: ${peakMemory} })));`,
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  emptyCache(): void {
    rmSync(this.cache, { recursive: true, force: true });
  }

  /** Path of a file of the measured package. */
  file(name: string): string {
    return join(this.goroot, 'src', this.target, name);
  }

  /** Puts a line behind a text of a file, on disk. */
  change(name: string, behind: string, line: string): void {
    const text = readFileSync(this.file(name), 'utf8');
    if (!text.includes(behind)) throw new Error(`no ${behind} in ${name}`);
    writeFileSync(this.file(name), text.replace(behind, `${behind}${line}`));
  }

  /** The command line in a process of its own; nobody reads what it prints. */
  run(...args: string[]): Run {
    const command = ['-r', this.hook, this.program('cli'), ...args, '--goroot', this.goroot, this.target];
    const start = performance.now();
    execFileSync(process.execPath, command, { cwd: this.folder, env: this.environment, stdio: 'ignore' });
    const wall = performance.now() - start;
    const { userCPUTime, systemCPUTime, peak } = JSON.parse(readFileSync(this.usage, 'utf8'));
    return { wall, cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: peak / 1024 };
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, HEAPWARD_CACHE: this.cache, GOWORK: 'off', GOFLAGS: '' };
  }

  /** As it is in a package. */
  program(name: 'cli' | 'server'): string {
    if (!this.isBuilt) buildPrograms(programs, [...commandLine, 'server'], true);
    this.isBuilt = true;
    return join(programs, `${name}.js`);
  }
}

/** Links to everything in a folder, but a copy of one folder far below it. */
function copyPackage(from: string, to: string, path: string): void {
  const [first, ...rest] = path.split('/');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== first) symlinkSync(join(from, name), join(to, name));
    else if (rest.length === 0) cpSync(join(from, name), join(to, name), { recursive: true });
    else copyPackage(join(from, name), join(to, name), rest.join('/'));
  }
}
