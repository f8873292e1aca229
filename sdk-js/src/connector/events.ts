// From an event of the browser to an event of a node: who wants it, what of it is told, and when. One listener for each type on the root
// of each guest, in the capture phase, so that events that do not bubble come here too. Policies are carried out here and nowhere else.

import { held, isField, look, versionOf } from "./fields";
import { type Guest, guests, idOf, nodeOf } from "./guest";
import { metrics } from "./metrics";
import { post } from "./socket";

/** Types that are listened to, and values of `data-on` that were read. */
const listened = new Set<string>();

/** Listen to all that a `data-on` asks for, in all guests of the page. */
export function listen(words: string): void {
  if (listened.has(words)) return;
  listened.add(words);
  for (const word of words.split(" ")) listenTo(word.split(":")[0]!);
}

function listenTo(type: string): void {
  if (listened.has(type + ":")) return;
  listened.add(type + ":");
  for (const guest of guests) guest.root.addEventListener(type, (event) => dispatch(guest, event), true);
}

/** Listen to what the page wants as it was served, and to what is needed whoever listens. */
export function adoptEvents(): void {
  ["input", "change", "submit"].forEach(listenTo);
  for (const { root } of guests) {
    for (const element of root.querySelectorAll("[data-on]")) listen(element.getAttribute("data-on")!);
    // Pictures that were there before the script.
    for (const image of root.querySelectorAll<HTMLImageElement>("img[data-on]")) {
      if (image.complete) image.dispatchEvent(new Event(image.naturalWidth ? "load" : "error"));
    }
  }
}

// -- who wants it ------------------------------------------------------------------------------------------------------------------

/** What the connector reads of events of all kinds. */
type AnyEvent = KeyboardEvent & PointerEvent & SubmitEvent & CustomEvent;

function dispatch(guest: Guest, event: Event): void {
  const { type, key, bubbles, ctrlKey, altKey, metaKey, isComposing } = event as AnyEvent;
  const target = event.target as Element;
  const isKey = type.startsWith("key");
  // A guest never sends the page away.
  if (type === "submit") event.preventDefault();
  // Keys of an input method are not the field's; and elements that are moved lose the focus, which is no one's doing.
  if (guest.busy || guest.over || (isKey && isComposing)) return;
  if (isField(target)) {
    const isChanged = look(guest, target, event);
    if (target.matches("[type=radio]")) for (const other of guest.root.querySelectorAll("[type=radio]")) if (isField(other)) look(guest, other);
    // It also comes of what the server wrote.
    if (type === "toggle" && !isChanged) return;
  }
  // Nodes around do not hear what does not bubble, nor the characters that someone writes.
  const isAlone = !bubbles || (isKey && key.length === 1 && !ctrlKey && !altKey && !metaKey && isField(target));
  const own = nodeOf(target);
  for (let element: Element | null = target; element; element = element === guest.root ? null : element.parentElement) {
    const node = nodeOf(element);
    if (isAlone && node !== own) return;
    const word = element
      .getAttribute("data-on")
      ?.split(" ")
      .find((word) => word.split(":")[0] === type);
    if (word === undefined) continue;
    const policy = word.slice(type.length + 1).split(",");
    const keys = policy.filter((part) => part[0] === "k").map(decodeURIComponent);
    if (keys[0] && key && !keys.includes("k" + key)) continue;
    if (policy.includes("p")) event.preventDefault();
    const id = idOf(node);
    const fields = describe(guest, event as AnyEvent, target, node, id);
    schedule(guest, id + type, policy, () => post(guest, id, type, fields));
    if (policy.includes("s")) {
      // The host's page around does not hear it either; what is inside the element does.
      if (bubbles) guest.root.addEventListener(type, (event) => event.stopPropagation(), { once: true });
      return;
    }
    // Each listener of a key up the tree hears it; of all else the nearest.
    if (!isKey) return;
  }
}

// -- when --------------------------------------------------------------------------------------------------------------------------

/** Send what waits, so that what is sent next comes after it. */
export function flush(guest: Guest): void {
  for (const waiting of guest.waiting.values()) {
    const { send } = waiting;
    waiting.send = undefined;
    send?.();
  }
}

/** Send at once, or as debounce and throttle want it. The last one of a kind is never lost. */
function schedule(guest: Guest, kind: string, policy: readonly string[], send: () => void): void {
  const time = (letter: string): number => +(policy.find((part) => part[0] === letter) ?? "").slice(1);
  const debounce = time("d");
  const throttle = time("t");
  const hold = (send: (() => void) | undefined): void => {
    const timer = setTimeout(() => {
      const { send } = guest.waiting.get(kind)!;
      guest.waiting.delete(kind);
      if (send) {
        send();
        if (!debounce) hold(undefined);
      }
    }, debounce || throttle);
    guest.waiting.set(kind, { timer, send });
  };
  const waiting = guest.waiting.get(kind);
  if (debounce) {
    clearTimeout(waiting?.timer);
    guest.waiting.delete(kind);
    hold(send);
  } else if (throttle && waiting) waiting.send = send;
  else {
    if (!throttle) flush(guest);
    send();
    if (throttle) hold(undefined);
  }
}

// -- what is told of it ------------------------------------------------------------------------------------------------------------

/** The fields of an event, as `DomEvent` in rill/host/web/view.py has them. Those that are undefined are left out. */
function describe(guest: Guest, event: AnyEvent, target: Element, node: Element, id: number): object {
  const { type, key, clientX, detail } = event;
  const fields: Record<string, unknown> = {
    mods: +event.shiftKey + 2 * +event.ctrlKey + 4 * +event.altKey + 8 * +event.metaKey || undefined,
    key,
    repeat: event.repeat || undefined,
  };
  const innermost = idOf(target);
  if (innermost !== id) fields["target"] = innermost;
  const part = target.closest("[data-part]");
  if (node.contains(part)) fields["part"] = part!.getAttribute("data-part");
  if (clientX !== undefined) {
    const { left, top } = node.getBoundingClientRect();
    fields["x"] = (clientX - left) / metrics[0]!;
    fields["y"] = (event.clientY - top) / metrics[1]!;
    fields["detail"] = detail;
    fields["button"] = event.button;
    fields["pointer"] = event.pointerType || undefined;
  }
  if (isField(target)) {
    fields["value"] = held(target);
    fields["version"] = versionOf(guest, target);
    if (typeof target.selectionStart === "number") fields["caret"] = [target.selectionStart, target.selectionEnd];
  }
  if (type === "submit") {
    const { submitter } = event;
    fields["entries"] = [...new FormData(target as HTMLFormElement, submitter)].filter(([, value]) => typeof value === "string");
    if (submitter) fields["submitter"] = idOf(submitter);
  }
  if (type.startsWith("scroll")) {
    const across = metrics[0]!;
    const down = metrics[1]!;
    fields["scroll"] = [target.scrollLeft / across, target.scrollTop / down, target.clientWidth / across, target.clientHeight / down, target.scrollWidth / across, target.scrollHeight / down];
  }
  // A press of the summary says what the details are about to be.
  const details = type === "toggle" ? target : target.closest("summary")?.parentElement;
  if (details) fields["open"] = (details as HTMLDetailsElement).open !== (type === "click");
  if (type === "load") fields["size"] = [(target as HTMLImageElement).naturalWidth, (target as HTMLImageElement).naturalHeight];
  if (type.startsWith("rill-")) fields["data"] = detail;
  return fields;
}
