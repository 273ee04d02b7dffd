/** Moves the cursor through the run at so many events a second; in four steps a second where motion is reduced. */
import { useEffect } from 'preact/hooks';

/** Events a second. */
export const speeds = [2, 10, 100, 1000, 10_000, 100_000] as const;

/** The speed at which a run of so many events takes about ten seconds. */
export function fittingSpeed(events: number): number {
  return speeds.findLast(speed => speed * 10 <= events) ?? speeds[0];
}

export const isMotionReduced = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

export function usePlaying(
  isPlaying: boolean,
  speed: number,
  events: number,
  setK: (step: (k: number) => number) => void,
  stop: () => void,
): void {
  useEffect(() => {
    if (!isPlaying) return;
    const period = isMotionReduced() ? 250 : 1000 / Math.min(60, speed);
    let last = performance.now();
    let owed = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      // A tab in the background is not caught up with.
      owed += (Math.min(1000, now - last) / 1000) * speed;
      last = now;
      const step = Math.floor(owed);
      if (step === 0) return;
      owed -= step;
      setK(k => {
        if (k + step >= events) stop();
        return Math.min(events, k + step);
      });
    }, period);
    return () => clearInterval(timer);
  }, [isPlaying, speed, events]);
}
