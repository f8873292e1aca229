// Where the children of a node stand, and how one is put there.

import { isElement, keyOf } from "./guest";

/** Whether it is a node of its own: with an id, or something of a clone. */
export function isNode(child: Node): boolean {
  return keyOf(child) !== undefined || (isElement(child) ? child.hasAttribute("data-i") : child.nodeType === 8 && child.nodeValue![0] === "i");
}

/** Whether a module made it, or the connector itself. */
export function isForeign(child: Node): boolean {
  return isElement(child) && child.hasAttribute("data-m-own");
}

/** The element in which the children of a node stand: it, or the first such one in it; undefined if there is none yet. */
export function holderIn(element: Node): Element | undefined {
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

export function setText(node: Node, text: string): void {
  if (node.nodeValue !== text) node.nodeValue = text;
}
