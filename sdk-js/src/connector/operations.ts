// Carries out the operations of a frame. What does not fit is an error, and the frame's sender is asked for the whole.

import { WebOperation, WebSlot } from "./generated";
import { type Guest, type Slots, type Template, find, keyOf, lookUp, numberOf, part, setKey } from "./guest";
import type { Value } from "./messages";
import { load, parts } from "./modules";
import { end, place, setText } from "./places";
import type { Item, Shape } from "./shapes";

export type Operation = readonly [code: WebOperation, ...fields: never[]];

/** Carries out one kind of operation; what is new is made in `document`. */
type Carry = (guest: Guest, document: Document, ...fields: never[]) => void;

const elements = () => parts["core-elements"]!;

const OPERATIONS: Record<WebOperation, Carry> = {
  [WebOperation.CREATE]: (guest, document, item: Item) => elements().create(guest, document, item),
  [WebOperation.MORPH](guest, _document, id: number, shape: Shape) {
    const old = find(guest, id);
    const now = elements().morph(old, shape);
    if (guest.nodes.has(id)) guest.nodes.set(id, now);
  },
  [WebOperation.DELETE](guest, _document, id: number) {
    (lookUp(guest, id) as ChildNode | undefined)?.remove();
    guest.nodes.delete(id);
  },
  [WebOperation.PLACE](guest, _document, parent: number, child: number, before: number | null) {
    const holder = elements().holderOf(find(guest, parent));
    place(holder, find(guest, child), before === null ? end(holder) : find(guest, before));
  },
  [WebOperation.REMOVE]: (guest, _document, id: number) => find(guest, id).remove(),
  [WebOperation.ORDER]: (guest, _document, parent: number, children: number[]) =>
    elements().orderChildren(
      elements().holderOf(find(guest, parent)),
      children.map((id) => find(guest, id)),
    ),
  [WebOperation.TEXT]: (guest, _document, id: number, text: string) => setText(find(guest, id), text),
  [WebOperation.TEMPLATE]: (guest, _document, id: number, size: number, shape: Shape, slots: Slots) => elements().addTemplate(guest, id, size, shape, slots),
  [WebOperation.CLONES]: makeClones,
  [WebOperation.PATCH](guest, _document, base: number, slot: number, value: Value) {
    const root = find(guest, base);
    patch(guest, root, guest.templates.get(numberOf(root, "t"))!, slot, value);
  },
  [WebOperation.CLEAR]: (guest, _document, parent: number) => elements().clear(guest, elements().holderOf(find(guest, parent))),
  [WebOperation.CALL]: (guest, _document, id: number, node: number, method: string, args: Value[]) =>
    parts["core-calls"]!.call(guest, id, find(guest, node), method, args),
  [WebOperation.RULE]: ({ rules }, _document, rule: string) => elements().addRule(rules, rule),
  [WebOperation.USE]: (_guest, _document, module: string) => void load(module),
};

// -- clones of templates -----------------------------------------------------------------------------------------------------------

/** Make clones. The texts of each are put into what is cloned, which is quicker than to look for their places in every clone. */
function makeClones(
  guest: Guest,
  _document: Document,
  id: number,
  base: number,
  count: number,
  parent: number | null,
  before: number | null,
  columns: readonly (readonly Value[] | null)[],
): void {
  const template = guest.templates.get(id)!;
  const { element, size, texts, standard } = template;
  const holder = parent === null ? null : elements().holderOf(find(guest, parent));
  const next = before === null ? holder && end(holder) : find(guest, before);
  for (let at = 0; at < count; at++) {
    texts.forEach((text, slot) => {
      if (text) text.nodeValue = (columns[slot]?.[at] as string) ?? standard[slot]!;
    });
    let clone = element.cloneNode(true) as Element;
    setKey(guest, base + at * size, clone);
    columns.forEach((column, slot) => {
      const value = column?.[at] ?? null;
      if (value !== null && !texts[slot]) clone = patch(guest, clone, template, slot, value);
    });
    holder?.insertBefore(clone, next);
  }
}

/** Give a slot of a clone its value. Returns the clone's root: another if its tag differs now. */
function patch(guest: Guest, root: Element, template: Template, slot: number, value: Value): Element {
  const [kind, index] = template.slots[slot]!;
  if (kind === WebSlot.SHAPE) return elements().patchShape(guest, root, template, index, value);
  setText(guest.nodes.get(keyOf(root)! + index) ?? part(root, index)!, (value as string) ?? template.standard[slot]);
  return root;
}

// -- frames ------------------------------------------------------------------------------------------------------------------------

/** Carry out the operations of a frame. With `settle` what is new was made aside, and now becomes what stands. */
export function apply(guest: Guest, document: Document, operations: readonly Operation[], settle?: () => void): void {
  const isCall = ([code]: Operation): boolean => code === WebOperation.CALL;
  const run = ([code, ...fields]: Operation): void => OPERATIONS[code](guest, document, ...fields);
  const focused = guest.root.querySelector<HTMLElement>(":focus");
  guest.isBusy = true;
  try {
    for (const operation of operations) if (!isCall(operation)) run(operation);
    settle?.();
    elements().finish(guest);
    // Browsers without moveBefore take the focus from what is moved.
    if (focused && !focused.matches(":focus")) focused.focus({ preventScroll: true });
  } finally {
    guest.isBusy = false;
  }
  elements().giveFocus();
  // Calls find all as it is shown.
  operations.filter(isCall).forEach(run);
}
