// A guest's timers. Those without delay run inside the turn, as tasks, while they are not nested too deeply; all others are the
// host's: TIMER_SET asks for them and a TIMER message brings them back.

import {
  TIMER_CLEAR,
  TIMER_DELAY_MS_MAX,
  TIMER_DELAY_MS_MIN,
  TIMER_NESTING_MAX,
  TIMER_SET,
  TIMERS_MAX,
  type Frame,
  type TimerId,
} from "../protocol/generated";
import { GuestError } from "./guest_error";
import type { AnyFunction } from "./native";

interface GuestTimer {
  readonly fn: AnyFunction;
  readonly args: readonly unknown[];
  readonly repeat: boolean;
  readonly nesting: number;
  readonly onHost: boolean;
}

export class Timers {
  private readonly timers = new Map<TimerId, GuestTimer>();
  // Ids of timers that are due, in order; ids that were cleared meanwhile are passed over.
  private due: TimerId[] = [];
  private nextDue = 0;
  private nextId = 1;
  private nesting = 0;

  constructor(private readonly write: (frame: Frame) => void) {}

  set(fn: unknown, delay: unknown, repeat: boolean, args: readonly unknown[]): TimerId {
    const name = repeat ? "setInterval" : "setTimeout";
    // Strings are refused, not evaluated.
    if (typeof fn !== "function") throw new GuestError("value", `${name} expects a function, got ${typeof fn}`);
    // The host's own bound: here the guest gets an error that it can catch, there it would lose its session.
    if (this.timers.size >= TIMERS_MAX) {
      throw new GuestError("limit", `${name}: the guest already has ${TIMERS_MAX} timers; clear some first`);
    }
    const number = Number(delay);
    const delayMs = number > 0 ? Math.min(number, TIMER_DELAY_MS_MAX) : 0;
    const nesting = this.nesting + 1;
    const onHost = repeat || delayMs > 0 || nesting > TIMER_NESTING_MAX;
    const id = this.nextId++;
    if (onHost) this.write([TIMER_SET, id, Math.max(delayMs, TIMER_DELAY_MS_MIN), repeat]);
    this.timers.set(id, { fn: fn as AnyFunction, args, repeat, nesting, onHost });
    if (!onHost) this.due.push(id);
    return id;
  }

  clear(id: unknown): void {
    const timer = this.timers.get(id as TimerId);
    if (timer === undefined) return;
    this.timers.delete(id as TimerId);
    if (timer.onHost) this.write([TIMER_CLEAR, id as TimerId]);
  }

  /** TIMER: these are due, in order. They run one by one, as tasks of the turn, so that jobs run between them. */
  fire(ids: readonly TimerId[]): void {
    for (const id of ids) this.due.push(id);
  }

  /** Run the next due timer. Returns false when there is none. */
  runNext(): boolean {
    while (this.nextDue < this.due.length) {
      const id = this.due[this.nextDue++]!;
      const timer = this.timers.get(id);
      if (timer === undefined) continue;
      if (!timer.repeat) this.timers.delete(id);
      this.nesting = timer.nesting;
      try {
        timer.fn(...timer.args);
      } finally {
        // Jobs that follow belong to no timer any more; a browser keeps no nesting across jobs either.
        this.nesting = 0;
      }
      return true;
    }
    this.due = [];
    this.nextDue = 0;
    return false;
  }

  get size(): number {
    return this.timers.size;
  }

  drop(): void {
    this.timers.clear();
    this.due = [];
    this.nextDue = 0;
  }
}
