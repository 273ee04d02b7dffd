/**
 * The parsed files: one for each path, parsed again only where the text is another. An open document keeps its
 * tree, so that an edit parses what changed and leaves every other unit as it is, with what is known of it.
 */

import { type Backend, openDocument, parseFile, type SourceDocument, type SourceFile } from '../syntax';

export class Sources {
  private readonly files = new Map<string, SourceFile>();
  private readonly documents = new Map<string, SourceDocument>();

  constructor(private readonly backend: Backend | undefined) {}

  parse(path: string, text: string): SourceFile {
    const known = this.files.get(path);
    if (known !== undefined && known.text === text) return known;
    const file = this.documents.get(path)?.setText(text) ?? parseFile(path, text);
    this.files.set(path, file);
    return file;
  }

  /** From now on edits of the file are followed. */
  open(path: string, text: string): void {
    if (this.documents.has(path)) return;
    const document = openDocument(path, text, this.backend);
    this.documents.set(path, document);
    if (this.files.get(path)?.text !== text) this.files.set(path, document.file);
  }

  close(path: string): void {
    this.documents.get(path)?.close();
    this.documents.delete(path);
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
