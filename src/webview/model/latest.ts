/** Requests that follow what is shown: one at a time, and of those that come meanwhile only the newest. */
import { useEffect, useRef } from 'preact/hooks';

type Start<T> = () => Promise<T> | undefined;

/** Starts a request whenever the inputs change; `start` gives undefined where there is nothing to ask. */
export function useLatest<T>(
  start: Start<T>,
  done: (value: T) => void,
  failed: (text: string) => void,
  inputs: readonly unknown[],
): void {
  const pending = useRef({ active: false, again: undefined as Start<T> | undefined });
  useEffect(() => {
    const run = (begin: Start<T>) => {
      const promise = begin();
      if (promise === undefined) return;
      pending.current.active = true;
      promise
        .then(done, (error: Error) => failed(error.message))
        .finally(() => {
          pending.current.active = false;
          const next = pending.current.again;
          pending.current.again = undefined;
          if (next) run(next);
        });
    };
    if (pending.current.active) pending.current.again = start;
    else run(start);
  }, inputs);
}
