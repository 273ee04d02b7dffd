/** The hover: verdict, cost, reason and steps, as Markdown with links. */
import type { CancellationToken, Hover, Position } from 'vscode-languageserver/node';
import type { PositionReport } from '../analysis';
import { LineTable } from '../base';
import { functionHover, type LinkTarget, renderHover } from '../explorer';
import type { SourceFile } from '../syntax';
import type { Analyser } from './analyser';
import type { OpenDocument, OpenDocuments } from './documents';
import { editorRange } from './ranges';

export async function hover(
  analyser: Analyser,
  document: OpenDocument,
  position: Position,
  documents: OpenDocuments,
  commandLinks: boolean,
  token: CancellationToken,
): Promise<Hover | null> {
  const lines = new LineTable(document.text);
  const offset = lines.lineStart(position.line) + position.character;
  const report = await analyser.ask(document.path, analysis => analysis.at(document.path, offset), token);
  if (!report) return null;
  const commands: Commands | [] = commandLinks ? commandsFor(document.uri, position) : [];
  const value = markdown(report, linkTargets(report, documents), commands);
  return value === '' ? null : { contents: { kind: 'markdown', value }, range: editorRange(lines, report) };
}

function markdown(report: PositionReport, linkTo: LinkTarget, commands: Commands | []): string {
  if (report.func) {
    const [, ...ofFunctions] = commands;
    const text = functionHover(report.func, report.inlining);
    return ofFunctions.length > 0 ? `${text}\n\n${ofFunctions.join(' · ')}` : text;
  }
  return report.models.length > 0 ? renderHover(report.models, linkTo, commands) : '';
}

type Commands = [explain: string, simulate: string, diagram: string];

function commandsFor(uri: string, position: Position): Commands {
  const argument = encodeURIComponent(JSON.stringify([{ uri, position }]));
  return [
    `[Explain](command:heapward.explain?${argument})`,
    `[Simulate](command:heapward.simulate?${argument})`,
    '[Heap diagram](command:heapward.showHeapDiagram)',
  ];
}

/** Links that an editor opens at line and column, both from 1, the column in its own units. */
function linkTargets(report: PositionReport, documents: OpenDocuments): LinkTarget {
  const files = new Map<string, SourceFile>();
  for (const { flow } of report.verdicts) {
    for (const { place } of flow) files.set(place.unit.file.path, place.unit.file);
  }
  return ({ path, offset }) => {
    const position = files.get(path)?.lines.editorPosition(offset);
    return position && `${documents.uriOf(path)}#L${position.line + 1},${position.character + 1}`;
  };
}
