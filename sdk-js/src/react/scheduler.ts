// Stands in for the package `scheduler` when the runtime is built. React's own one slices work by the clock and message channels;
// in a turn the clock stands still and work is done or the turn fails, so tasks simply go to the immediate queue and never yield.

import type { Immediate, ImmediateQueue } from "../core/immediate_queue";

export const unstable_ImmediatePriority = 1;
export const unstable_UserBlockingPriority = 2;
export const unstable_NormalPriority = 3;
export const unstable_LowPriority = 4;
export const unstable_IdlePriority = 5;
export const unstable_Profiling = null;

/** A task that was not done returns what remains. */
type Task = (didTimeout: boolean) => Task | null | undefined | void;

interface Node {
  immediate: Immediate;
}

let queue: ImmediateQueue | null = null;
let now: () => number = () => 0;
let currentPriority = unstable_NormalPriority;

/** Give the scheduler its queue and clock. Called once, before React runs. */
export function installScheduler(immediates: ImmediateQueue, clock: () => number): void {
  queue = immediates;
  now = clock;
}

export function unstable_now(): number {
  return now();
}

export function unstable_scheduleCallback(priority: number, task: Task): Node {
  const run = (current: Task) => (): void => {
    const previous = currentPriority;
    currentPriority = priority;
    try {
      const rest = current(false);
      if (typeof rest === "function") node.immediate = queue!.add(run(rest), priority);
    } finally {
      currentPriority = previous;
    }
  };
  const node: Node = { immediate: queue!.add(run(task), priority) };
  return node;
}

export function unstable_cancelCallback(node: Node): void {
  node.immediate.run = null;
}

export function unstable_shouldYield(): boolean {
  return false;
}

export function unstable_requestPaint(): void {}

export function unstable_getCurrentPriorityLevel(): number {
  return currentPriority;
}
