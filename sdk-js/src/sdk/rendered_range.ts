// What the virtualised components share: which items are rendered, the keys of their elements, and listeners whose payload says of
// which item it is. The data stay here; the host knows their count and the elements of one range (PROTOCOL 2, "Virtualised
// components").

import { useRef, useState } from "react";

import { GuestError } from "../core/guest_error";
import { EventListener } from "../core/listeners";
import type { AnyFunction } from "../core/native";
import type { RangeEvent } from "./component_types.generated";
import { currentGuest } from "./current_guest";

/** Enough for most screens, so that the first one is whole before the host has measured anything. */
const INITIAL_COUNT = 30;

export interface RenderedRange {
  /** Both inclusive; with no items `last` is -1. */
  readonly first: number;
  readonly last: number;
  readonly onRange: (range: RangeEvent) => void;
}

/** The range to render of `count` items: the host's last word, moved to where items still are when there are fewer now. */
export function useRenderedRange(count: number, initialCount: number = INITIAL_COUNT): RenderedRange {
  const [asked, setAsked] = useState(() => ({ first: 0, last: Math.max(1, initialCount) - 1 }));
  const last = Math.min(asked.last, count - 1);
  const first = last === asked.last ? asked.first : Math.max(0, last - (asked.last - asked.first));
  return {
    first,
    last,
    onRange: ({ first, last }) => {
      // Of no items a host can only say 0 to 0; the first ones that come shall not be one alone.
      if (count > 0) setAsked((old) => (old.first === first && old.last === last ? old : { first, last }));
    },
  };
}

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

/** Gives each element of one render a key of its own. Two items of one key are worth a warning, not the loss of one of them. */
export function useElementKeys(component: string): () => (key: string, index: number) => string {
  const warned = useRef(false);
  return () => {
    const taken = new Set<string>();
    return (key, index) => {
      if (!taken.has(key)) {
        taken.add(key);
        return key;
      }
      if (!warned.current) {
        warned.current = true;
        const problem = `<${component}> has two items with the key '${key.slice(0, 60)}'`;
        currentGuest().log("warn", [`${problem}; give it a keyExtractor that tells them apart`], null);
      }
      return `${key}\u0000${index}`;
    };
  };
}

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
