// What form fields hold, and how new that is. A person's change counts up the version of the field; what the server writes is shown only
// if the server knew of all changes. So a slow answer never takes away what was typed meanwhile, nor moves the caret.

import { FORCED } from "./generated";
import { type Guest, idOf, numberOf } from "./guest";
import type { Value } from "./messages";

/** What all kinds of fields have between them. */
export type Field = HTMLInputElement & HTMLSelectElement & HTMLDetailsElement;

/** Writes that wait: for the end of their frame, because the options of a select may come after it, or of a composition. */
const writes = new Map<Element, readonly [value: Value, version: number]>();
/** What a field held when it was looked at last, as text. */
const noted = new WeakMap<Element, string>();
/** The field in which an input method composes. */
let composing: EventTarget | null = null;

export function fieldsIn(guest: Guest): Iterable<Field> {
  return guest.root.querySelectorAll("input,textarea,select,details") as Iterable<Element> as Iterable<Field>;
}

export function isField(target: EventTarget | null): target is Field {
  return /^(input|textarea|select|details)$/.test((target as Element).localName);
}

/** Whether a field is on or off. */
function isSwitch(field: Field): boolean {
  return /^(checkbox|radio)$/.test(field.type);
}

/** What a field holds. */
export function held(field: Field): Value {
  if (field.localName === "details") return field.open;
  if (field.multiple && field.options) return [...field.selectedOptions].map((option) => option.value);
  return isSwitch(field) ? field.checked : field.value;
}

/** What a field held as the page was served, or as a clone was made. */
function original(field: Field): Value {
  if (field.options) {
    const chosen = [...field.options].filter((option) => option.defaultSelected).map((option) => option.value);
    // Of those that hold one value, something is always chosen.
    return field.multiple ? chosen : (chosen[0] ?? field.options[0]?.value ?? "");
  }
  return isSwitch(field) ? field.defaultChecked : field.defaultValue;
}

/** How many changes by the person a field has seen. Fields of one node count together. */
export function versionOf(guest: Guest, field: Field): number {
  return Math.max(guest.versions.get(idOf(field)) ?? 0, numberOf(field, "v"));
}

/** Look whether a person has changed a field, and count it. Returns whether it was so. */
export function look(guest: Guest, field: Field, event?: Event): boolean {
  const now = "" + held(field);
  const before = noted.get(field) ?? "" + (field.localName === "details" ? (event as ToggleEvent).oldState === "open" : original(field));
  noted.set(field, now);
  if (now === before) return false;
  guest.versions.set(idOf(field), versionOf(guest, field) + 1);
  return true;
}

/** Tell the events of what was changed while no script was there, or of what is put back. Details tell theirs by themselves. */
function tellChange(field: Field): void {
  if (field.localName !== "details") for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** Tell what the person had changed before the script ran: slow networks leave time for that. */
export function adoptFields(guest: Guest): void {
  for (const field of fieldsIn(guest)) if ("" + held(field) !== "" + original(field)) tellChange(field);
}

// -- writes of the server ------------------------------------------------------------------------------------------------------

/** Show what the server writes, when its frame is over. */
export function write(element: Element, value: Value, version: number): void {
  writes.set(element, [value, version]);
  if (version > 0) element.setAttribute("data-v", "" + version);
}

/** What would have been written to one element is written to another. */
export function moveWrite(from: Element, to: Element): void {
  const waiting = writes.get(from);
  if (waiting) {
    writes.delete(from);
    writes.set(to, waiting);
  }
}

/** Show all that waits, but for the field in which an input method composes. */
export function showWrites(guest: Guest): void {
  for (const [element, [value, version]] of writes) {
    if (element === composing) continue;
    writes.delete(element);
    const field = element as Field;
    // What is cloned has no node yet.
    const own = field.closest("[data-r]") ? versionOf(guest, field) : 0;
    if (value === null || (version !== FORCED && version < own)) continue;
    if (version > own) guest.versions.set(idOf(field), version);
    assign(field, value);
  }
}

/** Let a field hold something, as if it had always been so. */
export function assign(field: Field, value: Value): void {
  if (field.localName === "details") field.open = !!value;
  else if (field.options) {
    for (const option of field.options) option.selected = option.defaultSelected = Array.isArray(value) ? value.includes(option.value) : option.value === value;
  } else if (isSwitch(field)) field.checked = field.defaultChecked = !!value;
  else assignText(field, "" + value);
  noted.set(field, "" + held(field));
}

function assignText(field: Field, text: string): void {
  const { value, selectionStart, selectionEnd } = field;
  if (value !== text) {
    field.value = text;
    if (selectionStart !== null && field === document.activeElement) {
      field.setSelectionRange(moveCaret(selectionStart, value, text), moveCaret(selectionEnd!, value, text));
    }
  }
  field.defaultValue = text;
}

/** Where a caret stands in a text that was replaced: it keeps its distance from the end on whose side it was of what differs. */
export function moveCaret(at: number, from: string, to: string): number {
  const grown = to.length - from.length;
  let same = 0;
  while (same < at && from[same] === to[same]) same++;
  if (same === at || !grown) return at;
  let rest = 0;
  while (rest < from.length - at && from.at(-1 - rest) === to.at(-1 - rest)) rest++;
  return rest === from.length - at ? at + grown : to.length - rest;
}

/** Follow an input method: what it composes in is left alone until it is done. */
export function followComposition(guest: Guest): void {
  guest.root.addEventListener("compositionstart", (event) => (composing = event.target), true);
  guest.root.addEventListener(
    "compositionend",
    () => {
      composing = null;
      showWrites(guest);
    },
    true,
  );
}

// -- another session ------------------------------------------------------------------------------------------------------------

/** The fields of a guest by what is the same in another session of it: form, name, type, and which one of those. */
function fieldsByPlace(guest: Guest): Map<string, Field> {
  const found = new Map<string, Field>();
  const forms = [...guest.root.querySelectorAll("form")];
  for (const field of fieldsIn(guest)) {
    const place = [forms.indexOf(field.form!), field.name, field.type, isSwitch(field) && field.value].join();
    let count = 0;
    while (found.has(place + count)) count++;
    found.set(place + count, field);
  }
  return found;
}

/** What the person has changed, to be put back when the page is that of another session. */
export function saveFields(guest: Guest): Map<string, Value> {
  const saved = new Map<string, Value>();
  for (const [place, field] of fieldsByPlace(guest)) if (guest.versions.has(idOf(field))) saved.set(place, held(field));
  return saved;
}

/** Put it back, and tell it as if the person had just done so. */
export function restoreFields(guest: Guest, saved: Map<string, Value>): void {
  for (const [place, field] of fieldsByPlace(guest)) {
    const value = saved.get(place);
    if (value !== undefined && "" + value !== "" + held(field)) {
      assign(field, value);
      // Whatever it is, it was not there before.
      noted.set(field, "\0");
      tellChange(field);
    }
  }
}
