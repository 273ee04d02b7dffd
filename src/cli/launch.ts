#!/usr/bin/env node
/**
 * The command `heapward` as it is installed: runs main.ts, which is bundled beside this file, with the code that V8
 * made of it when we were built. Without that code, or where it is damaged, of another bundle or of another V8,
 * V8 compiles the bundle as it does any other.
 */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

const bundle = join(__dirname, 'cliMain.js');
const codeFile = join(__dirname, 'cliMain.code');
const digestSize = 20;

// Node finds the source map only of what it has loaded itself.
if (process.sourceMapsEnabled) createRequire(bundle)(bundle);
else launch();

function launch(): void {
  const source = readFileSync(bundle);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {\n${source}\n})`, {
    filename: bundle,
    lineOffset: -1,
    cachedData: readCode(source),
  });
  // Asked for by the build, after a run that shows which functions are needed.
  if (process.env.HEAPWARD_KEEP_CODE) process.on('exit', () => writeCode(source, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, __dirname);
}

/** Undefined where there is none that was made of this source: V8 itself compares the lengths of sources, and trusts the code. */
function readCode(source: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(codeFile);
    const code = kept.subarray(digestSize);
    return digest(source, code).equals(kept.subarray(0, digestSize)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function writeCode(source: Buffer, code: Buffer): void {
  writeFileSync(codeFile, Buffer.concat([digest(source, code), code]));
}

function digest(source: Buffer, code: Buffer): Buffer {
  return createHash('sha1').update(source).update(code).digest();
}
