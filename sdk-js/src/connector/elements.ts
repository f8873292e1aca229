// Makes elements from shapes, and is the only place that makes elements or writes attributes. What could run script or load a document
// is refused here, whatever the server sends.

import { listen } from "./events";
import { write } from "./fields";
import { isElement } from "./guest";
import type { Value } from "./messages";

export type Attributes = { readonly [name: string]: Value } | null;
export type Shape = readonly [tag: string, attributes?: Attributes, children?: readonly Child[] | null];
/** A node with an id: an element, or a text. */
export type Item = readonly [id: number, tag: string, attributes: Attributes, children?: readonly Child[] | null] | readonly [id: number, text?: string];
/** A text that never changes, a shape, an item, or the place of the children. */
export type Child = string | Shape | Item | 0;

/** Gives a node its id. `isAlone`: it is a text and the only child of its parent. */
export type Name = (id: number, node: Node, isAlone: boolean) => void;

const REFUSED_TAGS = /^(script|i?frame|frameset|object|embed|base|meta|link|style|set|animate.*)$/i;
const REFUSED_ATTRIBUTES = /^(on.*|style|srcdoc)$/i;
const ADDRESSES = /^(.*:)?(href|src|srcset|action|formaction|poster|data|ping|background)$/i;
// Browsers skip blanks and control characters in the scheme of an address.
const REFUSED_ADDRESSES = /^(javascript|vbscript|data):/i;

/** The element that was last given `autofocus`, of which browsers take notice only while they read a page. */
let wanting: HTMLElement | undefined;

/** Write an attribute if it differs: nil and false take it away. `$v` is what a field holds. */
export function setAttribute(element: Element, name: string, value: Value): void {
  if (name === "$v") write(element, value as [Value, number]);
  else if (value === null || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : "" + value;
    if (REFUSED_ATTRIBUTES.test(name) || (ADDRESSES.test(name) && REFUSED_ADDRESSES.test(text.replace(/[\0- ]/g, "")))) return;
    if (element.getAttribute(name) === text) return;
    element.setAttribute(name, text);
    if (name === "data-on") listen(text);
    if (name === "autofocus") wanting = element as HTMLElement;
  }
}

export function setAttributes(element: Element, attributes: Attributes | undefined): void {
  for (const name in attributes) setAttribute(element, name, attributes[name]!);
}

export function giveFocus(): void {
  if (wanting?.isConnected) wanting.focus();
  wanting = undefined;
}

/** The element of a shape, made in a document. Where the children of its node go is marked. */
export function make(document: Document, name: Name, [tag, attributes, children]: Shape): Element {
  const local = tag.replace("svg:", "");
  const element = document.createElementNS(
    "http://www.w3.org/" + (local === tag ? "1999/xhtml" : "2000/svg"),
    REFUSED_TAGS.test(local) ? "rill-refused" : local,
  );
  setAttributes(element, attributes);
  for (const child of children ?? []) {
    if (typeof child === "string") {
      // As in HTML: an empty text is no node.
      if (child) element.append(child);
    } else if (child && typeof child[0] === "string") element.append(make(document, name, child as Shape));
    else {
      element.setAttribute("data-h", "");
      if (child) makeItem(document, name, child as Item, element, children!.length);
    }
  }
  return element;
}

/** The element or text of an item, in the element where its siblings are. */
export function makeItem(document: Document, name: Name, [id, tag, ...rest]: Item, parent?: Element, siblings?: number): void {
  const node = rest.length ? make(document, name, [tag, ...rest] as unknown as Shape) : document.createTextNode(tag ?? "");
  parent?.append(node);
  name(id, node, siblings === 1);
}

/** Gives the nodes of a template their numbers, as they stand in HTML: a text has a comment before it, or its parent tells. */
export function number(index: number, node: Node, isAlone: boolean): void {
  if (isElement(node)) node.setAttribute("data-i", "" + index);
  else if (isAlone) node.parentElement!.setAttribute("data-x", "" + index);
  else (node as Text).before(new Comment("i" + index));
}
