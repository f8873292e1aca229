// Form fields: what they hold, and how new that is. A person's change counts up the version of a field, and what the server writes is shown
// only if the server knew of all changes: under the caret of someone who types, never under an input method, and never over what was typed
// since. What was written outlives even the session. A part of the connector, for pages that have fields.

import type { Core } from "../core";
import { FORCED } from "../generated";
import type { Guest } from "../guest";
import type { Value } from "../messages";
import type { Write } from "./core-elements";
import { moveCaret } from "./shared/caret";

/** What all kinds of fields have between them. */
type Field = HTMLInputElement & HTMLSelectElement & HTMLDetailsElement;

/** What an event of a field says besides, as `DomEvent` in rill/host/web/view.py has it. */
interface Facts {
  value?: Value;
  version?: number;
  caret?: readonly (number | null)[];
  open?: boolean;
  entries?: readonly (readonly [string, FormDataEntryValue])[];
  submitter?: number;
}

let core: Core | undefined;
/** What a field held when it was looked at last, as text. */
const noted = new WeakMap<Element, string>();
/** What texts held at each version that the server may still be answering. */
const histories = new WeakMap<Element, Map<number, string>>();
const HISTORY_MAX = 100;
/** The field in which an input method composes. */
let composing: EventTarget | null = null;

/** Follow input methods, and tell what the person had changed before the script ran: slow networks leave time for that. */
export function start(given: Core): void {
  if (core) return;
  core = given;
  for (const guest of core.guests) {
    guest.root.addEventListener("compositionstart", (event) => (composing = event.target), true);
    guest.root.addEventListener("compositionend", () => {
      composing = null;
      const elements = given.parts["core-elements"];
      if (elements) showWrites(guest, elements.writes);
    });
    for (const field of fieldsOf(guest)) if (String(held(field)) !== String(original(field))) tellChange(field, "input", "change");
  }
}

function isField(element: Element): element is Field {
  return element.matches("input,textarea,select,details");
}

function fieldsOf(guest: Guest): Field[] {
  return [...guest.root.querySelectorAll("*")].filter(isField);
}

/** Whether a field is on or off. */
function isSwitch(field: Field): boolean {
  return /^(checkbox|radio)$/.test(field.type);
}

/** What a field holds. */
function held(field: Field): Value {
  if (field.multiple && field.options) return [...field.selectedOptions].map((option) => option.value);
  return field.open ?? (isSwitch(field) ? field.checked : field.value);
}

/** What a field held as the page was served, or as a clone was made. */
function original(field: Field, event?: Event): Value {
  if (field.options) {
    const chosen = [...field.options].filter((option) => option.defaultSelected).map((option) => option.value);
    // Of those that hold one value, something is always chosen.
    return field.multiple ? chosen : (chosen[0] ?? field.options[0]?.value ?? "");
  }
  if (field.open !== undefined) return event?.type === "toggle" ? (event as ToggleEvent).oldState === "open" : field.open;
  return isSwitch(field) ? field.defaultChecked : field.defaultValue;
}

/** How many changes by the person a field has seen. Fields of one node count together. */
function versionOf(guest: Guest, field: Field): number {
  return Math.max(guest.versions.get(core!.idOf(field)) ?? 0, core!.numberOf(field, "v"));
}

/** Look whether a person has changed a field, and count it. Returns whether it was so. */
function look(guest: Guest, field: Field, event?: Event): boolean {
  const now = String(held(field));
  const before = noted.get(field) ?? String(original(field, event));
  noted.set(field, now);
  if (now === before) return false;
  const version = versionOf(guest, field);
  guest.versions.set(core!.idOf(field), version + 1);
  const history = histories.get(field) ?? new Map<number, string>();
  histories.set(field, history.set(version, before).set(version + 1, now));
  if (history.size > HISTORY_MAX) history.delete(history.keys().next().value!);
  return true;
}

