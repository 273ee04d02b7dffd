/**
 * Copies of the whole state, for checkpoints: a run can be continued from a copy as from the original.
 *
 * The state is columns of numbers, a few hundred span sets and plain fields, so a copy costs about what its
 * memory does. Works on what this folder keeps: typed arrays, arrays, maps of numbers, and objects of these.
 */
export function fork<T extends object>(state: T): T {
  return copyOf(state) as T;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).slice();
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Map) return new Map(value);
  const copy: Record<string, unknown> = Object.create(Object.getPrototypeOf(value));
  for (const [name, field] of Object.entries(value)) copy[name] = copyOf(field);
  return copy;
}
