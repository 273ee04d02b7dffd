/** The open documents, kept up to date by incremental changes. */
import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfUri, uriOfPath } from './uri';

export interface OpenDocument {
  /** As the client names it. */
  uri: string;
  /** As the project names it. */
  path: string;
  version: number;
  text: string;
}

export class OpenDocuments {
  private readonly held = new Map<string, { path: string; document: TextDocument }>();
  private readonly uris = new Map<string, string>();

  /** Undefined for what is no file: it belongs to no package. */
  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument | undefined {
    const path = pathOfUri(uri);
    if (path === undefined) return undefined;
    this.held.set(uri, { path, document: TextDocument.create(uri, languageId, version, text) });
    this.uris.set(path, uri);
    return this.byUri(uri);
  }

  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): OpenDocument | undefined {
    const held = this.held.get(uri);
    if (!held) return undefined;
    held.document = TextDocument.update(held.document, [...changes], version);
    return this.byUri(uri);
  }

  /** The path of what was open. */
  close(uri: string): string | undefined {
    const path = this.held.get(uri)?.path;
    this.held.delete(uri);
    if (path !== undefined) this.uris.delete(path);
    return path;
  }

  byUri(uri: string): OpenDocument | undefined {
    const held = this.held.get(uri);
    if (!held) return undefined;
    const { path, document } = held;
    return { uri, path, version: document.version, text: document.getText() };
  }

  byPath(path: string): OpenDocument | undefined {
    const uri = this.uris.get(path);
    return uri === undefined ? undefined : this.byUri(uri);
  }

  /** As the client names the document where it is open. */
  uriOf(path: string): string {
    return this.uris.get(path) ?? uriOfPath(path);
  }

  all(): OpenDocument[] {
    return [...this.held.keys()].map(uri => this.byUri(uri)).filter(document => document !== undefined);
  }
}
