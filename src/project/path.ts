/** Paths with `/`, as the project and import paths have them (Go's package path, plus Windows drives). */

/** Joins and cleans: `.` and `..` are resolved, doubled slashes dropped. */
export function joinPath(...parts: string[]): string {
  return cleanPath(parts.filter(part => part !== '').join('/'));
}

export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  if (rooted && !unclean.test(path)) return path;
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (out.length > 0 && out[out.length - 1] !== '..') out.pop();
      else if (!rooted) out.push(part);
    } else out.push(part);
  }
  const clean = out.join('/');
  return rooted ? `/${clean}` : clean === '' ? '.' : clean;
}

/** An element that is empty, `.` or `..`. */
const unclean = /\/\.{0,2}(?:\/|$)/;

/** The path itself if it is absolute, else `path` seen from `dir`. */
export function resolvePath(dir: string, path: string): string {
  return isAbsolute(path) ? cleanPath(path) : joinPath(dir, path);
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/** The folder that holds `path`; the root is its own. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  if (slash === 0) return '/';
  return path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What comes after `root` in `path`, "" for the root itself, undefined where `path` does not lie in it. */
export function relativeTo(root: string, path: string): string | undefined {
  if (path === root) return '';
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
