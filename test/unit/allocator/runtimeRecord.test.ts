import assert from 'node:assert/strict';
import {
  formatStep,
  makeSpanClass,
  parseTrace,
  replayTrace,
  sizeToClass,
  TraceError,
} from '../../../src/allocator';

let time = 0;

function event(name: string, args: Record<string, number>, p = 1): string {
  const list = Object.entries(args).map(([key, value]) => `${key}=Value{Uint64(${value})}`);
  return `M=7 P=${p} G=1 Experimental Time=${++time} Name=${name} Args=[${list.join(', ')}]`;
}

const span = (id: number, pages: number, spanClass: number, name = 'SpanAlloc') =>
  event(name, { id, npages_value: pages, kindclass: spanClass * 2 });
const alloc = (id: number, type = 0, p = 1) => event('HeapObjectAlloc', { id, type }, p);
const free = (id: number) => event('HeapObjectFree', { id }, 0);
const mark = 'M=7 P=2 G=9 RangeBegin Time=1 Name="GC concurrent mark phase" Scope=None';
const start = 'M=-1 P=-1 G=-1 Sync Time=1 N=1 Trace=1 Mono=1 Wall=2026-01-01T00:00:00Z';

/** First word of a slot, in units of 8 bytes. */
const word = (page: number, slot: number, size: number) => page * 1024 + (slot * size) / 8;

function steps(...lines: string[]): string[] {
  return parseTrace([start, ...lines].join('\n')).map(formatStep);
}

describe("the runtime's own record", () => {
  it('gives an object for each slot, as large as the slot, on its P', () => {
    const got = steps(
      span(2, 1, 10, 'Span'),
      event('HeapObject', { id: word(2, 1, 48), type: 0 }, -1),
      'Stack=',
      '\truntime.GC @ 0x425d7a',
      span(3, 1, makeSpanClass(sizeToClass(1152), true)),
      alloc(word(3, 2, 1152), 12, 3),
      span(5, 9, 0),
      alloc(word(5, 0, 0)),
    );
    assert.deepEqual(got, [
      'alloc 2049 48 scan',
      'alloc 3074 1152 noscan p=3 type 12',
      'alloc 5120 73728 scan p=1',
    ]);
  });

  it('takes a header into account: the object begins behind it, and is swept by its slot', () => {
    const got = steps(
      span(4, 1, makeSpanClass(sizeToClass(1152), false)),
      alloc(word(4, 1, 1152) + 1),
      mark,
      free(word(4, 1, 1152)),
    );
    assert.deepEqual(got, ['alloc 4097 1144 scan p=1', 'free 4097', 'gc p=2']);
  });

  it('takes a tiny block for one object', () => {
    const got = steps(span(4, 1, 5), alloc(word(4, 3, 16)), alloc(word(4, 3, 16) + 1), alloc(word(4, 4, 16)));
    assert.deepEqual(got, ['alloc 4099 16 noscan p=1', 'alloc 4100 16 noscan p=1']);
  });

  it('tells what a cycle swept before it, and what was allocated meanwhile behind', () => {
    const first = word(8, 0, 64);
    const second = word(8, 1, 64);
    const got = steps(
      span(8, 1, 13),
      alloc(first),
      mark,
      alloc(second),
      free(first),
      alloc(first),
      mark,
      free(second),
    );
    assert.deepEqual(got, [
      'alloc 8192 64 noscan p=1',
      'free 8192',
      'gc p=2',
      'alloc 8193 64 noscan p=1',
      'alloc 8192 64 noscan p=1',
      'free 8193',
      'gc p=2',
    ]);
  });

  it('leaves out stacks, spans without objects and objects of no known span', () => {
    const stack = event('GoroutineStackAlloc', { id: 1, order: 12 });
    const manual = event('SpanAlloc', { id: 9, npages_value: 4, kindclass: 1 });
    const freed = event('SpanFree', { id: 9 });
    assert.deepEqual(steps(stack, manual, alloc(word(9, 0, 8)), freed, free(word(9, 0, 8))), []);
  });

  it('is replayed as a trace is', async () => {
    const text = [
      start,
      span(2, 1, 10),
      ...[0, 1, 2, 3].map(slot => alloc(word(2, slot, 48))),
      mark,
      free(word(2, 1, 48)),
    ];
    const { memStats, liveObjects } = await replayTrace([text.join('\r\n')]);
    assert.deepEqual([memStats.Mallocs, memStats.Frees, memStats.NumGC, liveObjects], [4, 1, 1, 3]);
  });

  const wrong: [lines: string[], line: number, reason: RegExp][] = [
    [[mark], 3, /no allocations: .*traceallocfree=1/],
    [['M=7 P=1 G=1 Experimental Time=1 Name='], 2, /not an event/],
    [[span(1, 0, 10)], 2, /without pages/],
    [[event('Span', { id: 1 })], 2, /without pages/],
    [[span(1, 1, 136)], 2, /no span class 136/],
  ];
  for (const [lines, line, reason] of wrong) {
    it(`says what is wrong: ${reason.source}`, () =>
      assert.throws(
        () => steps(...lines),
        (error: unknown) => error instanceof TraceError && error.line === line && reason.test(error.message),
      ));
  }

  it('tells how a trace becomes text', () => {
    assert.throws(
      () => parseTrace('go 1.26 trace\u0000\u0000\u0000\n\u0001'),
      /line 1: .*go tool trace -d=parsed/,
    );
  });
});
