/**
 * Simulations against the real runtime: the exported functions without parameters of each file in
 * test/fixtures/simulation/runtime are run by the go command, once to warm up and then measured one by one
 * (runtime.MemStats before and after, without a collector, on one P), and simulated. The number of allocations,
 * their bytes, and the allocations of each size class must be the same.
 *
 * `// about N%` behind a function: its memory depends on the seed of a hash, bytes may differ by so much.
 * Without a go command the tests are skipped.
 */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Analysis, createAnalysis } from '../../../src/analysis';
import { goVersions, nearestGoVersion } from '../../../src/base';
import { createNodeFileSystem, findGoEnvironment, fromNativePath } from '../../../src/host';
import { AllocationRun } from '../../../src/simulation';

const folder = join(__dirname, '../../fixtures/simulation/runtime');
const targetForm = /^func ([A-Z]\w*)\(\).*?(?:\/\/ about (\d+)%)?$/;

/** What a function takes: objects by slot size (0: large), and all of them and their bytes in slots. */
interface Measured {
  mallocs: number;
  bytes: number;
  bySize: Record<string, number>;
  /** Why the simulation is not exact: there should be no reason. */
  unknown?: string[];
}

describe('simulations and the real runtime', () => {
  const isThere = hasGo();
  for (const file of readdirSync(folder).filter(name => name.endsWith('.go'))) {
    it(file, function () {
      if (!isThere) this.skip();
      const dir = mkdtempSync(join(tmpdir(), 'heapward-simulation-'));
      try {
        compare(file, dir);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    });
  }
});

function hasGo(): boolean {
  try {
    return goVersions.some(version => release().startsWith(`go${version}`));
  } catch {
    return false;
  }
}

/** "go1.26.8". */
function release(): string {
  return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
}

function compare(file: string, dir: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  const targets = text.split('\n').flatMap(line => {
    const match = targetForm.exec(line);
    return match === null ? [] : [{ name: match[1], tolerance: Number(match[2] ?? 0) / 100 }];
  });
  const names = targets.map(({ name }) => name);
  execFileSync('mkdir', ['-p', join(dir, 'p')]);
  writeFileSync(join(dir, 'go.mod'), `module measured\n\ngo ${nearestGoVersion(release())}\n`);
  writeFileSync(join(dir, 'p', basename(file)), text);
  writeFileSync(join(dir, 'main.go'), mainFile(names));
  const real = measure(dir);
  const analysis = openAnalysis(dir);
  const problems = targets.flatMap(({ name, tolerance }) => {
    const ours = simulated(analysis, name);
    const said = JSON.stringify(ours);
    const theirs = JSON.stringify(sorted(real[name]));
    if (tolerance === 0)
      return said === theirs ? [] : [`${name}\n  runtime    ${theirs}\n  simulated  ${said}`];
    const difference = Math.abs(ours.bytes - real[name].bytes) / real[name].bytes;
    return difference <= tolerance ? [] : [`${name}: ${real[name].bytes} bytes, simulated ${ours.bytes}`];
  });
  assert.equal(problems.join('\n'), '');
}

/** With slot sizes in order, as ours are. */
function sorted({ mallocs, bytes, bySize }: Measured): Measured {
  const sizes = Object.entries(bySize).sort(([a], [b]) => Number(a) - Number(b));
  return { mallocs, bytes, bySize: Object.fromEntries(sizes) };
}

function openAnalysis(dir: string): Analysis {
  const environment = findGoEnvironment();
  return createAnalysis({
    fs: createNodeFileSystem(),
    dir: fromNativePath(dir),
    goroot: environment.goroot,
    moduleCache: environment.moduleCache,
    flows: false,
    inline: true,
    log: line => assert.fail(line),
  });
}

function simulated(analysis: Analysis, name: string): Measured {
  const target = analysis.functionNamed('measured/p', name);
  assert.ok(target, name);
  const { log, sites, stopped, assumptions } = analysis.simulate(target, { procs: 1 });
  const unknown = assumptions.map(
    ({ text, place }) => `${text} (${place.unit.text.slice(place.pos, place.pos + 30)})`,
  );
  if (stopped !== undefined) unknown.push(stopped.reason);
  const { goVersion } = analysis;
  const run = new AllocationRun(log, sites.length, { procs: 1, gogc: -1, goVersion });
  const before = run.stateAt(0).allocator.memStats();
  const after = run.stateAt(log.count).allocator.memStats();
  const bySize: Record<string, number> = {};
  for (const [i, { Size, Mallocs }] of after.BySize.entries()) {
    const count = Mallocs - before.BySize[i].Mallocs;
    // The runtime's MemStats tells of the first 61 size classes.
    if (Size > 0 && count > 0 && i < 61) bySize[Size] = count;
  }
  const total = { mallocs: after.Mallocs - before.Mallocs, bytes: after.TotalAlloc - before.TotalAlloc };
  return { ...total, bySize, ...(unknown.length > 0 && { unknown }) };
}

function measure(dir: string): Record<string, Measured> {
  const env = { ...process.env, GOGC: 'off', GOMAXPROCS: '1', GOFLAGS: '-mod=mod', CGO_ENABLED: '0' };
  const text = execFileSync('go', ['run', '.'], { cwd: dir, env, encoding: 'utf8' });
  return JSON.parse(text);
}

/** A program that prints what each function takes, the least of several measurements. */
function mainFile(names: readonly string[]): string {
  return `package main

import (
	"encoding/json"
	"measured/p"
	"os"
	"runtime"
	"strconv"
)

type measured struct {
	Mallocs uint64            \`json:"mallocs"\`
	Bytes   uint64            \`json:"bytes"\`
	BySize  map[string]uint64 \`json:"bySize"\`
}

var before, after runtime.MemStats

func measure(f func()) measured {
	f()
	var best measured
	for i := range 5 {
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		m := measured{after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc, map[string]uint64{}}
		for c := range after.BySize {
			if n := after.BySize[c].Mallocs - before.BySize[c].Mallocs; n > 0 && c > 0 {
				m.BySize[strconv.Itoa(int(after.BySize[c].Size))] = n
			}
		}
		if i == 0 || m.Bytes < best.Bytes {
			best = m
		}
	}
	return best
}

func main() {
	all := map[string]measured{}
${names.map(name => `\tall["${name}"] = measure(p.${name})`).join('\n')}
	json.NewEncoder(os.Stdout).Encode(all)
}
`;
}
