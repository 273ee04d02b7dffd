/**
 * When to collect: the heap goal from GOGC and GOMEMLIMIT, and the trigger below it.
 *
 *   goal = marked + marked × GOGC / 100, at least 4 MB × GOGC / 100, at most what the memory limit leaves
 *   a collection starts as soon as heapLive ≥ trigger, marked + 70 % ≤ trigger ≤ marked + 95 % of the way to goal
 *
 * heapLive counts a span as full from the moment an mcache takes it.
 *
 *   runway = consMark × 0.75 / 0.25 × bytes with pointers to be scanned; the trigger is goal − runway, within its bounds
 *
 * Mirrors gcControllerState of mgcpacer.go, Go 1.26. Knowingly different: the runtime measures in each cycle how much was
 * allocated in the time in which one CPU marks a byte (consMark); here it is told, and 0 by default, which is a
 * collector that takes no time, so the trigger is the latest permitted. Stacks and globals are as many bytes as
 * told, none by default.
 * What that means for how often it collects: the runtime keeps what is allocated while it marks, so the next goal is higher. A
 * program that does nothing but allocate on one P, 50 MB live, was seen to collect 4 and 18 times with GOGC=100 (no
 * pointers, half with) where this model does 5 and 25; with GOGC=50 9 and 41, and 11 and 50.
 */
const defaultHeapMinimum = 4 << 20;
const sweepMinHeapDistance = 1 << 20;
const triggerRatioDen = 64;
const minTriggerRatioNum = 45;
const maxTriggerRatioNum = 61;
/** The share of the CPUs that marking takes. */
const gcGoalUtilization = 0.25;
const limitHeadroomPercent = 3;
const limitMinHeadroom = 1 << 20;

/** What a goal under a memory limit depends on, in bytes. */
export interface MemoryUse {
  /** Free and not released. */
  heapFree: number;
  /** Of objects not yet swept away. */
  heapAlloc: number;
  /** All mapped memory that is not released, heap or not. */
  mappedReady: number;
}

export class GcController {
  heapLive = 0;
  heapMarked = 0;
  /** Bytes of stacks and globals that a collection would scan. */
  rootBytes = 0;
  /** Bytes allocated while one is marked by one CPU; and bytes of objects with pointers at the last mark. */
  consMark = 0;
  lastHeapScan = 0;
  /** How much is expected to be allocated while marking. */
  private runway = 0;
  private gcPercentHeapGoal = 0;
  private sweepDistMinTrigger = 0;

  /** gcPercent as GOGC, below 0 for off; memoryLimit as GOMEMLIMIT in bytes, Infinity for none. */
  constructor(
    public gcPercent: number,
    public memoryLimit: number,
  ) {
    this.commit(true);
  }

  private get heapMinimum(): number {
    return this.gcPercent < 0 ? 0 : Math.floor((defaultHeapMinimum * this.gcPercent) / 100);
  }

  /** After a collection: heapLive begins anew with what was marked. */
  resetLive(bytesMarked: number): void {
    this.heapMarked = bytesMarked;
    this.heapLive = bytesMarked;
  }

  /** Computes the goal anew; to be called after a collection and after a change of gcPercent. */
  commit(isSweepDone: boolean): void {
    this.sweepDistMinTrigger = isSweepDone ? 0 : this.heapLive + sweepMinHeapDistance;
    const perByte = (this.consMark * (1 - gcGoalUtilization)) / gcGoalUtilization;
    this.runway = Math.floor(perByte * (this.lastHeapScan + this.rootBytes));
    if (this.gcPercent < 0) {
      this.gcPercentHeapGoal = Number.POSITIVE_INFINITY;
      return;
    }
    const room = Math.floor(((this.heapMarked + this.rootBytes) * this.gcPercent) / 100);
    this.gcPercentHeapGoal = Math.max(this.heapMarked + room, this.heapMinimum);
  }

  /** The heap size at which the next collection should be over; Infinity with GOGC off and no limit. */
  heapGoal(use: MemoryUse): number {
    const limited = this.memoryLimitHeapGoal(use);
    if (limited < this.gcPercentHeapGoal) return limited;
    return Math.max(this.gcPercentHeapGoal, this.sweepDistMinTrigger);
  }

  /** The size of heapLive at which the next collection starts. */
  trigger(use: MemoryUse): number {
    const goal = this.heapGoal(use);
    if (goal === Number.POSITIVE_INFINITY || this.heapMarked >= goal) return goal;
    const isLimited = this.memoryLimitHeapGoal(use) < this.gcPercentHeapGoal;
    const step = Math.floor((goal - this.heapMarked) / triggerRatioDen);
    const least = Math.max(
      isLimited ? 0 : this.sweepDistMinTrigger,
      step * minTriggerRatioNum + this.heapMarked,
      this.heapMarked,
    );
    const most = Math.max(step * maxTriggerRatioNum + this.heapMarked, goal - defaultHeapMinimum, least);
    const wanted = this.runway > goal ? least : goal - this.runway;
    return Math.min(Math.max(wanted, least), most);
  }

  private memoryLimitHeapGoal(use: MemoryUse): number {
    if (this.memoryLimit === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const nonHeap = use.mappedReady - use.heapFree - use.heapAlloc;
    const overage = Math.max(0, use.mappedReady - this.memoryLimit);
    if (nonHeap + overage >= this.memoryLimit) return this.heapMarked;
    const room = this.memoryLimit - (nonHeap + overage);
    const headroom = Math.max(Math.floor(room / 100) * limitHeadroomPercent, limitMinHeadroom);
    const goal = Math.max(room - headroom, headroom);
    return Math.max(goal, this.heapMarked);
  }
}
