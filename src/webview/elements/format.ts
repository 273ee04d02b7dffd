/** Numbers as the panel writes them: bytes below 10 KB, then KB and MB with one decimal; thin spaces in counts. */

export function bytes(count: number): string {
  if (count < 10 * 1024) return `${integer(count)} B`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KB`;
  if (count < 1024 ** 3) return `${(count / 1024 ** 2).toFixed(1)} MB`;
  return `${(count / 1024 ** 3).toFixed(1)} GB`;
}

export function integer(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** "–" where there is nothing to divide by. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (part / whole) * 100;
  return `${share.toFixed(share !== 0 && share < 1 ? 2 : 1)} %`;
}

export const address = (value: number): string => `0x${value.toString(16)}`;

export const plural = (count: number, noun: string): string =>
  `${integer(count)} ${noun}${count === 1 ? '' : 's'}`;

/** How a value changed, in percent of what it was: "+3.2 %", "same"; nothing where there is nothing to compare. */
export function change(now: number, before: number): string {
  if (now === before) return 'same';
  if (before === 0) return '';
  const share = (now / before - 1) * 100;
  if (Math.abs(share) < 0.05) return 'same';
  return `${share > 0 ? '+' : '−'}${Math.abs(share).toFixed(Math.abs(share) < 9.95 ? 1 : 0)} %`;
}

/** A difference with its sign: "−2 KB"; "no change" for none. */
export function difference(value: number, show: (value: number) => string): string {
  if (value === 0) return 'no change';
  return `${value > 0 ? '+' : '−'}${show(Math.abs(value))}`;
}
