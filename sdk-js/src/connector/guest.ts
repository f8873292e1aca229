// A guest on the page: what the connector knows of it, how a node of it is found by its id, and the id by what was hit. A page is
// adopted as it was served: nothing is looked up before the first frame needs it, and then all of it in one pass.

import { listen } from "./events";
import { WebSlot } from "./generated";
import type { Value } from "./messages";

export type Slots = readonly (readonly [kind: WebSlot, index: number])[];

export interface Template {
  readonly size: number;
  /** What is cloned. */
  readonly element: Element;
  readonly slots: Slots;
  /** The texts in it that clones bring; undefined for the other slots. */
  readonly texts: readonly (Node | undefined)[];
  /** What they are in clones that do not. */
  readonly standard: readonly (string | undefined)[];
}

/** An event that was made and whose running the server has not told yet. */
export type Entry = readonly [id: number, node: number, type: string, fields: object];

export interface Guest {
  readonly index: number;
  readonly root: Element;
  readonly status: Element;
  readonly rules: CSSStyleSheet;
  /** Elements and texts by id; of clones their roots only. */
  nodes: Map<number, Node>;
  templates: Map<number, Template>;
  /** How many changes of a field the person has made, by id of its node, where it is more than the page says. */
  readonly versions: Map<number, number>;
  token: string;
  /** The last frame that was applied, and the last that the server knows of. */
  sequence: number;
  acknowledged: number;
  /** The last event, and those whose running the server has not told yet. */
  event: number;
  queue: Entry[];
  /** Whether the elements of the page as it was served are in `nodes`. */
  isIndexed?: boolean;
  /** Whether its socket is there and has welcomed it. */
  isLive?: boolean;
  isOver?: boolean;
  /** Whether elements are being changed: what events they cause now are no doing of the person. */
  isBusy?: boolean;
  /** What the person had changed, by place, while the page becomes that of another session. */
  saved?: Map<string, Value> | undefined;
}

/** A text that is a node keeps its id; an element has it as an attribute. */
interface Numbered extends Node {
  key?: number;
}

/** The guests of the page, by place. */
export const guests: Guest[] = [];

export function isElement(node: Node | null | undefined): node is Element {
  return node?.nodeType === 1;
}

export function numberOf(element: Element, letter: string): number {
  return +element.getAttribute("data-" + letter)!;
}

/** The element of the node that an element is, or is in. */
export function nodeOf(element: Element): Element {
  return element.closest("[data-r],[data-i]")!;
}

/** The id of the node that an element is, or is in. */
export function idOf(element: Element): number {
  return numberOf(element.closest("[data-r]")!, "r") + numberOf(nodeOf(element), "i");
}

/** The id that a node has by itself: not as the inner one of a clone. */
export function keyOf(node: Node): number | undefined {
  return isElement(node) ? (node.hasAttribute("data-r") ? numberOf(node, "r") : undefined) : (node as Numbered).key;
}

/** Give a node its id. */
export function setKey({ nodes }: Guest, id: number, node: Node): void {
  nodes.set(id, node);
  if (isElement(node)) node.setAttribute("data-r", "" + id);
  else (node as Numbered).key = id;
}

/** Find all nodes of the page as it was served, and its templates. */
export function index(guest: Guest): void {
  if (guest.isIndexed) return;
  guest.isIndexed = true;
  for (const element of guest.root.querySelectorAll("[data-r]")) guest.nodes.set(numberOf(element, "r"), element);
  for (const comment of comments(guest.root)) {
    if (comment.data[0] === "r") {
      setKey(guest, +comment.data.slice(1), textAfter(comment));
      comment.remove();
    }
  }
  for (const template of document.querySelectorAll<HTMLTemplateElement>(`template[data-rill="${guest.index}"]`)) {
    const element = document.importNode(template.content.firstElementChild!, true);
    for (const inner of [element, ...element.querySelectorAll("[data-on]")]) listen(inner.getAttribute("data-on") ?? "");
    const slots = template.getAttribute("data-s")?.match(/\d+,\d+/g) ?? [];
    addTemplate(guest, numberOf(template, "t"), numberOf(template, "n"), element, slots.map((slot) => slot.split(",").map(Number)) as unknown as Slots);
  }
}

const enum Shown {
  /** NodeFilter.SHOW_COMMENT, as a number. */
  COMMENT = 128,
}

function comments(root: Node): Comment[] {
  const walker = document.createTreeWalker(root, Shown.COMMENT);
  const found: Comment[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Comment);
  return found;
}

/** The text that a comment stands before; an empty one was not written. */
function textAfter(comment: Comment): Node {
  if (comment.nextSibling?.nodeType !== 3) comment.after(new Text());
  return comment.nextSibling!;
}

/** The size of the largest template of the page. */
let sizeMax = 0;

export function addTemplate(guest: Guest, id: number, size: number, element: Element, slots: Slots): void {
  const texts = slots.map(([kind, index]) => (kind === WebSlot.TEXT ? part(element, index) : undefined));
  sizeMax = Math.max(sizeMax, size);
  guest.templates.set(id, { size, element, slots, texts, standard: texts.map((text) => text?.nodeValue!) });
}

/** The node with this id, an element or a text; undefined if there is none. */
export function lookUp(guest: Guest, id: number): Node | undefined {
  const { nodes, templates } = guest;
  let node = nodes.get(id);
  // Inside a clone the ids follow that of its root.
  for (let offset = 1; !node && offset < sizeMax; offset++) {
    const root = nodes.get(id - offset);
    if (isElement(root) && templates.get(numberOf(root, "t"))?.size! > offset) node = part(root, offset);
    if (node?.nodeType === 3) {
      // Something may come between it and its comment: from now on it is found by its id.
      setKey(guest, id, node);
      if (node.previousSibling?.nodeType === 8) node.previousSibling.remove();
    }
  }
  return node;
}

/** The same where there has to be one. */
export function find(guest: Guest, id: number): Element & Text {
  const node = lookUp(guest, id);
  if (!node) throw Error("no node " + id);
  return node as Element & Text;
}

/** An inner node of a clone or of a template's own element. A text that is empty may have to be made. */
export function part(root: Element, index: number): Node | undefined {
  if (!index) return root;
  // Other clones may stand inside, with the same numbers.
  const isMine = (element: Element): boolean => element.closest("[data-r],[data-t]") === root;
  const element = [root, ...root.querySelectorAll(`[data-i="${index}"],[data-x="${index}"]`)].find(
    (element) => isMine(element) && (numberOf(element, "i") === index || numberOf(element, "x") === index),
  );
  if (!element) {
    const comment = comments(root).find((comment) => comment.data === "i" + index && isMine(comment.parentElement!));
    return comment && textAfter(comment);
  }
  if (numberOf(element, "x") !== index) return element;
  return [...element.childNodes].find((child) => child.nodeType === 3 && !keyOf(child)) ?? element.appendChild(new Text());
}
