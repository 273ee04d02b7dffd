/** The recorded agreement: by Go version, group and fact, in percent. It may only rise. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Agreement = Record<string, Record<string, Record<string, number>>>;

const file = join(__dirname, 'agreement.json');

/** Printed with three digits, so a difference below that is none. */
const tolerance = 0.0005;

export function readAgreement(): Agreement {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Agreement) : {};
}

export function recorded(
  agreement: Agreement,
  version: string,
  group: string,
  fact: string,
): number | undefined {
  return agreement[version]?.[group]?.[fact];
}

export function fell(before: number | undefined, now: number): boolean {
  return before !== undefined && now < before - tolerance;
}

export function record(
  agreement: Agreement,
  version: string,
  group: string,
  fact: string,
  now: number,
): void {
  agreement[version] ??= {};
  agreement[version][group] ??= {};
  const before = agreement[version][group][fact];
  if (before === undefined || now > before) agreement[version][group][fact] = now;
}

export function writeAgreement(agreement: Agreement): void {
  writeFileSync(file, `${JSON.stringify(sorted(agreement), undefined, 2)}\n`);
}

function sorted<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)])) as T;
}
