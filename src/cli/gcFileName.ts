/** How the go command names a file in what the compiler prints: relative to the folder it runs in, where that is shorter. */

import { relative } from 'node:path';
import { toNativePath } from '../host';

const folders = new Map<string, string>();

export function gcFileName(file: string): string {
  const slash = file.lastIndexOf('/');
  const folder = file.slice(0, Math.max(0, slash));
  const shown = folders.get(folder) ?? shownFolder(toNativePath(folder));
  folders.set(folder, shown);
  return `${shown}/${file.slice(slash + 1)}`;
}

/** "." for the current folder, else relative or absolute, whichever is shorter. */
function shownFolder(folder: string): string {
  const short = relative(process.cwd(), folder) || '.';
  return short.length < folder.length ? short : folder;
}
