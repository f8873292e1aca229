// How a child is put where it belongs, and what else may stand there.

import { isElement } from "./guest";

/** Whether a module made it, or the connector itself. */
export function isForeign(child: Node): boolean {
  return isElement(child) && child.hasAttribute("data-m-own");
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
