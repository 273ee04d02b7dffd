/** The steps of a trace, whatever it was read from; see trace.ts for what they do. */
export type TraceStep =
  | { kind: 'alloc'; id: number; size: number; scan: boolean; p: number; site: string }
  | { kind: 'free'; id: number; p: number }
  | { kind: 'root'; id: number }
  | { kind: 'ref'; from: number; to: number }
  | { kind: 'unref'; from: number; to: number }
  | { kind: 'gc'; p: number };

/** A line that is no step. The message says which and why. */
export class TraceError extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}
