/**
 * Open documents: after an edit only the units whose text changed are new, and of those only the piece (the
 * header or the body of a function) that changed is parsed, from the tree of its former version.
 *
 * A unit whose text is unchanged stays the same object, with its nodes and with all that is kept for them; its
 * `file` and `base` follow the edit. So there is one living SourceFile of a document, the newest.
 */

import type { Backend, Point, SyntaxTree, TreeEdit } from './backend';
import type { SourceFile } from './source';
import { ParsedFile } from './sourceFile';
import { type Cut, type Cuts, resplit, split } from './split';
import { textChange } from './textChange';
import { type Piece, type TreeStore, TreeUnitReader } from './treeUnitReader';
import { directReader, type FileUnit, type UnitReader } from './unit';

/** Replaces text[from, to), in UTF-16 units. */
export interface TextEdit {
  from: number;
  to: number;
  text: string;
}

/** Opens a document. Without a backend, changed units are parsed afresh by the direct parser. */
export function openDocument(path: string, text: string, backend?: Backend): SourceDocument {
  return new SourceDocument(path, text, backend);
}

export class SourceDocument {
  private readonly trees = new DocumentTrees();
  private readonly reader: UnitReader;
  private cuts: Cuts;
  private current: ParsedFile;

  constructor(
    readonly path: string,
    text: string,
    backend?: Backend,
  ) {
    this.reader = backend ? new TreeUnitReader(backend, this.trees) : directReader;
    this.cuts = split(text);
    this.current = new ParsedFile(path, text, this.cuts, this.reader);
  }

  get file(): SourceFile {
    return this.current;
  }

  /** Applies edits in order, each to the text that the one before it left. */
  edit(edits: readonly TextEdit[]): SourceFile {
    let text = this.current.text;
    for (const edit of edits) text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    return this.setText(text);
  }

  /** Replaces the whole text; what is the same as before is found out. */
  setText(text: string): SourceFile {
    const old = this.current;
    const change = textChange(old.text, text);
    if (!change) return old;
    const cuts = resplit(text, this.cuts, change);
    this.cuts = cuts;
    const reused = matchUnits(old, cuts, text);
    const file = new ParsedFile(this.path, text, cuts, this.reader, (_, index) => reused[index + 1]);
    const kept = new Set(reused);
    const gone = [old.header, ...old.units].filter(unit => !kept.has(unit));
    const fresh = [file.header, ...file.units].filter(unit => !kept.has(unit));
    this.trees.handOver(gone, fresh);
    this.current = file;
    return file;
  }

  /** Frees the trees; the last SourceFile stays usable. */
  close(): void {
    this.trees.clear();
  }
}

/** The old unit for each cut, the header first; undefined where its text is new. */
function matchUnits(old: ParsedFile, cuts: Cuts, text: string): (FileUnit | undefined)[] {
  const before: readonly FileUnit[] = [old.header, ...old.units];
  const after: readonly Cut[] = [cuts.header, ...cuts.units];
  const found: (FileUnit | undefined)[] = new Array(after.length).fill(undefined);
  const same = (unit: FileUnit, cut: Cut): boolean =>
    unit.text.length === cut.end - cut.start && unit.isSame(cut, text.slice(cut.start, cut.end));
  let first = 0;
  while (first < before.length && first < after.length && same(before[first], after[first])) {
    found[first] = before[first];
    first++;
  }
  let tail = 0;
  while (tail < before.length - first && tail < after.length - first) {
    const unit = before[before.length - 1 - tail];
    if (!same(unit, after[after.length - 1 - tail])) break;
    found[after.length - 1 - tail] = unit;
    tail++;
  }
  const moved = new Map<string, FileUnit[]>();
  for (let i = before.length - 1 - tail; i >= first; i--) {
    const list = moved.get(before[i].text);
    if (list) list.push(before[i]);
    else moved.set(before[i].text, [before[i]]);
  }
  for (let i = first; i < after.length - tail; i++) {
    const list = moved.get(text.slice(after[i].start, after[i].end));
    const unit = list?.[list.length - 1];
    if (list && unit && same(unit, after[i])) found[i] = list.pop();
  }
  return found;
}

/** A tree, and the text that it is the tree of. */
interface OwnedTree {
  text: string;
  tree: SyntaxTree;
}

type UnitTrees = Partial<Record<Piece, OwnedTree>>;

class DocumentTrees implements TreeStore {
  private readonly units = new Map<FileUnit, UnitTrees>();

  take(unit: FileUnit, piece: Piece): SyntaxTree | undefined {
    const trees = this.units.get(unit);
    const owned = trees?.[piece];
    if (!trees || !owned) return undefined;
    delete trees[piece];
    const edit = difference(owned.text, pieceText(unit, piece));
    if (edit) owned.tree.edit(edit);
    return owned.tree;
  }

  keep(unit: FileUnit, piece: Piece, tree: SyntaxTree): void {
    const trees = this.units.get(unit) ?? {};
    trees[piece] = { text: pieceText(unit, piece), tree };
    this.units.set(unit, trees);
  }

  /** Gives the trees of units that are gone to those that took their place, as far as the keywords agree. */
  handOver(gone: readonly FileUnit[], fresh: readonly FileUnit[]): void {
    const heirs = [...fresh];
    for (const unit of gone) {
      const trees = this.units.get(unit);
      if (!trees) continue;
      this.units.delete(unit);
      const heir = heirs.findIndex(other => other.keyword === unit.keyword);
      if (heir < 0) release(trees);
      else this.units.set(heirs.splice(heir, 1)[0], trees);
    }
  }

  clear(): void {
    for (const trees of this.units.values()) release(trees);
    this.units.clear();
  }
}

function release(trees: UnitTrees): void {
  trees.decl?.tree.delete();
  trees.body?.tree.delete();
}

function pieceText(unit: FileUnit, piece: Piece): string {
  if (unit.bodyStart < 0) return unit.text;
  return piece === 'decl' ? unit.text.slice(0, unit.bodyStart) : unit.text.slice(unit.bodyStart);
}

/** What makes `after` of `before`, as a tree wants to be told. */
function difference(before: string, after: string): TreeEdit | undefined {
  const change = textChange(before, after);
  return (
    change && {
      startIndex: change.from,
      oldEndIndex: change.oldTo,
      newEndIndex: change.newTo,
      startPosition: pointAt(before, change.from),
      oldEndPosition: pointAt(before, change.oldTo),
      newEndPosition: pointAt(after, change.newTo),
    }
  );
}

function pointAt(text: string, index: number): Point {
  let row = 0;
  let line = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', line)) {
    row++;
    line = i + 1;
  }
  return { row, column: index - line };
}
