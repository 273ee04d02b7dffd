/**
 * Where Go is on this machine: GOROOT and the module cache. Order: the settings, the environment, what
 * `go env` says (a `go` from PATH alone, run in a neutral folder with GOTOOLCHAIN=local, so nothing of the
 * workspace is executed or downloaded), and the usual places. On Linux what `go` would say is known from
 * where it lies and what its files say (findGOROOT and initEnvCache of cmd/go/internal/cfg, Go 1.26), and it is not run.
 */

import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { fromNativePath, toNativePath } from './nodeFileSystem';

const goName = process.platform === 'win32' ? 'go.exe' : 'go';

export interface GoEnvironment {
  /** With `/`; undefined where no Go was found. */
  goroot: string | undefined;
  moduleCache: string | undefined;
  /** `-mod` of GOFLAGS, "" without. */
  mod: string;
  /** GOWORK as the environment has it: "", "off" or a file. */
  workFile: string;
  /** Where GOROOT came from, for the log. */
  source: string;
}

export interface GoSettings {
  goroot?: string;
  moduleCache?: string;
  /** Default: the process's. */
  env?: NodeJS.ProcessEnv;
}

export function findGoEnvironment(settings: GoSettings = {}): GoEnvironment {
  const env = settings.env ?? process.env;
  const said = needsGo(settings, env) ? askGo(env) : undefined;
  const candidates: [string | undefined, string][] = [
    [settings.goroot, 'settings'],
    [env.GOROOT, 'GOROOT in the environment'],
    [said?.GOROOT, 'go env'],
    ...usualPlaces().map((place): [string, string] => [place, 'the usual places']),
  ];
  const found = candidates.find(([path]) => path !== undefined && path !== '' && isGoroot(path));
  const cache =
    settings.moduleCache ||
    env.GOMODCACHE ||
    said?.GOMODCACHE ||
    join(firstGopath(env, said?.GOPATH), 'pkg', 'mod');
  const flags = env.GOFLAGS ?? said?.GOFLAGS ?? '';
  return {
    goroot: found?.[0] === undefined ? undefined : fromNativePath(found[0]),
    moduleCache: existsSync(cache) ? fromNativePath(cache) : undefined,
    mod: /(?:^|\s)-{1,2}mod=(\w+)/.exec(flags)?.[1] ?? '',
    workFile: fromNativePath(env.GOWORK ?? ''),
    source: found?.[1] ?? 'not found',
  };
}

/** The go command on PATH, or of the installation that is found; never one that settings name, which may be a workspace's. */
export function goCommand(env = process.env): string | undefined {
  const onPath = goOnPath(env);
  if (onPath !== undefined) return onPath;
  const { goroot } = findGoEnvironment({ env });
  const own = goroot === undefined ? undefined : join(toNativePath(goroot), 'bin', goName);
  return own !== undefined && existsSync(own) ? own : undefined;
}

function needsGo(settings: GoSettings, env: NodeJS.ProcessEnv): boolean {
  const rootKnown = [settings.goroot, env.GOROOT].some(
    path => path !== undefined && path !== '' && isGoroot(path),
  );
  return !rootKnown || !(settings.moduleCache || env.GOMODCACHE);
}

interface GoAnswer {
  GOROOT: string;
  GOMODCACHE: string;
  GOPATH: string;
  GOFLAGS: string;
}

function askGo(env: NodeJS.ProcessEnv): GoAnswer | undefined {
  const go = goOnPath(env);
  if (go === undefined) return undefined;
  const known = answerByPlace(go, env);
  if (known !== undefined) return known;
  try {
    const output = execFileSync(go, ['env', '-json', 'GOROOT', 'GOMODCACHE', 'GOPATH', 'GOFLAGS'], {
      cwd: tmpdir(),
      env: { ...env, GOTOOLCHAIN: 'local', GOWORK: 'off', GO111MODULE: 'on', GOFLAGS: '' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    const answer: unknown = JSON.parse(output);
    return isGoAnswer(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** What a `go` would say by its place and its files; undefined where it must be asked. "" stands for what follows from the rest. */
function answerByPlace(go: string, env: NodeJS.ProcessEnv): GoAnswer | undefined {
  // Elsewhere a program knows its place by the name that it was started by.
  if (process.platform !== 'linux') return undefined;
  const userFile = env.GOENV || join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'go/env');
  try {
    const program = realpathSync(go);
    const GOROOT = env.GOROOT || dirname(dirname(program));
    if (!isProgram(program) || !statSync(join(GOROOT, 'pkg/tool')).isDirectory()) return undefined;
    const own = userFile === 'off' ? {} : settingsIn(userFile);
    if (own.GOROOT !== undefined) return undefined;
    return { GOMODCACHE: '', GOPATH: '', GOFLAGS: '', ...settingsIn(join(GOROOT, 'go.env')), ...own, GOROOT };
  } catch {
    return undefined;
  }
}

/** Of what we ask for, what a file of NAME=VALUE lines says; nothing where it is not there. Throws where it can't be read. */
function settingsIn(path: string): Partial<GoAnswer> {
  const text = isAbsolute(path) && existsSync(path) ? readFileSync(path, 'utf8') : '';
  return Object.fromEntries(
    [...text.matchAll(/^(GO(?:ROOT|PATH|MODCACHE|FLAGS))=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
}

/** Not a script that starts another `go`. */
function isProgram(path: string): boolean {
  const start = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start.toString('latin1') === '\x7fELF';
}

function isGoAnswer(value: unknown): value is GoAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const names = ['GOROOT', 'GOMODCACHE', 'GOPATH', 'GOFLAGS'];
  return names.every(name => typeof (value as Record<string, unknown>)[name] === 'string');
}

/** The first `go` in an absolute folder of PATH: a relative one could lie in the workspace. */
function goOnPath(env: NodeJS.ProcessEnv): string | undefined {
  for (const dir of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    if (isAbsolute(dir) && existsSync(join(dir, goName))) return join(dir, goName);
  }
  return undefined;
}

function isGoroot(path: string): boolean {
  return isAbsolute(path) && existsSync(join(path, 'src', 'runtime')) && existsSync(join(path, 'src', 'fmt'));
}

function firstGopath(env: NodeJS.ProcessEnv, said: string | undefined): string {
  return (env.GOPATH || said || join(homedir(), 'go')).split(delimiter)[0];
}

function usualPlaces(): string[] {
  const home = homedir();
  if (process.platform === 'win32')
    return ['C:\\Program Files\\Go', 'C:\\Go', join(home, 'scoop\\apps\\go\\current')];
  return [
    '/usr/local/go',
    '/usr/lib/go',
    '/usr/lib/golang',
    '/opt/homebrew/opt/go/libexec',
    '/usr/local/opt/go/libexec',
    '/snap/go/current',
    join(home, 'sdk', 'go'),
    join(home, 'go-sdk'),
  ];
}
