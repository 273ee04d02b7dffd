/** Reads the imports of TypeScript sources and judges them by the table of layers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Layer } from './table';

export interface Source {
  /** Path below src/, with forward slashes. */
  path: string;
  text: string;
}

export interface Import {
  from: string;
  specifier: string;
  line: number;
}

/** Every TypeScript file below a folder, in order of its path. */
export function readSources(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => /\.tsx?$/.test(path))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Static imports, re-exports, `import(…)`, `require(…)` and `import('…')` types of a source. */
export function importsOf(source: Source): Import[] {
  const text = withoutComments(source.text);
  const found: Import[] = [];
  const patterns = [
    /^[ \t]*(?:import|export)\s+(type\s)?(?:[\w$*{},\s]*?\sfrom\s*)?(['"])([^'"\n]+)\2/gm,
    /\b(?:import|require(?:\.resolve)?)\s*(typeof)?\(\s*(['"])([^'"\n]+)\2/g,
  ];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const line = text.slice(0, match.index).split('\n').length;
      found.push({ from: source.path, specifier: match[3], line });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

/** What the table forbids, each as one line that names file, line and reason. */
export function violations(sources: readonly Source[], layers: Readonly<Record<string, Layer>>): string[] {
  const paths = new Set(sources.map(source => source.path));
  const problems: string[] = [];
  const edges = new Map<string, Set<string>>();
  for (const source of sources) {
    const folder = folderOf(source.path);
    const layer = layers[folder];
    if (!layer) {
      problems.push(`${source.path}: the folder ${folder} is not in the table`);
      continue;
    }
    for (const edge of importsOf(source)) {
      const problem = judge(edge, folder, layer, paths);
      if (problem) problems.push(`${edge.from}:${edge.line}: ${problem}`);
      const target = targetOf(edge, paths);
      if (!target) continue;
      if (folderOf(target) !== folder) add(edges, folder, folderOf(target));
    }
  }
  for (const cycle of cyclesOf(edges)) problems.push(`cycle: ${cycle.join(' → ')}`);
  return problems;
}

function judge(edge: Import, folder: string, layer: Layer, paths: ReadonlySet<string>): string | undefined {
  const { specifier } = edge;
  if (!specifier.startsWith('.')) {
    if (/\.css$/.test(specifier)) return undefined;
    return layer.modules.some(permitted => matches(permitted, specifier))
      ? undefined
      : `${folder} must not import ${specifier}`;
  }
  const target = targetOf(edge, paths);
  const resolved = target ?? posix.normalize(posix.join(posix.dirname(edge.from), specifier));
  if (resolved.startsWith('..')) return `${specifier} lies outside src`;
  const other = folderOf(resolved);
  if (other === folder) return undefined;
  if (!layer.folders.includes(other)) return `${folder} must not import ${other}`;
  if (resolved !== other && resolved !== `${other}/index.ts`)
    return `${specifier} reaches past the face of ${other}`;
  return undefined;
}

/** The file a relative import means, where it is among the sources. */
function targetOf(edge: Import, paths: ReadonlySet<string>): string | undefined {
  if (!edge.specifier.startsWith('.')) return undefined;
  const base = posix.normalize(posix.join(posix.dirname(edge.from), edge.specifier));
  return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(path => paths.has(path));
}

function matches(permitted: string, specifier: string): boolean {
  return permitted.endsWith('*') ? specifier.startsWith(permitted.slice(0, -1)) : specifier === permitted;
}

function folderOf(path: string): string {
  return path.split('/')[0];
}

function add(edges: Map<string, Set<string>>, from: string, to: string): void {
  const set = edges.get(from);
  if (set) set.add(to);
  else edges.set(from, new Set([to]));
}

/** One cycle for each back edge of a depth-first walk. */
function cyclesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (node: string): void => {
    const at = way.indexOf(node);
    if (at >= 0) cycles.push([...way.slice(at), node]);
    if (at >= 0 || done.has(node)) return;
    way.push(node);
    for (const next of edges.get(node) ?? []) visit(next);
    way.pop();
    done.add(node);
  };
  for (const node of edges.keys()) visit(node);
  return cycles;
}

/** Comments become blanks, so that an import in one is not taken for a real one; strings stay. */
function withoutComments(text: string): string {
  const pattern =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
  return text.replace(pattern, piece => (piece.startsWith('/') ? piece.replace(/[^\n]/g, ' ') : piece));
}
