/** Above a function that allocates: its heap sites and bytes; a click lists them. */
import type { CancellationToken, CodeLens } from 'vscode-languageserver/node';
import type { Analyser } from './analyser';
import type { OpenDocument } from './documents';
import { editorRange } from './ranges';

export async function codeLenses(
  analyser: Analyser,
  { path, uri }: OpenDocument,
  token: CancellationToken,
): Promise<CodeLens[]> {
  const report = await analyser.ask(path, analysis => analysis.file(path), token);
  if (!report) return [];
  return report.functions
    .filter(({ lens }) => lens !== '')
    .map(({ lens, summary, from, to }) => ({
      range: editorRange(report.file.lines, { from, to }),
      command: { title: lens, command: 'heapward.listSites', arguments: [uri, summary.func] },
    }));
}
