// The document, fragments and templates. The host's root node is the body; nothing else of a page exists.

import { GuestError } from "../core/guest_error";
import { Element, elementOf, makeNode } from "./element";
import { addListener, dispatch, type EventTarget, type ListenerValue, removeListener } from "./event_target";
import { DomEvent } from "./events";
import { parseHtml } from "./html_parser";
import { Comment, defineKind, DOCUMENT_FRAGMENT_NODE, DOCUMENT_NODE, newText, Node, ParentNode, Text } from "./node";
import { knownOrigin, Origin, originOf } from "./origin";
import { recording } from "./recording";
import { select } from "./selectors";

const XHTML = "http://www.w3.org/1999/xhtml";

export class DocumentFragment extends ParentNode {
  querySelector(selector: string): Element | null {
    return select(this, selector)[0] ?? null;
  }

  querySelectorAll(selector: string): Element[] {
    return select(this, selector);
  }

  override cloneNode(deep = false): DocumentFragment {
    const copy = new DocumentFragment();
    if (deep) for (const child of this.childNodes) copy.insertBefore(child.cloneNode(true), null);
    return copy;
  }
}

defineKind(DocumentFragment, DOCUMENT_FRAGMENT_NODE, "#document-fragment");

/** `<template>`: its content is HTML that is read once and cloned often. It never crosses. */
export class TemplateElement extends Element {
  #content: DocumentFragment | null = null;

  override get content(): DocumentFragment {
    return (this.#content ??= new DocumentFragment());
  }

  override get innerHTML(): string {
    return "";
  }

  override set innerHTML(html: string) {
    const { content } = this;
    content.wireRemoveAll();
    for (const origin of parseHtml(`${html}`)) content.insertBefore(makeNode(origin), null);
  }

  override cloneNode(deep = false): TemplateElement {
    const copy = new TemplateElement(this.wireOrigin);
    if (deep) copy.#content = this.content.cloneNode(true);
    return copy;
  }
}

/** Parts of a page that stand around what the host shows; they are not elements of the preset. */
const frame = (tag: string): Origin => new Origin(tag, null, [], [], "", false);
const TEMPLATE = frame("template");

export class Document extends ParentNode implements EventTarget {
  readonly documentElement = new Element(frame("html"));
  readonly head = new Element(frame("head"));
  readonly body = new Element(frame("body"));
  readonly readyState = "complete";
  readonly visibilityState = "visible";
  readonly hidden = false;
  readonly defaultView = recording.window;
  readonly implementation = undefined;
  /** As `document.title`: the guest's own, which no host shows. */
  title = "";
  #focused: Element | null = null;

  constructor() {
    super();
    this.insertBefore(this.documentElement, null);
    this.documentElement.append(this.head, this.body);
    this.body.wireId = 0;
  }

  override get nodeName(): string {
    return "#document";
  }

  override get ownerDocument(): Document {
    return null as never;
  }

  /** What has the focus, as far as the host has told and the guest has asked for; else the body. */
  get activeElement(): Element {
    return this.#focused !== null && this.#focused.isConnected ? this.#focused : this.body;
  }

  wireFocused(element: Element | null): void {
    this.#focused = element;
  }

  hasFocus(): boolean {
    return true;
  }

  createElement(tag: string, _options?: unknown): Element {
    const known = knownOrigin(tag);
    if (known !== undefined) return elementOf(known);
    const name = `${tag}`.toLowerCase();
    return name === "template" ? new TemplateElement(TEMPLATE) : elementOf(originOf(name));
  }

  createElementNS(namespace: string | null, tag: string, _options?: unknown): Element {
    if (namespace !== XHTML && namespace !== null) originOf(namespace.endsWith("svg") ? "svg" : "math");
    return this.createElement(tag);
  }

  createTextNode(text: unknown): Text {
    return typeof text === "string" ? new newText(text) : new Text(text);
  }

  createComment(text: unknown): Comment {
    return new Comment(text);
  }

  createDocumentFragment(): DocumentFragment {
    return new DocumentFragment();
  }

  createEvent(): never {
    throw new GuestError("unsupported", "document.createEvent is not available in a guest: use new Event(type)");
  }

  importNode<N extends Node>(node: N, deep = false): N {
    return node.cloneNode(deep) as N;
  }

  adoptNode<N extends Node>(node: N): N {
    node.remove();
    return node;
  }

  getElementById(id: string): Element | null {
    return select(this, "[id]").find((element) => element.getAttribute("id") === id) ?? null;
  }

  getElementsByTagName(tag: string): Element[] {
    return select(this, tag);
  }

  getElementsByClassName(words: string): Element[] {
    return select(this, words.trim().replace(/^|\s+/g, "."));
  }

  querySelector(selector: string): Element | null {
    return select(this, selector)[0] ?? null;
  }

  querySelectorAll(selector: string): Element[] {
    return select(this, selector);
  }

  addEventListener(type: string, listener: ListenerValue, options?: unknown): void {
    addListener(this, type, listener, options);
  }

  removeEventListener(type: string, listener: ListenerValue, options?: unknown): void {
    removeListener(this, type, listener, options);
  }

  dispatchEvent(event: DomEvent): boolean {
    return dispatch(this, event);
  }

  override cloneNode(): never {
    throw new GuestError("unsupported", "the document cannot be cloned");
  }
}

Object.assign(Document.prototype, { nodeType: DOCUMENT_NODE });

