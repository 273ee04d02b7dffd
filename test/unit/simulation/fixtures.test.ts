/**
 * Simulations of the functions in test/fixtures/simulation. At the line of a function that is simulated
 * stands `// simulate`; behind it, and at every line whose sites it reaches, what it allocates there:
 *
 *     // sim: NAME 10 × &item{} 160 B; NAME 5 × append 248 B
 *
 * and `// assume: …` where something is taken for granted. Checked both ways; `UPDATE=1` writes the comments anew.
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AllocationRun, type Simulation } from '../../../src/simulation';
import type { Place } from '../../../src/syntax';
import { analysed } from './analysed';

const folder = join(__dirname, '../../fixtures/simulation');
const commentForm = /[ \t]*\/\/ (?:sim|assume): .*$/;
const targetForm = /^func (?:\((?:\w+ )?(\*?\w+)\) )?(\w+).*\/\/ simulate\b/;

describe('simulations', () => {
  for (const name of readdirSync(folder).filter(file => file.endsWith('.go'))) {
    it(name, () => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const bare = text
        .split('\n')
        .map(line => line.replace(commentForm, ''))
        .join('\n');
      const got = annotated(bare);
      if (process.env.UPDATE) writeFileSync(path, got);
      else assert.equal(got, text);
    });
  }
});

/** The text with what its simulated functions do as comments. */
function annotated(text: string): string {
  const analysis = analysed(text);
  const lines = text.split('\n');
  const comments = lines.map((): string[] => []);
  for (const line of lines) {
    const match = targetForm.exec(line);
    if (match === null) continue;
    const [, receiver, name] = match;
    const full =
      receiver === undefined
        ? name
        : receiver.startsWith('*')
          ? `(${receiver}).${name}`
          : `${receiver}.${name}`;
    const target = analysis.functionNamed('p', full);
    assert.ok(target, full);
    const simulation = analysis.simulate(target, { turns: 100, procs: 2 });
    for (const [at, comment] of commentsOf(full, simulation)) comments[at].push(comment);
  }
  return lines.map((line, index) => [line, ...commentOf(comments[index])].join(' ')).join('\n');
}

function commentOf(comments: readonly string[]): string[] {
  const sims = comments.filter(comment => !comment.startsWith('assume: ')).join('; ');
  const assumed = [...new Set(comments.filter(comment => comment.startsWith('assume: ')))];
  if (sims === '' && assumed.length === 0) return [];
  return [`// ${[...(sims === '' ? [] : [`sim: ${sims}`]), ...assumed].join(' // ')}`];
}

function commentsOf(name: string, simulation: Simulation): [number, string][] {
  const run = new AllocationRun(simulation.log, simulation.sites.length, { procs: 2, gogc: 100 });
  const found: [number, string][] = simulation.sites.map((site, index) => {
    const { objects, bytes, heldObjects } = run.siteTotals[index];
    const held = heldObjects === objects ? '' : `, ${heldObjects} held`;
    return [lineOf(site.place), `${name} ${objects} × ${site.text} ${bytes} B${held}`];
  });
  for (const { place, text } of simulation.assumptions) found.push([lineOf(place), `assume: ${text}`]);
  assert.equal(simulation.stopped, undefined);
  return found;
}

function lineOf({ unit, pos }: Place): number {
  return unit.file.lines.lineOf(unit.base + pos);
}
