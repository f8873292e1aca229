// The realm's one guest, for the SDK's hooks. Set by the runtime's entry before any bundle is loaded.

import type { Guest } from "../core/guest";

let current: Guest | null = null;

export function setCurrentGuest(guest: Guest): void {
  current = guest;
}

export function currentGuest(): Guest {
  return current!;
}
