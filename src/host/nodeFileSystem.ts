/** The project's FileSystem on Node. Pipes, devices and files above 64 MB are not read. */

import { isAscii } from 'node:buffer';
import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import type { DirectoryEntry, FileContent, FileKind, FileStat, FileSystem } from '../project';

const largestFile = 64 * 1024 * 1024;

export function createNodeFileSystem(): FileSystem {
  /** Every file is read into the same place: memory that was never touched costs more than the reading. */
  let buffer = Buffer.alloc(1 << 18);

  const stat = (path: string): FileStat | undefined => {
    try {
      const found = statSync(toNativePath(path), { throwIfNoEntry: false });
      if (found === undefined) return undefined;
      const { size, mtimeMs: modified, ctimeMs: changed, ino: inode } = found;
      return { kind: kindOf(found), size, modified, changed, inode };
    } catch {
      return undefined;
    }
  };

  const read = (path: string, { kind, size }: FileStat): FileContent | undefined => {
    if (kind !== 'file' || size > largestFile) return undefined;
    if (buffer.length < size) buffer = Buffer.alloc(2 * size);
    const bytes = readUpTo(toNativePath(path), buffer, size);
    return bytes && { bytes, text: () => decode(bytes) };
  };

  return {
    stat,
    read,
    readFile(path) {
      const found = stat(path);
      return found && read(path, found)?.text();
    },
    readDir(path): DirectoryEntry[] | undefined {
      const native = toNativePath(path);
      // An error that is thrown costs far more than a question, and many folders that are asked for are not there.
      if (!existsSync(native)) return undefined;
      try {
        const entries = readdirSync(native, { withFileTypes: true });
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

/** The first `size` bytes of a file; undefined where it cannot be read. */
function readUpTo(path: string, buffer: Buffer, size: number): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    let length = 0;
    for (let count = -1; length < size && count !== 0; length += count)
      count = readSync(file, buffer, length, size - length, null);
    return buffer.subarray(0, length);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Without `fatal`, what is no UTF-8 becomes U+FFFD; a byte order mark is dropped. */
const decoder = new TextDecoder('utf-8');

function decode(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : decoder.decode(bytes);
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
