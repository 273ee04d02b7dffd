/**
 * The parsed files: one for each path, parsed again only where the text is another. So a package that is
 * asked for again gives the same units, and what was computed from them stays.
 */

import { parseFile, type SourceFile } from '../syntax';

export class Sources {
  private readonly files = new Map<string, SourceFile>();
  private readonly open = new Map<string, SourceFile>();

  parse(path: string, text: string): SourceFile {
    const open = this.open.get(path);
    if (open !== undefined && open.text === text) return open;
    const known = this.files.get(path);
    if (known !== undefined && known.text === text) return known;
    const file = parseFile(path, text);
    this.files.set(path, file);
    return file;
  }

  /** The file of an open document, kept up to date by its edits. */
  setOpen(path: string, file: SourceFile | undefined): void {
    if (file === undefined) this.open.delete(path);
    else this.open.set(path, file);
    this.files.delete(path);
  }

  forget(path: string): void {
    this.files.delete(path);
  }
}
