/** From a text to a SourceFile: cut into units, with what can be known before any of them is parsed. */

import { LineTable } from '../base';
import { DeclParser } from './direct/declParser';
import { impliedGoVersion } from './goVersion';
import type { ParseError, Pragma, SourceFile } from './source';
import { type Cut, type Cuts, split, type UnitKeyword } from './split';
import { directReader, FileUnit, type UnitReader } from './unit';

/** Cuts a text into units; each is parsed when first asked for. Never fails: errors are those of the units. */
export function parseFile(path: string, text: string, reader: UnitReader = directReader): SourceFile {
  return new ParsedFile(path, text, split(text), reader);
}

/** Offers a unit of a former version for a cut of the text at hand, or undefined; index -1 is the header. */
export type ReuseUnit = (cut: Cut, index: number) => FileUnit | undefined;

export class ParsedFile implements SourceFile {
  readonly packageName: string;
  readonly header: FileUnit;
  readonly units: readonly FileUnit[];
  readonly goVersion: string | undefined;
  private lineTable: LineTable | undefined = undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    cuts: Cuts,
    reader: UnitReader,
    reuse: ReuseUnit = () => undefined,
  ) {
    const pragmas = new PragmaReader(text, cuts.directives);
    const make = (cut: Cut, index: number): FileUnit => {
      const old = reuse(cut, index);
      if (!old) {
        return new FileUnit(this, cut, cut.start, text.slice(cut.start, cut.end), pragmas.take(cut), reader);
      }
      old.file = this;
      old.base = cut.start;
      pragmas.skip(cut);
      return old;
    };
    this.header = make(cuts.header, -1);
    this.packageName = readHeader(this.header);
    this.units = cuts.units.map(make);
    checkImports(this.units);
    this.goVersion = buildVersion(this.header.pragmas);
  }

  get lines(): LineTable {
    this.lineTable ??= new LineTable(this.text);
    return this.lineTable;
  }
}

/** The package's name, "" where it is missing; what is wrong with the clause becomes the header's errors. */
function readHeader(header: FileUnit): string {
  const errors: ParseError[] = [];
  const name = DeclParser.packageName(header.text, errors);
  header.setPlaceErrors(errors);
  return name && name.end > name.pos ? name.name : '';
}

function checkImports(units: readonly FileUnit[]): void {
  let previous: UnitKeyword = 'import';
  for (const unit of units) {
    if (unit.keyword === 'import') {
      const message = 'syntax error: imports must appear before other declarations';
      unit.setPlaceErrors(previous === 'import' ? noErrors : [{ pos: unit.decl.pos, message }]);
    }
    previous = unit.keyword;
  }
}

const noErrors: readonly ParseError[] = [];

/** Hands out the directives of each unit in turn. */
class PragmaReader {
  private next = 0;

  constructor(
    private readonly text: string,
    private readonly directives: readonly number[],
  ) {}

  skip(cut: Cut): void {
    while (this.next < this.directives.length && this.directives[this.next] < cut.end) this.next++;
  }

  take(cut: Cut): readonly Pragma[] {
    const first = this.next;
    this.skip(cut);
    if (first === this.next) return none;
    return this.directives.slice(first, this.next).map(at => this.read(at, cut.start));
  }

  private read(at: number, base: number): Pragma {
    const newline = this.text.indexOf('\n', at);
    const line = this.text.slice(at + 2, newline < 0 ? undefined : newline).trimEnd();
    const space = line.search(/[ \t]/);
    const name = space < 0 ? line : line.slice(0, space);
    return { name, args: space < 0 ? '' : line.slice(space + 1).trim(), pos: at - base };
  }
}

const none: readonly Pragma[] = [];

function buildVersion(pragmas: readonly Pragma[]): string | undefined {
  const build = pragmas.find(pragma => pragma.name === 'go:build');
  return build && impliedGoVersion(build.args);
}
