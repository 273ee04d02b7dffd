/** From a place in a unit to the file: where it is, and which text a mark covers. */

import type { LineColumn } from '../base';
import type { SiteKind, Verdict } from '../escape';
import { type Node, NodeKind, type Place, type Unit, walkNodes } from '../syntax';

export interface SourceLocation extends LineColumn {
  /** As the project names the file: an absolute path with `/`. */
  path: string;
  /** UTF-16 units from the file's start. */
  offset: number;
}

/** Offsets in the file, in UTF-16 units; `to` is the one after the last. */
export interface SourceRange {
  from: number;
  to: number;
}

export function locationOf(place: Place): SourceLocation {
  const { file, base } = place.unit;
  const offset = base + place.pos;
  return { path: file.path, offset, ...file.lines.lineColumn(offset) };
}

/** "lru.go:12:9", with as many folders before it as asked for. */
export function locationLabel(location: SourceLocation, folders = 0): string {
  const parts = location.path.split('/');
  return `${parts.slice(-1 - folders).join('/')}:${location.line}:${location.column}`;
}

/** What a verdict's mark covers: the variable's name, or the expression up to the end of its first line. */
export function rangeOf(verdict: Verdict): SourceRange {
  return rangeAmong(verdict, nodesByReport(verdict.place.unit));
}

/** The same of many verdicts at once. */
export function rangesOf(verdicts: readonly Verdict[]): SourceRange[] {
  const wanted = new Set(verdicts.map(({ place }) => place.pos));
  const nodes = new Map<Unit, NodesByReport>();
  return verdicts.map(verdict => {
    const { unit } = verdict.place;
    const known = nodes.get(unit) ?? indices.get(unit) ?? indexNodes(unit, wanted);
    nodes.set(unit, known);
    return rangeAmong(verdict, known);
  });
}

function rangeAmong(verdict: Verdict, found: NodesByReport): SourceRange {
  const { unit, pos } = verdict.place;
  const node = nodeOf(verdict, found.get(pos) ?? []);
  if (node === undefined) return { from: unit.base + pos, to: unit.base + pos + (verdict.name?.length ?? 1) };
  const end = node.kind === NodeKind.FuncLit ? node.type.end : node.end;
  const newline = unit.text.indexOf('\n', node.pos);
  const to =
    newline >= 0 && newline < end ? node.pos + unit.text.slice(node.pos, newline).trimEnd().length : end;
  return { from: unit.base + node.pos, to: unit.base + Math.max(to, node.pos + 1) };
}

/** The range of a step of a flow: the widest expression or statement reported at its place. */
export function rangeAt(place: Place): SourceRange {
  const { unit, pos } = place;
  const nodes = nodesByReport(unit).get(pos) ?? [];
  const node = nodes[0];
  if (node === undefined) return { from: unit.base + pos, to: unit.base + pos + 1 };
  const newline = unit.text.indexOf('\n', node.pos);
  const end = newline >= 0 && newline < node.end ? newline : node.end;
  return { from: unit.base + node.pos, to: unit.base + Math.max(end, node.pos + 1) };
}

/** What is called by the call that is reported at a place, as written: "fmt.Println". */
export function calleeTextAt(place: Place): string | undefined {
  const call = (nodesByReport(place.unit).get(place.pos) ?? []).find(node => node.kind === NodeKind.CallExpr);
  return call?.kind === NodeKind.CallExpr ? place.unit.text.slice(call.fun.pos, call.fun.end) : undefined;
}

function nodeOf(verdict: Verdict, nodes: readonly Node[]): Node | undefined {
  if (verdict.name !== undefined) {
    return nodes.find(node => node.kind === NodeKind.Ident && node.name === verdict.name);
  }
  const wanted = siteNodes[verdict.site];
  return (
    (wanted && nodes.find(node => wanted.includes(node.kind))) ??
    nodes.find(node => node.kind <= NodeKind.ChanType)
  );
}

const siteNodes: Partial<Record<SiteKind, readonly NodeKind[]>> = {
  new: [NodeKind.CallExpr],
  pointerLiteral: [NodeKind.UnaryExpr, NodeKind.CompositeLit],
  sliceLiteral: [NodeKind.CompositeLit, NodeKind.CallExpr],
  mapLiteral: [NodeKind.CompositeLit],
  makeSlice: [NodeKind.CallExpr],
  makeMap: [NodeKind.CallExpr],
  append: [NodeKind.CallExpr],
  closure: [NodeKind.FuncLit, NodeKind.CallExpr],
  methodValue: [NodeKind.SelectorExpr],
  stringConcat: [NodeKind.BinaryExpr, NodeKind.AssignStmt],
  stringConversion: [NodeKind.CallExpr],
};

/** The nodes of a unit by where the compiler reports them, the widest first. */
type NodesByReport = ReadonlyMap<number, readonly Node[]>;

const indices = new WeakMap<Unit, NodesByReport>();

/** Made once a unit. */
function nodesByReport(unit: Unit): NodesByReport {
  const index = indices.get(unit) ?? indexNodes(unit);
  indices.set(unit, index);
  return index;
}

/** `wanted`: no other places than these. */
function indexNodes(unit: Unit, wanted?: ReadonlySet<number>): NodesByReport {
  const index = new Map<number, Node[]>();
  for (const root of [unit.decl, unit.body]) {
    walkNodes(root, node => {
      if (wanted?.has(node.at) === false) return undefined;
      const there = index.get(node.at);
      if (there === undefined) index.set(node.at, [node]);
      else there.push(node);
      return undefined;
    });
  }
  for (const nodes of index.values()) nodes.sort((a, b) => b.end - b.pos - (a.end - a.pos));
  return index;
}
