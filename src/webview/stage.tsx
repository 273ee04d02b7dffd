/**
 * The way of an allocation: sites → mcache (a pocket, no lock) → mcentral (an ATM, a mutex a class)
 * → mheap (the bank, one global lock) → the OS. The lane that served the current event is marked.
 */

import type { HeapState, Level, Run } from '../protocol';
import { ClassMatrix } from './classMatrix';
import { bytes, integer, percent, plural } from './format';
import type { Model } from './model';
import { PageMap } from './pageMap';
import { SitesLane } from './sitesLane';
import type { Theme } from './theme';

const order: Level[] = ['zerobase', 'tiny', 'mcache', 'mcentral', 'mheap', 'os'];
/** Allocations served by nearer levels than this one count as the mcache's. */
const nearest = order.indexOf('mcache');

export function Stage({
  model,
  run,
  state,
  theme,
}: {
  model: Model;
  run: Run;
  state: HeapState;
  theme: Theme;
}) {
  const { served, event } = state;
  const allocations = order.reduce((sum, level) => sum + served[level], 0);
  const pocket = served.zerobase + served.tiny + served.mcache;
  const allocated = state.siteTotals.reduce((sum, site) => sum + site.bytes, 0);
  const reached = event?.kind === 'alloc' ? order.indexOf(event.level) : -1;
  const lane = (level: Level) => {
    if (reached < 0) return 'lane';
    const own = Math.max(nearest, order.indexOf(level));
    if (own === Math.max(nearest, reached)) return 'lane serve';
    return own < reached ? 'lane pass' : 'lane';
  };
  return (
    <section class="stage" aria-label="The way of an allocation">
      <div class={reached >= 0 ? 'lane pass' : 'lane'}>
        <LaneHead
          name="Sites"
          right="share of bytes"
          value={bytes(allocated)}
          count={plural(allocations, 'object')}
        />
        <SitesLane model={model} run={run} state={state} />
      </div>
      <div class="caches">
        <div class={lane('mcache')}>
          <LaneHead
            name="mcache"
            like="pocket"
            right="no lock"
            value={`${percent(pocket, allocations)} served here`}
            count={integer(pocket)}
          />
        </div>
        <div class={lane('mcentral')}>
          <LaneHead
            name="mcentral"
            like="ATM"
            right={event?.locks.mcentral ? 'lock taken' : 'mutex'}
            lock={Boolean(event?.locks.mcentral)}
            value={`${percent(served.mcentral, allocations)} served here`}
            count={integer(served.mcentral)}
          />
        </div>
        <ClassMatrix model={model} run={run} state={state} theme={theme} />
      </div>
      <div class={lane('mheap')}>
        <LaneHead
          name="mheap"
          like="bank"
          right={event?.locks.mheap ? 'lock taken' : 'global lock'}
          lock={Boolean(event?.locks.mheap)}
          value={`${percent(served.mheap, allocations)} served here`}
          count={integer(served.mheap)}
        />
        <PageMap model={model} state={state} theme={theme} />
      </div>
      <div class={lane('os')}>
        <LaneHead
          name="OS"
          right="mmap"
          value={plural(run.figures.grows, 'grow')}
          count={integer(served.os)}
        />
        <OsLane state={state} />
      </div>
    </section>
  );
}

interface LaneHeadProps {
  name: string;
  like?: string;
  right: string;
  lock?: boolean;
  value: string;
  count: string;
}

function LaneHead({ name, like, right, lock, value, count }: LaneHeadProps) {
  const isLock = right === 'mutex' || right === 'global lock' || lock;
  return (
    <div class="lane-head">
      <div>
        <h2>{name}</h2>
        {like && <i>{like}</i>}
        <span class={isLock ? (lock ? 'lock taken' : 'lock') : 'right'}>{right}</span>
      </div>
      <div>
        <b>{value}</b>
        <span class="right">{count}</span>
      </div>
    </div>
  );
}

function OsLane({ state }: { state: HeapState }) {
  const { os } = state;
  const mapped = Math.max(1, os.inSpans + os.idle + os.released);
  const parts = [
    { name: 'in spans', value: os.inSpans, className: 'os-used' },
    { name: 'idle pages', value: os.idle, className: 'os-idle' },
    { name: 'released', value: os.released, className: 'os-released' },
  ];
  return (
    <div class="os">
      <div class="os-bar" aria-hidden="true">
        {parts.map(part => (
          <i key={part.name} class={part.className} style={{ height: `${(part.value / mapped) * 100}%` }} />
        ))}
      </div>
      <dl>
        {[...parts, { name: 'reserved', value: os.reserved, className: '' }].map(part => (
          <div key={part.name}>
            <dt>{part.name}</dt>
            <dd>{bytes(part.value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
