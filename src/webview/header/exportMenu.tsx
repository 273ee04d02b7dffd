/** What can be saved of the run, in a menu; the host asks where to. */

import type { Run, ToHost } from '../../protocol';
import { Icon } from '../elements/icon';
import { usePopover } from '../elements/popover';
import { post } from '../model/host';
import { pictureOf, rasterOf } from './picture';

type Format = Extract<ToHost, { kind: 'save' }>['as'];

const formats: { as: Format; name: string; extension: string }[] = [
  { as: 'svg', name: 'Picture', extension: '.svg' },
  { as: 'png', name: 'Picture', extension: '.png' },
  { as: 'json', name: 'Numbers of the run', extension: '.json' },
  { as: 'trace', name: 'Allocation trace', extension: '.alloctrace' },
];

export function ExportMenu({ run }: { run: Run }) {
  const { isOpen, toggle, close, box, button } = usePopover();
  const choose = (as: Format) => {
    close();
    // The menu is not part of the picture.
    requestAnimationFrame(() => void save(as, run));
  };
  return (
    <div class="export">
      <button
        ref={button}
        type="button"
        class="action"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title="Save the picture, the numbers or the trace"
        onClick={toggle}
      >
        <Icon name="export" />
        <span>Export</span>
      </button>
      {isOpen && (
        <div
          ref={box}
          class="menu"
          role="menu"
          aria-label="Export"
          data-keys
          onKeyDown={event => moveInMenu(event, close)}
        >
          {formats.map(({ as, name, extension }) => (
            <button key={as} type="button" role="menuitem" onClick={() => choose(as)}>
              {name} <span class="muted mono">{extension}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function moveInMenu(event: KeyboardEvent, close: () => void): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Escape' || event.key === 'Tab') close();
  else if (to === undefined) return;
  else items[(to + items.length) % items.length].focus();
  if (event.key !== 'Tab') event.preventDefault();
  event.stopPropagation();
}

async function save(as: Format, run: Run): Promise<void> {
  post({ kind: 'save', as, run: run.id, data: await dataOf(as, run) });
}

async function dataOf(as: Format, run: Run): Promise<string> {
  switch (as) {
    case 'json':
      return `${JSON.stringify(run, null, 2)}\n`;
    case 'svg':
      return picture(run);
    case 'png':
      return rasterOf(picture(run));
    // The host has it from the server.
    case 'trace':
      return '';
  }
}

function picture(run: Run): string {
  const panel = document.querySelector<HTMLElement>('.panel');
  return pictureOf(panel ?? document.body, `Heap diagram of ${run.title}`);
}
