// The nodes of a guest's document: how they hang together, and what of that the recording is told. An element made from a template
// makes the nodes in it when somebody asks for them. What the host is told of a change is decided in recording.ts.

import type { Origin } from "./origin";
import type { Listener } from "./event_target";
import { type Changes, recording } from "./recording";
import type { Element } from "./element";
import type { Document } from "./document";

export const ELEMENT_NODE = 1;
export const TEXT_NODE = 3;
export const COMMENT_NODE = 8;
export const DOCUMENT_NODE = 9;
export const DOCUMENT_FRAGMENT_NODE = 11;

/** Of a node that the host does not have. */
export const NOT_CREATED = -1;

/**
 * What every node has. Most fields are defaults on the prototype, because an interpreter pays for each one that an object is given.
 *
 * Fields of Rill's own begin with `wire`; frameworks put theirs on nodes, too.
 */
export class Node {
  declare readonly nodeType: number;
  declare parentNode: ParentNode | null;
  declare previousSibling: Node | null;
  declare nextSibling: Node | null;
  /** The id that the host knows it by, or NOT_CREATED. */
  declare wireId: number;
  /** Part of a clone on the host, where it keeps its place: only texts of a clone may go, by becoming empty. */
  declare wireStatic: boolean;
  /** The clone that it was made in as a part of its template; null for all other nodes, roots of clones among them. */
  declare wireOwner: Element | null;
  /** It waits for the end of the turn to be placed. */
  declare wireArriving: boolean;
  /** The parent that the host has it under, if it left that in this turn. */
  declare wireHeldBy: ParentNode | null;
  /** Its place among its siblings before this turn's moves; -1 if not known. */
  declare wirePosition: number;
  declare wireListeners: Listener[] | null;

  get nodeName(): string {
    return "";
  }

  get localName(): string {
    return "";
  }

  get ownerDocument(): Document {
    return recording.document;
  }

  get parentElement(): Element | null {
    const parent = this.parentNode;
    return parent !== null && parent.nodeType === ELEMENT_NODE ? (parent as Element) : null;
  }

  get isConnected(): boolean {
    for (let node: Node | null = this; node !== null; node = node.parentNode) if (node.nodeType === DOCUMENT_NODE) return true;
    return false;
  }

  get firstChild(): Node | null {
    return null;
  }

  get lastChild(): Node | null {
    return null;
  }

  get childNodes(): Node[] {
    return [];
  }

  get nodeValue(): string | null {
    return null;
  }

  set nodeValue(_text: string | null) {}

  get textContent(): string | null {
    return null;
  }

  set textContent(_text: string | null) {}

  hasChildNodes(): boolean {
    return this.firstChild !== null;
  }

  getRootNode(): Node {
    let node: Node = this;
    while (node.parentNode !== null) node = node.parentNode;
    return node;
  }

  contains(other: Node | null): boolean {
    for (let node = other; node !== null; node = node.parentNode) if (node === this) return true;
    return false;
  }

  remove(): void {
    if (this.parentNode !== null) this.parentNode.removeChild(this);
  }

  before(...nodes: (Node | string)[]): void {
    for (const node of nodes) this.parentNode?.insertBefore(asNode(node), this);
  }

  after(...nodes: (Node | string)[]): void {
    const { nextSibling } = this;
    for (const node of nodes) this.parentNode?.insertBefore(asNode(node), nextSibling);
  }

  replaceWith(...nodes: (Node | string)[]): void {
    this.before(...nodes);
    this.remove();
  }

  cloneNode(_deep?: boolean): Node {
    throw new TypeError(`${this.nodeName} cannot be cloned`);
  }

  isSameNode(other: Node | null): boolean {
    return this === other;
  }

  /** Bits as in the DOM: 2 before, 4 behind, 8 around, 16 within. */
  compareDocumentPosition(other: Node): number {
    if (other === this) return 0;
    if (other.contains(this)) return 10;
    if (this.contains(other)) return 20;
    const [mine, its] = [pathOf(this), pathOf(other)];
    if (mine[0] !== its[0]) return 1;
    let depth = 0;
    while (mine[depth] === its[depth]) depth++;
    for (let node: Node | null = mine[depth]!; node !== null; node = node.nextSibling) if (node === its[depth]) return 4;
    return 2;
  }
}

Object.assign(Node, { ELEMENT_NODE, TEXT_NODE, COMMENT_NODE, DOCUMENT_NODE, DOCUMENT_FRAGMENT_NODE });
Object.assign(Node.prototype, {
  parentNode: null,
  previousSibling: null,
  nextSibling: null,
  wireId: NOT_CREATED,
  wireStatic: false,
  wireOwner: null,
  wireArriving: false,
  wireHeldBy: null,
  wirePosition: -1,
  wireListeners: null,
});

