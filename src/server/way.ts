/** The way of one allocation through the levels, one step a level reached, in words. */
import { type Allocation, sizeClassOf } from '../allocator';
import { formatBytes } from '../explorer';
import type { Level } from '../protocol';

export function wayOf(allocation: Allocation, p: number, scan: boolean): { level: Level; text: string }[] {
  const { level, spanClass, pages, slot, roundedSize } = allocation;
  const kind = scan ? 'with pointers' : 'without pointers';
  if (level === 'zerobase') return [{ level, text: 'no bytes: all such objects share one address' }];
  if (level === 'tiny') return [{ level, text: `fits into the tiny block that P${p} holds` }];
  const isLarge = sizeClassOf(spanClass) === 0;
  const steps: { level: Level; text: string }[] = [];
  const size = isLarge ? '' : formatBytes(roundedSize);
  if (!isLarge) {
    const served = level === 'mcache';
    steps.push({
      level: 'mcache',
      text: served
        ? `P${p} holds a span of ${size} slots ${kind}: slot ${slot} is free, no lock`
        : `P${p} has no room left in a span of ${size} slots ${kind}`,
    });
    if (served) return steps;
    steps.push({
      level: 'mcentral',
      text: level === 'mcentral' ? 'had a span with free slots' : 'had no span with free slots',
    });
    if (level === 'mcentral') return steps;
  }
  const what = pages === 1 ? '1 page' : `${pages} pages`;
  const purpose = isLarge ? 'for this large object alone' : 'for a new span';
  steps.push({
    level: 'mheap',
    text: level === 'mheap' ? `cut ${what} ${purpose}` : `had not ${what} in a row`,
  });
  if (level === 'os') steps.push({ level: 'os', text: `mapped more memory, ${what} of it ${purpose}` });
  return steps;
}
