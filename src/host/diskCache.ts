/**
 * Texts kept from run to run in the user's cache folder. Each is bound to the program that wrote it: another
 * build of ours reads none of them. What cannot be read or written is as if it were not there.
 */

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface DiskCache {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** The cache of a program file; undefined for one that is run from its sources, where every run may be another. */
export function openDiskCache(program: string): DiskCache | undefined {
  const identity = identityOf(program);
  const folder = cacheFolder();
  if (identity === undefined || folder === undefined) return undefined;
  const fileOf = (name: string) => join(folder, `${name.replace(/[^\w.-]/g, '_')}.txt`);
  return {
    read(name) {
      try {
        const text = readFileSync(fileOf(name), 'utf8');
        return text.startsWith(identity) ? text.slice(identity.length) : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, text) {
      const file = fileOf(name);
      const part = `${file}.${process.pid}`;
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(part, identity + text);
        renameSync(part, file);
      } catch {
        rmSync(part, { force: true });
      }
    },
  };
}

function identityOf(program: string): string | undefined {
  if (!program.endsWith('.js')) return undefined;
  try {
    const { size, mtimeMs } = statSync(program);
    return `heapward ${size} ${mtimeMs}\n`;
  } catch {
    return undefined;
  }
}

function cacheFolder(): string | undefined {
  const { HEAPWARD_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (HEAPWARD_CACHE !== undefined) return HEAPWARD_CACHE === '' ? undefined : HEAPWARD_CACHE;
  if (process.platform === 'win32')
    return LOCALAPPDATA === undefined ? undefined : join(LOCALAPPDATA, 'heapward');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'heapward');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'heapward');
}
