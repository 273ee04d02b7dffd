/** A verdict as a line of `--format jsonl`; see the contracts in ARCHITECTURE.md. */

import type { PackageReport } from '../analysis';
import { fullType, type Verdict } from '../escape';
import { costOf, locationOf } from '../explorer';
import type { Place } from '../syntax';

export interface VerdictRow {
  /** Import path, "/" and base name. */
  file: string;
  /** From 1; the column in bytes. */
  line: number;
  col: number;
  kind: Verdict['kind'];
  name?: string;
  to?: string;
  expr?: string;
  func: string;
  type?: string;
  bytes?: number;
  /** Bytes of the slot; 0 for large objects. */
  sizeClass?: number;
  allocates: boolean;
  /** Absent in a function that nothing instantiates: the compiler never sees it, so it has no word for why. */
  flow?: { at: string; why: string }[];
  /** Why something could not be known. */
  note?: string;
  uninstantiated?: true;
}

/** The lines of a package, each once. `packageOf` names the package of a file that is not one of its own. */
export function* jsonLines(
  report: PackageReport,
  packageOf: (file: string) => string | undefined,
): Generator<string> {
  const owners = new Map(report.files.map(file => [file.path, report.path]));
  const ownerOf = (file: string): string => {
    const owner = owners.get(file) ?? packageOf(file) ?? report.path;
    owners.set(file, owner);
    return owner;
  };
  let last = { at: '', lines: new Set<string>() };
  for (const verdict of report.verdicts) {
    const row = verdictRow(verdict, report.path, ownerOf);
    const at = `${row.file}:${row.line}:${row.col}`;
    if (last.at !== at) last = { at, lines: new Set() };
    const line = JSON.stringify(row);
    if (!last.lines.has(line)) yield line;
    last.lines.add(line);
  }
}

function verdictRow(verdict: Verdict, packagePath: string, ownerOf: OwnerOf): VerdictRow {
  const { line, column, path } = locationOf(verdict.place);
  const isSite = verdict.kind === 'heap' || verdict.kind === 'stack';
  const takes = verdict.site !== 'parameter' || verdict.kind === 'moved';
  return {
    file: `${packagePath}/${baseName(path)}`,
    line,
    col: column,
    kind: verdict.kind,
    name: isSite ? undefined : verdict.name,
    to: verdict.to,
    expr: isSite ? (verdict.expr ?? verdict.name) : undefined,
    func: verdict.func,
    type: verdict.type && fullType(verdict.type),
    bytes: takes ? verdict.bytes : undefined,
    sizeClass: takes ? costOf(verdict).sizeClass : undefined,
    allocates: verdict.allocates,
    flow:
      verdict.flow.length === 0 || verdict.uninstantiated
        ? undefined
        : verdict.flow.map(({ place, why }) => ({ at: placeName(place, ownerOf), why })),
    note: verdict.note,
    uninstantiated: verdict.uninstantiated || undefined,
  };
}

/** The import path of the package that a file belongs to. */
type OwnerOf = (file: string) => string;

/** "import path/file.go:line:col". */
function placeName(place: Place, ownerOf: OwnerOf): string {
  const { line, column, path } = locationOf(place);
  return `${ownerOf(path)}/${baseName(path)}:${line}:${column}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
