/** How the lines of a package's facts (types/facts.ts) come from those of before a change of some bodies. */

export interface Change {
  /** The record of the lines before. */
  record: string;
  /** Files in which lines moved. */
  moves: Move[];
  /** Ascending and apart; what lies between stays as it is, but for what it says of declarations in `moves`. */
  parts: Part[];
}

/** Lines from `from[i]` on, up to `from[i + 1]`, are now `by[i]` further down. */
export interface Move {
  /** Import path, "/" and base name. */
  file: string;
  from: number[];
  by: number[];
}

/** A stretch of the text: of functions that moved by some lines, or replaced. */
export type Part = { from: number; to: number } & ({ by: number } | { text: string });

export function applyChange(base: string, { moves, parts }: Change): string {
  const pieces: string[] = [];
  const keep = (from: number, to: number) => {
    pieces.push(moves.reduce(moveDeclarations, base.slice(from, to)));
  };
  let at = 0;
  for (const part of parts) {
    if (part.from > at) keep(at, part.from);
    if ('text' in part) pieces.push(part.text);
    else pieces.push(movePositions(moves.reduce(moveDeclarations, base.slice(part.from, part.to)), part.by));
    at = part.to;
  }
  keep(at, base.length);
  return pieces.join('');
}

const positions = /^(\["[TO]","[^"]*",")(\d+)(:\d+",")(\d+)(?=:)/gm;

/** Line 0 is no line: what has no position. */
function movePositions(text: string, by: number): string {
  const moved = (line: string) => (line === '0' ? line : Number(line) + by);
  return text.replace(positions, (_, start, from, between, to) => start + moved(from) + between + moved(to));
}

/** Where a row says that something is declared in the file: `,"path/file.go:LINE"]` at its end. */
function moveDeclarations(text: string, move: Move): string {
  const sign = `,${JSON.stringify(move.file).slice(0, -1)}:`;
  const pieces: string[] = [];
  let done = 0;
  for (let found = text.indexOf(sign); found >= 0; found = text.indexOf(sign, found + 1)) {
    const start = found + sign.length;
    const end = text.indexOf('"', start);
    pieces.push(text.slice(done, start), String(movedLine(move, Number(text.slice(start, end)))));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

function movedLine({ from, by }: Move, line: number): number {
  let index = from.length - 1;
  while (index > 0 && from[index] > line) index--;
  return line + (by[index] ?? 0);
}
