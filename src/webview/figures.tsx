/** Seven figures for the seven questions people come with; each is a button to its proof. */

import type { Run } from '../protocol';
import { bytes, integer, percent, plural } from './format';
import type { Model, TabName } from './model';

interface Figure {
  name: string;
  value: string;
  beside: string;
  proof: TabName | number;
}

export function Figures({ model, run }: { model: Model; run: Run }) {
  const open = (proof: TabName | number) =>
    typeof proof === 'number' ? model.go(proof) : model.showTab(proof);
  return (
    <section class="figures" aria-label="The whole run in figures">
      {figuresOf(run).map(figure => (
        <button key={figure.name} type="button" onClick={() => open(figure.proof)}>
          <span class="name">{figure.name}</span>
          <span class="value">
            <b>{figure.value}</b> <span>{figure.beside}</span>
          </span>
        </button>
      ))}
    </section>
  );
}

function figuresOf({ figures, collections }: Run): Figure[] {
  const last = collections.at(-1);
  return [
    {
      name: 'Allocated, whole run',
      value: bytes(figures.allocatedBytes),
      beside: plural(figures.allocatedObjects, 'object'),
      proof: 'sites',
    },
    {
      name: 'Peak heap',
      value: bytes(figures.peakBytes),
      beside: `at event ${integer(figures.peakEvent)}`,
      proof: figures.peakEvent,
    },
    {
      name: 'Collections',
      value: integer(figures.collections),
      beside: figures.collections ? `freed ${bytes(figures.freedBytes)}` : '',
      proof: 'collections',
    },
    {
      name: 'Last collection freed',
      value: last ? bytes(last.freedBytes) : 'none yet',
      beside: last ? percent(last.freedBytes, last.freedBytes + last.liveBytes) : '',
      proof: 'collections',
    },
    {
      name: 'Left the lock-free path',
      value: percent(figures.leftLockFree, figures.allocatedObjects),
      beside: plural(figures.leftLockFree, 'allocation'),
      proof: 'classes',
    },
    {
      name: 'Lost by rounding',
      value: percent(figures.roundingBytes, figures.allocatedBytes + figures.roundingBytes),
      beside: bytes(figures.roundingBytes),
      proof: 'ledger',
    },
    {
      name: 'Mapped from the OS',
      value: bytes(figures.mappedBytes),
      beside: plural(figures.grows, 'grow'),
      proof: 'ledger',
    },
  ];
}
