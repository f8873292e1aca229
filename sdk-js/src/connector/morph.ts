// Makes an element that stands become like another: attributes, what fields hold, and children, with as few writes and moves as it takes, so
// that focus, scroll and selection stay. In two ways: MORPH leaves what stands in the place of the node's children; SNAPSHOT says the children
// too, and then `settle` says which of those that stand a fresh one becomes.

import { setAttribute } from "./elements";
import { writes } from "./fields";
import { isElement, keyOf } from "./guest";

export type Settle = (fresh: Node) => Node;

/** Attributes that are not taken away: the page's own, and what a field holds. */
const KEPT = /^(style|id|inert|data-(rill.*|m-.*|own|v))$/;
const HELD = /^(value|checked|selected|open)$/;
/** Which node of which clone an element is: not for MORPH to say. */
const IDENTITY = /^data-([ritxv]|rill.*)$/;

/** Whether it is a node of its own: with an id, or something of a clone. */
function isNode(child: Node): boolean {
  return keyOf(child) !== undefined || (isElement(child) ? child.hasAttribute("data-i") : child.nodeType === 8 && child.nodeValue![0] === "i");
}

/** Whether a module made it, or the connector itself. */
function isForeign(child: Node): boolean {
  return isElement(child) && child.hasAttribute("data-m-own");
}

/** The element in which the children of a node stand: it, or the first such one in it; undefined if there is none yet. */
function holderIn(element: Node): Element | undefined {
  if (!isElement(element)) return undefined;
  const { firstChild, children } = element;
  if (element.matches("[data-h],[data-x]") || (firstChild && isNode(firstChild))) return element;
  for (const child of children) {
    const holder = holderIn(child);
    if (holder) return holder;
  }
  return undefined;
}

/** The element in which the children of a node stand or will stand. */
export function holderOf(node: Element): Element {
  return holderIn(node) ?? node;
}

/** Put a child somewhere, without losing its focus and its state where the browser can do that. */
export function place(parent: Element, child: Node, before: Node | null): void {
  if (parent.moveBefore && parent.isConnected && child.isConnected) parent.moveBefore(child as Element, before);
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
  // The longest run that is in order already stands still. ends[n]: of all runs of n + 1, the child with which one ends lowest.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  children.forEach((child, at) => {
    const place = places.get(child);
    if (place === undefined) return;
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (places.get(children[ends[middle]!]!)! < place) low = middle + 1;
      else high = middle;
    }
    previous[at] = ends[low - 1];
    ends[low] = at;
  });
  let standing = ends.at(-1);
  let before = end(parent);
  for (let at = children.length; at--; ) {
    if (at === standing) standing = previous[at];
    else place(parent, children[at]!, before);
    before = children[at]!;
  }
}

export function setText(node: Node, text: string): void {
  if (node.nodeValue !== text) node.nodeValue = text;
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
  const holder = holderIn(old);
  morphAttributes(old, fresh, isNode);
  // What a text area holds is no child of it.
  if (old.localName !== "textarea") morphChildren(old, fresh, holder, settle);
}

/** The same for attributes and for what a field holds. */
export function morphAttributes(old: Element, fresh: Element, isNode: boolean): void {
  const own = (old.getAttribute("data-own") ?? "").split(" ");
  const isOurs = (name: string): boolean => !own.includes(name) && !(isNode && IDENTITY.test(name));
  for (const { name, value } of fresh.attributes) if (isOurs(name)) setAttribute(old, name, value);
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && isOurs(name) && !KEPT.test(name) && !(HELD.test(name) && old.matches("input,option,details"))) old.removeAttribute(name);
  }
  const write = writes.get(fresh);
  writes.delete(fresh);
  if (write) writes.set(old, write);
}

function moveChildren(from: Element, into: Element): void {
  for (const child of [...from.childNodes]) if (!isForeign(child) && !child.contains(into)) place(into, child, null);
}

function morphChildren(old: Element, fresh: Element, holder?: Element, settle?: Settle): void {
  const into = holderIn(fresh);
  const rest = [...old.childNodes].filter((child) => !isForeign(child) && (settle ? keyOf(child) === undefined : !isNode(child)));
  if (!settle && (into === fresh || (holder === old && !fresh.firstChild))) {
    if (holder !== old) {
      // The children stood deeper.
      if (holder) moveChildren(holder, old);
      for (const child of rest) child.remove();
    }
    return;
  }
  order(
    old,
    [...fresh.childNodes].map((child) => {
      if (settle && keyOf(child) !== undefined) return settle(child);
      const inner = holderIn(child);
      const at = rest.findIndex((other) => other.nodeName === child.nodeName && !holderIn(other) === !inner);
      if (at < 0) {
        if (settle) settleInside(child, settle);
        else if (inner && holder) {
          // While both are in the page, so that what moves keeps its state.
          old.append(child);
          moveChildren(holder, inner);
        }
        return child;
      }
      const [found] = rest.splice(at, 1) as [ChildNode];
      if (isElement(found)) morphElement(found, child as Element, false, settle);
      else setText(found, child.nodeValue!);
      return found;
    }),
  );
}

/** An element that is new may have nodes in it that are not. */
export function settleInside(element: Node, settle: Settle): void {
  for (const child of [...element.childNodes]) {
    if (keyOf(child) === undefined) settleInside(child, settle);
    else {
      const settled = settle(child);
      if (settled !== child) child.replaceWith(settled);
    }
  }
}
