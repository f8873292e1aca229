// Makes an element that stands become like another: attributes, what fields hold, and children, with as few writes and moves as it takes, so
// that focus, scroll and selection stay. Two ways: MORPH leaves what stands in the place of the node's children; SNAPSHOT says the children
// too, and those with ids are found again by them.

import { setAttribute } from "./elements";
import { moveWrite } from "./fields";
import { isElement, nodeOf, textIds } from "./guest";

/** Which node of the page a fresh one with an id becomes. Only in a SNAPSHOT. */
export type Settle = (fresh: Node) => Node;

/** Attributes that are not taken away: the page's own, and what a field holds. */
const KEPT = /^(style|id|inert|data-(rill|m-|own).*)$/;
const HELD = /^(value|checked|selected|open)$/;
const FIELDS = /^(input|option|details)$/;
/** Which node of which clone an element is, and the version of its field: not for MORPH to say. */
const IDENTITY = /^data-([ritxv]|rill.*)$/;

/** Whether it is a node of its own: with an id, or the inner one of a clone. */
function isNode(child: Node): boolean {
  return hasId(child) || (isElement(child) && child.hasAttribute("data-i"));
}

export function hasId(child: Node): boolean {
  return textIds.has(child) || (isElement(child) && child.hasAttribute("data-r"));
}

/** Whether a module made it, or the connector itself. */
function isForeign(child: Node): boolean {
  return isElement(child) && child.hasAttribute("data-m-own");
}

/** Whether the children of a node stand in an element. */
function isHolder(element: Element): boolean {
  const first = element.firstChild;
  return element.hasAttribute("data-h") || element.hasAttribute("data-x") || (!!first && (isNode(first) || /^i\d/.test((first as Comment).data)));
}

/** The same element, or the one in it that is such. */
function holderBelow(child: Node): Element | undefined {
  if (!isElement(child)) return undefined;
  if (isHolder(child)) return child;
  for (const inner of child.children) {
    const holder = holderBelow(inner);
    if (holder) return holder;
  }
  return undefined;
}

/** The element in which the children of a node stand, if its shape says so. */
function holderIn(node: Element): Element | undefined {
  return node.hasAttribute("data-h") ? node : [...node.querySelectorAll("[data-h]")].find((element) => nodeOf(element) === node);
}

/** The element in which the children of a node stand. */
export function holderOf(node: Node): Element {
  const holder = holderIn(node as Element);
  if (holder) return holder;
  // HTML does not say it where it is the node's own element; so that it is not searched again, it is said now.
  (node as Element).setAttribute("data-h", "");
  return node as Element;
}

/** Put a child somewhere, without losing its focus and its state where the browser can do that. */
export function place(parent: Node, child: Node, before: Node | null): void {
  if ((parent as Element).moveBefore && parent.isConnected && child.isConnected) (parent as Element).moveBefore(child as Element, before);
  else parent.insertBefore(child, before);
}

/** Where children that come last go: before what a module put there. */
export function end(parent: Element): Node | null {
  return parent.querySelector(":scope>[data-m-own]");
}

/** Let an element have exactly these children in this order, with the fewest moves. */
export function order(parent: Element, children: readonly Node[]): void {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child) && !isForeign(child)) child.remove();
  const places = new Map([...parent.childNodes].map((child, at) => [child as Node, at]));
  // Those that stand are the longest run that is in order already: ends[n] is the child with which one of n + 1 ends lowest.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  const placeOf = (at: number): number => places.get(children[at]!)!;
  children.forEach((child, at) => {
    if (!places.has(child)) return;
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (placeOf(ends[middle]!) < placeOf(at)) low = middle + 1;
      else high = middle;
    }
    previous[at] = ends[low - 1];
    ends[low] = at;
  });
  let standing = ends.at(-1);
  let before = end(parent);
  for (let at = children.length - 1; at >= 0; at--) {
    if (at === standing) standing = previous[at];
    else place(parent, children[at]!, before);
    before = children[at]!;
  }
}

/** Make the element of a node become like another, but for the node's children. Returns the one that stands then: another if the tag differs. */
export function morph(old: Element, fresh: Element): Element {
  if (old.nodeName === fresh.nodeName) {
    morphElement(old, fresh, true);
    return old;
  }
  for (const { name, value } of old.attributes) if (IDENTITY.test(name)) fresh.setAttribute(name, value);
  old.after(fresh);
  const into = holderIn(fresh);
  if (into) moveChildren(holderOf(old), into);
  old.remove();
  return fresh;
}

/** Make an element become like another. `isNode`: it is that of a node, whose identity stays. */
export function morphElement(old: Element, fresh: Element, isNode: boolean, settle?: Settle): void {
  morphAttributes(old, fresh, isNode);
  moveWrite(fresh, old);
  // What a text area holds is no child of it.
  if (old.localName !== "textarea") morphChildren(old, fresh, settle);
}

export function morphAttributes(old: Element, fresh: Element, isNode: boolean): void {
  const own = (old.getAttribute("data-own") ?? "").split(" ");
  const isOurs = (name: string): boolean => !own.includes(name) && !(isNode && IDENTITY.test(name));
  for (const { name, value } of fresh.attributes) if (isOurs(name)) setAttribute(old, name, value);
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && isOurs(name) && !KEPT.test(name) && !(HELD.test(name) && FIELDS.test(old.localName))) old.removeAttribute(name);
  }
}

function moveChildren(from: Element, into: Element): void {
  for (const child of [...from.childNodes]) if (!isForeign(child) && !child.contains(into)) place(into, child, null);
}

function morphChildren(old: Element, fresh: Element, settle?: Settle): void {
  if (settle) {
    order(old, matchChildren(old, fresh, settle));
    return;
  }
  const holder = holderBelow(old);
  if (holder === old && (isHolder(fresh) || !fresh.firstChild)) return;
  if (isHolder(fresh)) {
    // They stood deeper.
    const children = [...old.childNodes];
    if (holder) moveChildren(holder, old);
    for (const child of children) if (!isForeign(child)) child.remove();
    return;
  }
  order(old, matchChildren(old, fresh));
}

/** The children that an element is to have: for each fresh one that which becomes it, or else itself. */
function matchChildren(old: Element, fresh: Element, settle?: Settle): Node[] {
  const candidates = [...old.childNodes].filter((child) => !(settle ? hasId : isNode)(child) && !isForeign(child));
  const holder = holderBelow(old);
  return [...fresh.childNodes].map((child) => {
    if (settle && hasId(child)) return settle(child);
    const into = holderBelow(child);
    const at = candidates.findIndex((candidate) => candidate.nodeName === child.nodeName && !holderBelow(candidate) === !into);
    if (at < 0) {
      if (settle) settleInside(child, settle);
      else if (holder && into) {
        // While both are in the page, so that what moves keeps its state.
        old.append(child);
        moveChildren(holder, into);
      }
      return child;
    }
    const [found] = candidates.splice(at, 1) as [ChildNode];
    if (isElement(found)) morphElement(found, child as Element, false, settle);
    else setText(found, child.nodeValue!);
    return found;
  });
}

/** An element that is new may have nodes in it that are not. */
export function settleInside(element: Node, settle: Settle): void {
  for (const child of [...element.childNodes]) {
    if (!hasId(child)) settleInside(child, settle);
    else {
      const settled = settle(child);
      if (settled !== child) child.replaceWith(settled);
    }
  }
}

export function setText(node: Node, text: string): void {
  if (node.nodeValue !== text) node.nodeValue = text;
}
