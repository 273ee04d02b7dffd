/** Verdicts on net/http by the command line and at the language server, with inlining and without. */
import type { BenchRow } from '../replay';
import { compared, openCompiler } from './compiler';
import { editing } from './editing';
import { type Run, Workbench } from './program';
import { analysedWarm } from './warmed';

const target = 'net/http';
const runs = 3;
/** A machine is faster at one time than at another: these are measured in turn with the compiler. */
const coldRuns = 5;
const file = 'server.go';
const large = 'func (c *conn) serve(ctx context.Context) {';
const small = 'func (s *Server) maxHeaderBytes() int {';

/**
 * `name` begins the rows. Cold: an empty cache and a new process, the imports read from source as far as they are
 * needed. V8 warm: the same in a process that has analysed another package before and kept nothing of it. From the
 * record: a new process, nothing changed. One file changed: a new process that analyses the package anew, with what is
 * kept of its imports.
 */
export async function benchAnalysed(name: string, noInline: boolean): Promise<BenchRow[]> {
  const compiler = openCompiler(target, noInline ? ['-m', '-l'] : ['-m']);
  const bench = new Workbench(target);
  try {
    const run = () => bench.run('check', '--format', 'gc', ...(noInline ? ['--no-inline'] : []));
    const cold = best(() => {
      compiler?.run();
      bench.emptyCache();
      return run();
    }, coldRuns);
    const reference = compiler?.best;
    const recorded = best(run);
    let changes = 0;
    const changed = best(() => {
      bench.change(file, large, `\n\tvar change${changes} int\n\t_ = change${changes++}`);
      return run();
    });
    const edited = await editing(bench, file, [large, small], noInline);
    const row = (what: string, ours: number) => compared(`${name} ${target}, ${what}`, ours, reference?.wall);
    return [
      row('cold', cold.wall),
      compared(`${name} ${target}, cold, of processors`, cold.cpu, reference?.cpu),
      row('cold, V8 warm', analysedWarm(target, noInline)),
      row('from the record', recorded.wall),
      row('one file changed', changed.wall),
      row('edit of a large function', edited.edits[0]),
      row('edit of a small function', edited.edits[1]),
      memoryRow(`${name} ${target}`, cold.megabytes, 1000),
    ];
  } finally {
    compiler?.remove();
    bench.remove();
  }
}

/** The shortest run, and the most memory of any. */
export function best(work: () => Run, count = runs): Run {
  const all = Array.from({ length: count }, work);
  return {
    wall: Math.min(...all.map(({ wall }) => wall)),
    cpu: Math.min(...all.map(({ cpu }) => cpu)),
    megabytes: Math.max(...all.map(({ megabytes }) => megabytes)),
  };
}

/** Peak memory against what it may be; a row's milliseconds are megabytes here. */
export function memoryRow(name: string, megabytes: number, limit: number): BenchRow {
  const ratio = megabytes / limit;
  return { name: `${name}, peak memory (MB)`, ours_ms: megabytes, reference_ms: limit, ratio };
}