/** What an event of a field or form says besides; null if it is no doing of the person. */
export function describe(guest: Guest, event: Event, target: Element): Facts | null {
  const facts: Facts = {};
  const details = event.type === "click" && target.closest("summary")?.parentElement;
  if (isField(target)) {
    const isChanged = look(guest, target, event);
    // The others of its group are off now.
    if (target.matches("[type=radio]")) for (const other of fieldsOf(guest)) if (other.matches("[type=radio]")) look(guest, other);
    facts.version = versionOf(guest, target);
    if (target.open === undefined) {
      facts.value = held(target);
      const { selectionStart, selectionEnd } = target;
      if (typeof selectionStart === "number") facts.caret = [selectionStart, selectionEnd];
    } else {
      facts.open = target.open;
      // It also comes of what the server wrote.
      if (event.type === "toggle" && !isChanged) return null;
    }
  } else if (details instanceof HTMLDetailsElement) {
    // A press of the summary says what the details are about to be.
    facts.open = !details.open;
  } else if (event.type === "submit") {
    const { submitter } = event as SubmitEvent;
    facts.entries = [...new FormData(target as HTMLFormElement, submitter)].filter(([, value]) => typeof value === "string");
    if (submitter) facts.submitter = core!.idOf(submitter);
  }
  return facts;
}

/** Make the events that a person's change makes. Details make theirs by themselves. */
function tellChange(field: Field, ...types: readonly string[]): void {
  if (field.open === undefined) for (const type of types) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** Show all that was written, but for the field in which an input method composes. */
export function showWrites(guest: Guest, writes: Map<Element, Write>): void {
  const { idOf } = core!;
  for (const [element, [value, version]] of writes) {
    if (element === composing) continue;
    writes.delete(element);
    const field = element as Field;
    // What is cloned has no node yet.
    const isNode = field.closest("[data-r]") !== null;
    const own = isNode ? versionOf(guest, field) : 0;
    if (version !== FORCED && version < own) {
      mergeText(field, String(value), version);
      continue;
    }
    if (isNode && version > own) guest.versions.set(idOf(field), version);
    // Nil leaves it to the person.
    if (value !== null) assign(field, value);
  }
}

/** A text that was written without knowing of all that was typed: both count, if it is more than an echo. A field that is cleared on Enter is cleared, and what was typed after Enter stays. */
function mergeText(field: Field, written: string, version: number): void {
  const base = histories.get(field)?.get(version);
  const now = field.value;
  if (base === undefined || base === written || isSwitch(field) || field.options) return;
  let same = 0;
  while (same < base.length && same < now.length && base[same] === now[same]) same++;
  let rest = 0;
  while (rest < base.length - same && rest < now.length - same && base.at(-1 - rest) === now.at(-1 - rest)) rest++;
  const from = moveCaret(same, base, written);
  const to = Math.max(from, moveCaret(base.length - rest, base, written));
  const merged = written.slice(0, from) + now.slice(same, now.length - rest) + written.slice(to);
  if (merged === now) return;
  assign(field, merged);
  // The server knows neither what was written and typed together, nor that it is newer.
  noted.set(field, now);
  // When the frame is over: what happens meanwhile is no doing of the person.
  queueMicrotask(() => tellChange(field, "input"));
}

/** Let a field hold something, as if it had always been so. */
function assign(field: Field, value: Value): void {
  if (field.open !== undefined) field.open = value === true;
  else if (field.options) {
    for (const option of field.options) option.selected = option.defaultSelected = Array.isArray(value) ? value.includes(option.value) : option.value === value;
  } else if (isSwitch(field)) field.checked = field.defaultChecked = value === true;
  else {
    const { value: before, selectionStart, selectionEnd } = field;
    const text = String(value);
    if (before !== text) {
      field.value = text;
      if (selectionStart !== null && field === document.activeElement) {
        field.setSelectionRange(moveCaret(selectionStart, before, text), moveCaret(selectionEnd!, before, text));
      }
    }
    // A native reset goes back to what the guest said last.
    if (field.defaultValue !== text) field.defaultValue = text;
  }
  noted.set(field, String(held(field)));
}

// -- another session ------------------------------------------------------------------------------------------------------------

/** The fields of a guest by what is the same in another session of it: form, name, type, and which one of those. */
function fieldsByPlace(guest: Guest): Map<string, Field> {
  const found = new Map<string, Field>();
  const forms = [...guest.root.querySelectorAll("form")];
  for (const field of fieldsOf(guest)) {
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
  for (const [place, field] of fieldsByPlace(guest)) if (guest.versions.has(core!.idOf(field))) saved.set(place, held(field));
  return saved;
}

/** Put it back, and tell it as if the person had just done so. */
export function restoreFields(guest: Guest, saved: Map<string, Value>): void {
  for (const [place, field] of fieldsByPlace(guest)) {
    const value = saved.get(place);
    if (value === undefined || String(value) === String(held(field))) continue;
    assign(field, value);
    // Whatever it is, it was not there before.
    noted.set(field, "\0");
    tellChange(field, "input", "change");
  }
}
