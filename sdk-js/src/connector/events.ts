// From an event of the browser to an event of a node: who wants it, what of it is told, and when. One listener for each type on the root
// of each guest, in the capture phase, so that events that do not bubble come here too. Policies are carried out here and nowhere else.

import { FIELDS } from "./fields";
import { type Guest, guests, idOf, nodeOf } from "./guest";
import { metrics } from "./metrics";
import { load, parts } from "./modules";
import { post } from "./socket";

/** Types that are listened to, and values of `data-on` that were read. */
const listened = new Set<string>();

/** Images that were there, or failed, before anybody listened, as far as they are not heard yet. */
export const early = new Set<Element>([...document.images].filter(({ complete }) => complete));

/** Listen to all that a `data-on` asks for, in all guests of the page. */
export function listen(words: string): void {
  if (listened.has(words)) return;
  listened.add(words);
  // Debounce and throttle.
  if (/[:,][dt]\d/.test(words)) void load("core-pace");
  for (const word of words.split(" ")) {
    const type = word.split(":")[0]!;
    if (listened.has(type) && type !== words) continue;
    listened.add(type);
    for (const guest of guests) guest.root.addEventListener(type, (event) => dispatch(guest, event as AnyEvent), true);
  }
}

/** Listen to what the page wants as it was served, and to what is needed whoever listens. */
export function adoptEvents(): void {
  listen("input change submit");
  for (const { root } of guests) for (const element of root.querySelectorAll("[data-on]")) listen(element.getAttribute("data-on")!);
}

// -- who wants it ------------------------------------------------------------------------------------------------------------------

/** What the connector reads of events of all kinds. */
type AnyEvent = KeyboardEvent & PointerEvent & FocusEvent & SubmitEvent & CustomEvent;

function dispatch(guest: Guest, event: AnyEvent): void {
  const { type, key, bubbles, relatedTarget } = event;
  const target = event.target as Element;
  const origin = nodeOf(target);
  const isKey = type.startsWith("key");
  if (/^(load|error)$/.test(type)) early.delete(target);
  // A guest never sends the page away.
  if (type === "submit") event.preventDefault();
  // Keys of an input method are not the field's; and elements that are moved lose the focus, which is no one's doing.
  if (guest.isBusy || guest.isOver || (isKey && event.isComposing)) return;
  // A focus that stays in its node.
  if (relatedTarget && /^[bf]/.test(type) && nodeOf(relatedTarget as Element) === origin) return;
  const fields = parts["core-fields"];
  if (!fields && target.matches(FIELDS)) {
    // The part is on its way, and tells by itself what was changed before it came.
    if (!/^(input|change)$/.test(type)) void load("core-fields").then(() => parts["core-fields"] && dispatch(guest, event));
    return;
  }
  const facts = fields?.describe(guest, event, target);
  if (facts === null) return;
  // Nodes around do not hear what does not bubble, nor, if they do not ask for it, the characters that someone writes.
  const isWritten = isKey && key.length < 2 && !event.ctrlKey && !event.altKey && !event.metaKey && target.matches(FIELDS);
  for (let element: Element | null = target; element && guest.root.contains(element); element = element.parentElement) {
    const node = nodeOf(element);
    const words = element.getAttribute("data-on")?.split(" ");
    const word = words?.find((word) => word.split(":")[0] === type);
    if (word === undefined) continue;
    const policy = word.slice(type.length + 1).split(",");
    // A pointer enters and leaves each element, but a node once.
    if (element !== target && /[er](ent|lea)/.test(type)) continue;
    if (node !== origin && (!bubbles || (isWritten && !policy.includes("b")))) continue;
    const keys = policy.filter((part) => part[0] === "k").map(decodeURIComponent);
    if (key && keys[0] && !keys.includes("k" + key)) continue;
    if (policy.includes("p")) event.preventDefault();
    const id = idOf(node);
    const told = { ...describe(event, target, node), ...facts };
    const send = (): void => post(guest, id, type, told);
    const pace = parts["core-pace"];
    if (pace) pace.schedule(guest, id + type, policy, send);
    else send();
    // Each listener of a key up the tree hears it; of all else the nearest. What is stopped is stopped for the guest: its host hears all.
    if (!isKey || policy.includes("s")) return;
  }
}

// -- what is told of it ------------------------------------------------------------------------------------------------------------

/** The fields of an event, as `DomEvent` in rill/host/web/view.py has them, but for those of form fields. Those that are undefined are left out. */
function describe(event: AnyEvent, target: Element, node: Element): object {
  const { type, key, clientX, detail } = event;
  const innermost = idOf(target);
  const part = target.closest("[data-part]");
  const inCells = (...pixels: readonly number[]): number[] => pixels.map((size, at) => size / metrics[at % 2]!);
  const told: Record<string, unknown> = {
    mods: +event.shiftKey + 2 * +event.ctrlKey + 4 * +event.altKey + 8 * +event.metaKey || undefined,
    key,
    repeat: event.repeat,
    target: innermost === idOf(node) ? undefined : innermost,
    part: node.contains(part) ? part!.getAttribute("data-part")! : undefined,
  };
  if (clientX !== undefined) {
    const { left, top } = node.getBoundingClientRect();
    const [x, y] = inCells(clientX - left, event.clientY - top);
    Object.assign(told, { x, y, detail, button: event.button, pointer: event.pointerType });
  }
  if (type.startsWith("scroll")) told["scroll"] = inCells(target.scrollLeft, target.scrollTop, target.clientWidth, target.clientHeight, target.scrollWidth, target.scrollHeight);
  if (type === "load") told["size"] = [(target as HTMLImageElement).naturalWidth, (target as HTMLImageElement).naturalHeight];
  if (type.startsWith("rill-")) told["data"] = detail;
  return told;
}
