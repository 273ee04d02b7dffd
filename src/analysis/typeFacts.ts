/**
 * The checker's facts of a package as lines (types/facts.ts), kept from run to run so that nothing is checked twice.
 *
 * A record lies under the package's content key. It has all lines ("whole"), or says how they come from a former record
 * ("change"): where nothing changed but bodies of functions, the lines of all other units are those of before, except
 * for line numbers that moved. To find the former record there is, under a name without a content key, the *state*: what the
 * lines rested on, the hashes of the units' texts, and which stretch of the lines each unit has.
 *
 *     state:   key of the whole record · hash of the surroundings (imports, context) · files → units
 *     change:  key of the whole record · parts of its text, ascending: moved by some lines, or replaced
 */

import type { Project } from '../project';
import { hasLineDirectives, NodeKind, type SourceFile, type Unit } from '../syntax';
import { checkedUnits, type Program, unitFacts } from '../types';
import type { ContentKeys } from './contentKeys';
import { applyChange, type Change, type Move, type Part } from './factChange';
import type { Records } from './records';

/** What is known of a unit without its text. */
type UnitState = [head: string, text: string, firstLine: number, length: number];

interface FileState {
  name: string;
  /** Stands for its text. */
  content: string | undefined;
  /** Stands for the package clause and what is before it. */
  header: string;
  units: UnitState[];
}

interface State {
  record: string;
  surroundings: string;
  files: FileState[];
}

export interface TypeFactsOptions {
  project: Project;
  program: Program;
  keys: ContentKeys;
  records: Records;
  hash(text: string): string;
  /** Names the build context and the project. */
  place: string;
}

export class TypeFacts {
  constructor(private readonly options: TypeFactsOptions) {}

  /** `isKept`: what is found is kept for the next run. */
  lines(path: string, isKept: boolean): string {
    const text = this.recorded(path) ?? (isKept ? this.changed(path) : undefined) ?? this.found(path, isKept);
    // Every line ends in a newline; nobody wants the last one.
    return text.slice(0, -1);
  }

  private recorded(path: string): string | undefined {
    const text = this.options.records.read(kind, path);
    if (text === undefined || text.startsWith(wholeMark)) return text?.slice(wholeMark.length);
    const change: Change = JSON.parse(text);
    const base = this.whole(change.record);
    return base && applyChange(base, change);
  }

  private whole(record: string): string | undefined {
    const text = this.options.records.readAt(record);
    return text?.startsWith(wholeMark) ? text.slice(wholeMark.length) : undefined;
  }

  private found(path: string, isKept: boolean): string {
    const { program, records } = this.options;
    const lengths = new Map<Unit, number>();
    let text = '';
    for (const unit of checkedUnits(program, path)) {
      const lines = linesOf(program, unit);
      lengths.set(unit, lines.length);
      text += lines;
    }
    const record = isKept ? records.nameOf(kind, path) : undefined;
    if (record !== undefined) {
      records.keepAt(record, `${wholeMark}${text}`);
      this.keepState(path, record, lengths);
    }
    return text;
  }

  private keepState(path: string, record: string, lengths: ReadonlyMap<Unit, number>): void {
    const { program, keys, records } = this.options;
    const { files } = program.package(path);
    const surroundings = keys.surroundingsOf(path);
    if (surroundings === undefined || files.some(hasLineDirectives)) return;
    const states = files.map(file => this.fileState(file, unit => lengths.get(unit) ?? 0));
    const state: State = { record, surroundings, files: states };
    records.keepAt(this.stateName(path), JSON.stringify(state));
  }

  private fileState(file: SourceFile, lengthOf: (unit: Unit) => number): FileState {
    const { hash, project } = this.options;
    const units = file.units.map((unit): UnitState => {
      const head = headOf(unit);
      const text = hash(unit.text);
      return [head === undefined ? '' : hash(head), text, firstLine(unit), lengthOf(unit)];
    });
    return {
      ...{ name: baseName(file.path), content: project.hashOf(file.path) },
      ...{ header: hash(file.header.text), units },
    };
  }

  private stateName(path: string): string {
    return `state of ${kind} ${this.options.place} ${path}`;
  }

  /** The lines of a former record, those of functions with other bodies made anew; undefined where more than bodies changed. */
  private changed(path: string): string | undefined {
    const { keys, records, program } = this.options;
    const kept = records.readAt(this.stateName(path));
    const name = kept === undefined ? undefined : records.nameOf(kind, path);
    if (name === undefined || kept === undefined) return undefined;
    const state: State = JSON.parse(kept);
    if (state.surroundings !== keys.surroundingsOf(path)) return undefined;
    const { files } = program.package(path);
    if (files.length !== state.files.length) return undefined;
    const change: Change = { record: state.record, moves: [], parts: [] };
    let at = 0;
    for (const [index, file] of files.entries()) {
      const former = state.files[index];
      if (!this.addParts(change, path, file, former, at)) return undefined;
      at += former.units.reduce((sum, [, , , length]) => sum + length, 0);
    }
    const base = this.whole(state.record);
    if (base?.length !== at) return undefined;
    records.keepAt(name, JSON.stringify(change));
    return applyChange(base, change);
  }

  /** Adds what is to be done with the lines of a file, which begin at `at`; false where more than bodies changed. */
  private addParts(change: Change, path: string, file: SourceFile, former: FileState, at: number): boolean {
    if (baseName(file.path) === former.name && this.options.project.hashOf(file.path) === former.content)
      return true;
    const now = this.fileState(file, () => 0);
    const isSame = now.name === former.name && now.header === former.header;
    if (!isSame || now.units.length !== former.units.length || hasLineDirectives(file)) return false;
    const move: Move = { file: `${path}/${now.name}`, from: [], by: [] };
    for (const [index, [head, text, line]] of now.units.entries()) {
      const [formerHead, formerText, formerLine, length] = former.units[index];
      const by = line - formerLine;
      if (move.by.length === 0 || move.by[move.by.length - 1] !== by) {
        move.from.push(formerLine);
        move.by.push(by);
      }
      if (text !== formerText) {
        if (head === '' || head !== formerHead || !endsLine(file.units[index])) return false;
        change.parts.push({
          from: at,
          to: at + length,
          text: linesOf(this.options.program, file.units[index]),
        });
      } else if (by !== 0) addMoved(change.parts, at, at + length, by);
      at += length;
    }
    if (move.by.some(by => by !== 0)) change.moves.push(move);
    return true;
  }
}

const kind = 'types';
const wholeMark = 'whole\n';

function linesOf(program: Program, unit: Unit): string {
  let text = '';
  for (const row of unitFacts(program, unit)) text += `${JSON.stringify(row)}\n`;
  return text;
}

function addMoved(parts: Part[], from: number, to: number, by: number): void {
  const last = parts[parts.length - 1];
  if (last !== undefined && 'by' in last && last.by === by && last.to === from) last.to = to;
  else parts.push({ from, to, by });
}

/** The text of a function up to its body, and whether its lines are its own; undefined for what has no body. */
function headOf(unit: Unit): string | undefined {
  const { decl, text } = unit;
  if (decl.kind !== NodeKind.FuncDecl || !decl.hasBody) return undefined;
  return `${endsLine(unit)} ${text.slice(0, decl.type.end)}`;
}

/** The unit after this one begins in a line of its own. */
function endsLine({ text }: Unit): boolean {
  return text.endsWith('\n');
}

function firstLine({ file, base }: Unit): number {
  return file.lines.lineOf(base) + 1;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
