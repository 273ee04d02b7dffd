/**
 * Parsing and analysing net/http, from its source and that of what it imports, against the Go compiler on
 * net/http alone, with its imports compiled before. The compiler uses all processors and also generates code;
 * ours uses one and reads the imports from source, as far as they are needed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnalysis } from '../../src/analysis';
import { createNodeFileSystem, findGoEnvironment } from '../../src/host';
import { parseFile } from '../../src/syntax';
import type { BenchRow } from './replay';

const target = 'net/http';
const runs = 3;

export async function bench(): Promise<BenchRow[]> {
  const { goroot, moduleCache } = findGoEnvironment();
  if (goroot === undefined) return [{ name: `analyse ${target}`, ours_ms: 0, skipped: 'no GOROOT here' }];
  const fs = createNodeFileSystem();
  const open = () => createAnalysis({ fs, dir: goroot, goroot, moduleCache, flows: false });
  const description = open().project.describe(target);
  const paths = (description?.fileNames ?? []).map(name => `${description?.dir}/${name}`);
  const texts = paths.map(path => fs.readFile(path) ?? '');
  const parse = best(() => {
    for (const [index, path] of paths.entries()) {
      // Bodies are parsed when they are asked for.
      for (const unit of parseFile(path, texts[index]).units) void [unit.decl, unit.body];
    }
  });
  const analyse = best(() => void open().package(target));
  const server = paths.find(path => path.endsWith('/server.go')) ?? '';
  const edited = open();
  const large = measureAgain(edited, server, 'func (c *conn) serve(ctx context.Context) {\n');
  const inlined = measureAgain(edited, server, 'func (s *Server) maxHeaderBytes() int {\n');
  const compile = compileTime();
  const compared = (name: string, ours_ms: number): BenchRow =>
    compile === undefined
      ? { name, ours_ms, skipped: 'go is not there to compile it' }
      : { name, ours_ms, reference_ms: compile, ratio: ours_ms / compile };
  return [
    compared(`parse ${target}`, parse),
    compared(`analyse ${target}, from nothing`, analyse),
    compared(`${target} after an edit of a large function`, large),
    compared(`${target} after an edit of an inlined one`, inlined),
  ];
}

/** After each of a few edits of the function whose first line is `header`. */
function measureAgain(analysis: ReturnType<typeof createAnalysis>, path: string, header: string): number {
  analysis.setDocument(path, analysis.project.readText(path));
  analysis.package(target);
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const text = analysis.project.readText(path) ?? '';
    const start = performance.now();
    analysis.setDocument(path, text.replace(header, `${header}\tvar edit${run} int\n\t_ = edit${run}\n`));
    analysis.package(target);
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

/** Undefined where there is no `go`. */
function compileTime(): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-compile-'));
  const env = { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64', GOWORK: 'off' };
  const go = (...args: string[]): string =>
    execFileSync('go', args, { env, cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const exports = go(
      'list',
      '-export',
      '-deps',
      '-f',
      '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}',
      target,
    );
    const mapped = go(
      'list',
      '-f',
      '{{range $from, $to := .ImportMap}}importmap {{$from}}={{$to}}\n{{end}}',
      target,
    );
    const config = join(folder, 'importcfg');
    writeFileSync(config, `${mapped}\n${exports}`);
    const files = go('list', '-f', '{{range .GoFiles}}{{$.Dir}}/{{.}}\n{{end}}', target).trim().split('\n');
    const output = join(folder, 'out.a');
    const compile = (): string =>
      go(
        'tool',
        'compile',
        '-std',
        '-complete',
        '-l',
        '-p',
        target,
        '-importcfg',
        config,
        '-o',
        output,
        ...files,
      );
    return best(() => void compile());
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of the shortest run. */
function best(work: () => void): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}
