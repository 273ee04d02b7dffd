/** `heapward types PKG…`: the checker's facts, in the form of `oracle types`. */

import { Output } from './output';
import { Progress } from './progress';
import { matchPackages, openAnalysis, type PackageFlags, reportNotes } from './session';

export async function types(patterns: string[], flags: PackageFlags): Promise<void> {
  const analysis = openAnalysis(flags, { flows: false });
  const packages = matchPackages(analysis, patterns);
  const progress = new Progress(packages.length, 'packages');
  const output = new Output();
  for (const [index, path] of packages.entries()) {
    progress.report(index, path);
    output.addAll(analysis.typeFacts(path));
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
