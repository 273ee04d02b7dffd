/**
 * How often a lock was taken, by whom, and how often it changed hands.
 *
 * The model has no clock, so it can't say who waited. What it can say is how often the P that takes the lock is another
 * than the one before it: only there can one have waited for the other, and only there does the lock's cache line move.
 */
export class LockCounter {
  count = 0;
  /** Takings by another P than the one before. */
  handovers = 0;
  private holder = -1;

  take(p: number): void {
    this.count++;
    if (this.holder === p) return;
    if (this.holder >= 0) this.handovers++;
    this.holder = p;
  }

  /** Forgets what happened so far. */
  clear(): void {
    this.count = 0;
    this.handovers = 0;
    this.holder = -1;
  }
}
