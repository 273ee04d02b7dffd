/** The groups of packages that are compared, and the facts that are. */

export interface Group {
  name: string;
  patterns: readonly string[];
  /** Seen from the project's root; the root by default. */
  dir?: string;
  /** Compared by `npm test` too. */
  inTests?: boolean;
}

export const groups: readonly Group[] = [
  {
    name: 'small',
    patterns: ['errors', 'container/list', 'container/ring', 'text/tabwriter', 'path', 'bufio'],
    inTests: true,
  },
  { name: 'workspace', patterns: ['./...'], dir: 'test/workspace', inTests: true },
  { name: 'net/http', patterns: ['net/http'] },
  { name: 'std', patterns: ['std'] },
];

export interface Fact {
  name: string;
  /** Head of its column in the README. */
  title: string;
  /** Arguments of the oracle before the packages, of Heapward, and of the oracle's compare. */
  oracle: readonly string[];
  heapward: readonly string[];
  compare: string;
}

const gc = ['check', '--no-inline', '--format', 'gc'];
const check = ['check', '--no-inline', '--format', 'jsonl'];

export const facts: readonly Fact[] = [
  {
    name: 'inlined',
    title: 'verdicts (`-m`)',
    oracle: ['escape'],
    heapward: ['check', '--format', 'jsonl'],
    compare: 'escape',
  },
  {
    name: 'escape',
    title: 'verdicts (`-m -l`)',
    oracle: ['escape', '-l'],
    heapward: check,
    compare: 'escape',
  },
  {
    name: 'flow',
    title: 'explanations (`-m=2 -l`)',
    oracle: ['flow', '-l'],
    heapward: check,
    compare: 'flow',
  },
  {
    name: 'lines',
    title: 'lines (`-m -l`)',
    oracle: ['lines', '-l'],
    heapward: gc,
    compare: 'lines',
  },
  {
    name: 'packages',
    title: 'packages line for line (`-m -l`)',
    oracle: ['lines', '-l'],
    heapward: gc,
    compare: 'packages',
  },
  {
    name: 'linesInlined',
    title: 'lines (`-m`)',
    oracle: ['lines'],
    heapward: ['check', '--format', 'gc'],
    compare: 'lines',
  },
  { name: 'inline', title: 'inlining (`-m=2`)', oracle: ['inline'], heapward: ['inline'], compare: 'inline' },
  { name: 'types', title: 'types (go/types)', oracle: ['types'], heapward: ['types'], compare: 'types' },
];
