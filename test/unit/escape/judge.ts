/** What a test of the compiler ("errorcheck") thinks of diagnostics, as cmd/internal/testdir judges them. */

/** A line of -m. */
interface Line {
  line: number;
  text: string;
}

/** What is wrong, one line each. */
export function judge(text: string, lines: readonly Line[]): string[] {
  const problems: string[] = [];
  let left = [...lines];
  text.split('\n').forEach((source, index) => {
    if (source.startsWith('////')) return;
    const match = /\/\/ (?:GC_)?ERROR (.*)/.exec(source);
    if (match === null) return;
    const here = left.filter(({ line }) => line === index + 1);
    left = left.filter(({ line }) => line !== index + 1);
    let open = here;
    for (const [, wanted] of match[1].matchAll(/"([^"]*)"/g)) {
      const pattern = new RegExp(wanted);
      const fitting = open.filter(each => pattern.test(each.text));
      if (fitting.length === 0) problems.push(`${index + 1}: missing "${wanted}"`);
      open = open.filter(each => !fitting.includes(each));
    }
    for (const each of open) problems.push(`${index + 1}: unexpected "${each.text}"`);
  });
  for (const { line, text: got } of left) problems.push(`${line}: unexpected "${got}"`);
  return problems;
}
