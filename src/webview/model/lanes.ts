/** The lanes of the stage, in the order of the way, and the words of the walkthrough's analogy. */
import type { HeapState, Level } from '../../protocol';
import type { Lane } from './model';

export const lanes: readonly Lane[] = ['mcache', 'mcentral', 'mheap', 'os'];

/** The analogy: a pocket is at hand, an ATM is shared, the bank has one counter. */
export const likenesses: Record<Lane, string> = { mcache: 'pocket', mcentral: 'ATM', mheap: 'bank', os: '' };

/** Objects without bytes and those in a tiny block are served without leaving the P. */
export function laneOf(level: Level): Lane {
  return level === 'zerobase' || level === 'tiny' ? 'mcache' : level;
}

export function servedIn(lane: Lane, { served }: HeapState): number {
  return lane === 'mcache' ? served.zerobase + served.tiny + served.mcache : served[lane];
}
