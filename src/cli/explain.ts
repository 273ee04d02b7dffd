/** `heapward explain FILE:LINE[:COL]`: why what stands there is on the heap or the stack, step by step. */

import { resolve } from 'node:path';
import type { Verdict } from '../escape';
import { costOf, describeCost, hoverOf, locationOf, markKind } from '../explorer';
import { fromNativePath } from '../host';
import { Output } from './output';
import { openAnalysis, type PackageFlags, reportNotes } from './session';
import { bold, cyan, dim, paint, withCode } from './style';
import { locationName } from './text';
import { UsageError } from './usage';

export async function explain(place: string, flags: PackageFlags): Promise<void> {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(place);
  if (match === null) throw new UsageError(`${place}: write FILE:LINE or FILE:LINE:COL`);
  const analysis = openAnalysis(flags, { flows: true });
  const path = fromNativePath(resolve(match[1]));
  const line = Number(match[2]);
  const column = match[3] === undefined ? undefined : Number(match[3]);
  const report = analysis.file(path) ?? fileAlone(analysis, path);
  if (report === undefined) throw new UsageError(`cannot read ${match[1]} as part of a Go package`);
  const { file } = report;
  if (line < 1 || line > file.lines.lineCount) throw new UsageError(`${match[1]} has no line ${line}`);
  const offset = column === undefined ? undefined : file.lines.offsetAt({ line, column });
  const verdicts =
    offset === undefined
      ? report.verdicts.filter(verdict => locationOf(verdict.place).line === line)
      : (analysis.at(path, offset)?.verdicts ?? []);
  if (verdicts.length === 0)
    throw new UsageError(`nothing is decided at ${place}: no variable or allocation site`);
  const output = new Output();
  for (const [index, verdict] of verdicts.entries()) {
    if (index > 0) output.add('');
    for (const text of explanationLines(verdict)) output.add(text);
  }
  await output.flush();
  analysis.save();
  reportNotes(analysis);
}

/** A file that its package leaves out (build constraints) is looked at by itself. */
function fileAlone(
  analysis: ReturnType<typeof openAnalysis>,
  path: string,
): ReturnType<typeof analysis.file> {
  return analysis.match([path]).packages.length > 0 ? analysis.file(path) : undefined;
}

function explanationLines(verdict: Verdict): string[] {
  const model = hoverOf(verdict);
  const kind = markKind(verdict);
  const cost = kind === 'moved' || kind === 'heap' ? `  ${dim(describeCost(costOf(verdict)))}` : '';
  const lines = [
    `${cyan(locationName(locationOf(verdict.place)))}  ${paint(kind, withCode(model.title))}${cost}`,
  ];
  if (model.why !== '') lines.push(withCode(model.why));
  for (const [index, step] of model.steps.entries()) {
    const source = sourceLine(verdict.flow[index].place.unit.file.text, step.location.offset);
    lines.push(
      `  ${index + 1}. ${withCode(step.text)}  ${cyan(locationName(step.location))}`,
      `     ${dim(source)}`,
    );
  }
  if (model.suggestion !== undefined)
    lines.push(`${bold('To keep it on the stack:')} ${withCode(model.suggestion)}.`);
  for (const note of model.notes) lines.push(dim(note));
  return lines;
}

function sourceLine(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end).trim();
}
