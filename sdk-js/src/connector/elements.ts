// Makes elements from shapes, and is the only place that makes elements or writes attributes. What could run script or load a document
// is refused here, whatever the server sends.

import { listen } from "./events";
import { write } from "./fields";
import type { Value } from "./messages";

export type Attributes = { readonly [name: string]: Value } | null;
export type Shape = readonly [tag: string, attributes?: Attributes, children?: readonly Child[] | null];
/** A node with an id: an element, or a text. */
export type Item = readonly [id: number, tag: string, attributes: Attributes, children?: readonly Child[] | null] | readonly [id: number, text: string];
/** A text that never changes, a shape, an item, the place of the children, or the text of a template's node. */
export type Child = string | Shape | Item | 0 | readonly [index: number];

/** Where elements are made, and what gives them their ids. */
export interface Maker {
  readonly document: Document;
  name(id: number, node: Node): void;
}

/** A document that shows nothing, loads nothing and upgrades nothing: here is made what an element shall become like. */
export const draft = document.implementation.createHTMLDocument("");

const REFUSED_TAGS = /^(script|i?frame|frameset|object|embed|base|meta|link|style|set|animate.*)$/i;
const REFUSED_ATTRIBUTES = /^(on.*|style|srcdoc)$/i;
const ADDRESSES = /(^|:)(href|src|srcset|action|formaction|poster|data|ping|background)$/i;
const REFUSED_ADDRESSES = /^(javascript|vbscript|data):/i;

let wanting: HTMLElement | undefined;

function createElement(document: Document, tag: string): Element {
  const name = tag.replace("svg:", "");
  const namespace = name === tag ? "1999/xhtml" : "2000/svg";
  return document.createElementNS("http://www.w3.org/" + namespace, REFUSED_TAGS.test(name) ? "rill-refused" : name);
}

/** Write an attribute if it differs: nil and false take it away. `$v` is what a field holds. */
export function setAttribute(element: Element, name: string, value: Value): void {
  if (name === "$v") {
    const [held, version] = value as [Value, number];
    write(element, held, version);
    return;
  }
  if (value === null || value === false) {
    element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : "" + value;
  // Browsers skip blanks and control characters in the scheme of an address.
  if (REFUSED_ATTRIBUTES.test(name) || (ADDRESSES.test(name) && REFUSED_ADDRESSES.test(text.replace(/[\0- ]/g, "")))) return;
  if (name === "data-on") listen(text);
  if (element.getAttribute(name) === text) return;
  element.setAttribute(name, text);
  if (name === "autofocus") wanting = element as HTMLElement;
}

/** Focus the element that was last given `autofocus`, of which browsers take notice only while they read a page. */
export function giveFocus(): void {
  if (wanting?.isConnected) wanting.focus();
  wanting = undefined;
}

export function setAttributes(element: Element, attributes: Attributes | undefined): void {
  for (const name in attributes) setAttribute(element, name, attributes[name]!);
}

/** The element of a shape. Where its node's children go is marked. */
export function make(maker: Maker, [tag, attributes, children]: Shape): Element {
  const element = createElement(maker.document, tag);
  setAttributes(element, attributes);
  for (const child of children ?? []) {
    if (typeof child === "string") {
      // As in HTML: an empty text is no node.
      if (child) element.append(child);
    } else if (child && typeof child[0] === "string") element.append(make(maker, child as Shape));
    else {
      element.setAttribute("data-h", "");
      if (child) element.append(...(child.length > 1 ? [makeItem(maker, child as Item)] : templateText(element, child[0] as number, children!.length)));
    }
  }
  return element;
}

/** The text of a template's node and what it is found by: its element, if it is alone there, or a comment before it. */
function templateText(element: Element, index: number, siblings: number): Node[] {
  if (siblings > 1) return [new Comment("i" + index), new Text()];
  element.setAttribute("data-x", "" + index);
  return [new Text()];
}

/** The element or text of an item. */
export function makeItem(maker: Maker, [id, tag, ...rest]: Item): Node {
  const node = rest.length ? make(maker, [tag, ...rest] as unknown as Shape) : maker.document.createTextNode(tag);
  maker.name(id, node);
  return node;
}
