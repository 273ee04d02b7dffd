/** Thrown where the program itself is wrong (never for bad input). */
export class AssertionError extends Error {}

/** Ends a switch over a closed union: a missing case is an error of the type checker. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
