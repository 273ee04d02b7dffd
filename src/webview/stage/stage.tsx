/**
 * The way of an allocation: sites → mcache (a pocket, no lock) → mcentral (an ATM, a mutex a class)
 * → mheap (the bank, one global lock) → the OS. The lane that served the current event is marked. A lane's
 * head tells how many it served and how often its lock was taken; a click explains the level.
 */

import type { HeapState, Run } from '../../protocol';
import { bytes, integer, percent, plural } from '../elements/format';
import type { Theme } from '../elements/theme';
import { laneOf, lanes, likenesses, servedIn } from '../model/lanes';
import type { Lane, Model } from '../model/model';
import { ClassMatrix } from './classMatrix';
import { PageMap } from './pageMap';
import { SitesLane } from './sitesLane';
import { WayLine } from './wayLine';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
  theme: Theme;
}

export function Stage({ model, run, state, theme }: Props) {
  const { event } = state;
  const allocations = lanes.reduce((sum, lane) => sum + servedIn(lane, state), 0);
  const allocated = state.siteTotals.reduce((sum, site) => sum + site.bytes, 0);
  const reached = event?.kind === 'alloc' ? lanes.indexOf(laneOf(event.level)) : -1;
  const laneClass = (lane: Lane) => {
    const at = lanes.indexOf(lane);
    if (reached < 0 || at > reached) return 'lane';
    return at === reached ? 'lane serve' : 'lane pass';
  };
  const head = (lane: Lane) => (
    <LaneHead model={model} lane={lane} state={state} share={percent(servedIn(lane, state), allocations)} />
  );
  return (
    <section class="stage" aria-label="The way of an allocation">
      <div class={reached >= 0 ? 'lane pass' : 'lane'} data-lane="sites">
        <button type="button" class="lane-head" onClick={() => model.showTab('sites')}>
          <span>
            <b>Sites</b>
            <span class="right">share of bytes</span>
          </span>
          <span>
            <b>{bytes(allocated)}</b>
            <span class="right">{plural(allocations, 'object')}</span>
          </span>
        </button>
        <SitesLane model={model} run={run} state={state} />
      </div>
      <div class="caches">
        <div class={laneClass('mcache')} data-lane="mcache">
          {head('mcache')}
        </div>
        <div class={laneClass('mcentral')} data-lane="mcentral">
          {head('mcentral')}
        </div>
        <ClassMatrix model={model} run={run} state={state} theme={theme} />
      </div>
      <div class={laneClass('mheap')} data-lane="mheap">
        {head('mheap')}
        <PageMap model={model} run={run} state={state} theme={theme} />
      </div>
      <div class={laneClass('os')} data-lane="os">
        {head('os')}
        <OsLane model={model} state={state} />
      </div>
      <WayLine model={model} state={state} />
    </section>
  );
}

interface LaneHeadProps {
  model: Model;
  lane: Lane;
  state: HeapState;
  share: string;
}

function LaneHead({ model, lane, state, share }: LaneHeadProps) {
  const isSelected = model.selection.kind === 'level' && model.selection.level === lane;
  const served = servedIn(lane, state);
  return (
    <button
      type="button"
      class={isSelected ? 'lane-head selected' : 'lane-head'}
      aria-pressed={isSelected}
      title={`What ${lane === 'os' ? 'the operating system' : lane} does`}
      onClick={() => model.select({ kind: 'level', level: lane })}
    >
      <span>
        <b>{lane === 'os' ? 'OS' : lane}</b>
        {likenesses[lane] && <i>{likenesses[lane]}</i>}
        <LockWord lane={lane} state={state} />
      </span>
      <span>
        {lane === 'os' ? (
          <b>{plural(served, 'grow')}</b>
        ) : (
          <>
            <b>{share}</b> <span class="muted">served here</span>
            <span class="right">{integer(served)}</span>
          </>
        )}
      </span>
    </button>
  );
}

/** The lane's lock with the number of its takings; filled when the current event took it. */
function LockWord({ lane, state }: { lane: Lane; state: HeapState }) {
  if (lane === 'mcache') return <span class="right">no lock</span>;
  if (lane === 'os') return <span class="right">mmap</span>;
  const name = lane === 'mcentral' ? 'mutex' : 'global lock';
  const count = state.locks[lane];
  const isTaken = (state.event?.locks[lane] ?? 0) > 0;
  return (
    <span class={isTaken ? 'lock taken' : 'lock'} title={`${name}, taken ${plural(count, 'time')} so far`}>
      {isTaken ? 'lock taken' : name} {integer(count)}×
    </span>
  );
}

function OsLane({ model, state }: Pick<Props, 'model' | 'state'>) {
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
        {model.range && (
          <div>
            <dt>at event</dt>
            <dd>{integer(state.k)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
