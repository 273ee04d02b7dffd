/**
 * A program: hashes the trees of the files that its input lists, one a line, through the reader that its argument
 * names (`direct`, `native`, `wasm`). Each answer is a line: declarations, hash of the trees, hash of where the
 * compiler reports their nodes, errors. The last line tells how many pieces were read and how many of them without
 * their tree; where the reader can't be had the one line is `absent`.
 */

import { readFileSync } from 'node:fs';
import { createNodeBackend } from '../../../src/host';
import { directReader, parseFile, TreeUnitReader, type UnitReader } from '../../../src/syntax';
import { hashUnits } from './dump';

async function main(kind: string): Promise<void> {
  const reader = await readerOf(kind);
  if (!reader) {
    process.stdout.write('absent\n');
    return;
  }
  const lines: string[] = [];
  for (const name of readFileSync(0, 'utf8').split('\n')) {
    if (name === '') continue;
    const { units } = parseFile(name, readFileSync(name, 'utf8'), reader);
    const { tree, at } = hashUnits(units);
    const errors = units.reduce((count, unit) => count + unit.errors.length, 0);
    lines.push(`${units.length} ${tree.toString(16)} ${at.toString(16)} ${errors}`);
  }
  const trees = reader instanceof TreeUnitReader ? `${reader.pieces} ${reader.fallbacks}` : '0 0';
  process.stdout.write(`${lines.join('\n')}\n${trees}\n`);
}

async function readerOf(kind: string): Promise<UnitReader | undefined> {
  if (kind !== 'native' && kind !== 'wasm') return directReader;
  const backend = await createNodeBackend({ only: kind });
  return backend && new TreeUnitReader(backend);
}

void main(process.argv[2]);
