import assert from 'node:assert/strict';
import { Allocator, baselineOf, replayTrace, statisticsOf } from '../../../src/allocator';

describe('locks', () => {
  it('are not taken while a P has a free slot', () => {
    const allocator = new Allocator({ procs: 2 });
    allocator.allocate(64, false, 1);
    const before = statisticsOf(allocator, 0, baselineOf(allocator)).contention;
    for (let i = 0; i < 100; i++) allocator.allocate(64, false, 1);
    assert.deepEqual(statisticsOf(allocator, 0, baselineOf(allocator)).contention, before);
  });

  it('change hands where Ps take turns, and not where one does all', async () => {
    const line = (id: number, p: number) => `alloc ${id} 8192 noscan p=${p}\n`;
    const ids = Array.from({ length: 400 }, (_, id) => id);
    const turns = await replayTrace([ids.map(id => line(id, id % 4)).join('')]);
    const alone = await replayTrace([ids.map(id => line(id, 3)).join('')]);
    assert.equal(turns.contention.procs.length, 4);
    assert.deepEqual(
      turns.contention.procs.map(({ mcentral }) => mcentral),
      [100, 100, 100, 100],
    );
    assert.deepEqual(turns.contention.handovers.mcentral, 399);
    assert.deepEqual(alone.contention.handovers, { mcentral: 0, mheap: 0 });
    assert.deepEqual(
      alone.contention.procs.map(({ mcentral }) => mcentral),
      [0, 0, 0, 400],
    );
  });

  it('are those of the class, and sum to all', async () => {
    const { locks, contention } = await replayTrace([
      ...Array.from({ length: 3000 }, (_, id) => `alloc ${id} ${(1 + (id % 50)) * 32} scan p=${id % 3}\n`),
    ]);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    assert.equal(sum(contention.procs.map(({ mcentral }) => mcentral)), locks.mcentral);
    assert.equal(sum(contention.procs.map(({ mheap }) => mheap)), locks.mheap);
    assert.equal(sum(contention.classes.map(({ handovers }) => handovers)), contention.handovers.mcentral);
  });
});
