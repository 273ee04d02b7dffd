/**
 * The trees of the whole standard library: as go/parser builds them, and the same from every backend. Each way to
 * read them runs in a process of its own, all at the same time.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { standardLibrary } from './goroot';

/** Of pieces of valid code, how many at most tree-sitter-go may leave to the direct parser. */
const mostFallbacks = 0.001;

const readers = ['direct', 'native', 'wasm'] as const;

type Reader = (typeof readers)[number];

describe('standard library', () => {
  const files = standardLibrary();
  const lines = new Map<Reader | 'go', Promise<string[]>>();

  before(() => {
    if (!files) return;
    const input = files.join('\n');
    const program = join(__dirname, 'hashTrees.ts');
    for (const reader of readers) {
      lines.set(reader, run(process.execPath, ['--require', 'tsx/cjs', program, reader], input));
    }
    lines.set('go', run('go', ['run', join(__dirname, '../../oracle/ast/main.go')], `${input}\n`));
    // A failure belongs to the test that waits for it.
    for (const answer of lines.values()) answer.catch(() => undefined);
  });

  it('has the trees of go/parser', async function () {
    if (!files) this.skip();
    const [ours, theirs] = [await answer('direct'), await answer('go')];
    assert.equal(theirs.length, files.length);
    const different = files.filter((_, i) => {
      const [declarations, tree, , errors] = ours[i].split(' ');
      return !theirs[i].startsWith(`${declarations} ${tree} `) || errors !== '0';
    });
    assert.deepEqual(different, []);
  });

  for (const reader of ['native', 'wasm'] as const) {
    it(`has the same trees through ${reader} tree-sitter`, async function () {
      if (!files) this.skip();
      const [direct, trees] = [await answer('direct'), await answer(reader)];
      if (reader === 'native' && trees[0] === 'absent') {
        console.log('      native tree-sitter does not load here');
        this.skip();
      }
      assert.equal(trees.length, files.length + 1);
      assert.deepEqual(
        files.filter((_, i) => direct[i] !== trees[i]),
        [],
      );
      const [pieces, fallbacks] = trees[files.length].split(' ').map(Number);
      assert.ok(
        fallbacks <= pieces * mostFallbacks,
        `${fallbacks} of ${pieces} pieces were read without their tree`,
      );
    });
  }

  async function answer(reader: Reader | 'go'): Promise<string[]> {
    return (await lines.get(reader)) ?? [];
  }
});

/** The lines that a program prints. */
function run(program: string, args: readonly string[], input: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      output += data;
    });
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(output.trimEnd().split('\n'));
      else reject(new Error(`${program} ${args.join(' ')}: exit code ${code}`));
    });
    child.stdin.on('error', reject);
    child.stdin.end(input);
  });
}
