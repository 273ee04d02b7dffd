/** Between the URIs of the protocol and the paths of the project (with `/`). */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromNativePath, toNativePath } from '../host';

/** Undefined for what is no file on this machine. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fromNativePath(fileURLToPath(uri)) : undefined;
  } catch {
    return undefined;
  }
}

export function uriOfPath(path: string): string {
  return pathToFileURL(toNativePath(path)).href;
}
