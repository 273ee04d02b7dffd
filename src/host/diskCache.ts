/**
 * Texts kept from run to run in the user's cache folder, each in a file of its own that is named by a hash of the
 * text's name and of our build: another build of ours finds none of them. A file begins with the hash of its name
 * and text, so that one that was cut short, damaged or put in another's place is noticed and counts as none. It is
 * written beside its place and renamed, so that no reader ever sees half of it.
 *
 * The folder is bounded: those that were not used for longest go first. What cannot be read or written is as if
 * it were not there.
 */

import { createHash, hash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export interface DiskCache {
  /** Two texts with the same hash are the same; that of a text is that of its bytes. */
  hash(text: string | Uint8Array): string;
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

export interface DiskCacheOptions {
  /** The user's cache folder without. */
  folder?: string;
  /** Which of our builds reads and writes; without, that of the program which runs. */
  build?: string;
  /** Bytes beyond which the oldest files go; 512 MB without. */
  limit?: number;
}

/** Set by the build script; absent where the sources run as they are, and any run may be another program. */
declare const HEAPWARD_BUILD: string | undefined;

/** Undefined where nothing can or may be kept. */
export function openDiskCache(options: DiskCacheOptions = {}): DiskCache | undefined {
  const build = options.build ?? (typeof HEAPWARD_BUILD === 'string' ? HEAPWARD_BUILD : '');
  const folder = options.folder ?? cacheFolder();
  if (build === '' || folder === undefined) return undefined;
  return new FolderCache(folder, build, options.limit ?? 512 * 1024 * 1024);
}

class FolderCache implements DiskCache {
  private failures = 0;
  private readonly growth: string;

  constructor(
    private readonly folder: string,
    private readonly build: string,
    private readonly limit: number,
  ) {
    this.growth = join(folder, 'growth');
  }

  hash(text: string | Uint8Array): string {
    return digest(text, 'base64');
  }

  read(name: string): string | undefined {
    let file: number | undefined;
    try {
      file = openSync(this.fileOf(name), 'r');
      const stat = fstatSync(file);
      if (!stat.isFile()) return undefined;
      const content = readFileSync(file);
      const now = Date.now();
      if (now - stat.mtimeMs > usedAgain) touch(file, now);
      const body = content.subarray(sealLength);
      const seal = content.toString('latin1', 0, sealLength);
      const isPacked = seal.startsWith(packedMagic);
      if (seal !== this.seal(isPacked ? packedMagic : magic, name, body)) return undefined;
      return (isPacked ? inflateRawSync(body) : body).toString('utf8');
    } catch {
      return undefined;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  write(name: string, text: string): void {
    if (this.failures >= mostFailures) return;
    const isPacked = text.length > longestPlain;
    const plain = Buffer.from(text);
    const body = isPacked ? deflateRawSync(plain, { level: 1 }) : plain;
    const file = this.fileOf(name);
    const part = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
    try {
      mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
      const seal = Buffer.from(this.seal(isPacked ? packedMagic : magic, name, body));
      writeFileSync(part, Buffer.concat([seal, body]), { flag: 'wx', mode: 0o600 });
      renameSync(part, file);
      this.grow(body.length);
    } catch {
      this.failures++;
      remove(part);
    }
  }

  private fileOf(name: string): string {
    const id = digest(`${this.build}\n${name}`, 'hex');
    return join(this.folder, id.slice(0, 2), id.slice(2));
  }

  private seal(form: string, name: string, body: Buffer): string {
    const sum = createHash('sha1').update(`${this.build}\n${name}\n`).update(body);
    return `${form}${sum.digest('hex')}\n`;
  }

  /** The growth file has a byte for each KB that any process has written since the folder was trimmed. */
  private grow(bytes: number): void {
    appendFileSync(this.growth, Buffer.alloc(Math.ceil(bytes / 1024), '.'));
    if (statSync(this.growth).size * 1024 < this.limit / 8) return;
    truncateSync(this.growth);
    trim(this.folder, (this.limit / 8) * 7);
  }
}

const magic = 'heapward 1 ';
/** Before what is compressed. */
const packedMagic = 'heapward 1z';
/** Characters beyond which a text is compressed. */
const longestPlain = 1 << 19;
const sealLength = magic.length + 41;

/** After so many the folder is left alone. */
const mostFailures = 3;

/** Milliseconds after which a file that is read counts as used again. */
const usedAgain = 3_600_000;

function digest(text: string | Uint8Array, encoding: 'hex' | 'base64'): string {
  return hash('sha1', text, encoding);
}

function touch(file: number, now: number): void {
  try {
    futimesSync(file, now / 1000, now / 1000);
  } catch {
    // A folder that is only readable serves as well.
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written, nothing was.
  }
}

/** Deletes those of our files that were not used for longest, until the others take no more than `limit` bytes. */
function trim(folder: string, limit: number): void {
  const files: { path: string; size: number; used: number }[] = [];
  for (const shard of readdirSync(folder).filter(name => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of readdirSync(join(folder, shard))) {
      if (!/^[0-9a-f]{38}(\.\d+-[0-9a-f]{8})?$/.test(name)) continue;
      const path = join(folder, shard, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isFile()) files.push({ path, size: stat.size, used: stat.mtimeMs });
    }
  }
  files.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { path, size } of files) {
    total += size;
    if (total > limit) remove(path);
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
