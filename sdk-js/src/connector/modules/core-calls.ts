// Methods of elements that a guest calls by way of a ref. A method is one of a short list, or of the table of its own that an element of a
// module has. A part of the connector, for guests that call.

import type { Core } from "../core";
import { ClientMessage } from "../generated";
import type { Guest } from "../guest";
import type { Value } from "../messages";

type Target = HTMLElement & { readonly rill?: Readonly<Record<string, (...args: readonly Value[]) => unknown>> };

/** Those of an element that a person writes to or presses: they go to the first such one inside, if the node's own is none. */
const OF_FIELDS = "focus blur click select setSelectionRange reportValidity setCustomValidity showPicker".split(" ");
const OF_ELEMENTS = "scrollIntoView showModal show close requestSubmit reset".split(" ");
const PRESSABLE = "input,select,textarea,button,a[href],summary,[tabindex]";

/** How long an answer waits for a socket until it is tried again. */
const WAIT_MS = 1_000;

/** The last call of each guest that was carried out. */
const last = new WeakMap<Guest, number>();

let core: Core;

export function start(given: Core): void {
  core = given;
}

/** Another session counts its calls from the start. */
export function forget(guest: Guest): void {
  last.delete(guest);
}

/** Carry out a call and answer it. One that was carried out already is asked for again when its answer was lost. */
export async function call(guest: Guest, id: number, element: Element, method: string, args: readonly Value[]): Promise<void> {
  if (id <= (last.get(guest) ?? 0)) return;
  last.set(guest, id);
  try {
    answer(guest, id, true, await carryOut(element as Target, method, args));
  } catch (error) {
    answer(guest, id, false, String(error));
  }
}

/** Answer a call, when there is a socket to do it. */
function answer(guest: Guest, id: number, isDone: boolean, value: unknown): void {
  if (guest.isLive) core.send(ClientMessage.RESULT, guest.index, id, isDone, value);
  else if (!guest.isOver) setTimeout(answer, WAIT_MS, guest, id, isDone, value);
}

async function carryOut(element: Target, method: string, args: readonly Value[]): Promise<unknown> {
  // Its module may be on its way.
  if (element.localName.includes("-")) await customElements.whenDefined(element.localName);
  if (element.rill && Object.hasOwn(element.rill, method)) return element.rill[method]!(...args);
  if (method === "scrollTo" || method === "scrollBy") {
    const [x, y, isSmooth] = args as [number | null, number | null, boolean?];
    const options: ScrollToOptions = { behavior: isSmooth ? "smooth" : "instant" };
    if (x !== null) options.left = x * core.metrics[0]!;
    if (y !== null) options.top = y * core.metrics[1]!;
    element[method](options);
    return null;
  }
  if (method === "isFocused") return element.contains(document.activeElement);
  const isOfField = OF_FIELDS.includes(method);
  if (!isOfField && !OF_ELEMENTS.includes(method)) throw new Error(`no method ${method}`);
  const target = (isOfField && element.tabIndex < 0 && element.querySelector<HTMLElement>(PRESSABLE)) || element;
  const found = (target as unknown as Record<string, unknown>)[method];
  if (typeof found !== "function") throw new Error(`<${target.localName}> has no method ${method}`);
  return (found as (...args: readonly Value[]) => unknown).apply(target, [...args]);
}
