// Carries out the operations of a frame. What does not fit is an error, and the frame's sender is asked for the whole.

import { type Attributes, type Item, type Shape, giveFocus, make, makeItem, number, setAttributes } from "./elements";
import { showWrites } from "./fields";
import { WebOperation } from "./generated";
import { type Guest, type Slots, type Template, addTemplate, find, forget, keyOf, lookUp, numberOf, part, setKey } from "./guest";
import type { Value } from "./messages";
import { load } from "./modules";
import { end, holderOf, morph, morphAttributes, order, place, setText } from "./morph";
import { carryOut } from "./socket";

export type Operation = readonly [code: WebOperation, ...fields: never[]];

/** A document that shows nothing, loads nothing and upgrades nothing: here is made what an element shall become like. */
export const draft = document.implementation.createHTMLDocument("");

/** Clones and nodes in them that have become another shape than their template's. */
const reshaped = new WeakSet<Element>();

/** Carries out one kind of operation; what is new is made in `document`. */
type Carry = (guest: Guest, document: Document, ...fields: never[]) => void;

const makeAside = (shape: Shape): Element => make(draft, number, shape);

const OPERATIONS: Record<WebOperation, Carry> = {
  [WebOperation.CREATE]: (guest, document, item: Item) => makeItem(document, (id, node) => setKey(guest, id, node), item),
  [WebOperation.MORPH](guest, _document, id: number, shape: Shape) {
    const old = find(guest, id);
    const now = morph(old, makeAside(shape));
    if (guest.nodes.has(id)) guest.nodes.set(id, now);
  },
  [WebOperation.DELETE](guest, _document, id: number) {
    (lookUp(guest, id) as ChildNode | undefined)?.remove();
    guest.nodes.delete(id);
  },
  [WebOperation.PLACE](guest, _document, parent: number, child: number, before: number | null) {
    const holder = holderOf(find(guest, parent));
    place(holder, find(guest, child), before === null ? end(holder) : find(guest, before));
  },
  [WebOperation.REMOVE]: (guest, _document, id: number) => find(guest, id).remove(),
  [WebOperation.ORDER]: (guest, _document, parent: number, children: number[]) =>
    order(
      holderOf(find(guest, parent)),
      children.map((id) => find(guest, id)),
    ),
  [WebOperation.TEXT]: (guest, _document, id: number, text: string) => setText(find(guest, id), text),
  [WebOperation.TEMPLATE](guest, _document, id: number, size: number, shape: Shape, slots: Slots) {
    const element = make(document, number, shape);
    element.setAttribute("data-t", "" + id);
    showWrites(guest);
    addTemplate(guest, id, size, element, slots);
  },
  [WebOperation.CLONES]: makeClones,
  [WebOperation.PATCH](guest, _document, base: number, slot: number, value: Value) {
    const root = find(guest, base);
    patch(root, guest.templates.get(numberOf(root, "t"))!, slot, value);
  },
  [WebOperation.CLEAR](guest, _document, parent: number) {
    const holder = holderOf(find(guest, parent));
    for (const child of holder.childNodes) guest.nodes.delete(keyOf(child)!);
    order(holder, []);
  },
  [WebOperation.CALL]: (guest, _document, ...fields: [id: number, node: number, method: string, args: Value[]]) => carryOut(guest, fields),
  [WebOperation.RULE]({ rules }, _document, rule: string) {
    try {
      rules.insertRule(rule, rules.cssRules.length);
    } catch {
      // A browser that does not know what it says shows the rest.
    }
  },
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
  const holder = parent === null ? null : holderOf(find(guest, parent));
  const next = before === null ? holder && end(holder) : find(guest, before);
  for (let at = 0; at < count; at++) {
    texts.forEach((text, slot) => {
      if (text) text.nodeValue = (columns[slot]?.[at] as string) ?? standard[slot]!;
    });
    const clone = element.cloneNode(true) as Element;
    setKey(guest, base + at * size, clone);
    columns.forEach((column, slot) => {
      const value = column?.[at] ?? null;
      if (value !== null && !texts[slot]) patch(clone, template, slot, value);
    });
    holder?.insertBefore(clone, next);
  }
}

/** Give a slot of a clone its value: what it says differs from the template, not from what stood there. */
function patch(root: Element, { element, slots, texts, standard }: Template, slot: number, value: Value): void {
  const [, index] = slots[slot]!;
  const old = part(root, index) as Element;
  if (texts[slot]) setText(old, (value as string) ?? standard[slot]);
  else if (Array.isArray(value)) reshaped.add(morph(old, makeAside(value as unknown as Shape)));
  else {
    const fresh = part(element, index)!.cloneNode(reshaped.has(old)) as Element;
    setAttributes(fresh, value as Attributes);
    if (reshaped.has(old)) morph(old, fresh);
    else morphAttributes(old, fresh, true);
  }
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
    showWrites(guest);
    // Browsers without moveBefore take the focus from what is moved.
    if (focused && !focused.matches(":focus")) focused.focus({ preventScroll: true });
  } finally {
    guest.isBusy = false;
  }
  giveFocus();
  forget(guest);
  // Calls find all as it is shown.
  operations.filter(isCall).forEach(run);
}
