// Props and slots of nodes as they cross to the host: which names cross, what a value becomes, and which functions it holds. Knows
// single nodes only; when and what is written belongs to tree.ts and to the renderers.

import { SLOT_CHILDREN, SLOT_EVENT, SLOT_PROP, SLOT_TEXT } from "../protocol/generated";
import { isForbiddenKey } from "./keys";
import { isEventName, listenerMark, sameMark } from "./listeners";
import type { AnyFunction } from "./native";
import { slotText, type Template } from "./template";
import { checkValue, sameValue } from "./values";

export type Props = Readonly<Record<string, unknown>>;
/** Functions in props other than events, by prop; for clones by number of the slot. */
export type HeldFunctions = Map<string | number, AnyFunction[]>;

/** Whether a prop of this name is the host's: `children`, `key` and `ref` belong to the framework. */
export function crosses(name: string): boolean {
  return name !== "children" && name !== "key" && name !== "ref" && !isForbiddenKey(name);
}

/** -0 is what Math.round(-0.4) gives, crosses as a float, and no prop means it: components take it for 0. */
export function wireValue(value: unknown): unknown {
  return value === 0 ? 0 : value;
}

/** Check that all props can cross, and return the functions in them. Throws a GuestError that names the prop and the component. */
export function checkProps(type: string, props: Props): HeldFunctions | null {
  let held: HeldFunctions | null = null;
  for (const name of Object.keys(props)) {
    if (!crosses(name)) continue;
    const value = props[name];
    if (isEventName(name)) listenerMark(value, type, name);
    else held = checkOne(value, name, name, type, held);
  }
  return held;
}

/** As `checkProps`, for the values of a clone's slots. */
export function checkSlots(template: Template, values: readonly unknown[]): HeldFunctions | null {
  let held: HeldFunctions | null = null;
  const { checkedSlots, kinds } = template;
  // A plain loop, run for every clone: most listeners are functions and most values are plain, and need no names.
  for (let at = 0; at < checkedSlots.length; at++) {
    const slot = checkedSlots[at]!;
    const value = values[slot];
    if (value === undefined || (typeof value === "function" ? kinds[slot] === SLOT_EVENT : typeof value === "string" && kinds[slot] === SLOT_PROP)) continue;
    held = checkSlot(template, slot, value, held);
  }
  return held;
}

/** Check the value of one prop or event slot, and add the functions in it to `held`. */
export function checkSlot(template: Template, slot: number, value: unknown, held: HeldFunctions | null): HeldFunctions | null {
  const [kind, index, name] = template.slots[slot]!;
  const { type } = template.nodes[index]!;
  if (kind === SLOT_PROP) return checkOne(value, slot, name!, type, held);
  if (kind === SLOT_EVENT) listenerMark(value, type, name!);
  return held;
}

function checkOne(value: unknown, key: string | number, name: string, type: string, held: HeldFunctions | null): HeldFunctions | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return held;
  const functions: AnyFunction[] = [];
  checkValue(value, `${name} of <${type}>`, functions);
  if (functions.length === 0) return held;
  return (held ?? new Map<string | number, AnyFunction[]>()).set(key, functions);
}

/** A node's props as its CREATE carries them: marks for events, nothing for what is undefined. */
export function wireProps(type: string, props: Props): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name of Object.keys(props)) {
    if (!crosses(name)) continue;
    const value = props[name];
    if (value === undefined) continue;
    if (isEventName(name)) {
      const mark = listenerMark(value, type, name);
      if (mark !== undefined) wire[name] = mark;
    } else wire[name] = wireValue(value);
  }
  return wire;
}

/** The values of one slot of many clones, as CLONES carries them. `column` is filled in place, and returned. */
export function wireColumn(template: Template, slot: number, column: unknown[]): unknown[] {
  const kind = template.kinds[slot];
  for (let at = 0; at < column.length; at++) {
    const value = column[at];
    if (typeof value === "string" && kind !== SLOT_EVENT) continue;
    column[at] = kind === SLOT_EVENT && typeof value === "function" ? true : wireSlot(template, slot, value);
  }
  return column;
}

/** The value of a slot as CLONE, CLONES and PATCH carry it: marks for events, nil where there is no listener and for children, texts. */
export function wireSlot(template: Template, slot: number, value: unknown): unknown {
  const [kind, index, name] = template.slots[slot]!;
  if (kind === SLOT_EVENT) return listenerMark(value, template.nodes[index]!.type, name!) ?? null;
  if (kind === SLOT_TEXT) return slotText(value);
  return kind === SLOT_CHILDREN ? null : wireValue(value);
}

/** Whether two values of a slot are the same on the wire: two closures are, two equal styles are. */
export function sameSlot(template: Template, slot: number, value: unknown, before: unknown): boolean {
  if (value === before) return true;
  const [kind, index, name] = template.slots[slot]!;
  if (kind === SLOT_TEXT) return slotText(value) === slotText(before);
  if (kind !== SLOT_EVENT) return sameValue(value, before);
  const { type } = template.nodes[index]!;
  return sameMark(listenerMark(value, type, name!), listenerMark(before, type, name!));
}
