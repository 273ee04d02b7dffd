/** How numbers are written: bytes below 10 KB, then KB and MB with one decimal. */

const kilo = 1024;
const wholeBytes = 10 * kilo;

/** "48 B", "9216 B", "12.5 KB", "1.0 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < wholeBytes) return `${Math.round(bytes)} B`;
  if (bytes < kilo * kilo) return `${(bytes / kilo).toFixed(1)} KB`;
  if (bytes < kilo * kilo * kilo) return `${(bytes / kilo / kilo).toFixed(1)} MB`;
  return `${(bytes / kilo / kilo / kilo).toFixed(1)} GB`;
}

/** "1 heap site", "3 heap sites". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