export class CharacterData extends Node {
  declare wireText: string;

  get data(): string {
    return this.wireText;
  }

  set data(text: string) {
    this.wireText = text === null ? "" : `${text}`;
  }

  get length(): number {
    return this.wireText.length;
  }

  override get nodeValue(): string {
    return this.data;
  }

  override set nodeValue(text: string | null) {
    this.data = text ?? "";
  }

  override get textContent(): string {
    return this.data;
  }

  override set textContent(text: string | null) {
    this.data = text ?? "";
  }
}

export class Text extends CharacterData {
  constructor(text: unknown = "") {
    super();
    this.wireText = typeof text === "string" ? text : `${text as string}`;
  }

  override get data(): string {
    return this.wireText;
  }

  override set data(value: string) {
    const text = typeof value === "string" ? value : value === null ? "" : `${value as string}`;
    if (text === this.wireText) return;
    const before = this.wireText;
    this.wireText = text;
    recording.textChanged(this, before);
  }

  override cloneNode(): Text {
    return new Text(this.wireText);
  }
}

export class Comment extends CharacterData {
  constructor(text: unknown = "") {
    super();
    this.wireText = `${text as string}`;
  }

  override cloneNode(): Comment {
    return new Comment(this.wireText);
  }
}

defineKind(Text, TEXT_NODE, "#text");
defineKind(Comment, COMMENT_NODE, "#comment");

/**
 * As `new Text(text)`, without the calls of three constructors, which an interpreter makes one after another for every text of every row.
 */
export const newText = constructorLike(Text, function (this: Text, text: string) {
  this.wireText = text;
});

/** A function that makes objects of a class without the constructors of the classes above it. They have nothing to do for nodes. */
export function constructorLike<T extends object, A extends unknown[]>(of: { readonly prototype: T }, init: (this: T, ...args: A) => void): new (...args: A) => T {
  const make = init as unknown as { prototype: T } & (new (...args: A) => T);
  make.prototype = of.prototype;
  return make;
}

/** A node with children: an element, a fragment or the document. */
export class ParentNode extends Node {
  /** Undefined while nobody asked for them and the template has some. */
  declare wireFirst: Node | null | undefined;
  declare wireLast: Node | null;
  declare wireOrigin: Origin;
  /** Children that the host has and that may leave. */
  declare wireChildren: number;
  /** A text of a clone left, and is still there on the host, empty. */
  declare wireKept: boolean;
  /** What happened to the children in this turn. */
  declare wireChanges: Changes | null;

  override get firstChild(): Node | null {
    const first = this.wireFirst;
    return first === undefined ? this.wireExpand() : first;
  }

  override get lastChild(): Node | null {
    if (this.wireFirst === undefined) this.wireExpand();
    return this.wireLast;
  }

  override get childNodes(): Node[] {
    const nodes: Node[] = [];
    for (let node = this.firstChild; node !== null; node = node.nextSibling) nodes.push(node);
    return nodes;
  }

  get children(): Element[] {
    return this.childNodes.filter((node): node is Element => node.nodeType === ELEMENT_NODE);
  }

  get firstElementChild(): Element | null {
    return this.children[0] ?? null;
  }

  get lastElementChild(): Element | null {
    return this.children.at(-1) ?? null;
  }

  get childElementCount(): number {
    return this.children.length;
  }

  override get textContent(): string {
    let text = "";
    for (let node = this.firstChild; node !== null; node = node.nextSibling) {
      if (node.nodeType !== COMMENT_NODE) text += node.textContent ?? "";
    }
    return text;
  }

  override set textContent(value: string | null) {
    const text = value === null || value === undefined ? "" : `${value}`;
    const first = this.firstChild;
    // Text for text, the commonest case, keeps its node: one operation instead of two.
    if (text !== "" && first !== null && first.nextSibling === null && first.nodeType === TEXT_NODE) {
      (first as Text).data = text;
      return;
    }
    if (first !== null) this.wireRemoveAll();
    if (text === "") return;
    const child = new newText(text);
    child.parentNode = this;
    this.wireFirst = this.wireLast = child;
    if (this.wireId !== NOT_CREATED) recording.placed(this, child);
  }

  appendChild<N extends Node>(child: N): N {
    return this.insertBefore(child, null);
  }

