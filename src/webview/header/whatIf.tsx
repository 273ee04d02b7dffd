/** What-if: a change of a value runs again at once. A value that differs from the pinned run's has an edge. */

import { goVersions, newestGoVersion } from '../../base';
import type { Run, RunOptions } from '../../protocol';
import { bytes, integer } from '../elements/format';
import type { Model } from '../model/model';
import { Assumptions } from './assumptions';

/** Options with one value; the assumptions have controls of their own. */
type OptionName = Exclude<keyof RunOptions, 'assumed'>;

interface Choices {
  label: string;
  title: string;
  /** 0 stands for a number that is not set; a release of Go by its place among them. */
  values: readonly number[];
  show(value: number): string;
}

const mebi = 1024 ** 2;

const choices: Record<OptionName, Choices> = {
  gogc: {
    label: 'GOGC',
    title: 'Heap growth that starts a collection, in percent',
    values: [25, 50, 100, 200, 400, -1],
    show: value => (value < 0 ? 'off' : integer(value)),
  },
  memoryLimit: {
    label: 'Limit',
    title: 'GOMEMLIMIT: memory above which collections come more often',
    values: [0, 4 * mebi, 8 * mebi, 16 * mebi, 64 * mebi, 256 * mebi, 1024 * mebi],
    show: value => (value === 0 ? 'none' : bytes(value)),
  },
  procs: {
    label: 'Ps',
    title: 'Number of Ps (GOMAXPROCS), each with an mcache',
    values: [1, 2, 4, 8, 16],
    show: integer,
  },
  turns: {
    label: 'Turns',
    title: 'Turns of a loop whose number is not known',
    values: [1, 10, 100, 1000, 10_000],
    show: integer,
  },
  goVersion: {
    label: 'Go',
    title: 'Release of Go whose compiler and runtime decide',
    values: [...goVersions.keys()],
    show: value => goVersions[value],
  },
};

export function WhatIf({ model, run }: { model: Model; run: Run }) {
  return (
    <fieldset class="whatif" aria-label="What if">
      {run.adjustable
        .filter(option => option !== 'assumed')
        .map(option => (
          <Choice key={option} option={option} model={model} run={run} />
        ))}
      {run.assumptions.length > 0 && <Assumptions model={model} run={run} />}
    </fieldset>
  );
}

function Choice({ option, model, run }: { option: OptionName; model: Model; run: Run }) {
  const { label, title, values, show } = choices[option];
  const options = model.options ?? run.options;
  const current = numberOf(options, option);
  const { pinned } = model;
  const differs = pinned !== undefined && numberOf(pinned.options, option) !== current;
  const all = values.includes(current) ? values : [...values, current].sort((a, b) => a - b);
  return (
    <div class={differs ? 'choice differs' : 'choice'} title={title}>
      <span aria-hidden="true">{label}</span>
      <vscode-single-select
        label={differs ? `${title}; pinned: ${show(numberOf(pinned.options, option))}` : title}
        aria-label={title}
        value={String(current)}
        onChange={event => {
          const value = Number((event.currentTarget as unknown as { value: string }).value);
          if (value !== current) model.rerun(withOption(options, option, value));
        }}
      >
        {all.map(value => (
          <vscode-option key={value} value={String(value)} selected={value === current}>
            {show(value)}
          </vscode-option>
        ))}
      </vscode-single-select>
    </div>
  );
}

/** "GOGC 100, 4 Ps", and what else is set. */
export function describeOptions({ gogc, procs, memoryLimit, goVersion, assumed }: RunOptions): string {
  const words = [`GOGC ${choices.gogc.show(gogc)}`, `${integer(procs)} P${procs === 1 ? '' : 's'}`];
  if (memoryLimit) words.push(`limit ${bytes(memoryLimit)}`);
  if (goVersion !== undefined && goVersion !== newestGoVersion) words.push(`Go ${goVersion}`);
  const changed = Object.keys(assumed ?? {}).length;
  if (changed > 0) words.push(`${integer(changed)} assumed`);
  return words.join(', ');
}

function numberOf(options: RunOptions, option: OptionName): number {
  if (option === 'goVersion') return goVersions.indexOf(options.goVersion ?? newestGoVersion);
  return options[option] ?? 0;
}

function withOption(options: RunOptions, option: OptionName, value: number): RunOptions {
  if (option === 'goVersion') return { ...options, goVersion: goVersions[value] };
  if (option === 'memoryLimit' && value === 0) {
    const { memoryLimit: _, ...rest } = options;
    return rest;
  }
  return { ...options, [option]: value };
}
