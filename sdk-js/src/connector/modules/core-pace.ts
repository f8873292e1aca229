// Debounce and throttle: events that wait a while, or that make the next ones wait. The last one of a kind is never lost, and what waits is sent
// before whatever is sent at once. A part of the connector, for pages that ask for it.

import type { Core } from "../core";
import type { Guest } from "../guest";

interface Waiting {
  readonly timer: number;
  /** Undefined: only the next one has to wait. */
  send: (() => void) | undefined;
}

/** What waits, by guest and by kind: node and type. */
const waiting = new Map<Guest, Map<string, Waiting>>();

export function start({ guests }: Core): void {
  if (waiting.size > 0) return;
  for (const guest of guests) waiting.set(guest, new Map());
  // Before the socket is let go.
  addEventListener("pagehide", () => guests.forEach(flush), true);
}

/** Send what waits. */
function flush(guest: Guest): void {
  for (const held of waiting.get(guest)!.values()) {
    const { send } = held;
    held.send = undefined;
    send?.();
  }
}

/** What waits will not be sent. */
export function forget(guest: Guest): void {
  for (const held of waiting.get(guest)!.values()) held.send = undefined;
}

/** Send at once, or as the policy wants it. */
export function schedule(guest: Guest, kind: string, policy: readonly string[], send: () => void): void {
  const time = (letter: string): number => Number((policy.find((part) => part.startsWith(letter)) ?? "").slice(1));
  const debounce = time("d");
  const throttle = time("t");
  const own = waiting.get(guest)!;
  const before = own.get(kind);
  const hold = (send?: () => void): void => {
    clearTimeout(own.get(kind)?.timer);
    const timer = setTimeout(() => {
      const send = own.get(kind)!.send;
      own.delete(kind);
      if (!send) return;
      send();
      if (debounce === 0) hold();
    }, debounce || throttle);
    // Last, so that what waits is sent in the order of its last events.
    own.delete(kind);
    own.set(kind, { timer, send });
  };
  if (debounce > 0) hold(send);
  else if (throttle > 0 && before) before.send = send;
  else {
    if (throttle > 0) hold();
    else flush(guest);
    send();
  }
}
