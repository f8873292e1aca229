// Carries out the operations of a frame. What does not fit is an error, and the frame's sender is asked for the whole.

import { call } from "./calls";
import { type Attributes, type Item, type Maker, type Shape, draft, giveFocus, make, makeItem, setAttributes } from "./elements";
import { moveWrite, showWrites } from "./fields";
import { WebOperation } from "./generated";
import { type Guest, type Template, addTemplate, find, forget, isElement, lookUp, name, numberOf, part, templateOf, textIds } from "./guest";
import type { Value } from "./messages";
import { load } from "./modules";
import { type Settle, end, holderOf, morph, morphAttributes, morphElement, order, place, setText, settleInside } from "./morph";

/** Clones that have become another shape than their template's, at an inner node. */
const reshaped = new WeakSet<Element>();

export type Operation = readonly [code: WebOperation, ...fields: never[]];

/** Makes what an element shall become like. It has no nodes in it. */
const ASIDE: Maker = { document: draft, name() {} };

/** Where what a frame makes is made: in the page, or for a SNAPSHOT aside. */
interface Frame extends Maker {
  readonly guest: Guest;
}

type Carry = (frame: Frame, ...fields: never[]) => void;

const OPERATIONS: Record<WebOperation, Carry> = {
  [WebOperation.CREATE]: (frame, item: Item) => makeItem(frame, item),

  [WebOperation.MORPH]({ guest }, id: number, shape: Shape) {
    const old = find(guest, id) as Element;
    const now = morph(old, make(ASIDE, shape));
    if (now !== old && guest.nodes.has(id)) guest.nodes.set(id, now);
  },

  [WebOperation.DELETE]({ guest }, id: number) {
    (lookUp(guest, id) as ChildNode | undefined)?.remove();
    guest.nodes.delete(id);
  },

  [WebOperation.PLACE]({ guest }, parent: number, child: number, before: number | null) {
    const holder = holderOf(find(guest, parent));
    place(holder, find(guest, child), before === null ? end(holder) : find(guest, before));
  },

  [WebOperation.REMOVE]: ({ guest }, id: number) => (find(guest, id) as ChildNode).remove(),

  [WebOperation.ORDER]: ({ guest }, parent: number, children: number[]) =>
    order(
      holderOf(find(guest, parent)),
      children.map((id) => find(guest, id)),
    ),

  [WebOperation.TEXT]: ({ guest }, id: number, text: string) => setText(find(guest, id), text),

  [WebOperation.TEMPLATE]({ guest }, id: number, size: number, shape: Shape, slots: Template["slots"]) {
    const element = make({ document, name: (index, node) => (node as Element).setAttribute("data-i", "" + index) }, shape);
    element.setAttribute("data-t", "" + id);
    showWrites(guest);
    addTemplate(guest, id, size, element, slots);
  },

  [WebOperation.CLONES]: makeClones,

  [WebOperation.PATCH]({ guest }, base: number, slot: number, value: Value) {
    const root = find(guest, base) as Element;
    const template = templateOf(guest, numberOf(root, "t"));
    patch(root, template, slot, value);
  },

  [WebOperation.CLEAR]: ({ guest }, parent: number) => order(holderOf(find(guest, parent)), []),

  [WebOperation.CALL]: ({ guest }, id: number, node: number, method: string, args: Value[]) => call(guest, id, find(guest, node) as Element, method, args),

  [WebOperation.RULE]({ guest }, rule: string) {
    try {
      guest.rules.insertRule(rule, guest.rules.cssRules.length);
    } catch {
      // A browser that does not know what it says shows the rest.
    }
  },

  [WebOperation.USE]: (_frame, module: string) => load(module),
};

// -- clones of templates -----------------------------------------------------------------------------------------------------------

/** Make clones. The texts of each are put into what is cloned, which is quicker than to look for their places in every clone. */
function makeClones({ guest, name }: Frame, id: number, base: number, count: number, parent: number | null, before: number | null, columns: readonly (readonly Value[] | null)[]): void {
  const template = templateOf(guest, id);
  const { element, size, texts } = template;
  const holder = parent === null ? null : holderOf(find(guest, parent));
  const next = before === null ? holder && end(holder) : find(guest, before);
  for (let at = 0; at < count; at++) {
    texts.forEach((text, slot) => {
      if (text) text[0].nodeValue = (columns[slot]?.[at] ?? text[1]) as string;
    });
    const clone = element.cloneNode(true) as Element;
    name(base + at * size, clone);
    columns.forEach((column, slot) => {
      const value = column?.[at] ?? null;
      if (value !== null && !texts[slot]) patch(clone, template, slot, value);
    });
    holder?.insertBefore(clone, next);
  }
}

/** Give a slot of a clone its value: what it says differs from the template, not from what stood there. */
function patch(root: Element, { element, slots, texts }: Template, slot: number, value: Value): void {
  const index = slots[slot]![1];
  const target = part(root, index)!;
  const text = texts[slot];
  if (text) {
    setText(target, (value ?? text[1]) as string);
    return;
  }
  const old = target as Element;
  if (Array.isArray(value)) {
    reshaped.add(morph(old, make(ASIDE, value as unknown as Shape)));
    return;
  }
  const fresh = part(element, index)!.cloneNode(reshaped.has(old)) as Element;
  setAttributes(fresh, value as Attributes);
  if (reshaped.has(old)) morph(old, fresh);
  else {
    morphAttributes(old, fresh, true);
    moveWrite(fresh, old);
  }
}

// -- frames ------------------------------------------------------------------------------------------------------------------------

/** Carry out the operations of a PATCH. */
export function applyPatch(guest: Guest, operations: readonly Operation[]): void {
  apply(guest, document, operations);
}

/** Become what a SNAPSHOT says: it is made aside, and what stands becomes like it. */
export function applySnapshot(guest: Guest, operations: readonly Operation[]): void {
  // Now all that stands is known.
  lookUp(guest, -1);
  const before = { ...guest };
  guest.nodes = new Map();
  guest.templates = new Map();
  guest.rules.replaceSync("");
  name(guest.nodes, 0, guest.root.cloneNode());
  const settle: Settle = (fresh) => {
    const id = isElement(fresh) ? numberOf(fresh, "r") : textIds.get(fresh)!;
    let node = lookUp(before, id);
    if (node?.nodeName !== fresh.nodeName) {
      node = fresh;
      settleInside(fresh, settle);
    } else if (isElement(node)) morphElement(node, fresh as Element, false, settle);
    else setText(node, fresh.nodeValue!);
    name(guest.nodes, id, node!);
    return node!;
  };
  apply(guest, draft, operations, () => settle(guest.nodes.get(0)!));
  guest.root.removeAttribute("data-rill-reset");
}

function apply(guest: Guest, document: Document, operations: readonly Operation[], settle?: () => void): void {
  const frame: Frame = { guest, document, name: (id, node) => name(guest.nodes, id, node) };
  const run = ([code, ...fields]: Operation): void => OPERATIONS[code](frame, ...fields);
  const isCall = ([code]: Operation): boolean => code === WebOperation.CALL;
  const focused = guest.root.ownerDocument.activeElement as HTMLElement | null;
  guest.busy = true;
  try {
    operations.filter((operation) => !isCall(operation)).forEach(run);
    settle?.();
    showWrites(guest);
    // Browsers without moveBefore take the focus from what is moved.
    if (focused && !focused.matches(":focus") && guest.root.contains(focused)) focused.focus({ preventScroll: true });
  } finally {
    guest.busy = false;
  }
  giveFocus();
  forget(guest);
  // Calls find all as it is shown.
  operations.filter(isCall).forEach(run);
}
