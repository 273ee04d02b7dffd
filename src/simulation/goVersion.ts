/**
 * What of a program's allocations depends on the version of Go beside its verdicts, in one place.
 *
 * Sources: ssagen's append, cmd/compile/internal/slice (1.26), runtime/chan.go's hchan, runtime/string.go's concatbytes,
 * internal/runtime/maps/table.go of Go 1.24 to 1.26.
 */

import { type GoVersion, isSince } from '../base';

export interface SimulationRules {
  /** An append whose result stays begins in a buffer on the stack (1.25). */
  appendBuffers: boolean;
  /** Slices that leave at one place are appended to on the stack and moved to the heap there (1.26). */
  movesSlices: boolean;
  /** Bytes of a channel without its buffer. */
  channelHeaderBytes: number;
  /** A map that is full first frees the tombstones that no search needs (1.25). */
  prunesTombstones: boolean;
}

export function simulationRules(version: GoVersion): SimulationRules {
  const is25 = isSince(version, '1.25');
  return {
    appendBuffers: is25,
    movesSlices: isSince(version, '1.26'),
    channelHeaderBytes: is25 ? 112 : 104,
    prunesTombstones: is25,
  };
}
