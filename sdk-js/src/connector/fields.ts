// Form fields, as far as every page needs it. All else about them is in modules/core-fields.ts, which a page loads if it has fields: what they
// hold, how new that is, and how the server's writes are shown.

import type { Guest } from "./guest";
import type { Value } from "./messages";
import { type Parts, load } from "./modules";

export type Write = readonly [value: Value, version: number];

export const FIELDS = "input,textarea,select,details,form";

/** Writes that wait: for the end of their frame, because the options of a select may come after it, or of a composition. */
export const writes = new Map<Element, Write>();

/** The part, once it is there. */
export let fields: Parts["core-fields"] | undefined;

/** Load it: a page that has fields does so at its start, and else what speaks of the first one waits for it. */
export async function loadFields(): Promise<Parts["core-fields"]> {
  return (fields ??= await load("core-fields"));
}

/** Show what the server writes, when its frame is over. */
export function write(element: Element, value: Write): void {
  writes.set(element, value);
  // One that is forced says nothing of a version.
  if (value[1] >= 0) element.setAttribute("data-v", "" + value[1]);
}

/** Show all that was written. */
export function showWrites(guest: Guest): void {
  fields?.showWrites(guest);
}
