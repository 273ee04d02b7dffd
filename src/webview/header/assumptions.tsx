/**
 * What the run had to assume, one by one, with a control for each: turns of this loop, the length of that slice,
 * whether a condition holds. A change runs again at once; what a call that is not known does cannot be changed.
 */

import type { AssumedValue, Assumption, Run } from '../../protocol';
import { usePopover } from '../elements/popover';
import { SourceButton } from '../elements/source';
import type { Model } from '../model/model';

export function Assumptions({ model, run }: { model: Model; run: Run }) {
  const { isOpen, toggle, closeOnEscape, box, button } = usePopover();
  const changed = run.assumptions.filter(({ value, default: usual }) => value !== usual).length;
  const { pinned } = model;
  const differs =
    pinned !== undefined && JSON.stringify(pinned.options.assumed) !== JSON.stringify(run.options.assumed);
  return (
    <div class={differs ? 'export choice differs' : 'export choice'}>
      <button
        ref={button}
        type="button"
        class="action"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title="What the run had to assume, each with its value"
        onClick={toggle}
      >
        Assumed {run.assumptions.length}
        {changed > 0 && <span class="changed">{changed} changed</span>}
      </button>
      {isOpen && (
        <div
          ref={box}
          class="menu assumed"
          role="dialog"
          aria-label="Assumed for this run"
          data-keys
          onKeyDown={closeOnEscape}
        >
          <ul>
            {run.assumptions.map(assumption => (
              <li key={assumption.id}>
                <span>
                  {assumption.text} {assumption.link && <SourceButton link={assumption.link} />}
                </span>
                <Value assumption={assumption} model={model} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Value({ assumption, model }: { assumption: Assumption; model: Model }) {
  const { kind, value, default: usual, text } = assumption;
  if (kind === 'callee') return null;
  const change = (to: AssumedValue) => {
    if (to !== value) rerun(model, assumption, to);
  };
  return (
    <span class="value">
      {typeof value === 'boolean' ? (
        <input
          type="checkbox"
          aria-label={text}
          checked={value}
          onChange={event => change(event.currentTarget.checked)}
        />
      ) : (
        <input
          type="number"
          min={kind === 'value' ? undefined : 0}
          step={1}
          aria-label={text}
          value={String(value)}
          onChange={event => {
            const to = event.currentTarget.valueAsNumber;
            if (Number.isSafeInteger(to)) change(to);
          }}
        />
      )}
      {value !== usual && (
        <button type="button" class="link" title={`Back to ${String(usual)}`} onClick={() => change(usual)}>
          reset
        </button>
      )}
    </span>
  );
}

/** The value that would be taken anyway is not kept among the changes. */
function rerun(model: Model, { id, default: usual }: Assumption, value: AssumedValue): void {
  const { options } = model;
  if (options === undefined) return;
  const { [id]: _, ...others } = options.assumed ?? {};
  const assumed = value === usual ? others : { ...others, [id]: value };
  model.rerun({ ...options, assumed });
}
