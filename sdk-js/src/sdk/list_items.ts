// What the virtualised components of every framework share: items and their keys, and listeners whose payload says of which item it is.
// The data stay here; the host knows their count and the elements of one range (PROTOCOL 2, "Virtualised components").

import { GuestError } from "../core/guest_error";
import { EventListener } from "../core/listeners";
import type { AnyFunction } from "../core/native";

/** Enough for most screens, so that the first one is whole before the host has measured anything. */
export const INITIAL_COUNT = 30;

/** Refuse data that are no array, before reading a length that is not there. */
export function requireArray(value: unknown, prop: string, component: string): void {
  if (Array.isArray(value)) return;
  const got = value === null ? "null" : typeof value;
  throw new GuestError("value", `${prop} of <${component}> must be an array, got ${got}; give [] while there are no data`);
}

/** The key that an item brings along, as React Native has it, or undefined. */
export function ownKey(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { key, id } = item as { key?: unknown; id?: unknown };
  const own = key ?? id;
  return own === undefined || own === null ? undefined : String(own);
}

export type KeyExtractor<T> = (item: T, index: number) => string;

export const keyOrPlace: KeyExtractor<unknown> = (item, index) => ownKey(item) ?? String(index);

/**
 * A listener for the host's payload out of a guest's listener for a richer one. `complete` adds to a payload, or gives undefined when
 * the item is gone: then nobody is called. Anything else than a listener is passed on to be refused.
 */
export function completed(listener: unknown, complete: (payload: never) => object | undefined): unknown {
  const wrap = (fn: AnyFunction): AnyFunction => (payload: unknown) => {
    const more = complete(payload as never);
    return more === undefined ? undefined : fn({ ...(payload as object), ...more });
  };
  if (typeof listener === "function") return wrap(listener as AnyFunction);
  return listener instanceof EventListener ? new EventListener(wrap(listener.fn), listener.policy) : listener;
}

/** A tree's things have keys of their own: their places change when others open. */
export function requiredKey(item: unknown): string {
  const key = ownKey(item);
  if (key !== undefined) return key;
  throw new GuestError("value", "an item of <Tree> has neither key nor id; give the tree a keyExtractor that names each item");
}
