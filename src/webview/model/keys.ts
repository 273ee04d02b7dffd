/** The panel's keys. */

import { useEffect } from 'preact/hooks';
import type { Model } from './model';

/** Arrow keys step (shift: 100), Home and End jump, [ and ] go by collections, space plays, Escape clears the range, then follows the event. */
export function useKeys(model: Model): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (
        target.closest('[data-keys], vscode-single-select, vscode-tabs, button, a') &&
        event.key !== 'Escape'
      )
        return;
      if (handleKey(model, event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [model]);
}

export function handleKey(model: Model, event: KeyboardEvent): boolean {
  const step = event.shiftKey ? 100 : 1;
  const collections = model.run?.collections ?? [];
  switch (event.key) {
    case 'ArrowLeft':
      model.go(model.k - step);
      return true;
    case 'ArrowRight':
      model.go(model.k + step);
      return true;
    case 'Home':
      model.go(0);
      return true;
    case 'End':
      model.go(model.run?.events ?? 0);
      return true;
    case '[':
      model.go(collections.findLast(collection => collection.event < model.k)?.event ?? 0);
      return true;
    case ']':
      model.go(collections.find(collection => collection.event > model.k)?.event ?? model.k);
      return true;
    case ' ':
      model.togglePlay();
      return true;
    case 'Escape':
      if (model.range) model.setRange(undefined);
      else model.select({ kind: 'event' });
      return true;
    default:
      return false;
  }
}
