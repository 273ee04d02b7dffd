/** The heap sites of a file or of one of its functions, as a list to choose from. */
import type { CancellationToken } from 'vscode-languageserver/node';
import { costOf, describeCost, isHeapMark, locationLabel, locationOf, markOf } from '../explorer';
import type { SiteItem } from '../protocol';
import type { Analyser } from './analyser';
import type { OpenDocument } from './documents';
import { editorRange } from './ranges';

export async function listSites(
  analyser: Analyser,
  { path, uri }: OpenDocument,
  func: string | undefined,
  token: CancellationToken,
): Promise<SiteItem[]> {
  const report = await analyser.ask(path, analysis => analysis.file(path), token);
  if (!report) return [];
  const named = report.functions.find(({ summary }) => summary.func === func);
  const verdicts = func === undefined ? report.verdicts : (named?.verdicts ?? []);
  return verdicts.flatMap(verdict => {
    const mark = markOf(verdict);
    if (!isHeapMark(mark)) return [];
    const cost = describeCost(costOf(verdict));
    return {
      text: mark.text.replaceAll('`', ''),
      detail: mark.inLoop ? `${cost}, in a loop` : cost,
      place: {
        uri,
        range: editorRange(report.file.lines, mark.range),
        label: locationLabel(locationOf(verdict.place)),
      },
    };
  });
}
