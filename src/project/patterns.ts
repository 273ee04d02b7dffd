/**
 * Package patterns as the go command has them (cmd/go/internal/search and pkgpattern, Go 1.26):
 * import paths, `./dir`, `...`, and the reserved names std, cmd and all.
 */

import type { FileSystem } from './fileSystem';
import { basename, isAbsolute, joinPath } from './path';

/** A path in the file system rather than an import path. */
export function isLocalPattern(pattern: string): boolean {
  return /^\.\.?(?:\/|$)/.test(pattern) || isAbsolute(pattern);
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('...');
}

/** Whether a path fits a pattern; `x/...` fits x too, and `...` never reaches into a vendor folder by itself. */
export function matchPattern(pattern: string): (path: string) => boolean {
  const form = wildcardForm(hideVendor(pattern));
  return path => form.test(hideVendor(path));
}

/** Names what a folder stands for while walking; folders below `skip` are left out altogether. */
export interface Walk {
  fs: FileSystem;
  root: string;
  /** Called for each folder, the root first; false leaves out what is below it. */
  visit(dir: string, relative: string): boolean;
}

/** Folders below `root`, in order of names; hidden ones, `_x` and testdata are skipped, links not followed. */
export function walkFolders(walk: Walk): void {
  const pending: { dir: string; relative: string }[] = [{ dir: walk.root, relative: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { dir, relative } = next;
    if (!walk.visit(dir, relative)) continue;
    const entries = walk.fs.readDir(dir) ?? [];
    const names = entries.filter(entry => entry.kind === 'directory').map(entry => entry.name);
    names.sort();
    for (let i = names.length - 1; i >= 0; i--) {
      if (isSkipped(names[i])) continue;
      pending.push({
        dir: joinPath(dir, names[i]),
        relative: relative === '' ? names[i] : `${relative}/${names[i]}`,
      });
    }
  }
}

/** The part of a pattern that every path that fits it begins with, cut at a slash. */
export function literalPrefix(pattern: string): string {
  const dots = pattern.indexOf('...');
  const prefix = dots < 0 ? pattern : pattern.slice(0, dots);
  const slash = prefix.lastIndexOf('/');
  return dots < 0 ? prefix : slash < 0 ? '' : prefix.slice(0, slash);
}

function isSkipped(path: string): boolean {
  const name = basename(path);
  return name.startsWith('.') || name.startsWith('_') || name === 'testdata';
}

/** Stands for a vendor element, so that `...` cannot match it. */
const vendorMark = '\0';

function hideVendor(path: string): string {
  return path
    .split('/')
    .map(element => (element === 'vendor' ? vendorMark : element))
    .join('/');
}

function wildcardForm(pattern: string): RegExp {
  const any = `[^${vendorMark}]*`;
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const below = pattern.endsWith('/...');
  const pieces = (below ? pattern.slice(0, -4) : pattern).split('...').map(literal);
  return new RegExp(`^${pieces.join(any)}${below ? `(?:/${any})?` : ''}$`, 's');
}
