/** The flow from the site at a position to what makes it escape, as a list of places. */
import type { CancellationToken, Position } from 'vscode-languageserver/node';
import { LineTable } from '../base';
import type { Verdict } from '../escape';
import { explanationOf, locationLabel, locationOf, rangeOf } from '../explorer';
import type { Explanation } from '../protocol';
import type { Analyser } from './analyser';
import type { OpenDocument, OpenDocuments } from './documents';
import { editorRange } from './ranges';

export async function explain(
  analyser: Analyser,
  document: OpenDocument,
  position: Position,
  documents: OpenDocuments,
  token: CancellationToken,
): Promise<Explanation | null> {
  const offset = new LineTable(document.text).lineStart(position.line) + position.character;
  const report = await analyser.ask(document.path, analysis => analysis.at(document.path, offset), token);
  const verdict = report?.verdicts.find(({ flow }) => flow.length > 0) ?? report?.verdicts[0];
  return verdict ? explanation(verdict, documents) : null;
}

function explanation(verdict: Verdict, documents: OpenDocuments): Explanation {
  const { title, why, steps } = explanationOf(verdict);
  const { file } = verdict.place.unit;
  return {
    title,
    why,
    place: {
      uri: documents.uriOf(file.path),
      range: editorRange(file.lines, rangeOf(verdict)),
      label: locationLabel(locationOf(verdict.place)),
    },
    steps: steps.map(({ text, location, range, label }, index) => ({
      text,
      place: {
        uri: documents.uriOf(location.path),
        range: editorRange(verdict.flow[index].place.unit.file.lines, range),
        label,
      },
    })),
  };
}
