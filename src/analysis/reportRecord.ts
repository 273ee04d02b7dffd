/**
 * A package's report as text and back. Three lines of JSON, each understood when somebody asks for it: a head; the
 * lines of -m; the verdicts. Sources are not in it: places count in units of files whose texts are, as the content
 * key says, the same. What cannot be read all the same is found anew (`fallback`).
 */

import type { FlowStep, GcLine, TypeText, Verdict } from '../escape';
import type { Place, SourceFile, Unit } from '../syntax';
import type { PackageReport } from './packageReport';
import { groupVerdicts, type VerdictsByUnit } from './verdictsByUnit';

/** What a record was made of, and so what it can serve. */
export interface ReportTraits {
  /** Explanations have steps. */
  flows: boolean;
}

/** How a record names files, and finds them again. */
export interface RecordSources {
  /** The package of a file. */
  packageOf(file: string): string | undefined;
  /** The folder of a package. */
  folderOf(path: string): string | undefined;
  files(path: string): readonly SourceFile[];
  /** Texts are what the content keys stand for. */
  isSteady(): boolean;
}

interface Head extends ReportTraits {
  failures: readonly string[];
}

/** A file: import path of its package and base name; both "" for what the compiler made itself. */
type FileRef = [path: string, base: string];

interface LineTable {
  files: FileRef[];
  /** File, line, column and text, again and again. */
  rows: (number | string)[];
}

interface VerdictTable {
  files: FileRef[];
  strings: string[];
  rows: number[];
}

export function encodeReport(report: PackageReport, traits: ReportTraits, sources: RecordSources): string {
  const head: Head = { ...traits, failures: report.failures };
  const lines = encodeLines(report, new FileRefs(report, sources));
  const verdicts = new VerdictWriter(new FileRefs(report, sources)).write(report.verdicts);
  return [head, lines, verdicts].map(part => JSON.stringify(part)).join('\n');
}

/** Undefined where the record does not serve: it is of another kind, or makes no sense. */
export function decodeReport(
  path: string,
  text: string,
  wanted: ReportTraits,
  sources: RecordSources,
  fallback: () => PackageReport,
): PackageReport | undefined {
  const [first, lines, verdicts] = text.split('\n');
  if (verdicts === undefined) return undefined;
  const head: Head = JSON.parse(first);
  if (wanted.flows && !head.flows) return undefined;
  return new RecordedReport(path, head.failures, lines, verdicts, sources, fallback);
}

class RecordedReport implements PackageReport {
  private ownFiles: readonly SourceFile[] | undefined;
  private decodedLines: readonly GcLine[] | undefined;
  private decodedVerdicts: readonly Verdict[] | undefined;
  private grouped: VerdictsByUnit | undefined;

  constructor(
    readonly path: string,
    readonly failures: readonly string[],
    private readonly lines: string,
    private readonly rows: string,
    private readonly sources: RecordSources,
    private readonly fallback: () => PackageReport,
  ) {}

  get files(): readonly SourceFile[] {
    this.ownFiles ??= this.sources.files(this.path);
    return this.ownFiles;
  }

  get gcLines(): readonly GcLine[] {
    this.decodedLines ??= decodeLines(this.lines, this.sources) ?? this.fallback().gcLines;
    return this.decodedLines;
  }

  get verdicts(): readonly Verdict[] {
    this.decodedVerdicts ??= this.decode() ?? this.fallback().verdicts;
    return this.decodedVerdicts;
  }

  get byUnit(): VerdictsByUnit {
    this.grouped ??= groupVerdicts(this.verdicts);
    return this.grouped;
  }

  private decode(): readonly Verdict[] | undefined {
    try {
      const table: VerdictTable = JSON.parse(this.rows);
      const files = table.files.map(([path, base]) => {
        const among = path === this.path ? this.files : this.sources.files(path);
        return among.find(file => baseName(file.path) === base);
      });
      if (!this.sources.isSteady()) return undefined;
      return new VerdictReader(table, files).read();
    } catch {
      return undefined;
    }
  }
}

function encodeLines({ gcLines }: PackageReport, files: FileRefs): LineTable {
  const rows: LineTable['rows'] = [];
  for (const { path, line, column, text } of gcLines) rows.push(files.indexOf(path), line, column, text);
  return { files: files.list, rows };
}

function decodeLines(text: string, sources: RecordSources): GcLine[] | undefined {
  const { files, rows }: LineTable = JSON.parse(text);
  const paths: string[] = [];
  for (const [path, base] of files) {
    const folder = base === '' ? '' : sources.folderOf(path);
    if (folder === undefined) return undefined;
    paths.push(base === '' ? '' : `${folder}/${base}`);
  }
  const lines: GcLine[] = [];
  for (let i = 0; i + 3 < rows.length; i += 4) {
    const path = paths[Number(rows[i])];
    lines.push({ path, line: Number(rows[i + 1]), column: Number(rows[i + 2]), text: String(rows[i + 3]) });
  }
  return lines;
}

class FileRefs {
  readonly list: FileRef[] = [];
  private readonly indices = new Map<string, number>();
  private readonly own: ReadonlySet<string>;

  constructor(
    private readonly report: PackageReport,
    private readonly sources: RecordSources,
  ) {
    this.own = new Set(report.files.map(file => file.path));
  }

  /** The index of a file in `list`. */
  indexOf(file: string): number {
    const known = this.indices.get(file);
    if (known !== undefined) return known;
    const owner = this.own.has(file) ? this.report.path : this.sources.packageOf(file);
    this.list.push(file === '' ? ['', ''] : [owner ?? '', baseName(file)]);
    this.indices.set(file, this.list.length - 1);
    return this.list.length - 1;
  }
}

