/**
 * Constants against go/constant. test/fixtures/types/core/constants.txt has literals; constants.want what Go
 * (constants.go) makes of them and of all operations on pairs of them. UPDATE=1 asks Go again.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BinaryOp, LitKind } from '../../../../src/syntax';
import type { Constant } from '../../../../src/types';
import {
  Basic,
  binaryOp,
  compareConstants,
  constantMessage,
  floatValue,
  imagPart,
  parseLiteral,
  quote,
  realPart,
  representable,
  shiftOp,
  signOf,
  toInt,
  unaryOp,
} from '../../../../src/types';
import { toFloat32 } from '../../../../src/types/constantReal';
import { formatFloat } from '../../../../src/types/constantString';

const folder = join(__dirname, '../../../fixtures/types/core');
const wanted = join(folder, 'constants.want');

describe('constants', () => {
  it('agree with go/constant', () => {
    const literals = readFileSync(join(folder, 'constants.txt'), 'utf8');
    if (process.env.UPDATE) {
      const out = execFileSync('go', ['run', join(folder, 'constants.go')], {
        input: literals,
        maxBuffer: 1 << 28,
      });
      writeFileSync(wanted, out);
    }
    const want = readFileSync(wanted, 'utf8').trimEnd().split('\n');
    const got = evaluateAll(literals.trimEnd().split('\n'));
    const wrong = want.flatMap((line, i) => (line === got[i] ? [] : [`want ${line}\n got ${got[i]}`]));
    assert.equal(wrong.slice(0, 20).join('\n'), '');
    assert.equal(got.length, want.length);
  });

  it('round to the types that hold them', () => {
    const sizes = { wordSize: 8 };
    const holds = (text: string, lit: LitKind, basic: Basic, wordSize = 8): boolean =>
      representable(parseLiteral(lit, text)!, basic, { wordSize }) !== undefined;
    assert.equal(holds('255', 'INT', Basic.Uint8), true);
    assert.equal(holds('256', 'INT', Basic.Uint8), false);
    assert.equal(holds('128', 'INT', Basic.Int8), false);
    assert.equal(holds('127.0', 'FLOAT', Basic.Int8), true);
    assert.equal(holds('0x8000000000000000', 'INT', Basic.Int), false);
    assert.equal(holds('0x80000000', 'INT', Basic.Int, 4), false);
    assert.equal(holds('0xffffffff', 'INT', Basic.Uint, 4), true);
    assert.equal(holds('1e39', 'FLOAT', Basic.Float32), false);
    assert.equal(holds('1e309', 'FLOAT', Basic.Float64), false);
    assert.equal(holds('0i', 'IMAG', Basic.Int), true);
    assert.equal(holds('1i', 'IMAG', Basic.Int), false);
    assert.equal(holds('1.5', 'FLOAT', Basic.Int), false);
    const minus128 = unaryOp('-', parseLiteral('INT', '128')!)!;
    assert.notEqual(representable(minus128, Basic.Int8, sizes), undefined);
    const third = representable(parseLiteral('FLOAT', '0.1')!, Basic.Float32, sizes)!;
    assert.equal(floatValue(third), Math.fround(0.1));
  });
});

function evaluateAll(literals: readonly string[]): string[] {
  const out: string[] = [];
  const values: Constant[] = [];
  for (const line of literals) {
    const space = line.indexOf(' ');
    const value = parseLiteral(line.slice(0, space) as LitKind, line.slice(space + 1));
    out.push(`${line} => ${show(value)}`);
    if (value !== undefined) values.push(value);
  }
  values.forEach((x, i) => {
    if (isNumber(x)) out.push(`${i} - => ${show(unaryOp('-', x))}`);
    if (x.kind === 'int') {
      out.push(`${i} ^ => ${show(unaryOp('^', x))} ${show(maskedNot(x))}`);
      for (const count of [0, 1, 63, 200]) {
        out.push(`${i} shift ${count} => ${show(shiftOp('<<', x, count))} ${show(shiftOp('>>', x, count))}`);
      }
    }
    values.forEach((y, j) => {
      if ((i + j) % 4 !== 0) return;
      if (isNumber(x) !== isNumber(y) || (!isNumber(x) && x.kind !== y.kind)) return;
      pair(x, y, `${i}`, `${j}`, out);
    });
  });
  return out;
}

/** go/constant's precision of 8 bits for ^, whatever the operand: that of uint8. */
function maskedNot(x: Constant): Constant | undefined {
  return unaryOp('^', x, Basic.Uint8);
}

function pair(x: Constant, y: Constant, i: string, j: string, out: string[]): void {
  const ints = x.kind === 'int' && y.kind === 'int';
  const complex = x.kind === 'complex' || y.kind === 'complex';
  const ops = ints
    ? ['+', '-', '*', '/', '//', '%', '&', '|', '^', '&^']
    : isNumber(x)
      ? ['+', '-', '*', '/']
      : ['+'];
  for (const op of ops) {
    if ((op === '/' || op === '//' || op === '%') && (signOf(y) === 0 || isTiny(y))) continue;
    const name = (op === '//' ? '/' : op) as BinaryOp;
    out.push(`${i} ${op} ${j} => ${show(binaryOp(name, x, y, op === '//'))}`);
  }
  for (const op of (complex ? ['=='] : ['==', '<', '>=']) as BinaryOp[]) {
    out.push(`${i} ${op} ${j} => ${compareConstants(op, x, y)}`);
  }
}

/** A complex number whose norm is zero. */
function isTiny(y: Constant): boolean {
  if (y.kind !== 'complex') return false;
  const re = binaryOp('*', y.re, y.re, false)!;
  const im = binaryOp('*', y.im, y.im, false)!;
  return signOf(binaryOp('+', re, im, false)!) === 0;
}

function isNumber(x: Constant): boolean {
  return x.kind !== 'bool' && x.kind !== 'string';
}

function show(x: Constant | undefined): string {
  if (x === undefined) return 'unknown';
  switch (x.kind) {
    case 'int':
      return `Int ${short(x.value.toString())}`;
    case 'bool':
      return `Bool ${x.value}`;
    case 'string':
      return `String ${quote(x.value)} | ${constantMessage(x)}`;
    case 'complex':
      return `Complex (${show(realPart(x))}, ${show(imagPart(x))})`;
    default: {
      const exact = x.kind === 'float' ? 'float' : short(x.den === 1n ? `${x.num}` : `${x.num}/${x.den}`);
      const int = toInt(x);
      const integer = int?.kind === 'int' ? ` = ${short(int.value.toString())}` : '';
      const single = formatFloat(toFloat32(x));
      return `Float ${formatFloat(floatValue(x))} ${single} ${exact}${integer} | ${constantMessage(x)}`;
    }
  }
}

function short(text: string): string {
  if (text.length <= 60) return text;
  const hash = createHash('sha256').update(text).digest('hex');
  return Buffer.from(`${text.slice(0, 40)}… ${hash}`)
    .subarray(0, 60)
    .toString();
}
