/** Colours of text output: on a terminal alone, never where NO_COLOR is set. */

import pc from 'picocolors';
import type { MarkKind } from '../explorer';

const colours = pc.createColors(
  (process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR)) && !process.env.NO_COLOR,
);

export const { bold, dim, cyan } = colours;

export function paint(kind: MarkKind, text: string): string {
  switch (kind) {
    case 'moved':
    case 'heap':
      return colours.yellow(text);
    case 'stack':
      return colours.green(text);
    case 'leak':
      return colours.blue(text);
    case 'unknown':
      return colours.magenta(text);
    case 'free':
      return colours.dim(text);
  }
}

/** Text with `code` in backticks: on a terminal in bold instead. */
export function withCode(text: string): string {
  if (bold('x') === 'x') return text;
  return text.replace(/`([^`]+)`/g, (_, inner: string) => bold(inner));
}
