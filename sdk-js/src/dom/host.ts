// The module `rill/host`: what a guest written in HTML tags tells its host and hears from it. Plain functions, the same for every
// framework; `rill/sdk` has hooks instead.

import { KEEP_DEFAULT, lastOf, type ChannelMessage, type ChannelSnapshot, type ChannelUse } from "../core/channels";
import type { Guest } from "../core/guest";
import { event as checkedEvent, type EventPolicy } from "../core/listeners";
import type { AnyFunction } from "../core/native";

let guest: Guest;

export function setGuest(current: Guest): void {
  guest = current;
}

/** Call `handler` for each event of this name that the host sends. Returns a function that ends it. */
export function onHostEvent(name: string, handler: (payload: unknown) => void): () => void {
  return guest.onHostEvent(name, handler);
}

/** The session's config. */
export function getConfig(): unknown {
  return guest.config;
}

/** Call `handler` with the config whenever the host replaces it. Returns a function that ends it. */
export function onConfig(handler: (config: unknown) => void): () => void {
  return guest.onConfigUpdate(() => handler(guest.config));
}

/** Send the host a message. */
export function sendToHost(name: string, payload?: unknown): void {
  guest.send(name, payload === undefined ? null : payload);
}

/** Call a function that the host granted, and promise its answer. */
export function callHost(name: string, ...args: unknown[]): Promise<unknown> {
  return guest.callHost(name, args);
}

export interface ChannelOptions {
  readonly keep?: number;
  readonly onMessage?: (message: ChannelMessage) => void;
  readonly onChange?: () => void;
  readonly presence?: boolean;
}

export interface OpenChannel extends ChannelSnapshot {
  publish(data: unknown): Promise<void>;
  show(state: unknown): void;
  close(): void;
}

/** Be in a channel until `close` is called. `onChange` says when to read it again. */
export function openChannel(name: string, options: ChannelOptions = {}): OpenChannel {
  const { channels } = guest;
  const keep = options.keep ?? KEEP_DEFAULT;
  const use: ChannelUse = {
    keep,
    wantsMembers: options.presence === true,
    me: null,
    onMessage: options.onMessage ?? null,
    onChange: () => options.onChange?.(),
  };
  const close = channels.open(name, use);
  return {
    get status() {
      return channels.snapshot(name).status;
    },
    get error() {
      return channels.snapshot(name).error;
    },
    get messages() {
      return lastOf(channels.snapshot(name).messages, keep);
    },
    get missed() {
      return channels.snapshot(name).missed;
    },
    get members() {
      return channels.snapshot(name).members;
    },
    publish: (data) => channels.publish(name, data),
    show: (state) => {
      use.me = state === undefined ? null : { state };
      channels.touch(name);
    },
    close,
  };
}

const policies = new WeakMap<AnyFunction, EventPolicy>();
let used = false;

/**
 * Say what the host does with an event before the guest hears of it: `onKeyDown={event(submit, { keys: ["Enter"], prevent: true })}`.
 * `preventDefault()` comes too late for that, because the host does not wait for a guest.
 */
export function event<F extends (...args: never[]) => unknown>(fn: F, policy: EventPolicy): F {
  // Another function, so that one may be used with several policies.
  const listener = ((...args: never[]) => fn(...args)) as F;
  used = true;
  policies.set(listener as unknown as AnyFunction, checkedEvent(fn, policy).policy);
  return listener;
}

/** Whether any listener has a policy: most guests have none, and need not be asked at each listener. */
export function hasPolicies(): boolean {
  return used;
}

export function policyOf(listener: unknown): EventPolicy | undefined {
  return typeof listener === "function" ? policies.get(listener as AnyFunction) : undefined;
}
