/** The project's FileSystem on Node. Pipes, devices and files above 64 MB are not read. */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { DirectoryEntry, FileKind, FileStat, FileSystem } from '../project';

const largestFile = 64 * 1024 * 1024;

export function createNodeFileSystem(): FileSystem {
  // Without `fatal`, what is no UTF-8 becomes U+FFFD; a byte order mark is dropped.
  const decoder = new TextDecoder('utf-8');
  return {
    readFile(path) {
      try {
        const native = toNativePath(path);
        const stat = statSync(native);
        return stat.isFile() && stat.size <= largestFile ? decoder.decode(readFileSync(native)) : undefined;
      } catch {
        return undefined;
      }
    },
    stat(path): FileStat | undefined {
      try {
        const stat = statSync(toNativePath(path));
        return {
          kind: kindOf(stat),
          size: stat.size,
          modified: stat.mtimeMs,
          changed: stat.ctimeMs,
          inode: stat.ino,
        };
      } catch {
        return undefined;
      }
    },
    readDir(path): DirectoryEntry[] | undefined {
      try {
        const entries = readdirSync(toNativePath(path), { withFileTypes: true });
        return entries.map(entry => ({ name: entry.name, kind: kindOf(entry) }));
      } catch {
        return undefined;
      }
    },
    realpath(path) {
      try {
        return fromNativePath(realpathSync(toNativePath(path)));
      } catch {
        return undefined;
      }
    },
  };
}

/** From Node's paths to the project's, which have `/` everywhere. */
export function fromNativePath(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

export function toNativePath(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('/', '\\') : path;
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}
