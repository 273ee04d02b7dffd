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
  contention: Contention;
  /** Counts are those of the run; bytes of the heap include what was there before. */
  memStats: MemStats;
  ledger: Ledger;
  /** Bytes of live objects that were there before the first step. */
  baseBytes: number;
  cycles: readonly GcCycle[];
}

/** Locks by who took them since the process began; see LockCounter. */
export interface Contention {
  /** Times another P took the lock than the one before. */
  handovers: { mcentral: number; mheap: number };
  /** By P. */
  procs: { mcentral: number; mheap: number }[];
  /** The mcentrals that changed hands, the most often first. */
  classes: { spanClass: number; locks: number; handovers: number }[];
}

/** What is to be left out of the figures: the state when the run began. */
export interface Baseline {
  objects: number;
  liveObjects: number;
  liveBytes: number;
  tiny: number;
  locks: { mcentral: number; mheap: number };
  memStats: MemStats;
}

/** The state now, as the beginning of a run. */
export function baselineOf(allocator: Allocator): Baseline {
  const { heap } = allocator;
  return {
    objects: allocator.objects,
    liveObjects: heap.stats.rootedObjects,
    liveBytes: heap.stats.rootedBytes,
    tiny: tinyObjects(allocator),
    locks: { mcentral: heap.centralLockCount, mheap: heap.lock.count },
    memStats: readMemStats(heap),
  };
}

/** The figures of the steps since the baseline. */
export function statisticsOf(allocator: Allocator, steps: number, base: Baseline): Statistics {
  const { heap } = allocator;
  const { stats } = heap;
  const objects = allocator.objects - base.objects;
  const tiny = tinyObjects(allocator) - base.tiny;
  const mcentral = stats.served[levelMcentral];
  const mheap = stats.served[levelMheap];
  const os = stats.served[levelOs];
  const mcache = objects - stats.zeroCount - tiny - mcentral - mheap - os;
  return {
    steps,
    objects,
    requestedBytes: stats.requestedBytes,
    liveObjects: stats.rootedObjects - base.liveObjects + stats.zeroRooted,
    served: { zerobase: stats.zeroCount, tiny, mcache, mcentral, mheap, os },
    locks: {
      mcentral: heap.centralLockCount - base.locks.mcentral,
      mheap: heap.lock.count - base.locks.mheap,
    },
    contention: contentionOf(allocator),
    memStats: since(readMemStats(heap), base.memStats),
    ledger: ledgerOf(heap),
    baseBytes: base.liveBytes,
    cycles: allocator.cycles,
  };
}

function contentionOf({ heap }: Allocator): Contention {
  const classes = heap.central
    .map(({ spanClass, lock }) => ({ spanClass, locks: lock.count, handovers: lock.handovers }))
    .filter(({ handovers }) => handovers > 0)
    .sort((a, b) => b.handovers - a.handovers);
  return {
    handovers: {
      mcentral: classes.reduce((sum, { handovers }) => sum + handovers, 0),
      mheap: heap.lock.handovers,
    },
    procs: heap.caches.map(({ centralLocks, heapLocks }) => ({ mcentral: centralLocks, mheap: heapLocks })),
    classes,
  };
}

function since(now: MemStats, base: MemStats): MemStats {
  return {
    ...now,
    TotalAlloc: now.TotalAlloc - base.TotalAlloc,
    Mallocs: now.Mallocs - base.Mallocs,
    Frees: now.Frees - base.Frees,
    BySize: now.BySize.map(({ Size, Mallocs, Frees }, i) => ({
      Size,
      Mallocs: Mallocs - base.BySize[i].Mallocs,
      Frees: Frees - base.BySize[i].Frees,
    })),
  };
}

function tinyObjects(allocator: Allocator): number {
  let count = allocator.heap.stats.tinyAllocCount;
  for (const cache of allocator.heap.caches) count += cache.tinyAllocs;
  return count;
}
