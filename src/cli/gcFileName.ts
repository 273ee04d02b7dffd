/** How the go command names a file in what the compiler prints: relative to the folder it runs in, where that is shorter. */

import { relative } from 'node:path';
import { toNativePath } from '../host';

/** The folder of a file as it is printed: "." for the current one, else relative or absolute, whichever is shorter. */
export function gcPackageFolder(cwd: string, file: string): string {
  const folder = toNativePath(file.slice(0, Math.max(0, file.lastIndexOf('/'))));
  const short = relative(cwd, folder) || '.';
  return short.length < folder.length ? short : folder;
}

export function gcFileName(folder: string, file: string): string {
  return `${folder}/${file.slice(file.lastIndexOf('/') + 1)}`;
}
