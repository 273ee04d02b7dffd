/** Numbers, costs and texts at a line's end. Words of verdicts are tested on real code in test/fixtures/analysis. */
import { strict as assert } from 'node:assert';
import {
  code,
  codeLensText,
  costOf,
  describeCost,
  formatBytes,
  formatSize,
  lineEndText,
  type Mark,
  statusText,
} from '../../../src/explorer';

describe('explorer', () => {
  it('bytes below 10 KB, then KB and MB with one decimal', () => {
    const written = [0, 48, 9216, 10_239, 10_240, 102_400, 1 << 20, 1_572_864, 1 << 30].map(formatBytes);
    assert.deepEqual(written, [
      '0 B',
      '48 B',
      '9216 B',
      '10239 B',
      '10.0 KB',
      '100.0 KB',
      '1.0 MB',
      '1.5 MB',
      '1.0 GB',
    ]);
  });

  it('what a site costs in the allocator', () => {
    const cost = (bytes: number | undefined, hasPointers: boolean, elemBytes?: number) =>
      describeCost(costOf({ bytes, elemBytes, hasPointers }));
    assert.equal(cost(16, true), '16 B, class 16, no waste, pointers');
    assert.equal(cost(20, false), '20 B, class 24, 4 B waste, no pointers');
    assert.equal(cost(5, false), '5 B, shares a 16 B block, no pointers');
    assert.equal(cost(5, true), '5 B, class 8, 3 B waste, pointers');
    assert.equal(cost(0, false), '0 B, no memory');
    assert.equal(cost(100_000, false), '97.7 KB, large object, 104.0 KB in pages, 6496 B waste, no pointers');
    // 8 bytes of header in the slot push it into the next class.
    assert.equal(cost(1024, true), '1024 B, class 1152, 128 B waste, pointers');
    assert.equal(cost(undefined, true, 24), 'n × 24 B, pointers');
    assert.equal(cost(undefined, false), 'size unknown, no pointers');
  });

  it('sizes that are not constant say so', () => {
    assert.equal(formatSize({ kind: 'elements', elemBytes: 24 }), 'n × 24 B');
    assert.equal(formatSize({ kind: 'unknown' }), 'size unknown');
  });

  it('one text at a line’s end', () => {
    const heap = (bytes: number): Pick<Mark, 'kind' | 'size'> => ({
      kind: 'heap',
      size: { kind: 'constant', bytes },
    });
    const unknown: Pick<Mark, 'kind' | 'size'> = { kind: 'moved', size: { kind: 'unknown' } };
    assert.equal(lineEndText([]), '');
    assert.equal(lineEndText([{ kind: 'stack', size: { kind: 'constant', bytes: 8 } }]), '');
    assert.equal(lineEndText([heap(48)]), 'heap 48 B');
    assert.equal(lineEndText([heap(16), heap(16), heap(16)]), 'heap 16 B × 3');
    assert.equal(lineEndText([heap(16), heap(48)]), 'heap 16 B + 48 B');
    assert.equal(lineEndText([unknown]), 'heap, size unknown');
  });

  it('lenses and the status bar', () => {
    const summary = {
      func: 'f',
      heapSites: 3,
      bytes: 112,
      takenBytes: 128,
      inLoop: 1,
      unsized: 0,
      unknown: 0,
      leaks: [],
    };
    assert.equal(codeLensText(summary), '3 heap sites · 112 B · 1 in a loop');
    assert.equal(
      codeLensText({ ...summary, unsized: 1, inLoop: 0 }),
      '3 heap sites · 112 B · 1 of unknown size',
    );
    assert.equal(codeLensText({ ...summary, heapSites: 0 }), '');
    assert.equal(statusText({ heap: 12, stack: 41, free: 3, leak: 2, unknown: 0 }), 'heap 12 · stack 41');
    assert.equal(
      statusText({ heap: 0, stack: 0, free: 0, leak: 0, unknown: 1 }),
      'heap 0 · stack 0 · unknown 1',
    );
  });

  it('code in Markdown: on one line, shortened, with backticks of its own', () => {
    assert.equal(code('a\n\tb'), '`a b`');
    assert.equal(code('f(`x`)'), '`` f(`x`) ``');
    assert.equal(code('x'.repeat(100)), `\`${'x'.repeat(59)}…\``);
  });
});
