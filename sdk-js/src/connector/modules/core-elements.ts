// Makes elements from shapes, and makes those that stand become like a shape: the only place that makes elements or writes attributes. What could
// run script or load a document is refused here, whatever the server sends. A part of the connector: a page loads it at once, but can be taken over
// without it.

import type { Core } from "../core";
import type { Guest, Slots, Template } from "../guest";
import type { Value } from "../messages";
import type { Attributes, Item, Shape } from "../shapes";
import { order } from "./shared/order";

/** Gives a node its id. `isAlone`: it is a text and the only child of its parent. */
type Name = (id: number, node: Node, isAlone: boolean) => void;

/** What a field is to hold, and of how many changes by the person the server knew. */
export type Write = readonly [value: Value, version: number];

let core: Core;
/** How many nodes each guest may have before those that are gone are forgotten. */
const nodesMax = new Map<Guest, number>();

/** A document that shows nothing, loads nothing and upgrades nothing: here is made what an element shall become like. */
export const draft = document.implementation.createHTMLDocument("");

/** Writes of fields that wait: for the end of their frame, because the options of a select may come after it, or of a composition. */
export const writes = new Map<Element, Write>();

export function start(given: Core): void {
  core = given;
  for (const image of core.early) void tellOfImage(image as HTMLImageElement);
  core.early.clear();
}

/** Make the event that an image made before anybody listened, if its node wants to know. One without a source makes none. */
async function tellOfImage(image: HTMLImageElement): Promise<void> {
  const wanted = image.closest("[data-rill] [data-on]")?.getAttribute("data-on") ?? "";
  if (!/\b(load|error)\b/.test(wanted) || !image.hasAttribute("src")) return;
  let type = "load";
  try {
    // A drawing may have no size of its own.
    if (!image.naturalWidth) await image.decode();
  } catch {
    type = "error";
  }
  image.dispatchEvent(new Event(type));
}

// -- operations --------------------------------------------------------------------------------------------------------------------

/** CREATE: an element or a text with all in it, in a document. */
export function create(guest: Guest, document: Document, item: Item): void {
  makeItem(document, (id, node) => core.setKey(guest, id, node), item);
}

/** TEMPLATE: as one that stood in the page. */
export function addTemplate(guest: Guest, id: number, size: number, shape: Shape, slots: Slots): void {
  const element = make(document, number, shape);
  element.setAttribute("data-t", String(id));
  showWrites(guest);
  core.addTemplate(guest, id, size, element, slots);
}

/** Make the element of a node become like a shape. Returns the one that stands then: another if the tag differs. */
export function morph(old: Element, shape: Shape): Element {
  return become(old, makeAside(shape));
}

/** Give a slot of a clone its shape: what it says differs from the template, not from what stood there. Returns the clone's root. */
export function patchShape(guest: Guest, root: Element, { element }: Template, index: number, value: Value): Element {
  let old = core.part(root, index) as Element;
  if (Array.isArray(value)) {
    old = morph(old, value as unknown as Shape);
    reshaped.add(old);
  } else {
    const fresh = core.part(element, index)!.cloneNode(reshaped.has(old)) as Element;
    setAttributes(fresh, value as Attributes);
    if (reshaped.has(old)) reshaped.add((old = become(old, fresh)));
    else morphAttributes(old, fresh, true);
  }
  if (index > 0) return root;
  guest.nodes.set(core.keyOf(old)!, old);
  return old;
}

/** CLEAR: no children. A guest may clear a text, too, which has none. */
export function clear(guest: Guest, holder: Element): void {
  if (!holder.firstChild) return;
  for (const child of holder.childNodes) guest.nodes.delete(core.keyOf(child)!);
  holder.replaceChildren(...[...holder.children].filter(core.isForeign));
}

