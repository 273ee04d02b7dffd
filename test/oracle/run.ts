/**
 * Compares Heapward with the real toolchain, keeps the record, and writes it into the README.
 *
 *   tsx test/oracle/run.ts [--keep] [--check] [GROUP…] [FACT…]
 *
 * `--check` records nothing; `--keep` prints the examples that differ.
 */

import { fell, readAgreement, record, recorded, writeAgreement } from './agreement';
import { Comparer, goVersion } from './compare';
import { facts, groups } from './groups';
import { writeReadme } from './readme';

function main(args: readonly string[]): void {
  const names = args.filter(arg => !arg.startsWith('--'));
  const known = new Set([...groups, ...facts].map(({ name }) => name));
  const unknown = names.filter(name => !known.has(name));
  if (unknown.length > 0)
    throw new Error(`unknown: ${unknown.join(', ')}; there are ${[...known].join(', ')}`);
  const version = goVersion();
  if (version === undefined) throw new Error('there is no go command on PATH');
  const chosen = <T extends { name: string }>(list: readonly T[]) => {
    const some = list.filter(({ name }) => names.includes(name));
    return some.length > 0 ? some : list;
  };
  const comparer = new Comparer();
  const agreement = readAgreement();
  let failed = 0;
  console.log(`${version}, linux/amd64, without cgo\n`);
  console.log(row('group', 'fact', 'agreement', 'recorded', 'seconds', 'MB'));
  for (const group of chosen(groups)) {
    for (const fact of chosen(facts)) {
      const before = recorded(agreement, version, group.name, fact.name);
      const found = comparer.compare(group, fact);
      const isLower = fell(before, found.agreement);
      if (isLower) failed++;
      else record(agreement, version, group.name, fact.name, found.agreement);
      const was = before === undefined ? '' : `${before.toFixed(3)}%`;
      const cells = [
        `${found.agreement.toFixed(3)}%`,
        was,
        found.seconds.toFixed(1),
        found.megabytes.toFixed(0),
      ];
      console.log(row(group.name, fact.name, ...cells) + (isLower ? '  FELL' : ''));
      if (args.includes('--keep')) console.log(found.text);
    }
  }
  if (!args.includes('--check')) {
    writeAgreement(agreement);
    writeReadme(agreement);
  }
  if (failed > 0) process.exitCode = 1;
}

function row(group: string, fact: string, ...cells: string[]): string {
  return [group.padEnd(12), fact.padEnd(8), ...cells.map(cell => cell.padStart(10))].join(' ');
}

main(process.argv.slice(2));
