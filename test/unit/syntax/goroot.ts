/** Real Go code for the tests: the standard library of the installed toolchain, where there is one. */

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Every Go file below GOROOT/src, whatever it is built for, except testdata; undefined, after a visible line, where
 * Go is absent.
 */
export function standardLibrary(): string[] | undefined {
  let root: string;
  try {
    root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  } catch {
    console.log('      Go is not installed: no standard library to compare with');
    return undefined;
  }
  return goFiles(path.join(root, 'src'));
}

function goFiles(folder: string): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'testdata') files.push(...goFiles(name));
    else if (entry.isFile() && entry.name.endsWith('.go')) files.push(name);
  }
  return files;
}
