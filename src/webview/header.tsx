/** Function, link to its source, transport, what-if, export. */

import type { Run, RunOptions } from '../protocol';
import { integer } from './format';
import { post } from './host';
import type { Model } from './model';
import { SourceButton } from './source';

const choices: Record<keyof RunOptions, { label: string; title: string; values: number[] }> = {
  turns: {
    label: 'Turns',
    title: 'Turns of a loop whose number is not known',
    values: [1, 10, 100, 1000, 10_000],
  },
  procs: { label: 'Ps', title: 'Number of Ps (GOMAXPROCS)', values: [1, 2, 4, 8, 16] },
  gogc: {
    label: 'GOGC',
    title: 'Heap growth that starts a collection, in percent',
    values: [25, 50, 100, 200, 400, -1],
  },
};

export function Header({ model, run }: { model: Model; run: Run }) {
  return (
    <header class="header">
      <div class="what">
        <h1>{run.title}</h1>
        {run.link && <SourceButton link={run.link} />}
      </div>
      <div class="transport" role="toolbar" aria-label="Cursor">
        <IconButton label="To the empty heap" icon="start" press={() => model.go(0)} />
        <IconButton label="Step back" icon="back" press={() => model.go(model.k - 1)} />
        <IconButton
          label={model.playing ? 'Pause' : 'Play'}
          icon={model.playing ? 'pause' : 'play'}
          press={model.togglePlay}
        />
        <IconButton label="Step forward" icon="forward" press={() => model.go(model.k + 1)} />
        <IconButton label="To the end" icon="end" press={() => model.go(run.events)} />
        <span class="position">
          <b>{integer(model.k)}</b> of {integer(run.events)} events
        </span>
      </div>
      <span class="space" />
      <fieldset class="whatif" aria-label="What if">
        {run.adjustable.map(option => (
          <Choice key={option} option={option} run={run} />
        ))}
      </fieldset>
      <vscode-button
        secondary
        title="Save the run as JSON"
        onClick={() => post({ kind: 'save', as: 'json', run: run.id, data: JSON.stringify(run) })}
      >
        Export
      </vscode-button>
    </header>
  );
}

function Choice({ option, run }: { option: keyof RunOptions; run: Run }) {
  const { label, title, values } = choices[option];
  const current = run.options[option];
  const all = values.includes(current) ? values : [...values, current].sort((a, b) => a - b);
  return (
    <div class="choice" title={title}>
      <span aria-hidden="true">{label}</span>
      <vscode-single-select
        label={title}
        aria-label={title}
        value={String(current)}
        onChange={event => {
          const value = Number((event.currentTarget as unknown as { value: string }).value);
          if (value !== current)
            post({ kind: 'rerun', run: run.id, options: { ...run.options, [option]: value } });
        }}
      >
        {all.map(value => (
          <vscode-option key={value} value={String(value)} selected={value === current}>
            {value < 0 ? 'off' : integer(value)}
          </vscode-option>
        ))}
      </vscode-single-select>
    </div>
  );
}

const icons = {
  start: 'M3 3h1.5v10H3zM13 3v10L5.500 8z',
  back: 'M4 3h1.500v10H4zM12.500 3.200v9.600L6.300 8z',
  play: 'M4.500 2.800v10.400L13 8z',
  pause: 'M4 3h2.600v10H4zM9.400 3H12v10H9.400z',
  forward: 'M10.500 3H12v10h-1.500zM3.500 3.200v9.600L9.700 8z',
  end: 'M11.500 3H13v10h-1.500zM3 3v10l7.500-5z',
};

function IconButton({ label, icon, press }: { label: string; icon: keyof typeof icons; press: () => void }) {
  return (
    <button type="button" class="icon" title={label} aria-label={label} onClick={press}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
}
