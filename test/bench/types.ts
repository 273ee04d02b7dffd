/**
 * The type check of net/http, bodies included, against the Go compiler on net/http alone (`go tool compile -m`),
 * its imports compiled before. Ours reads the imports from source, as far as they are needed, with one thread; the
 * compiler uses all processors and generates code, so time of processors is given beside that of the clock.
 *
 * The command line is measured with its start and with all that it prints: cold, with an empty cache; from the record,
 * where nothing changed; and after one file changed on disk. "Again" and "edit" are the checker alone, in memory: the
 * package after a declaration of it changed, and after a line was put into one body of server.go (the document's edit,
 * the update and the facts of the whole package).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { BenchRow } from './replay';
import { best, memoryRow } from './support/analysed';
import { compared, compileTime } from './support/compiler';
import { Workbench } from './support/program';
import type { WorkerResult } from './workers/types';

const target = 'net/http';
const edited = ['server.go', 'func (sh serverHandler) ServeHTTP(rw ResponseWriter, req *Request) {'];
const runs = 3;
const root = join(__dirname, '../..');
/** MB that a check may take. */
const memoryLimit = 600;

export async function bench(): Promise<BenchRow[]> {
  const compile = compileTime(target, ['-m']);
  const row = (what: string, ours: number) => compared(`types ${target}, ${what}`, ours, compile?.wall);
  const program = new Workbench(target);
  try {
    const run = () => program.run('types');
    const cold = best(() => {
      program.emptyCache();
      return run();
    });
    const recorded = best(run);
    let changes = 0;
    const changed = best(() => {
      program.change(edited[0], edited[1], `\n\tvar change${changes} int\n\t_ = change${changes++}`);
      return run();
    });
    const script = bundleWorker();
    const inMemory = Array.from({ length: runs }, () => runWorker(script));
    return [
      row('cold', cold.wall),
      compared(`types ${target}, cold, of processors`, cold.cpu, compile?.cpu),
      row('from the record', recorded.wall),
      row('one file changed', changed.wall),
      row('again', Math.min(...inMemory.map(({ again }) => again))),
      row('edit', Math.min(...inMemory.map(({ edit }) => edit))),
      memoryRow(`types ${target}`, cold.megabytes, memoryLimit),
    ];
  } finally {
    program.remove();
  }
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

function runWorker(script: string): WorkerResult {
  return JSON.parse(execFileSync(process.execPath, [script, target, ...edited], { encoding: 'utf8' }));
}
