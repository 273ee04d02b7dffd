import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  formatStep,
  type Place,
  parseTrace,
  readTrace,
  replayTrace,
  TraceError,
  type TraceStep,
} from '../../../src/allocator';
import { random, randomTrace } from './randomTrace';

const sample = [
  '# a comment',
  'alloc 1 24 scan main.go:10:5 of main',
  '\talloc 2  7 noscan p=3\t# behind a step',
  '',
  'ref 1 2',
  'free 1\r',
  'root 1',
  'unref\t1 2 # no longer',
  'gc p=1',
  'free 2 p=7',
].join('\n');

const sampleSteps: TraceStep[] = [
  { kind: 'alloc', id: 1, size: 24, scan: true, p: 0, site: 'main.go:10:5 of main' },
  { kind: 'alloc', id: 2, size: 7, scan: false, p: 3, site: '' },
  { kind: 'ref', from: 1, to: 2 },
  { kind: 'free', id: 1, p: 0 },
  { kind: 'root', id: 1 },
  { kind: 'unref', from: 1, to: 2 },
  { kind: 'gc', p: 1 },
  { kind: 'free', id: 2, p: 7 },
];

describe('the trace reader', () => {
  it('reads steps and leaves out comments', () => assert.deepEqual(parseTrace(sample), sampleSteps));

  it('reads the same in chunks of any size', async () => {
    for (let length = 1; length < sample.length + 2; length++) {
      const steps: TraceStep[] = [];
      for await (const batch of readTrace(chunks(sample, length))) steps.push(...batch);
      assert.deepEqual(steps, sampleSteps, `chunks of ${length}`);
    }
  });

  it('reads what it writes', () => {
    const trace = randomTrace({
      seed: 7,
      steps: 2000,
      kind: 'mixed',
      gcRate: 0.01,
      procs: 3,
      references: true,
    });
    trace.push({ kind: 'alloc', id: 1, size: 8, scan: true, p: 0, site: 'p=7 in main' });
    assert.deepEqual(parseTrace(trace.map(formatStep).join('\n')), trace);
  });

  const wrong: [text: string, line: number, reason: RegExp][] = [
    ['gc\nmalloc 1 2 scan', 2, /not a step: "malloc 1 2 scan"/],
    ['alloc 1 8', 1, /alloc takes ID, SIZE and scan or noscan/],
    ['alloc x 8 scan', 1, /not an ID: "x"/],
    ['alloc 1 -8 scan', 1, /not a SIZE: "-8"/],
    ['alloc 1 8 both', 1, /neither scan nor noscan: "both"/],
    ['alloc 1 12 scan', 1, /multiple of 8, not 12/],
    ['alloc 1 1e3 noscan', 1, /not a SIZE: "1e3"/],
    ['alloc 9007199254740993 8 scan', 1, /not an ID/],
    ['\n\nfree', 3, /free takes one ID/],
    ['free 1 2', 1, /free takes one ID/],
    ['gc now', 1, /gc takes nothing/],
    ['gc p=1 p=2', 1, /gc takes nothing/],
    ['free 1 p=', 1, /free takes one ID/],
    ['alloc 1 8 scan p=1024', 1, /P 1024 is above 1023/],
    ['ref 1', 1, /ref takes two IDs/],
    ['unref 1 2 3', 1, /unref takes two IDs/],
    ['gc\nref 1 x', 2, /not an ID: "x"/],
    ['root', 1, /root takes one ID/],
    ['\u0000\u0001', 1, /not a step/],
  ];
  for (const [text, line, reason] of wrong) {
    it(`says what is wrong with ${JSON.stringify(text)}`, async () => {
      const isExpected = (error: unknown) =>
        error instanceof TraceError && error.line === line && reason.test(error.message);
      assert.throws(() => parseTrace(text), isExpected);
      await assert.rejects(replayTrace([text]), isExpected);
    });
  }

  it('ends with an error and not with all memory on a line without end', async () => {
    await assert.rejects(replayTrace(endless()), /longer than/);
  });

  it('survives any bytes', async () => {
    const next = random(11);
    for (let i = 0; i < 200; i++) {
      const alphabet = 'alocfregs 0123456789\n#\t-é\u{1f600}';
      let text = '';
      for (let n = 0; n < 80; n++) text += alphabet[Math.floor(next() * alphabet.length)];
      await replayTrace([text]).catch((error: unknown) => assert.ok(error instanceof TraceError));
    }
  });
});

