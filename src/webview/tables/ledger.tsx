/** Every mapped byte in one of a few terms that sum to what is mapped, as a cascade of bars; and what was assumed. */

import type { HeapState, Run } from '../../protocol';
import { integer, percent } from '../elements/format';
import { SourceButton } from '../elements/source';

/** What a term means, and how its bytes are drawn elsewhere. */
const meanings: Record<string, { means: string; swatch: string }> = {
  'live objects': { means: 'asked for, and still in use', swatch: 'reachable' },
  garbage: { means: 'slots that wait for mark or sweep', swatch: 'dead' },
  'rounding up to slots': { means: 'slot size less what was asked for', swatch: 'rounding' },
  'free slots': { means: 'room left in spans', swatch: 'free' },
  'span ends': { means: 'what no slot fits into, and the collector’s bits', swatch: 'tail' },
  'idle pages': { means: 'free, still backed by memory', swatch: 'free' },
  'released pages': { means: 'address kept, memory given back', swatch: 'released' },
};

export function Ledger({ run, state }: { run: Run; state: HeapState }) {
  const sum = state.ledger.reduce((total, term) => total + term.bytes, 0);
  const mapped = state.os.inSpans + state.os.idle + state.os.released;
  let before = 0;
  const rows = state.ledger.map(term => {
    const left = before;
    before += term.bytes;
    return { ...term, left, ...(meanings[term.name] ?? { means: '', swatch: 'free' }) };
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keys
    <section class="table-scroll" tabIndex={0} aria-label="Ledger">
      <table class="table" id="ledger-table">
        <caption class="hidden">Every mapped byte, in one of these terms</caption>
        <thead>
          <tr>
            <th scope="col">Where the mapped bytes are</th>
            <th scope="col" class="number">
              Bytes
            </th>
            <th scope="col" class="number">
              Share
            </th>
            <th scope="col">
              <span class="hidden">Cascade</span>
            </th>
            <th scope="col">What it means</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(term => (
            <tr key={term.name}>
              <th scope="row" class={`swatch ${term.swatch}`}>
                {term.name}
              </th>
              <td class="number">{integer(term.bytes)}</td>
              <td class="number">{percent(term.bytes, mapped)}</td>
              <td>
                <span class="cascade">
                  <i
                    class={term.swatch}
                    style={{
                      left: `${(term.left / Math.max(1, mapped)) * 100}%`,
                      width: `${(term.bytes / Math.max(1, mapped)) * 100}%`,
                    }}
                  />
                </span>
              </td>
              <td class="muted">{term.means}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">sum</th>
            <td class="number">{integer(sum)}</td>
            <td class="number">{percent(sum, mapped)}</td>
            <td />
            <td>mapped − sum = {integer(mapped - sum)}</td>
          </tr>
        </tbody>
      </table>
      {run.assumptions.length > 0 && (
        <div class="assumptions">
          <h2>Assumed for this run</h2>
          <ul>
            {run.assumptions.map((assumption, index) => (
              <li key={index}>
                {assumption.text} {assumption.link && <SourceButton link={assumption.link} />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
