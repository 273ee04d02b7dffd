/**
 * Analyses one package and then another with nothing kept between them, in one process, and prints the milliseconds of
 * the second as JSON: what a first analysis takes where V8 has compiled the analysis before. Bundled and started
 * by ../support/warmed.ts: analysis FIRST SECOND [--no-inline].
 */
import { tmpdir } from 'node:os';
import { createAnalysis } from '../../../src/analysis';
import { createNodeFileSystem, findGoEnvironment, setUpForWarmUp } from '../../../src/host';

function main(first: string, second: string, inline: boolean): number {
  setUpForWarmUp();
  analyse(first, inline);
  const start = performance.now();
  analyse(second, inline);
  return performance.now() - start;
}

function analyse(path: string, inline: boolean): void {
  const { goroot } = findGoEnvironment();
  const options = {
    fs: createNodeFileSystem(),
    dir: tmpdir(),
    goroot,
    moduleCache: undefined,
    workFile: 'off',
  };
  const analysis = createAnalysis({ ...options, flows: false, allLines: true, inline });
  if (!analysis.package(path)?.gcLines.length) throw new Error(`no package ${path}`);
}

console.log(main(process.argv[2], process.argv[3], process.argv[4] !== '--no-inline'));
