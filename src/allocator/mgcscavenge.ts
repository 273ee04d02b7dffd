/**
 * The scavenger: free pages given back to the operating system, the highest addresses first.
 *
 *   retained = heapInUse + heapFree, what the heap keeps of the system's memory; released pages are the rest
 *   GOGC's goal    heapInUse at the last mark × (goal now / goal then) + 10 %, only while retained is above it
 *   the limit's    95 % of GOMEMLIMIT, only while all mapped memory is above it
 *
 * Two parts do it. Who allocates pays at once (eager): where the pages taken would pass the memory limit, by as much,
 * and where the heap grew and passes GOGC's goal, by at most as much as it grew. In the background the rest is released
 * down to the goals, a little at a time.
 *
 * Mirrors gcPaceScavenger and bgscavenge of mgcscavenge.go, and allocSpan of mheap.go, Go 1.26. Knowingly different: the
 * runtime's background scavenger takes 1 % of the time of one CPU, and the model has no time. Its clock is the bytes of
 * spans that were taken: for each of them 1/16 byte may be released, about what a program reaches that takes 1 GB of spans a
 * second. The runtime spares chunks of pages that were dense lately; here all free pages are alike.
 */

import type { MemoryUse } from './mgcpacer';
import type { Mheap } from './mheap';
import { pageSize } from './sizeClasses';

const retainExtraPercent = 10;
const reduceExtraPercent = 5;
const releasedPerByte = 1 / 16;
const physPageSize = 4096;

export class Scavenger {
  /** Retained bytes, and mapped bytes, that the background keeps to; Infinity where it need not work. */
  gcPercentGoal = Number.POSITIVE_INFINITY;
  memoryLimitGoal = Number.POSITIVE_INFINITY;
  /** heapInUse at the last mark. */
  lastHeapInUse = 0;
  /** Bytes that may be released in the background. */
  credit = 0;
  releasedEager = 0;
  releasedBackground = 0;
}

/** Sets the goals anew, after a collection. lastHeapGoal was the goal of the collection itself. */
export function paceScavenger(h: Mheap, use: MemoryUse, heapGoal: number, lastHeapGoal: number): void {
  const { scavenger, controller, stats } = h;
  const limitGoal = controller.memoryLimit * (1 - reduceExtraPercent / 100);
  scavenger.memoryLimitGoal = use.mappedReady <= limitGoal ? Number.POSITIVE_INFINITY : limitGoal;
  const ratio = heapGoal === lastHeapGoal ? 1 : heapGoal / lastHeapGoal;
  const goal = scavenger.lastHeapInUse * ratio * (1 + retainExtraPercent / 100);
  const rounded = Math.ceil(goal / physPageSize) * physPageSize;
  const isAbove = stats.heapInUse + stats.heapFree - rounded >= physPageSize;
  scavenger.gcPercentGoal = isAbove ? rounded : Number.POSITIVE_INFINITY;
}

/** What taking pages costs: `paged` bytes of them were released before, and the heap grew by `grown` for them. */
export function scavengeForPages(h: Mheap, taken: number, paged: number, grown: number): void {
  const { scavenger, controller, stats } = h;
  let wanted = 0;
  const mapped = stats.heapInUse + stats.heapFree + stats.manualInUse;
  if (mapped + paged > controller.memoryLimit) wanted = mapped + paged - controller.memoryLimit;
  if (grown > 0 && scavenger.gcPercentGoal !== Number.POSITIVE_INFINITY) {
    const overage = stats.heapInUse + stats.heapFree + grown - scavenger.gcPercentGoal;
    wanted = Math.max(wanted, Math.min(grown, overage));
  }
  if (wanted > 0) scavenger.releasedEager += scavenge(h, wanted);
  scavenger.credit += taken * releasedPerByte;
  if (scavenger.credit >= pageSize) scavengeInBackground(h);
}

/** Returns up to bytes of free memory, the highest addresses first, to the operating system; says how much. */
export function scavenge(h: Mheap, bytes: number): number {
  const released = h.pages.scavenge(Math.ceil(bytes / pageSize)) * pageSize;
  h.stats.heapFree -= released;
  h.stats.heapReleased += released;
  return released;
}

function scavengeInBackground(h: Mheap): void {
  const { scavenger, stats } = h;
  const retained = stats.heapInUse + stats.heapFree;
  const over = Math.max(
    retained - scavenger.gcPercentGoal,
    retained + stats.manualInUse - scavenger.memoryLimitGoal,
  );
  if (over > 0) {
    scavenger.releasedBackground += scavenge(h, Math.min(over, Math.floor(scavenger.credit)));
  }
  scavenger.credit = 0;
}
