// Event props. A listener crosses as a mark, `true` or its policy, never as a function id: the guest keeps the current closure
// under (node, event), so that a new closure in each render is no operation (PROTOCOL 2, "Events").

import { GuestError } from "./guest_error";
import type { AnyFunction } from "./native";
import { sameValue } from "./values";

/** What the host does with an event before the guest hears of it. Every field is optional. */
export interface EventPolicy {
  /** Keep the adapter's own reaction to the event from happening. */
  readonly prevent?: boolean;
  /** Keep the event from reaching nodes further up. */
  readonly stop?: boolean;
  /** Only these keys, for keyboard events. */
  readonly keys?: readonly string[];
  /** Call once, when the event has not happened again for this long. */
  readonly debounce_ms?: number;
  /** Call at most once in this time. */
  readonly throttle_ms?: number;
}

/** A listener with a policy, as `event(fn, policy)` makes it. */
export class EventListener<F extends AnyFunction = AnyFunction> {
  constructor(
    readonly fn: F,
    readonly policy: EventPolicy,
  ) {}
}

export type ListenerMark = true | EventPolicy;

type PolicyCheck = (value: unknown) => boolean;
const isBoolean: PolicyCheck = (value) => typeof value === "boolean";
const isDelay: PolicyCheck = (value) => typeof value === "number" && value >= 0 && value < Infinity;
const isKeys: PolicyCheck = (value) => Array.isArray(value) && value.every((key) => typeof key === "string");

const POLICY_FIELDS: ReadonlyMap<string, readonly [check: PolicyCheck, expected: string]> = new Map([
  ["prevent", [isBoolean, "a boolean"]],
  ["stop", [isBoolean, "a boolean"]],
  ["keys", [isKeys, "an array of strings"]],
  ["debounce_ms", [isDelay, "a number of milliseconds"]],
  ["throttle_ms", [isDelay, "a number of milliseconds"]],
]);

/** Give a listener a policy: `onKeyDown={event(submit, { keys: ["Enter"], prevent: true })}`. */
export function event<F extends (...args: never[]) => unknown>(fn: F, policy: EventPolicy): EventListener<F & AnyFunction> {
  if (typeof fn !== "function") throw new GuestError("value", "event() expects a function as its first argument");
  const checked: Record<string, unknown> = {};
  for (const name of Object.keys(policy)) {
    const field = POLICY_FIELDS.get(name);
    const value = policy[name as keyof EventPolicy];
    if (field === undefined) {
      throw new GuestError("value", `event() knows no policy ${quote(name)}; it knows ${[...POLICY_FIELDS.keys()].join(", ")}`);
    }
    if (value === undefined) continue;
    if (!field[0](value)) throw new GuestError("value", `event() expects ${name} to be ${field[1]}`);
    checked[name] = value;
  }
  return new EventListener(fn as F & AnyFunction, checked);
}

/** Whether a prop of this name holds a listener: `on` and a capital letter, for the components of every host alike. */
export function isEventName(name: string): boolean {
  // Character codes, since this runs for every prop of every node: o n A-Z.
  const third = name.charCodeAt(2);
  return name.charCodeAt(0) === 111 && name.charCodeAt(1) === 110 && third >= 65 && third <= 90;
}

/** The mark for an event prop's value, or undefined when there is no listener. */
export function listenerMark(value: unknown, type: string, name: string): ListenerMark | undefined {
  if (typeof value === "function") return true;
  if (value === undefined || value === null || value === false) return undefined;
  if (value instanceof EventListener) return Object.keys(value.policy).length === 0 ? true : value.policy;
  throw new GuestError("value", `${name} of <${type}> must be a function or event(fn, {...}), got ${typeof value}`);
}

export function sameMark(a: ListenerMark | undefined, b: ListenerMark | undefined): boolean {
  return a === b || sameValue(a, b);
}

/** The function to call for an event prop's current value. */
export function listenerFunction(value: unknown): AnyFunction | undefined {
  if (typeof value === "function") return value as AnyFunction;
  return value instanceof EventListener ? value.fn : undefined;
}

function quote(name: string): string {
  return `'${name.slice(0, 60)}'`;
}
