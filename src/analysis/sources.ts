/**
 * The parsed files: one for each path, parsed again only where the text is another. So a package that is
 * asked for again gives the same units, and what was computed from them stays.
 */

import { parseFile, type SourceFile } from '../syntax';

export class Sources {
  private readonly files = new Map<string, SourceFile>();

  parse(path: string, text: string): SourceFile {
    const known = this.files.get(path);
    if (known !== undefined && known.text === text) return known;
    const file = parseFile(path, text);
    this.files.set(path, file);
    return file;
  }

  /** Whether what was parsed of the path, if anything was, is this text. */
  isCurrent(path: string, text: string | undefined): boolean {
    const known = this.files.get(path);
    return known === undefined || known.text === text;
  }

  has(path: string): boolean {
    return this.files.has(path);
  }
}
