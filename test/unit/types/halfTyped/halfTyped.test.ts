/**
 * Half-typed code: a function of the standard library loses a token, and what is known of all others stays.
 * `HALF_TYPED=1000` takes that many functions out of all of the standard library instead of a few out of some
 * packages; `HALF_TYPED_SEED` takes others.
 */

import assert from 'node:assert/strict';
import type { Backend } from '../../../../src/syntax';
import { goroot } from '../program';
import {
  type ChooseLoss,
  EditedPackage,
  generator,
  type Loss,
  nodeBackend,
  type Random,
  randomDelimiter,
  randomToken,
  standardFunctions,
  type Target,
} from './tokenLoss';

const count = Number(process.env.HALF_TYPED ?? 0);
const seed = Number(process.env.HALF_TYPED_SEED ?? 1);
/** Of 100 losses, those that have to leave all other functions as they were. */
const wanted = 98;

describe('half-typed code', () => {
  before(function () {
    if (goroot !== undefined) return;
    console.log('      Go is not installed: no functions to take tokens from');
    this.skip();
  });

  it('keeps the types of other functions when a token is lost', async () => {
    const random = generator(seed);
    const targets = count > 0 ? anywhere(random, count) : inSomePackages(random, 15, 10);
    await check(targets, randomToken(random));
  });

  it('keeps the types of other functions when a bracket or quote is lost', async () => {
    const random = generator(seed + 1);
    const targets = count > 0 ? anywhere(random, count) : inSomePackages(random, 6, 10);
    await check(targets, randomDelimiter(random));
  });
});

async function check(targets: readonly Target[], choose: ChooseLoss): Promise<void> {
  const backend = await nodeBackend();
  const losses: Loss[] = [];
  for (const path of new Set(targets.map(target => target.path))) {
    const functions = targets.filter(target => target.path === path);
    losses.push(...lossesOf(path, functions, choose, backend));
  }
  const kept = losses.filter(({ changed }) => changed.length === 0);
  const inBodies = losses.filter(({ part }) => part === 'body');
  const bodies = inBodies.filter(({ changed }) => changed.length === 0);
  const rates = [
    `${rate(kept.length, losses.length)}% of ${losses.length}`,
    `${rate(bodies.length, inBodies.length)}% of ${inBodies.length} in bodies`,
  ].join(', ');
  console.log(`      ${rates}`);
  const failures = losses.filter(({ changed }) => changed.length > 0).map(describeLoss);
  assert.ok((100 * kept.length) / losses.length >= wanted, [rates, ...failures].join('\n'));
}

function lossesOf(
  path: string,
  targets: readonly Target[],
  choose: ChooseLoss,
  backend: Backend | undefined,
): Loss[] {
  const edited = new EditedPackage(path, backend);
  const losses = targets.map(target => edited.lose(target, choose)).filter(loss => loss !== undefined);
  assert.deepEqual(edited.leftovers(), [], `${path}: an edit that was undone leaves something behind`);
  edited.close();
  return losses;
}

function describeLoss({ target, lost, part, changed }: Loss): string {
  return `${target.path} ${target.key} without ${JSON.stringify(lost)} (${part}): ${changed.slice(0, 3).join('; ')}`;
}

function rate(part: number, all: number): string {
  return ((100 * part) / Math.max(all, 1)).toFixed(2);
}

function anywhere(random: Random, howMany: number): Target[] {
  const all = [...standardFunctions().values()].flat();
  return Array.from({ length: howMany }, () => all[random(all.length)]);
}

/** The more functions a package has, the more likely it is taken; the largest take too long for every day. */
function inSomePackages(random: Random, packages: number, functions: number): Target[] {
  const known = standardFunctions();
  const all = [...known.values()].filter(({ length }) => length < 500).flat();
  return Array.from({ length: packages }, () => known.get(all[random(all.length)].path) ?? []).flatMap(
    targets => Array.from({ length: functions }, () => targets[random(targets.length)]),
  );
}
