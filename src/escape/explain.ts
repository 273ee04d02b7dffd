/** Explanations: the assignments by which something escapes, step by step (solve.go's explainFlow, Go 1.26). */

import { type IrNode, Op, type Printer } from '../ir';
import type { Package } from '../types';
import { type FlowSegment, type Graph, HEAP } from './graph';
import type { FlowStep } from './verdict';

/** The steps of a flow, from the site to where it ends up. */
export function explain(
  graph: Graph,
  flow: readonly FlowSegment[],
  printer: Printer,
  local: Package,
): FlowStep[] {
  const steps: FlowStep[] = [];
  for (const segment of flow) {
    let edge: string | undefined = edgeText(graph, segment, printer, local);
    for (let note = segment.notes; note !== undefined; note = note.next) {
      const step: FlowStep = {
        place: note.where.pos,
        why: note.why,
        text: printer.printExpr(note.where, local),
      };
      if (edge !== undefined) step.edge = edge;
      edge = undefined;
      steps.push(step);
    }
  }
  return steps;
}

/** Why a flow is no more than a supposition: the first step that leads into what could not be seen. */
export function unknownReason(
  flow: readonly FlowSegment[],
  unknownAt: ReadonlyMap<IrNode, string>,
): string | undefined {
  if (unknownAt.size === 0) return undefined;
  for (const { notes } of flow) {
    for (let note = notes; note !== undefined; note = note.next) {
      if (note.why !== 'unknown' && note.why !== 'call parameter') continue;
      const reason = unknownAt.get(note.where);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

function edgeText(graph: Graph, segment: FlowSegment, printer: Printer, local: Package): string {
  const ops = segment.derefs < 0 ? '&' : '*'.repeat(segment.derefs);
  return `${locationText(graph, segment.dst, printer, local)} ← ${ops}${locationText(graph, segment.src, printer, local)}`;
}

function locationText(graph: Graph, location: number, printer: Printer, local: Package): string {
  if (location === HEAP) return '{heap}';
  const node = graph.nodes[location];
  if (node === undefined) return '{temp}';
  const text = printer.printExpr(node, local);
  return node.op === Op.ONAME ? text : `{storage for ${text}}`;
}
