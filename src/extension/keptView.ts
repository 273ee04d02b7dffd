/**
 * What the heap diagram shows, in a file of the workspace's own storage, written at once: it is there after a reload of
 * the window, however soon. The state that the editor itself keeps for webviews it writes late, and an older one may come back.
 */
import * as vscode from 'vscode';
import type { SavedView } from '../protocol';

/** What another version wrote may have another shape. */
interface Stored {
  version: string;
  saved: SavedView;
}

export class KeptView {
  private readonly file: vscode.Uri;
  private readonly version: string;
  private kept: Promise<SavedView | undefined> | undefined;
  private unwritten: SavedView | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor({ storageUri, globalStorageUri, extension }: vscode.ExtensionContext) {
    this.file = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'heapDiagram.json');
    this.version = extension.packageJSON.version;
  }

  /** What was kept last, in this window or in one before it; undefined where nothing was. */
  read(): Promise<SavedView | undefined> {
    this.kept ??= this.load();
    return this.kept;
  }

  keep(saved: SavedView): void {
    this.kept = Promise.resolve(saved);
    const isWaiting = this.unwritten !== undefined;
    this.unwritten = saved;
    if (!isWaiting) this.writing = this.writing.then(() => this.write());
  }

  /** Resolves once everything is on the disk. */
  written(): Promise<void> {
    return this.writing;
  }

  private async load(): Promise<SavedView | undefined> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.file));
      const { version, saved }: Stored = JSON.parse(text);
      return version === this.version ? saved : undefined;
    } catch {
      // Nothing was kept yet.
      return undefined;
    }
  }

  /** Through a second file: a window that ends meanwhile leaves the former one whole. */
  private async write(): Promise<void> {
    const { unwritten: saved, version } = this;
    this.unwritten = undefined;
    if (saved === undefined) return;
    const stored: Stored = { version, saved };
    const draft = this.file.with({ path: `${this.file.path}.new` });
    try {
      await vscode.workspace.fs.writeFile(draft, new TextEncoder().encode(JSON.stringify(stored)));
      await vscode.workspace.fs.rename(draft, this.file, { overwrite: true });
    } catch {
      // A disk that takes nothing: the view is kept as long as the window lives.
    }
  }
}
