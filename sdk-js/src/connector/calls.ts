// Methods of elements that a guest calls by way of a ref. A method is one of a short list, or of the table of its own that an element of a
// module has.

import type { Guest } from "./guest";
import type { Value } from "./messages";
import { metrics } from "./metrics";
import { answer } from "./socket";

type Target = HTMLElement & { readonly rill?: Readonly<Record<string, (...args: readonly Value[]) => unknown>> };

/** Those of an element that a person writes to or presses: they go to the first such one inside, if the node's own is none. */
const OF_FIELDS = "focus blur click select setSelectionRange reportValidity setCustomValidity showPicker".split(" ");
const OF_ELEMENTS = "scrollIntoView showModal show close requestSubmit reset".split(" ");

export function call(guest: Guest, id: number, element: Element, method: string, args: readonly Value[]): void {
  void carryOut(element as Target, method, args).then(
    (value) => answer(guest, id, true, value),
    (error: unknown) => answer(guest, id, false, "" + error),
  );
}

async function carryOut(element: Target, method: string, args: readonly Value[]): Promise<unknown> {
  // Its module may be on its way.
  if (element.localName.includes("-")) await customElements.whenDefined(element.localName);
  if (element.rill && Object.hasOwn(element.rill, method)) return element.rill[method]!(...args);
  if (method === "scrollTo" || method === "scrollBy") {
    const [x, y, smooth] = args as [number | null, number | null, boolean?];
    const options: ScrollToOptions = { behavior: smooth ? "smooth" : "auto" };
    if (x !== null) options.left = x * metrics[0]!;
    if (y !== null) options.top = y * metrics[1]!;
    element[method](options);
    return null;
  }
  const isOfField = OF_FIELDS.includes(method);
  if (!isOfField && !OF_ELEMENTS.includes(method)) throw Error("no method " + method);
  const target = (isOfField && element.tabIndex < 0 && element.querySelector<HTMLElement>("input,select,textarea,button,a,[tabindex]")) || element;
  return (target as unknown as Record<string, (...args: readonly Value[]) => unknown>)[method]!(...args);
}
