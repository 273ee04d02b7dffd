/** Figures of a whole run: how many bytes at which level, how many locks, what was lost to rounding. */
import type { Allocator } from './allocator';
import type { GcCycle } from './gcCycle';
import { type Ledger, ledgerOf } from './ledger';
import { levelMcentral, levelMheap, levelOs } from './mheap';
import { type MemStats, readMemStats } from './readMemStats';

export interface Statistics {
  steps: number;
  /** Allocations, those of no bytes included, and the bytes they asked for. */
  objects: number;
  requestedBytes: number;
  liveObjects: number;
  /** Allocations by the level that served them; they sum to objects. */
  served: { zerobase: number; tiny: number; mcache: number; mcentral: number; mheap: number; os: number };
  locks: { mcentral: number; mheap: number };
  memStats: MemStats;
  ledger: Ledger;
  cycles: readonly GcCycle[];
}

export function statisticsOf(allocator: Allocator, steps: number): Statistics {
  const { heap } = allocator;
  const { stats } = heap;
  const memStats = readMemStats(heap);
  let tiny = stats.tinyAllocCount;
  for (const cache of heap.caches) tiny += cache.tinyAllocs;
  const mcentral = stats.served[levelMcentral];
  const mheap = stats.served[levelMheap];
  const os = stats.served[levelOs];
  const mcache = allocator.objects - stats.zeroCount - tiny - mcentral - mheap - os;
  return {
    steps,
    objects: allocator.objects,
    requestedBytes: stats.requestedBytes,
    liveObjects: stats.liveObjects + stats.zeroCount,
    served: { zerobase: stats.zeroCount, tiny, mcache, mcentral, mheap, os },
    locks: { mcentral: heap.centralLockCount, mheap: heap.lockCount },
    memStats,
    ledger: ledgerOf(heap),
    cycles: allocator.cycles,
  };
}
