/** Parsing net/http, bodies included, against the Go compiler on net/http alone, with its imports compiled before. */
import { createNodeFileSystem, findGoEnvironment } from '../../src/host';
import { createProject } from '../../src/project';
import { parseFile } from '../../src/syntax';
import type { BenchRow } from './replay';
import { compared, compileTime } from './support/compiler';

const target = 'net/http';
const runs = 3;

export async function bench(): Promise<BenchRow[]> {
  const { goroot, moduleCache } = findGoEnvironment();
  if (goroot === undefined) return [{ name: `parse ${target}`, ours_ms: 0, skipped: 'no GOROOT here' }];
  const fs = createNodeFileSystem();
  const files = createProject({ fs, dir: goroot, goroot, moduleCache, parse: parseFile }).files(target);
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    for (const { path, text } of files?.files ?? []) {
      // Bodies are parsed when they are asked for.
      for (const unit of parseFile(path, text).units) void [unit.decl, unit.body];
    }
    shortest = Math.min(shortest, performance.now() - start);
  }
  return [compared(`parse ${target}`, shortest, compileTime(target, ['-l'])?.wall)];
}
