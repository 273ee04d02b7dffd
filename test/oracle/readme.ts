/** The table of agreement in the README, made from the record. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agreement } from './agreement';
import { facts, groups } from './groups';

const file = join(__dirname, '../../README.md');
const begin = '<!-- agreement -->\n';
const end = '<!-- /agreement -->';

export function readReadme(): string {
  return readFileSync(file, 'utf8');
}

export function writeReadme(agreement: Agreement): void {
  writeFileSync(file, withTable(readReadme(), agreement));
}

/** The text with the table between its marks; one line of a group for each Go version. */
export function withTable(readme: string, agreement: Agreement): string {
  const from = readme.indexOf(begin) + begin.length;
  const to = readme.indexOf(end);
  if (from < begin.length || to < from) return readme;
  return readme.slice(0, from) + tableOf(agreement) + readme.slice(to);
}

function tableOf(agreement: Agreement): string {
  const lines = [
    `| Go | packages | ${facts.map(({ title }) => title).join(' | ')} |`,
    `|---|---|${'---:|'.repeat(facts.length)}`,
  ];
  for (const [version, byGroup] of Object.entries(agreement)) {
    for (const { name } of groups) {
      if (byGroup[name] === undefined) continue;
      const cells = facts.map(fact => byGroup[name][fact.name]?.toFixed(3).concat(' %') ?? '–');
      lines.push(`| ${version.replace('go', '')} | ${name} | ${cells.join(' | ')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