/** RULE. A browser that does not know what it says shows the rest. */
export function addRule(rules: CSSStyleSheet, rule: string): void {
  try {
    rules.insertRule(rule, rules.cssRules.length);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** ORDER: exactly these children in this order. */
export function orderChildren(parent: Element, children: readonly Node[]): void {
  order(core, parent, children);
}

/** The frame is over: what fields are to hold is shown, the focus goes to what asks for it, and nodes that are gone are forgotten. */
export function finish(guest: Guest): void {
  showWrites(guest);
  forget(guest);
}

function showWrites(guest: Guest): void {
  core.parts["core-fields"]?.showWrites(guest, writes);
}

/** Forget nodes that went with one that they were in: when there are twice as many as were there last time, so that it costs nothing. */
function forget(guest: Guest): void {
  const { nodes, root, versions } = guest;
  if (nodes.size < (nodesMax.get(guest) ?? 1000)) return;
  for (const [id, node] of nodes) {
    // The page around may have taken the whole guest out for a while.
    if (node.isConnected || root.contains(node)) continue;
    const top = node.getRootNode();
    // A node that is detached is kept, with all in it.
    if (nodes.get(core.keyOf(top)!) !== top) nodes.delete(id);
  }
  for (const id of versions.keys()) if (!core.lookUp(guest, id)) versions.delete(id);
  nodesMax.set(guest, nodes.size * 2 + 1000);
}

// -- where children stand ---------------------------------------------------------------------------------------------------------

/** Whether it is a node of its own: with an id, or something of a clone. */
function hasId(child: Node): boolean {
  return core.keyOf(child) !== undefined || (child instanceof Element ? child.hasAttribute("data-i") : child.nodeType === 8 && child.nodeValue![0] === "i");
}

/** The element in which the children of a node stand: it, or the first such one in it; undefined if there is none yet. */
function holderIn(element: Node): Element | undefined {
  if (!(element instanceof Element)) return undefined;
  const { firstChild, children } = element;
  if (element.matches("[data-h],[data-x]") || (firstChild && hasId(firstChild))) return element;
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

// -- making ------------------------------------------------------------------------------------------------------------------------

const REFUSED_TAGS = /^(script|i?frame|frameset|object|embed|base|meta|link|style|set|animate.*)$/i;
const REFUSED_ATTRIBUTES = /^(on.*|style|srcdoc)$/i;
const ADDRESSES = /^(.*:)?(href|src|srcset|action|formaction|poster|data|ping|background)$/i;
// Browsers skip blanks and control characters in the scheme of an address.
const REFUSED_ADDRESSES = /^(javascript|vbscript|data):/i;

/** The element that was last given `autofocus`, of which browsers take notice only while they read a page. */
let wanting: HTMLElement | undefined;

/** Write an attribute if it differs: nil and false take it away. `$v` is what a field holds. */
function setAttribute(element: Element, name: string, value: Value): void {
  if (name === "$v") write(element, value as Write);
  else if (value === null || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (REFUSED_ATTRIBUTES.test(name) || (ADDRESSES.test(name) && REFUSED_ADDRESSES.test(text.replace(/[\0- ]/g, "")))) return;
    if (element.getAttribute(name) === text) return;
    element.setAttribute(name, text);
    if (name === "data-on") core.listen(text);
    if (name === "autofocus") wanting = element as HTMLElement;
  }
}

function write(element: Element, value: Write): void {
  writes.set(element, value);
  // One that is forced says nothing of a version.
  if (value[1] >= 0) element.setAttribute("data-v", String(value[1]));
}

function setAttributes(element: Element, attributes: Attributes | undefined): void {
  for (const name in attributes) setAttribute(element, name, attributes[name]!);
}

/** Focus the element that asked for it last. */
export function giveFocus(): void {
  if (wanting?.isConnected) wanting.focus();
  wanting = undefined;
}

/** The element of a shape, made in a document. Where the children of its node go is marked. */
function make(document: Document, name: Name, [tag, attributes, children]: Shape): Element {
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
function makeItem(document: Document, name: Name, [id, tag, ...rest]: Item, parent?: Element, siblings?: number): void {
  const node = rest.length ? make(document, name, [tag, ...rest] as unknown as Shape) : document.createTextNode(tag ?? "");
  parent?.append(node);
  name(id, node, siblings === 1);
}

/** Gives the nodes of a template their numbers, as they stand in HTML: a text has a comment before it, or its parent tells. */
function number(index: number, node: Node, isAlone: boolean): void {
  if (node.nodeType === 1) (node as Element).setAttribute("data-i", String(index));
  else if (isAlone) node.parentElement!.setAttribute("data-x", String(index));
  else (node as Text).before(new Comment(`i${index}`));
}

// -- becoming ----------------------------------------------------------------------------------------------------------------------

/** Attributes that are not taken away: the page's own, and what a field holds. */
const KEPT = /^(style|id|inert|data-(rill.*|m-.*|own|v))$/;
const HELD = /^(value|checked|selected|open)$/;
/** Which node of which clone an element is: not for MORPH to say. */
const IDENTITY = /^data-([ritxv]|rill.*)$/;

/** Nodes of clones that have become another shape than their template's. */
const reshaped = new WeakSet<Element>();

/** What an element shall become like: made in a document that shows nothing, loads nothing and upgrades nothing. */
function makeAside(shape: Shape): Element {
  return make(draft, () => {}, shape);
}

function become(old: Element, fresh: Element): Element {
  if (old.nodeName === fresh.nodeName) {
    morphElement(old, fresh, true);
    return old;
  }
  for (const { name, value } of old.attributes) if (IDENTITY.test(name)) fresh.setAttribute(name, value);
  old.after(fresh);
  const into = holderIn(fresh);
  if (into) {
    into.replaceChildren();
    moveChildren(childrenIn(holderOf(old)), into);
  }
  old.remove();
  return fresh;
}

/** What stands in an element, but for what a module put there. */
function childrenIn(element: Element | undefined): ChildNode[] {
  return [...(element?.childNodes ?? [])].filter((child) => !core.isForeign(child));
}

function moveChildren(children: readonly Node[], into: Element): void {
  for (const child of children) core.place(into, child, core.end(into));
}

/** Make an element become like another. `isNode`: it is the element of a node, whose identity stays. */
function morphElement(old: Element, fresh: Element, isNode?: boolean): void {
  const holder = holderIn(old);
  const into = holderIn(fresh);
  morphAttributes(old, fresh, isNode);
  // What a text area holds is no child of it.
  if (old.localName === "textarea" || (holder === old && (into === fresh || !fresh.firstChild))) return;
  const children = childrenIn(holder);
  if (into === fresh) {
    // They stood deeper.
    moveChildren(children, old);
    order(core, old, children);
    return;
  }
  const rest = childrenIn(old).filter((child) => !hasId(child));
  order(
    core,
    old,
    [...fresh.childNodes].map((child) => {
      const inner = holderIn(child);
      const at = rest.findIndex((other) => other.nodeName === child.nodeName && !holderIn(other) === !inner);
      if (at < 0) {
        if (inner) {
          // While both are in the page, so that what moves keeps its state.
          old.append(child);
          inner.replaceChildren();
          moveChildren(children, inner);
        }
        return child;
      }
      const [found] = rest.splice(at, 1) as [ChildNode];
      if (found.nodeType === 1) morphElement(found as Element, child as Element);
      else core.setText(found, child.nodeValue!);
      return found;
    }),
  );
}

/** The same for attributes and for what a field holds. */
export function morphAttributes(old: Element, fresh: Element, isNode?: boolean): void {
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
