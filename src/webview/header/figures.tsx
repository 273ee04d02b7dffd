/**
 * Seven figures for the seven questions people come with; each is a button to its proof. Beside a pinned run
 * each tells how it changed and what it was.
 */

import type { Run, RunFigures } from '../../protocol';
import { bytes, change, integer, percent, plural } from '../elements/format';
import type { Model, TabName } from '../model/model';

interface Figure {
  name: string;
  /** What is compared with the pinned run's. */
  amount(figures: RunFigures): number;
  show(figures: RunFigures): string;
  beside(figures: RunFigures, run: Run): string;
  open(model: Model, figures: RunFigures): void;
}

export function Figures({ model, run }: { model: Model; run: Run }) {
  const isRange = model.stretch !== undefined;
  const former = isRange ? undefined : model.pinned?.figures;
  return (
    <section class="figures" aria-label={isRange ? 'The range in figures' : 'The whole run in figures'}>
      {figures.map(figure => {
        const value = figure.show(run.figures);
        const before = former && figure.show(former);
        const changed = former && change(figure.amount(run.figures), figure.amount(former));
        return (
          <button key={figure.name} type="button" onClick={() => figure.open(model, run.figures)}>
            <span class="name">
              {isRange ? figure.name.replace('whole run', 'in the range') : figure.name}
            </span>
            <span class="value">
              <b>{value}</b>
              {changed && <span class="changed">{changed}</span>}
              <span class="beside">
                {before !== undefined && before !== value ? `was ${before}` : figure.beside(run.figures, run)}
              </span>
            </span>
          </button>
        );
      })}
    </section>
  );
}

const toTab = (tab: TabName) => (model: Model) => model.showTab(tab);

const leftShare = (figures: RunFigures): number => figures.leftLockFree / figures.allocatedObjects || 0;
const roundingShare = ({ roundingBytes, allocatedBytes }: RunFigures): number =>
  roundingBytes / (allocatedBytes + roundingBytes) || 0;

const figures: Figure[] = [
  {
    name: 'Allocated, whole run',
    amount: each => each.allocatedBytes,
    show: each => bytes(each.allocatedBytes),
    beside: each => plural(each.allocatedObjects, 'object'),
    open: toTab('sites'),
  },
  {
    name: 'Peak heap',
    amount: each => each.peakBytes,
    show: each => bytes(each.peakBytes),
    beside: each => `at event ${integer(each.peakEvent)}`,
    open: (model, each) => model.go(each.peakEvent),
  },
  {
    name: 'Collections',
    amount: each => each.collections,
    show: each => integer(each.collections),
    beside: each => (each.collections ? `freed ${bytes(each.freedBytes)}` : ''),
    open: toTab('collections'),
  },
  {
    name: 'Last collection freed',
    amount: each => each.lastFreedBytes,
    show: each => (each.collections ? bytes(each.lastFreedBytes) : 'none yet'),
    beside: (each, { collections }) => {
      const last = collections.at(-1);
      if (!last || !each.collections) return '';
      return `${percent(last.freedBytes, last.freedBytes + last.liveBytes)} · GC ${collections.length}`;
    },
    open: toTab('collections'),
  },
  {
    name: 'Left the lock-free path',
    amount: leftShare,
    show: each => percent(each.leftLockFree, each.allocatedObjects),
    beside: each =>
      each.leftLockFree ? `1 in ${(each.allocatedObjects / each.leftLockFree).toFixed(1)}` : 'none',
    open: model => model.goToLock(true),
  },
  {
    name: 'Lost by rounding',
    amount: roundingShare,
    show: each => percent(each.roundingBytes, each.allocatedBytes + each.roundingBytes),
    beside: each => bytes(each.roundingBytes),
    open: toTab('ledger'),
  },
  {
    name: 'Mapped from the OS',
    amount: each => each.mappedBytes,
    show: each => bytes(each.mappedBytes),
    beside: each => plural(each.grows, 'grow'),
    open: toTab('ledger'),
  },
];
