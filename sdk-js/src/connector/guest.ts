// A guest on the page: what the connector knows of it, and how a node of it is found by its id, and the id by what was hit. A page is
// adopted as it was served: nothing is looked up before something asks for a node, and then all of it in one pass.

import { listen } from "./events";
import { WebSlot } from "./generated";
import type { Value } from "./messages";

type Slots = readonly (readonly [kind: WebSlot, index: number])[];

export interface Template {
  readonly size: number;
  /** What is cloned. */
  readonly element: Element;
  readonly slots: Slots;
  /** The texts in it that clones bring, and what they are in those that do not; undefined for the other slots. */
  readonly texts: readonly (readonly [node: Node, standard: string] | undefined)[];
}

/** An event that was made and whose running the server has not told yet. */
export type Entry = readonly [id: number, node: number, type: string, fields: object];

export interface Waiting {
  timer: number;
  /** What is sent when the time is over; nothing if only the next one has to wait. */
  send: (() => void) | undefined;
}

export interface Guest {
  readonly index: number;
  readonly root: Element;
  readonly status: Element;
  /** Elements and texts by id; of clones their roots only. */
  nodes: Map<number, Node>;
  templates: Map<number, Template>;
  /** How many changes of a field the person has made, by id of its node, where it is more than the page says. */
  versions: Map<number, number>;
  rules: CSSStyleSheet;
  /** Whether the elements of the page as it was served are in `nodes`. */
  indexed: boolean;
  /** How many nodes there may be before those that are gone are forgotten. */
  nodesMax: number;
  token: string;
  /** The last frame that was applied. */
  sequence: number;
  acknowledged: number;
  /** The id of the last event. */
  event: number;
  queue: Entry[];
  waiting: Map<string, Waiting>;
  /** Answers to calls that could not be sent yet. */
  answers: (readonly unknown[])[];
  /** Whether its socket is there and has welcomed it. */
  live: boolean;
  over: boolean;
  /** Whether elements are being changed: what events they cause now are no doing of the person. */
  busy: boolean;
  /** What the person had changed, by place, while the page becomes that of another session. */
  saved: Map<string, Value> | undefined;
}

/** The guests of the page, by place. */
export const guests: Guest[] = [];

/** Elements that belong to a node by their own attribute. */
export const NODES = "[data-r],[data-i]";

/** Forget nodes that went with one that they were in: when there are twice as many as were there last time, so that it costs nothing. */
export function forget(guest: Guest): void {
  if (guest.nodes.size < guest.nodesMax) return;
  for (const [id, node] of guest.nodes) {
    const top = node.getRootNode();
    // A node that is detached is kept, with all in it.
    if (!node.isConnected && guest.nodes.get(isElement(top) ? numberOf(top, "r") : textIds.get(top)!) !== top) guest.nodes.delete(id);
  }
  guest.nodesMax = guest.nodes.size * 2 + 1000;
}

/** The ids of texts that have one. */
export const textIds = new WeakMap<Node, number>();

export function isElement(node: Node | null | undefined): node is Element {
  return node?.nodeType === 1;
}

/** The element of the node that an element is, or is in. */
export function nodeOf(element: Element): Element {
  return element.closest(NODES)!;
}

/** The id of the node that an element is, or is in. */
export function idOf(element: Element): number {
  const node = nodeOf(element);
  return node.hasAttribute("data-i") ? numberOf(node, "i") + numberOf(node.closest("[data-r]")!, "r") : numberOf(node, "r");
}

export function numberOf(element: Element, letter: string): number {
  return +element.getAttribute("data-" + letter)!;
}

/** Give a node its id. */
export function name(nodes: Map<number, Node>, id: number, node: Node): void {
  nodes.set(id, node);
  if (isElement(node)) node.setAttribute("data-r", "" + id);
  else textIds.set(node, id);
}

/** The text that a comment stands before; an empty one was not written. */
export function textAfter(comment: Node): Text {
  let text = comment.nextSibling;
  if (text?.nodeType !== 3) comment.parentNode!.insertBefore((text = new Text()), comment.nextSibling);
  return text as Text;
}

/** Find all nodes of the page as it was served, and its templates. */
function index(guest: Guest): void {
  guest.indexed = true;
  for (const element of guest.root.querySelectorAll("[data-r]")) guest.nodes.set(numberOf(element, "r"), element);
  for (const comment of comments(guest.root)) {
    if (comment.data[0] === "r") {
      name(guest.nodes, +comment.data.slice(1), textAfter(comment));
      comment.remove();
    }
  }
  for (const template of document.querySelectorAll<HTMLTemplateElement>(`template[data-rill="${guest.index}"]`)) {
    const words = template.getAttribute("data-s");
    const slots = words ? words.split(" ").map((slot) => slot.split(",").map(Number) as [WebSlot, number]) : [];
    const element = document.importNode(template.content.firstElementChild!, true);
    for (const inner of [element, ...element.querySelectorAll("[data-on]")]) listen(inner.getAttribute("data-on") ?? "");
    addTemplate(guest, numberOf(template, "t"), numberOf(template, "n"), element, slots);
  }
}

export function addTemplate(guest: Guest, id: number, size: number, element: Element, slots: Slots): void {
  const texts = slots.map(([kind, index]) => {
    const text = kind === WebSlot.TEXT && part(element, index);
    return text ? ([text, text.nodeValue!] as const) : undefined;
  });
  guest.templates.set(id, { size, element, slots, texts });
}

function comments(root: Node): Comment[] {
  const walker = document.createTreeWalker(root, 128);
  const found: Comment[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Comment);
  return found;
}

/** The node with this id, an element or a text; undefined if there is none. */
export function lookUp(guest: Guest, id: number): Node | undefined {
  if (!guest.indexed && !guest.nodes.has(id)) index(guest);
  let node = guest.nodes.get(id);
  if (!node) {
    // Inside a clone, whose ids follow that of its root.
    const sizeMax = Math.max(...[...guest.templates.values()].map((template) => template.size));
    for (let offset = 1; !node && offset < sizeMax; offset++) {
      const root = guest.nodes.get(id - offset);
      if (isElement(root) && guest.templates.get(numberOf(root, "t"))?.size! > offset) node = part(root, offset);
    }
  }
  return node;
}

/** The same where there has to be one. */
export function find(guest: Guest, id: number): Node {
  const node = lookUp(guest, id);
  if (!node) throw Error("no node " + id);
  return node;
}

export function templateOf(guest: Guest, id: number): Template {
  if (!guest.indexed && !guest.templates.has(id)) index(guest);
  const template = guest.templates.get(id);
  if (!template) throw Error("no template " + id);
  return template;
}

/** An inner node of a clone or of a template's own element. A text that is empty may have to be made. */
export function part(root: Element, index: number): Node | undefined {
  if (!index) return root;
  // Other clones may stand inside, with the same numbers.
  const isMine = (element: Element): boolean => element.closest("[data-r],[data-t]") === root;
  const selector = `[data-i="${index}"],[data-x="${index}"]`;
  const element = root.matches(selector) ? root : [...root.querySelectorAll(selector)].find(isMine);
  if (element) {
    if (numberOf(element, "x") !== index) return element;
    return element.firstChild ?? element.appendChild(new Text());
  }
  const comment = comments(root).find((comment) => comment.data === "i" + index && isMine(comment.parentElement!));
  return comment && textAfter(comment);
}
