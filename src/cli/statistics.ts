/** The statistics of a replay as lines of text. */

import type { Statistics } from '../allocator';
import { formatBytes } from '../explorer';
import { bold, dim } from './style';

export function formatStatistics(statistics: Statistics): string[] {
  const { memStats, served, locks, contention, ledger } = statistics;
  const count = (value: number) => value.toLocaleString('en-US');
  const handovers = (lock: 'mcentral' | 'mheap') =>
    contention.procs.length > 1 ? `, ${count(contention.handovers[lock])} of them after another P` : '';
  const lines = [
    bold('Allocations'),
    row('objects', count(statistics.objects), `${count(statistics.liveObjects)} still referred to`),
    row('requested', formatBytes(statistics.requestedBytes), 'bytes as the program asked for them'),
    row('taken', formatBytes(memStats.TotalAlloc), 'with rounding to size classes and pages'),
    '',
    bold('Served by'),
    row('zerobase', count(served.zerobase), 'no bytes at all'),
    row('tiny', count(served.tiny), 'shares a 16-byte block'),
    row('mcache', count(served.mcache), 'no lock'),
    row('mcentral', count(served.mcentral), `${count(locks.mcentral)} visits${handovers('mcentral')}`),
    row('mheap', count(served.mheap), `${count(locks.mheap)} locks${handovers('mheap')}`),
    row('system', count(served.os), 'new memory'),
    '',
    bold('Heap'),
    row('in use', formatBytes(memStats.HeapInuse), 'spans'),
    row('objects', formatBytes(memStats.HeapAlloc), `${count(memStats.HeapObjects)} slots taken`),
    row('idle', formatBytes(memStats.HeapIdle), `${formatBytes(memStats.HeapReleased)} given back`),
    row('collections', count(memStats.NumGC), `${count(memStats.Frees)} objects freed`),
    '',
    bold('Where the bytes in use are'),
    ...Object.entries(ledger)
      .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
      .map(([name, bytes]) => row(name.replace(/([A-Z])/g, ' $1').toLowerCase(), formatBytes(bytes), '')),
  ];
  if (contention.procs.length > 1) {
    lines.push('', bold('Ps'), dim('          P     mcentral        mheap'));
    for (const [p, { mcentral, mheap }] of contention.procs.entries()) {
      lines.push(`  ${pad(`P${p}`, 9)} ${pad(count(mcentral), 12)} ${pad(count(mheap), 12)}`);
    }
  }
  const classes = memStats.BySize.filter(({ Mallocs }) => Mallocs > 0);
  if (classes.length > 0) {
    lines.push('', bold('Size classes'), dim('       size      mallocs        frees'));
    for (const { Size, Mallocs, Frees } of classes) {
      lines.push(`  ${pad(formatBytes(Size), 9)} ${pad(count(Mallocs), 12)} ${pad(count(Frees), 12)}`);
    }
  }
  return lines;
}

function row(name: string, value: string, note: string): string {
  return `  ${name.padEnd(14)} ${pad(value, 12)}  ${dim(note)}`.trimEnd();
}

function pad(text: string, width: number): string {
  return text.padStart(width);
}
