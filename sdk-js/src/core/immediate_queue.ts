// The runtime's private queue: work that must be done within the turn, after the jobs (PROTOCOL 1). React's scheduler and its
// timeouts sit on it; guests do not reach it. It keeps no clock: what is queued runs, in order of priority, then of arrival.

import { ROUNDS_MAX } from "../protocol/generated";
import { GuestError } from "./guest_error";

export interface Immediate {
  /** Null when it has run or was cancelled. */
  run: (() => void) | null;
  readonly priority: number;
}

export class ImmediateQueue {
  private queue: Immediate[] = [];
  private rounds = 0;

  /** Queue work for this turn. Lower numbers run first. */
  add(run: () => void, priority: number): Immediate {
    const immediate: Immediate = { run, priority };
    // From the end: nearly always the newcomer is last.
    let at = this.queue.length;
    while (at > 0 && this.queue[at - 1]!.priority > priority) at--;
    if (at === this.queue.length) this.queue.push(immediate);
    else this.queue.splice(at, 0, immediate);
    return immediate;
  }

  beginTurn(): void {
    this.rounds = 0;
  }

  /** Run what is queued now; what it queues waits for the next round. Returns false when there was nothing. */
  runRound(): boolean {
    if (this.queue.length === 0) return false;
    if (++this.rounds > ROUNDS_MAX) {
      throw new GuestError("rounds", `the turn did not settle in ${ROUNDS_MAX} rounds: an effect or update keeps causing the next one`);
    }
    const round = this.queue;
    this.queue = [];
    for (const immediate of round) {
      const { run } = immediate;
      immediate.run = null;
      if (run !== null) run();
    }
    return true;
  }

  clear(): void {
    this.queue = [];
  }
}