describe('replay', () => {
  it('tells the place of each object, in order', async () => {
    const places: Place[] = [];
    const text = 'alloc 5 0 noscan\nalloc 6 640 scan\nalloc 7 640 scan\nfree 6\ngc\nalloc 6 640 scan\n';
    const stats = await replayTrace([text], { onPlace: place => places.push({ ...place }) });
    const [, first] = places;
    assert.deepEqual(places, [
      { id: 5, span: 0, pages: 0, slot: 0, offset: 0 },
      { id: 6, span: first.span, pages: 1, slot: 0, offset: 8 },
      { id: 7, span: first.span, pages: 1, slot: 1, offset: 712 },
      { id: 6, span: first.span, pages: 1, slot: 0, offset: 8 },
    ]);
    assert.equal(first.span % 8192, 0);
    assert.deepEqual([stats.steps, stats.objects, stats.liveObjects], [6, 4, 3]);
    assert.deepEqual([stats.memStats.Mallocs, stats.memStats.Frees, stats.memStats.NumGC], [3, 1, 1]);
    assert.equal(stats.requestedBytes, 3 * 640);
  });

  it('drops the former object where an ID comes again, and ignores an ID that nobody has', async () => {
    const stats = await replayTrace(['alloc 1 48 scan\nalloc 1 48 scan\nfree 99\nfree 1\nfree 1\n']);
    assert.equal(stats.liveObjects, 0);
  });

  it('serves each object at one level', async () => {
    const text = randomTrace({ seed: 3, steps: 20_000, kind: 'mixed', gcRate: 0.001 })
      .map(formatStep)
      .join('\n');
    const { served, objects, ledger } = await replayTrace([text]);
    assert.equal(
      Object.values(served).reduce((a, b) => a + b),
      objects,
    );
    const { heapInUse, live, dead, rounding, freeSlots, overhead } = ledger;
    assert.equal(live + dead + rounding + freeSlots + overhead, heapInUse);
  });

  it('reads a stream of any length in bounded memory', async () => {
    const used: number[] = [];
    const onProgress = () => used.push(used.length % 20 === 0 ? usedMemory() : 0);
    const { steps, liveObjects } = await replayTrace(longTrace(1_000_000), { onProgress });
    assert.equal(steps, 2_000_000 - 100 + 100);
    assert.equal(liveObjects, 100);
    const grown = used[80] - used[20];
    assert.ok(grown < 1 << 20, `${grown} bytes more`);
  });

  it('says so where the heap would not fit', async () => {
    await assert.rejects(replayTrace(['alloc 1 9007199254740991 noscan']), /out of memory/);
  });
});

function* chunks(text: string, length: number): Generator<string> {
  for (let from = 0; from < text.length; from += length) yield text.slice(from, from + length);
}

function* endless(): Generator<string> {
  for (;;) yield 'x'.repeat(1 << 16);
}

/** Bytes, without garbage. */
function usedMemory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Allocations, each let go a hundred later, and a collection now and then. */
function* longTrace(objects: number): Generator<string> {
  const batch = 10_000;
  for (let first = 0; first < objects; first += batch) {
    let text = '';
    for (let id = first; id < first + batch; id++) {
      const drop = id < 100 ? '# nothing yet' : `free ${id - 100}`;
      text += `alloc ${id} ${16 + (id % 40) * 8} scan p=${id % 4} main.go:12:3 of main.work\n${drop}\n`;
    }
    yield `${text}gc\n`;
  }
}
