/**
 * For which machine and with which tags files are chosen. Mirrors go/build's Context (matchTag and
 * goodOSArchFile) and the tool tags of internal/buildcfg, Go 1.26, for the gc compiler without cgo.
 */

export interface BuildContext {
  goos: string;
  goarch: string;
  /** From `--tags` or the settings. */
  tags: readonly string[];
  /** Whether _test.go files belong to their packages. */
  tests: boolean;
}

export const defaultBuildContext: BuildContext = { goos: 'linux', goarch: 'amd64', tags: [], tests: false };

/** Answers whether a tag is on, for one context and one release of Go (26 for Go 1.26). */
export type TagMatcher = (tag: string) => boolean;

export function createTagMatcher(context: BuildContext, release: number): TagMatcher {
  const on = new Set<string>([...context.tags, 'gc', context.goos, context.goarch]);
  if (context.goos === 'android') on.add('linux');
  if (context.goos === 'illumos') on.add('solaris');
  if (context.goos === 'ios') on.add('darwin');
  if (unixSystems.has(context.goos)) on.add('unix');
  for (let minor = 1; minor <= release; minor++) on.add(`go1.${minor}`);
  for (const experiment of defaultExperiments(context, release)) on.add(`goexperiment.${experiment}`);
  for (const level of architectureLevels[context.goarch] ?? []) on.add(level);
  return tag => on.has(tag === 'boringcrypto' ? 'goexperiment.boringcrypto' : tag);
}

/** Whether a file's name permits it here: `name_GOOS`, `name_GOARCH`, `name_GOOS_GOARCH`, each before `_test` too. */
export function matchesFileName(fileName: string, matches: TagMatcher): boolean {
  const dot = fileName.indexOf('.');
  const stem = dot < 0 ? fileName : fileName.slice(0, dot);
  const underscore = stem.indexOf('_');
  if (underscore < 0) return true;
  const words = stem.slice(underscore).split('_');
  if (words[words.length - 1] === 'test') words.pop();
  const last = words[words.length - 1] ?? '';
  const beforeLast = words.length >= 2 ? words[words.length - 2] : '';
  if (knownSystems.has(beforeLast) && knownArchitectures.has(last))
    return matches(last) && matches(beforeLast);
  if (knownSystems.has(last) || knownArchitectures.has(last)) return matches(last);
  return true;
}

/** Experiments that a toolchain has on by itself. */
function defaultExperiments(context: BuildContext, release: number): string[] {
  const { goos, goarch } = context;
  const experiments: string[] = [];
  if (registerAbi.has(goarch)) experiments.push('regabiwrappers', 'regabiargs');
  if (release >= 22 && release <= 24) experiments.push('aliastypeparams');
  if (release >= 24 && release <= 25) experiments.push('swissmap', 'spinbitmutex', 'synchashtriemap');
  if (release >= 25 && goos !== 'darwin' && goos !== 'ios' && goos !== 'aix') experiments.push('dwarf5');
  if (release >= 26) experiments.push('greenteagc', 'randomizedheapbase64');
  return experiments;
}

const registerAbi = new Set(['amd64', 'arm64', 'loong64', 'ppc64le', 'ppc64', 'riscv64', 's390x']);

/** Tags of the architecture's default level (GOAMD64=v1, GOARM=7, …). */
const architectureLevels: Record<string, readonly string[]> = {
  '386': ['386.sse2'],
  amd64: ['amd64.v1'],
  arm: ['arm.5', 'arm.6', 'arm.7'],
  arm64: ['arm64.v8.0'],
  mips: ['mips.hardfloat'],
  mipsle: ['mipsle.hardfloat'],
  mips64: ['mips64.hardfloat'],
  mips64le: ['mips64le.hardfloat'],
  ppc64: ['ppc64.power8'],
  ppc64le: ['ppc64le.power8'],
  riscv64: ['riscv64.rva20u64'],
};

const unixSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris'.split(' '),
);

const knownSystems = new Set([...unixSystems, 'js', 'nacl', 'plan9', 'wasip1', 'windows', 'zos']);

const knownArchitectures = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ' +
    'ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);
