/**
 * How the go command names a file in what the compiler prints of a package (cmd/go/internal/work's shell.go,
 * Go 1.26): the package's folder, or the first above it that the file lies in, is written relative to the folder
 * that we run in, where that is shorter. So a file below the package's folder begins with "./", one beside it does not.
 */

import { dirname, relative } from 'node:path';
import { toNativePath } from '../host';

/** Names by folder, for one package. */
export class GcFileNames {
  private readonly shown = new Map<string, string>();

  /** `folder`: the package's. */
  constructor(private readonly folder: string) {}

  nameOf(file: string): string {
    const slash = file.lastIndexOf('/');
    if (slash < 0) return file;
    const folder = file.slice(0, Math.max(0, slash));
    const shown = this.shown.get(folder) ?? this.shownFolder(toNativePath(folder));
    this.shown.set(folder, shown);
    return `${shown}/${file.slice(slash + 1)}`;
  }

  private shownFolder(folder: string): string {
    for (let above = toNativePath(this.folder); ; above = dirname(above)) {
      const short = shortened(above);
      if (short !== above && folder.startsWith(above)) return short + folder.slice(above.length);
      if (above === dirname(above)) return folder;
    }
  }
}

/** "." for the current folder, else relative or absolute, whichever is shorter. */
function shortened(folder: string): string {
  const short = relative(process.cwd(), folder) || '.';
  return short.length < folder.length ? short : folder;
}
