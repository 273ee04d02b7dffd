/**
 * Compares `at`, where we say that the compiler reports a node, with where its parser places the node.
 *
 *     tsx test/oracle/ast/positions.ts [-v] [folder or file …]      default: GOROOT/src
 *
 * Files are compared by kind of node: number and hash of lines and columns. With -v the nodes that differ are listed.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Node, NodeKind, parseFile, walkNodes } from '../../../src/syntax';

export interface PositionDifferences {
  files: number;
  nodes: number;
  /** One for each file and kind, `name: kind: our number and hash, the compiler's`. */
  differences: string[];
}

/** Raises where there is no Go. */
export function comparePositions(files: readonly string[]): PositionDifferences {
  const theirs = compilerNodes(files);
  const result: PositionDifferences = { files: files.length, nodes: 0, differences: [] };
  files.forEach((name, i) => {
    const words = theirs[i].slice(name.length + 1).split(' ');
    const wanted = new Map<string, string>();
    for (let k = 0; k + 2 < words.length; k += 3) {
      if (!incomparable.has(words[k])) wanted.set(words[k], `${words[k + 1]} ${words[k + 2]}`);
    }
    const found = new Map<string, { count: number; sum: number }>();
    for (const { kind, line, column } of ourNodes(name)) {
      const sums = found.get(kind) ?? { count: 0, sum: 0 };
      found.set(kind, sums);
      sums.count++;
      const hash = Math.imul(Math.imul(line, 73856093) ^ Math.imul(column, 19349663), 16777619);
      sums.sum = (sums.sum + hash) | 0;
      result.nodes++;
    }
    for (const kind of new Set([...wanted.keys(), ...found.keys()])) {
      const sums = found.get(kind);
      const ours = sums ? `${sums.count} ${(sums.sum >>> 0).toString(16)}` : 'none';
      const want = wanted.get(kind) ?? 'none';
      if (ours !== want) result.differences.push(`${name}: ${kind}: ${ours}, ${want}`);
    }
  });
  return result;
}

/**
 * Kinds without a counterpart: lists are no nodes of ours, a field of several names is one, the clause of a range
 * belongs to its statement; and the compiler's parser leaves out parentheses around types and after `&`.
 */
const incomparable = new Set(['File', 'ListExpr', 'Field', 'RangeClause', 'ParenExpr']);

interface PlacedNode {
  kind: string;
  line: number;
  column: number;
}

function ourNodes(name: string): PlacedNode[] {
  const text = readFileSync(name, 'utf8');
  const file = parseFile(name, text);
  const found: PlacedNode[] = [];
  const add = (kind: string, offset: number): void => {
    found.push({ kind, ...file.lines.lineColumn(offset) });
  };
  if (file.packageName !== '') {
    const code = file.header.text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, comment => ' '.repeat(comment.length));
    const clause = /package[ \t]+/.exec(code);
    if (clause) add('Name', file.header.base + clause.index + clause[0].length);
  }
  for (const unit of file.units) {
    const visit = (node: Node): undefined => {
      const kind = compilerKind(node);
      if (kind !== '') add(kind, unit.base + node.at);
      if (node.kind === NodeKind.GenDecl && (node.tok === 'const' || node.tok === 'var')) {
        for (const spec of node.specs)
          add(node.tok === 'const' ? 'ConstDecl' : 'VarDecl', unit.base + spec.at);
      }
    };
    walkNodes(unit.decl, visit);
    walkNodes(unit.body, visit);
  }
  return found;
}

/** The name of the kind in cmd/compile/internal/syntax; '' where there is none. */
function compilerKind(node: Node): string {
  switch (node.kind) {
    case NodeKind.Ident:
      return 'Name';
    case NodeKind.StarExpr:
    case NodeKind.UnaryExpr:
    case NodeKind.BinaryExpr:
      return 'Operation';
    case NodeKind.TypeAssertExpr:
      return node.type ? 'AssertExpr' : 'TypeSwitchGuard';
    case NodeKind.ArrayType:
      return node.len ? 'ArrayType' : 'SliceType';
    case NodeKind.Ellipsis:
      return node.elt ? 'DotsType' : '';
    case NodeKind.IncDecStmt:
      return 'AssignStmt';
    case NodeKind.GoStmt:
    case NodeKind.DeferStmt:
      return 'CallStmt';
    case NodeKind.RangeStmt:
      return 'ForStmt';
    case NodeKind.TypeSwitchStmt:
      return 'SwitchStmt';
    case NodeKind.ImportSpec:
      return 'ImportDecl';
    case NodeKind.TypeSpec:
      return 'TypeDecl';
    case NodeKind.GenDecl:
    case NodeKind.ParenExpr:
    case NodeKind.ValueSpec:
    case NodeKind.Field:
    case NodeKind.FieldList:
      return '';
  }
  return NodeKind[node.kind];
}

/** The lines of the Go program, which is built inside the compiler without writing there. */
function compilerNodes(files: readonly string[], ...flags: string[]): string[] {
  const work = mkdtempSync(join(tmpdir(), 'heapward-positions-'));
  try {
    const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
    const overlay = join(work, 'overlay.json');
    const program = join(work, 'positions');
    const place = join(root, 'src/cmd/compile/internal/heapward/positions.go');
    writeFileSync(overlay, JSON.stringify({ Replace: { [place]: join(__dirname, 'positions/main.go') } }));
    execFileSync('go', ['build', '-overlay', overlay, '-o', program, 'cmd/compile/internal/heapward']);
    const { stdout, status } = spawnSync(program, flags, {
      input: files.join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(`positions: exit code ${status}`);
    return stdout.trimEnd().split('\n');
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The nodes of a file that only one side has or places so. */
function listDifferences(name: string): string[] {
  const count = new Map<string, number>();
  for (const line of compilerNodes([name], '-full')) {
    if (!incomparable.has(line.slice(line.lastIndexOf(' ') + 1))) count.set(line, (count.get(line) ?? 0) - 1);
  }
  for (const { kind, line, column } of ourNodes(name)) {
    const key = `${name}:${line}:${column}: ${kind}`;
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  return [...count].filter(([, n]) => n !== 0).map(([line, n]) => `${n > 0 ? 'ours  ' : 'theirs'} ${line}`);
}

function main(args: readonly string[]): void {
  const verbose = args.includes('-v');
  const named = args.filter(arg => arg !== '-v');
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const files = (named.length > 0 ? named : [join(root, 'src')]).flatMap(goFiles);
  const { differences, nodes } = comparePositions(files);
  for (const line of differences) console.log(line);
  if (verbose) {
    for (const name of new Set(differences.map(line => line.slice(0, line.indexOf(': '))))) {
      for (const line of listDifferences(name)) console.log(line);
    }
  }
  console.log(`${files.length} files, ${nodes} nodes, ${differences.length} kinds of nodes differ in a file`);
  process.exitCode = differences.length > 0 ? 1 : 0;
}

function goFiles(name: string): string[] {
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name, { withFileTypes: true })
    .filter(entry => (entry.isDirectory() ? entry.name !== 'testdata' : entry.name.endsWith('.go')))
    .flatMap(entry => goFiles(join(name, entry.name)));
}

if (require.main === module) main(process.argv.slice(2));
