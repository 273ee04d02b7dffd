/** A file system in memory, filled from a text archive (`-- path --`, then the file's lines). */
import { type DirectoryEntry, dirname, type FileKind, type FileSystem, joinPath } from '../../../src/project';

export interface Archive {
  /** What stands before the first file. */
  comment: string;
  files: Map<string, string>;
}

export function parseArchive(text: string): Archive {
  const files = new Map<string, string>();
  const parts = text.split(/^-- (.+) --\n/m);
  for (let i = 1; i < parts.length; i += 2) files.set(parts[i], parts[i + 1]);
  return { comment: parts[0], files };
}

/** Files lie below `root`. A file named `a -> b` is a link from a to b, `a (pipe)` something unreadable. */
export function createMemoryFileSystem(files: ReadonlyMap<string, string>, root = '/'): FileSystem {
  const texts = new Map<string, string>();
  const links = new Map<string, string>();
  const folders = new Map<string, Map<string, FileKind>>([['/', new Map()]]);
  const add = (path: string, kind: FileKind) => {
    const parent = dirname(path);
    if (parent !== path && !folders.has(parent)) {
      folders.set(parent, new Map());
      add(parent, 'directory');
    }
    folders.get(parent)?.set(path.slice(path.lastIndexOf('/') + 1), kind);
  };
  for (const [name, text] of files) {
    const link = /^(.+) -> (.+)$/.exec(name);
    const path = joinPath(root, link?.[1] ?? name.replace(/ \(pipe\)$/, ''));
    if (link !== null) links.set(path, joinPath(dirname(path), link[2]));
    else if (!name.endsWith(' (pipe)')) texts.set(path, text);
    add(path, link !== null ? 'symlink' : name.endsWith(' (pipe)') ? 'other' : 'file');
  }
  const follow = (path: string): string | undefined => {
    let at = '/';
    let hops = 0;
    const rest = path.split('/').filter(part => part !== '');
    while (rest.length > 0) {
      at = joinPath(at, rest.shift() ?? '');
      const target = links.get(at);
      if (target === undefined) continue;
      if (++hops > 40) return undefined;
      rest.unshift(...target.split('/').filter(part => part !== ''));
      at = '/';
    }
    return at;
  };
  const readFile = (path: string) => texts.get(follow(path) ?? '');
  return {
    readFile,
    read(path) {
      const text = readFile(path);
      return text === undefined ? undefined : { bytes: Buffer.from(text), text: () => text };
    },
    stat(path) {
      const real = follow(path);
      if (real === undefined) return undefined;
      const text = texts.get(real);
      if (text !== undefined) return { kind: 'file', size: text.length, modified: 0, changed: 0, inode: 0 };
      return folders.has(real)
        ? { kind: 'directory', size: 0, modified: 0, changed: 0, inode: 0 }
        : undefined;
    },
    readDir(path) {
      const entries = folders.get(follow(path) ?? '');
      return entries && [...entries].map(([name, kind]): DirectoryEntry => ({ name, kind }));
    },
    realpath: follow,
  };
}
