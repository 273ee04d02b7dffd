/** `heapward inline PKG…`: which functions the compiler would inline and at what cost, in the form of `oracle inline`. */

import type { InlineFact } from '../inline';
import { Output } from './output';
import { Progress } from './progress';
import { matchPackages, openAnalysis, type PackageFlags, reportNotes } from './session';

export async function inline(patterns: string[], flags: PackageFlags): Promise<void> {
  const analysis = openAnalysis(flags, { flows: false });
  const packages = matchPackages(analysis, patterns);
  const progress = new Progress(packages.length, 'packages');
  const output = new Output();
  for (const [index, path] of packages.entries()) {
    progress.report(index, path);
    const rows = () => analysis.inlineFacts(path).map(fact => JSON.stringify(inlineRow(fact, path)));
    output.addAll(analysis.lines('inline', path, rows));
    if (output.isFull) {
      progress.clear();
      await output.flush();
    }
    analysis.release(path);
  }
  progress.clear();
  await output.flush();
  analysis.save();
  reportNotes(analysis);
}

function inlineRow({ place, name, decision }: InlineFact, packagePath: string): object {
  const { file } = place.unit;
  const { line, column } = file.lines.lineColumn(place.unit.base + place.pos);
  const at = { file: `${packagePath}/${file.path.slice(file.path.lastIndexOf('/') + 1)}`, line, col: column };
  return decision.can
    ? { ...at, can: true, cost: decision.cost, name }
    : { ...at, can: false, name, why: decision.why };
}
