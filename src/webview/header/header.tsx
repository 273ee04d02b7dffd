/** Function, link to its source, transport, what-if, pin, export. */

import type { Run } from '../../protocol';
import { integer } from '../elements/format';
import { Icon, type IconName } from '../elements/icon';
import { SourceButton } from '../elements/source';
import type { Model } from '../model/model';
import { speeds } from '../model/playing';
import { ExportMenu } from './exportMenu';
import { describeOptions, WhatIf } from './whatIf';

export function Header({ model, run }: { model: Model; run: Run }) {
  const { pinned } = model;
  return (
    <header class="header">
      <div class="what">
        <h1>{run.title}</h1>
        {run.link && <SourceButton link={run.link} />}
      </div>
      <div class="transport" role="toolbar" aria-label="Cursor">
        <IconButton label="To the empty heap (Home)" icon="start" press={() => model.go(0)} />
        <IconButton label="Step back (←)" icon="back" press={() => model.go(model.k - 1)} />
        <IconButton
          label={model.playing ? 'Pause (space)' : 'Play (space)'}
          icon={model.playing ? 'pause' : 'play'}
          primary
          press={model.togglePlay}
        />
        <IconButton label="Step forward (→)" icon="forward" press={() => model.go(model.k + 1)} />
        <IconButton label="To the end (End)" icon="end" press={() => model.go(run.events)} />
        <Speed model={model} />
        <span class="position">
          <b>{integer(model.k)}</b> <span class="muted">of {integer(run.events)} events</span>
        </span>
      </div>
      <span class="space" />
      <WhatIf model={model} run={run} />
      <div class="actions">
        <button
          type="button"
          class="action"
          aria-pressed={pinned !== undefined}
          title={
            pinned
              ? `Let go of the pinned run: ${describeOptions(pinned.options)}`
              : 'Keep this run and compare the next ones with it'
          }
          onClick={model.togglePin}
        >
          <Icon name="pin" />
          <span>{pinned ? `Pinned: ${describeOptions(pinned.options)}` : 'Pin run'}</span>
        </button>
        <ExportMenu run={run} />
      </div>
    </header>
  );
}

function Speed({ model }: { model: Model }) {
  const all: number[] = [...speeds];
  return (
    <vscode-single-select
      class="speed"
      title="Speed: events a second"
      label="Speed, events a second"
      aria-label="Speed, events a second"
      value={String(model.speed)}
      onChange={event => model.setSpeed(Number((event.currentTarget as unknown as { value: string }).value))}
    >
      {all.map(speed => (
        <vscode-option key={speed} value={String(speed)} selected={speed === model.speed}>
          {integer(speed)}/s
        </vscode-option>
      ))}
    </vscode-single-select>
  );
}

interface IconButtonProps {
  label: string;
  icon: IconName;
  primary?: boolean;
  press: () => void;
}

function IconButton({ label, icon, primary, press }: IconButtonProps) {
  const name = label.replace(/ \(.*/, '');
  return (
    <button
      type="button"
      class={primary ? 'icon primary' : 'icon'}
      title={label}
      aria-label={name}
      onClick={press}
    >
      <Icon name={icon} />
    </button>
  );
}
