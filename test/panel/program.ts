/** A program of many objects: a server that fills a cache while it serves, the same for the same number. */
import type { Run, RunSite } from '../../src/protocol';
import { AllocationRun, EventLog } from '../../src/simulation';

export interface ProgramOptions {
  /** Live objects at the end. */
  objects: number;
  /** How many objects are dropped for each that stays. */
  dropsForEach: number;
  procs: number;
  gogc: number;
}

/** The run, and what the panel is told of it. */
export function runOf(options: ProgramOptions): { run: Run; allocation: AllocationRun } {
  const allocation = new AllocationRun(logOf(options), sites.length, {
    procs: options.procs,
    gogc: options.gogc,
  });
  const run: Run = {
    id: 1,
    title: 'serve',
    link: { file: 'server/server.go', line: 40, column: 6 },
    options: { turns: 1000, procs: options.procs, gogc: options.gogc },
    adjustable: ['turns', 'procs', 'gogc'],
    events: allocation.log.count,
    figures: allocation.figures,
    sites,
    siteTotals: [...allocation.siteTotals],
    timeline: allocation.timeline,
    collections: [...allocation.collections],
    growths: allocation.growths.slice(1),
    assumptions: [
      {
        id: 'turns-panel1',
        kind: 'turns',
        text: 'the loop at line 44 makes 1000 turns',
        value: 1000,
        default: 1000,
      },
    ],
  };
  return { run, allocation };
}

interface SiteKind {
  site: RunSite;
  /** Bytes, at least and at most. */
  bytes: [number, number];
  scan: boolean;
  /** How often it allocates beside the others, and which share of that stays. */
  weight: number;
  kept: number;
}

const kinds: SiteKind[] = [
  kind('cache/lru.go', 49, 'append(buf, part...)', '[]byte', 'cache.encode', [64, 2048], false, 24, 0.05),
  kind('cache/lru.go', 61, 'make([]byte, size)', '[]byte', 'cache.body', [300, 1400], false, 7, 0.4),
  kind('cache/lru.go', 53, '&entry{key, body}', 'cache.entry', 'cache.(*LRU).Put', [48, 48], true, 20, 0.9),
  kind(
    'cache/lru.go',
    54,
    'c.index[key] = e',
    'map[string]*cache.entry',
    'cache.(*LRU).Put',
    [208, 208],
    true,
    3,
    1,
  ),
  kind('cache/sharded.go', 31, '&shard{}', 'cache.shard', 'cache.NewSharded', [96, 96], true, 1, 1),
  kind(
    'metrics/metrics.go',
    83,
    'append(snapshots, s)',
    '[]metrics.Snapshot',
    'metrics.(*Registry).WriteTo',
    [216, 6912],
    true,
    2,
    0,
  ),
  kind('metrics/metrics.go', 114, '&Point{…}', 'metrics.Point', 'metrics.Pointers', [16, 16], false, 18, 0.8),
  kind(
    'server/server.go',
    46,
    '&request{…}',
    'server.request',
    'server.(*Server).handle',
    [112, 112],
    true,
    12,
    0.1,
  ),
  kind('server/server.go', 57, 'func() { … }', 'func()', 'server.(*Server).handle', [32, 32], true, 12, 0.05),
  kind(
    'server/server.go',
    90,
    'make([]byte, 64<<10)',
    '[]byte',
    'server.(*Server).read',
    [65_536, 65_536],
    false,
    0.05,
    0,
  ),
  kind('fmt/print.go', 219, 'p.buf', '[]byte', 'fmt.Sprintf', [16, 64], false, 15, 0),
  kind(
    'strings/builder.go',
    82,
    'make([]byte, n)',
    '[]byte',
    'strings.(*Builder).grow',
    [24, 400],
    false,
    10,
    0.2,
  ),
  kind('expr/parser.go', 77, '&binary{…}', 'expr.binary', 'expr.(*parser).binary', [40, 40], true, 9, 0.7),
  kind('expr/parser.go', 98, '&call{…}', 'expr.call', 'expr.(*parser).call', [56, 56], true, 4, 0.7),
  kind('expr/lexer.go', 41, 'append(tokens, t)', '[]expr.token', 'expr.lex', [40, 2560], true, 3, 0),
];
const sites = kinds.map(({ site }) => site);

function kind(
  file: string,
  line: number,
  text: string,
  type: string,
  func: string,
  bytes: [number, number],
  scan: boolean,
  weight: number,
  kept: number,
): SiteKind {
  const site = {
    text,
    type,
    func,
    why: 'It is stored behind a pointer that escapes.',
    link: { file, line, column: 2 },
  };
  return { site, bytes, scan, weight, kept };
}

function logOf({ objects, dropsForEach, procs }: ProgramOptions): EventLog {
  const log = new EventLog();
  let state = 7;
  /** A linear congruential generator: plain, and the same everywhere. */
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const short: number[] = [];
  for (let live = 0; live < objects; ) {
    let at = next() * total;
    let site = 0;
    while (site < kinds.length - 1 && at >= kinds[site].weight) at -= kinds[site++].weight;
    const { bytes, scan, kept } = kinds[site];
    const size = bytes[0] + Math.floor((bytes[1] - bytes[0]) * next() * next());
    const p = Math.floor(next() * procs);
    const object = log.alloc(site, scan ? Math.ceil(size / 8) * 8 : size, scan, p);
    if (next() < kept * 2 * (1 / (1 + dropsForEach))) live++;
    else short.push(object);
    if (short.length > 400) log.drop(short.splice(Math.floor(next() * short.length), 1)[0], p);
  }
  return log;
}