  insertBefore<N extends Node>(child: N, before: Node | null): N {
    if (this.wireFirst === undefined) this.wireExpand();
    if (before === undefined) before = null;
    if (before !== null && before.parentNode !== this) throw notFound("insertBefore", "the node before which to insert");
    if (child.nodeType === DOCUMENT_FRAGMENT_NODE) {
      const fragment = child as unknown as ParentNode;
      for (let node = fragment.firstChild; node !== null; node = fragment.firstChild) this.insertBefore(node, before);
      return child;
    }
    if ((child as Node) === before) return child;
    // What is new cannot be around what the host has, unless that moved there in this turn.
    const isOutside = child.wireId === NOT_CREATED && this.wireId !== NOT_CREATED && !recording.hasLeft;
    if (!isOutside && isParent(child) && child.contains(this)) {
      throw new GuestDomError("HierarchyRequestError", `<${child.localName}> cannot be put into itself`);
    }
    const old = child.parentNode;
    if (old !== null) {
      if (child.wireId !== NOT_CREATED) recording.leaving(old, child, this);
      unlink(old, child);
    }
    link(this, child, before);
    if (this.wireId !== NOT_CREATED) recording.placed(this, child);
    return child;
  }

  removeChild<N extends Node>(child: N): N {
    if (child.parentNode !== this) throw notFound("removeChild", "the node to be removed");
    if (child.wireId !== NOT_CREATED) recording.leaving(this, child, null);
    unlink(this, child);
    return child;
  }

  replaceChild<N extends Node>(child: Node, old: N): N {
    if (old.parentNode !== this) throw notFound("replaceChild", "the node to be replaced");
    if (child === (old as Node)) return old;
    const next = old.nextSibling === child ? child.nextSibling : old.nextSibling;
    this.removeChild(old);
    this.insertBefore(child, next);
    return old;
  }

  append(...nodes: (Node | string)[]): void {
    for (const node of nodes) this.insertBefore(asNode(node), null);
  }

  prepend(...nodes: (Node | string)[]): void {
    const first = this.firstChild;
    for (const node of nodes) this.insertBefore(asNode(node), first);
  }

  replaceChildren(...nodes: (Node | string)[]): void {
    this.wireRemoveAll();
    this.append(...nodes);
  }

  wireRemoveAll(): void {
    let node = this.firstChild;
    const isCreated = this.wireId !== NOT_CREATED;
    while (node !== null) {
      const next: Node | null = node.nextSibling;
      // A clone may fall apart here, and then its other parts are new: the id is asked for at each, and the rest stays linked.
      if (isCreated && node.wireId !== NOT_CREATED) recording.leaving(this, node, null);
      node.parentNode = node.previousSibling = node.nextSibling = null;
      this.wireFirst = node = next;
    }
    this.wireLast = null;
  }

  /** Make the children that the template says, and return the first. */
  wireExpand(): Node | null {
    return (this.wireFirst = null);
  }
}

Object.assign(ParentNode.prototype, { wireFirst: null, wireLast: null, wireChildren: 0, wireKept: false, wireChanges: null });

/** Give the prototype of a class what all its nodes have in common. */
export function defineKind(of: { readonly prototype: Node }, nodeType: number, nodeName: string): void {
  Object.assign(of.prototype, { nodeType });
  Object.defineProperty(of.prototype, "nodeName", { value: nodeName, configurable: true, writable: true });
}

export function link(parent: ParentNode, child: Node, before: Node | null): void {
  const previous = before === null ? parent.wireLast : before.previousSibling;
  child.parentNode = parent;
  if (previous === null) {
    parent.wireFirst = child;
    if (child.previousSibling !== null) child.previousSibling = null;
  } else {
    previous.nextSibling = child;
    child.previousSibling = previous;
  }
  if (before === null) {
    parent.wireLast = child;
    if (child.nextSibling !== null) child.nextSibling = null;
  } else {
    before.previousSibling = child;
    child.nextSibling = before;
  }
}

function unlink(parent: ParentNode, child: Node): void {
  const { previousSibling, nextSibling } = child;
  if (previousSibling === null) parent.wireFirst = nextSibling;
  else previousSibling.nextSibling = nextSibling;
  if (nextSibling === null) parent.wireLast = previousSibling;
  else nextSibling.previousSibling = previousSibling;
  child.parentNode = child.previousSibling = child.nextSibling = null;
}

export function isParent(node: Node): node is ParentNode {
  return node.nodeType === ELEMENT_NODE || node.nodeType === DOCUMENT_FRAGMENT_NODE;
}

function asNode(node: Node | string): Node {
  return node instanceof Node ? node : new Text(node);
}

function pathOf(node: Node): Node[] {
  const path: Node[] = [];
  for (let at: Node | null = node; at !== null; at = at.parentNode) path.unshift(at);
  return path;
}

/** What DOM methods throw; `name` is as in the DOM. */
export class GuestDomError extends Error {
  constructor(name: string, message: string) {
    super(message);
    Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
  }
}

function notFound(method: string, what: string): GuestDomError {
  return new GuestDomError("NotFoundError", `${method}: ${what} is not a child of this node`);
}

