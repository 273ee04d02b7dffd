/** What every command that looks at Go packages begins with: its flags made into an analysis. */

import { type Analysis, type AnalysisOptions, createAnalysis } from '../analysis';
import type { GoVersion } from '../base';
import { createNodeFileSystem, findGoEnvironment, fromNativePath, openDiskCache } from '../host';
import { UsageError } from './usage';

/** Flags as commander gives them. */
export interface PackageFlags {
  inline: boolean;
  go?: GoVersion;
  goos: string;
  goarch: string;
  tags: string;
  tests?: boolean;
  goroot?: string;
  cache: boolean;
}

export function openAnalysis(
  flags: PackageFlags,
  options: Pick<AnalysisOptions, 'flows' | 'verdicts' | 'allLines'>,
): Analysis {
  const environment = findGoEnvironment({ goroot: flags.goroot });
  return createAnalysis({
    fs: createNodeFileSystem(),
    dir: fromNativePath(process.cwd()),
    goroot: environment.goroot,
    moduleCache: environment.moduleCache,
    workFile: environment.workFile,
    mod: environment.mod,
    ...options,
    inline: flags.inline,
    goVersion: flags.go,
    cache: flags.cache ? openDiskCache() : undefined,
    context: {
      goos: flags.goos,
      goarch: flags.goarch,
      tags: flags.tags.split(/[\s,]+/).filter(tag => tag !== ''),
      tests: flags.tests ?? false,
    },
    log: process.env.HEAPWARD_DEBUG ? line => console.error(line) : undefined,
  });
}

/** The packages that the patterns name, in the order of their imports. Throws UsageError where there are none. */
export function matchPackages(analysis: Analysis, patterns: readonly string[]): string[] {
  const { packages, errors } = analysis.match(patterns);
  if (packages.length === 0) throw new UsageError([...errors, ...rootNotes(analysis)].join('; '));
  for (const error of errors) console.error(`heapward: ${error}`);
  if (errors.length > 0) process.exitCode = 2;
  return analysis.dependencyOrder(packages);
}

export function reportNotes(analysis: Analysis): void {
  for (const note of analysis.notes) console.error(`heapward: note: ${note}`);
}

function rootNotes(analysis: Analysis): string[] {
  return analysis.project.goroot === undefined ? ['no Go installation (GOROOT) was found: use --goroot'] : [];
}
