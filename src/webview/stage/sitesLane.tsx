/** The program's sites by their bytes so far; a click lights up what a site holds. */

import type { HeapState, Run } from '../../protocol';
import { percent } from '../elements/format';
import type { Model } from '../model/model';

/** Above this the rest is summed as "others". */
const most = 200;

export function SitesLane({ model, run, state }: { model: Model; run: Run; state: HeapState }) {
  const total = state.siteTotals.reduce((sum, site) => sum + site.bytes, 0);
  const largest = Math.max(1, ...state.siteTotals.slice(0, 10_000).map(site => site.bytes));
  const shown = run.sites
    .map((site, index) => ({ site, index, bytes: state.siteTotals[index]?.bytes ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes || a.index - b.index);
  const rest = shown.slice(most).reduce((sum, row) => sum + row.bytes, 0);
  if (shown.length === 0) return <p class="none">no allocation sites</p>;
  return (
    <ul class="sites">
      {shown.slice(0, most).map(({ site, index, bytes }) => (
        <li key={index}>
          <button
            type="button"
            class={siteClass(model, state, index)}
            title={`${site.text} in ${site.func}`}
            aria-pressed={model.selection.kind === 'site' && model.selection.site === index}
            onClick={() => model.select({ kind: 'site', site: index })}
          >
            <span class="line">{site.link?.line ?? ''}</span>
            <span class="text mono">{site.text}</span>
            <span class="share">{bytes ? percent(bytes, total) : '–'}</span>
            <span class="bar">
              <i style={{ width: `${(bytes / largest) * 100}%` }} />
            </span>
          </button>
        </li>
      ))}
      {rest > 0 && <li class="none">others {percent(rest, total)}</li>}
    </ul>
  );
}

function siteClass(model: Model, state: HeapState, index: number): string {
  const names = ['site'];
  if (state.event?.site === index) names.push('current');
  if (model.selection.kind === 'site' && model.selection.site === index) names.push('selected');
  if (model.highlighted.includes(index)) names.push('highlighted');
  return names.join(' ');
}