const kinds: readonly Verdict['kind'][] = ['moved', 'heap', 'stack', 'leak', 'content', 'unknown'];

const sites: readonly Verdict['site'][] = [
  'variable',
  'parameter',
  'new',
  'pointerLiteral',
  'sliceLiteral',
  'mapLiteral',
  'makeSlice',
  'makeMap',
  'append',
  'closure',
  'methodValue',
  'interface',
  'stringConcat',
  'stringConversion',
  'other',
];

/** Numbers in the order in which VerdictReader takes them; texts by index, -1 for what is undefined. */
class VerdictWriter {
  private readonly rows: number[] = [];
  private readonly strings = new Map<string, number>();
  private readonly units = new Map<Unit, number>();

  constructor(private readonly files: FileRefs) {}

  write(verdicts: readonly Verdict[]): VerdictTable {
    for (const verdict of verdicts) this.verdict(verdict);
    return { files: this.files.list, strings: [...this.strings.keys()], rows: this.rows };
  }

  private verdict(verdict: Verdict): void {
    const { type, flow } = verdict;
    this.rows.push(kinds.indexOf(verdict.kind), sites.indexOf(verdict.site));
    this.place(verdict.place);
    this.rows.push(verdict.inlined.length);
    for (const name of verdict.inlined) this.text(name);
    for (const text of [verdict.name, verdict.to, verdict.expr, verdict.func, verdict.note, verdict.gc])
      this.text(text);
    this.text(type && `${type.isPointerShaped ? '*' : ' '}${type.spelling}`);
    const flags = [verdict.hasPointers, verdict.allocates, verdict.uninstantiated];
    this.rows.push(
      verdict.bytes ?? -1,
      verdict.elemBytes ?? -1,
      verdict.stackLimit ?? -1,
      verdict.loopDepth,
      flags.reduce((bits, flag, i) => bits | (Number(flag) << i), 0),
      flow.length,
    );
    for (const step of flow) {
      this.place(step.place);
      for (const text of [step.why, step.text, step.edge]) this.text(text);
    }
  }

  private place({ unit, pos }: Place): void {
    this.rows.push(this.files.indexOf(unit.file.path), this.unit(unit), pos);
  }

  /** Index of the unit in its file, -1 for the package clause. */
  private unit(unit: Unit): number {
    let index = this.units.get(unit);
    if (index === undefined) {
      index = unit.file.units.indexOf(unit);
      this.units.set(unit, index);
    }
    return index;
  }

  private text(text: string | undefined): void {
    if (text === undefined) {
      this.rows.push(-1);
      return;
    }
    let index = this.strings.get(text);
    if (index === undefined) {
      index = this.strings.size;
      this.strings.set(text, index);
    }
    this.rows.push(index);
  }
}

const none: readonly string[] = [];

/** Throws where the table does not fit the files. */
class VerdictReader {
  private next = 0;
  private readonly types = new Map<string, TypeText>();

  constructor(
    private readonly table: VerdictTable,
    private readonly files: readonly (SourceFile | undefined)[],
  ) {}

  read(): Verdict[] {
    const verdicts: Verdict[] = [];
    while (this.next < this.table.rows.length) verdicts.push(this.verdict(verdicts.length));
    return verdicts;
  }

  private verdict(order: number): Verdict {
    const kind = kinds[this.number()];
    const site = sites[this.number()];
    const place = this.place();
    const inlined = this.names();
    const name = this.text();
    const to = this.text();
    const expr = this.text();
    const func = this.text() ?? '';
    const note = this.text();
    const gc = this.text();
    const type = this.type();
    const bytes = this.count();
    const elemBytes = this.count();
    const stackLimit = this.count();
    const loopDepth = this.number();
    const flags = this.number();
    return {
      kind,
      place,
      inlined,
      site,
      name,
      to,
      expr,
      func,
      type,
      bytes,
      elemBytes,
      hasPointers: (flags & 1) !== 0,
      allocates: (flags & 2) !== 0,
      stackLimit,
      loopDepth,
      flow: this.flow(),
      note,
      uninstantiated: (flags & 4) !== 0,
      gc,
      order,
    };
  }

  private names(): readonly string[] {
    const length = this.number();
    if (length === 0) return none;
    return Array.from({ length }, () => this.text() ?? '');
  }

  private flow(): readonly FlowStep[] {
    const steps: FlowStep[] = [];
    for (let length = this.number(); length > 0; length--) {
      const place = this.place();
      const why = this.text() ?? '';
      const text = this.text() ?? '';
      const edge = this.text();
      steps.push(edge === undefined ? { place, why, text } : { place, why, text, edge });
    }
    return steps;
  }

  private place(): Place {
    const file = this.files[this.number()];
    const index = this.number();
    const unit = index < 0 ? file?.header : file?.units[index];
    if (unit === undefined) throw new RangeError('no such place');
    return { unit, pos: this.number() };
  }

  private type(): TypeText | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    let type = this.types.get(text);
    if (type === undefined) {
      type = { spelling: text.slice(1), isPointerShaped: text.startsWith('*') };
      this.types.set(text, type);
    }
    return type;
  }

  private text(): string | undefined {
    const index = this.number();
    return index < 0 ? undefined : this.table.strings[index];
  }

  private count(): number | undefined {
    const value = this.number();
    return value < 0 ? undefined : value;
  }

  private number(): number {
    return this.table.rows[this.next++];
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
