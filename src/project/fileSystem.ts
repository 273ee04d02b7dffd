/**
 * The file system as the project sees it. Paths are absolute and use `/` on every platform (`C:/src` on
 * Windows); whoever hands the file system in translates. No call throws: what cannot be read is `undefined`.
 * Calls are synchronous, because analysis runs in a process of its own.
 */

export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

export interface FileStat {
  /** Of what a symbolic link points to; 'other' for devices, pipes and sockets. */
  kind: FileKind;
  /** Bytes. */
  size: number;
  /** Milliseconds since the epoch, with fractions. */
  modified: number;
  /** When anything about the file was changed last, as `modified`; 0 where the system does not tell. */
  changed: number;
  /** 0 where the system has none. */
  inode: number;
}

export interface DirectoryEntry {
  name: string;
  /** Of the entry itself: links are told as such. */
  kind: FileKind;
}

/** What a file holds; good until the next file is read. */
export interface FileContent {
  bytes: Uint8Array;
  /** Without a byte order mark; bytes that are no UTF-8 become U+FFFD. */
  text(): string;
}

export interface FileSystem {
  /** The text of a regular file. */
  readFile(path: string): string | undefined;
  /** The same, where the file's stat is at hand. */
  read(path: string, stat: FileStat): FileContent | undefined;
  stat(path: string): FileStat | undefined;
  readDir(path: string): readonly DirectoryEntry[] | undefined;
  realpath(path: string): string | undefined;
}
