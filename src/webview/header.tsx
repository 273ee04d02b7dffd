/** Function, link to its source, transport, what-if, export. */

import type { Run } from '../protocol';
import { integer } from './format';
import { post } from './host';
import type { Model } from './model';
import { SourceButton } from './source';
import { WhatIf } from './whatIf';

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
      <WhatIf model={model} run={run} />
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
