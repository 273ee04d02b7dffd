/**
 * Where Go is on this machine: GOROOT and the module cache. Order: the settings, the environment, what
 * `go env` says (a `go` from PATH alone, run in a neutral folder with GOTOOLCHAIN=local, so nothing of the
 * workspace is executed or downloaded), and the usual places.
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
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
