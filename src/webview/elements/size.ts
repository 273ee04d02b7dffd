/** The size of an element, followed. */

import { useEffect, useState } from 'preact/hooks';

export interface Size {
  width: number;
  height: number;
}

/** CSS pixels, without borders; 0 until the element is there, which it may be once `inputs` changed. */
export function useSize(box: { current: HTMLElement | null }, inputs: readonly unknown[] = []): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const target = box.current;
    if (!target) return;
    const look = () => setSize({ width: target.clientWidth, height: target.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(target);
    return () => observer.disconnect();
  }, inputs);
  return size;
}
