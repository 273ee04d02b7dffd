/** One Go file as package p with inlining: the lines of -m, with costs; and what the compiler itself says. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEscapeAnalysis, type FuncEscape, gcLineAt, gcLines } from '../../../src/escape';
import { createInliner, Inlinability, inlineFacts, inlineRules } from '../../../src/inline';
import { createIr, createPrinter } from '../../../src/ir';
import { parseFile } from '../../../src/syntax';
import { createProgram, type PackageSource, sizesFor } from '../../../src/types';
import { isEscape, type Line } from '../escape/harness';

const nothing: PackageSource = { resolve: () => undefined, files: () => undefined };

/** Lines of -m in the compiler's order; `costs`: with what -m=2 says of each function instead. */
export function analyzeInlined(
  name: string,
  text: string,
  { costs = false, imports = nothing }: { costs?: boolean; imports?: PackageSource },
): Line[] {
  const files = [parseFile(name, text)];
  const program = createProgram({
    source: {
      resolve: (path, from) => (path === 'p' ? path : imports.resolve(path, from)),
      files: path => (path === 'p' ? { files, goVersion: 'go1.26' } : imports.files(path)),
    },
    sizes: sizesFor('amd64'),
  });
  const pkg = program.package('p');
  const printer = createPrinter(program);
  const inlinability = new Inlinability(createIr(program, { complete: true }), {
    rules: inlineRules('1.26'),
    sizes: program.sizes,
    printer,
    full: () => true,
    remarks: true,
  });
  const inliner = createInliner(inlinability);
  const analysis = createEscapeAnalysis(inliner, { printer });
  const functions: FuncEscape[] = [];
  const callees = inliner.packageFuncs(pkg);
  for (const callee of callees) {
    const found = analysis.analyze(callee);
    if (found !== undefined) functions.push(found);
  }
  const remarks = inliner.remarksOf(pkg, callees).map(({ place, gc }) => gcLineAt(place, gc));
  const rows = costs ? remarks.filter(line => !isDecision(line.text)) : remarks;
  const facts = costs ? inlineFacts(inlinability, pkg) : [];
  const decisions = facts.map(({ place, name: of, decision }) =>
    gcLineAt(
      place,
      decision.can ? `can inline ${of} with cost ${decision.cost}` : `cannot inline ${of}: ${decision.why}`,
    ),
  );
  return [...decisions, ...rows, ...gcLines(functions)]
    .filter(({ path: of }) => of === files[0].path)
    .map(({ line, column, text: gc }) => ({ line, column, text: gc }));
}

function isDecision(text: string): boolean {
  return text.startsWith('can inline ') || text.startsWith('cannot inline ');
}

/** The same of `go tool compile -m=2` and `-m` (wrappers of generic functions without their type arguments); undefined where the file does not compile. */
export function compiledInlined(text: string): Line[] | undefined {
  const costs = compile(text, '-m=2');
  const plain = compile(text, '-m');
  if (costs === undefined || plain === undefined) return undefined;
  const decisions = linesOf(costs)
    .map(line => ({ ...line, text: line.text.replace(/^(can inline .+ with cost \d+) as: .*/, '$1') }))
    .filter(line => isDecision(line.text) && !line.text.includes('go.shape.'))
    .map(line => ({ ...line, text: line.text.replace(/\[.*\]/, '[...]') }));
  const others = linesOf(plain).filter(
    ({ text: gc }) => isEscape(gc) || /^(inlining call to|(partially )?devirtualizing) /.test(gc),
  );
  return [...decisions, ...others];
}

function compile(text: string, flag: string): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'heapward-'));
  try {
    const file = join(dir, 'p.go');
    writeFileSync(file, text);
    const run = spawnSync('go', ['tool', 'compile', '-p', 'p', '-o', join(dir, 'p.a'), flag, file]);
    return run.status === 0 ? `${run.stdout}${run.stderr}` : undefined;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function linesOf(output: string): Line[] {
  return output.split('\n').flatMap(line => {
    const match = /^\S+\.go:(\d+):(\d+): (.*)$/.exec(line);
    return match === null ? [] : [{ line: Number(match[1]), column: Number(match[2]), text: match[3] }];
  });
}
