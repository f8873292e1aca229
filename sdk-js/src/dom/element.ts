// Elements: attributes, and the properties that stand for them. One class for all tags; what a tag has is in the table of the html
// preset. What is missing throws by its name (missing.ts).

import type { EventPolicy } from "../core/listeners";
import { ClassList } from "./class_list";
import { dataset } from "./dataset";
import { addListener, dispatch, type EventTarget, hears, type ListenerValue, removeListener } from "./event_target";
import { DomEvent, MouseEvent } from "./events";
import { parseHtml } from "./html_parser";
import { toHtml } from "./html_text";
import { Comment, ELEMENT_NODE, Node, NOT_CREATED, ParentNode, Text, constructorLike } from "./node";
import { originOf, type Origin } from "./origin";
import { recording } from "./recording";
import { closest, matches, select } from "./selectors";
import { marksOf } from "./wire_props";
import { parseStyle, style, type StyleDeclaration, type StyleMap } from "./style";

/** Names that were asked for, in lower case: there are few, and asking is cheaper than making them again. */
const LOWER: Record<string, string> = Object.create(null);

const NONE: unknown[] = Object.freeze([]) as never;

export class Element extends ParentNode implements EventTarget {
  /** Attributes that differ from the origin's, name and value by turns; null stands for one that was removed. Read-only while empty. */
  declare wireAttributes: unknown[];
  /** Events that the host is to tell of, as the wire names them, a space between two. */
  declare wireMarks: string;
  /** Version of the field that its last event reported (PROTOCOL 2, "Inputs"). */
  declare wireVersion: number;
  /** What `event(fn, policy)` asked for, by the wire's name of the event. */
  declare wirePolicies: Record<string, EventPolicy> | null;

  constructor(origin: Origin) {
    super();
    this.wireOrigin = origin;
    if (origin.children.length > 0) this.wireFirst = undefined;
  }

  override get localName(): string {
    return this.wireOrigin.tag;
  }

  get tagName(): string {
    return this.wireOrigin.tag.toUpperCase();
  }

  override get nodeName(): string {
    return this.wireOrigin.tag.toUpperCase();
  }

  get namespaceURI(): string {
    return "http://www.w3.org/1999/xhtml";
  }

  // ---- attributes ----

  getAttribute(name: string): string | null {
    const value = this.wireGet(name);
    if (value === null || value === false) return null;
    if (value === true) return "";
    return typeof value === "object" ? style(this).cssText : (value as string);
  }

  /** The value as it is kept: a string, a boolean for `checked`, a map for `style`, null for none. */
  wireGet(name: string): unknown {
    const own = this.wireAttributes;
    for (let i = 0; i < own.length; i += 2) if (own[i] === name) return own[i + 1];
    const { attributes } = this.wireOrigin;
    for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return attributes[i + 1]!;
    return null;
  }

  setAttribute(name: string, value: unknown): void {
    const lower = (LOWER[name] ??= name.toLowerCase());
    if (lower === "style") style(this).cssText = `${value as string}`;
    else if (lower === "checked") this.wireSet(lower, true);
    else this.wireSet(lower, typeof value === "string" ? value : `${value as string}`);
  }

  wireSet(name: string, value: unknown): void {
    if (this.wireId !== NOT_CREATED && (name === "href" || name === "type")) return this.wireSetMarked(name, value);
    this.wireWrite(name, value);
  }

  /** Attributes that decide which events the document itself needs: see `marksOf`. */
  private wireSetMarked(name: string, value: unknown): void {
    const before = marksOf(this);
    this.wireWrite(name, value);
    recording.marksChanged(this, before, marksOf(this));
  }

  private wireWrite(name: string, value: unknown): void {
    const own = this.wireAttributes;
    if (own.length === 0 && this.wireOrigin.attributes.length === 0 && this.wireId === NOT_CREATED) {
      if (value !== null) this.wireAttributes = [name, value];
      return;
    }
    let i = 0;
    while (i < own.length && own[i] !== name) i += 2;
    if (i < own.length) {
      if (own[i + 1] === value) return;
      own[i + 1] = value;
    } else {
      if (this.wireGet(name) === value) return;
      if (own.length === 0) this.wireAttributes = [name, value];
      else own.push(name, value);
    }
    if (this.wireId !== NOT_CREATED) recording.attributeChanged(this, name, value);
  }

  removeAttribute(name: string): void {
    this.wireSet(name.toLowerCase(), null);
  }

  hasAttribute(name: string): boolean {
    return this.getAttribute(name) !== null;
  }

  toggleAttribute(name: string, force?: boolean): boolean {
    const wanted = force ?? !this.hasAttribute(name);
    if (wanted) this.setAttribute(name, this.getAttribute(name) ?? "");
    else this.removeAttribute(name);
    return wanted;
  }

  setAttributeNS(_namespace: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  removeAttributeNS(_namespace: string | null, name: string): void {
    this.removeAttribute(name);
  }

  getAttributeNames(): string[] {
    const names = new Set<string>();
    for (const list of [this.wireOrigin.attributes, this.wireAttributes]) for (let i = 0; i < list.length; i += 2) names.add(list[i] as string);
    return [...names].filter((name) => this.hasAttribute(name));
  }

  get attributes(): { readonly name: string; readonly value: string }[] {
    return this.getAttributeNames().map((name) => ({ name, value: this.getAttribute(name)! }));
  }

  get className(): string {
    return this.getAttribute("class") ?? "";
  }

  set className(value: string) {
    // No class for no class, as frameworks write it into every row of a list, is nothing to keep.
    if (value === "" && this.wireGet("class") === null) return;
    this.wireSet("class", typeof value === "string" ? value : `${value as string}`);
  }

  get classList(): ClassList {
    return new ClassList(this);
  }

  get dataset(): Record<string, string> {
    return dataset(this);
  }

  get style(): StyleDeclaration {
    return style(this);
  }

  set style(text: StyleDeclaration | string) {
    style(this).cssText = `${text as string}`;
  }

  wireStyle(): StyleMap {
    const kept = this.wireGet("style");
    if (typeof kept === "object" && kept !== null) return kept as StyleMap;
    return parseStyle(kept === null ? "" : String(kept));
  }

  // ---- what a person writes and chooses ----

  /** What a field holds: what the guest wrote last, or the person, whoever was later. Of an option its value or words. */
  get value(): string | number {
    const kept = this.getAttribute("value");
    switch (this.wireOrigin.tag) {
      case "option":
        return kept ?? (this.textContent ?? "").trim();
      case "textarea":
        return kept ?? this.textContent ?? "";
      case "select":
        return kept ?? String((this.selectedOptions[0] ?? this.options[0])?.value ?? "");
      case "progress":
      case "meter":
      case "li":
        return Number(kept ?? 0);
      default:
        return kept ?? (this.type === "checkbox" || this.type === "radio" ? "on" : "");
    }
  }

  set value(value: unknown) {
    this.wireSet("value", value === null || value === undefined ? "" : `${value as string}`);
  }

  get checked(): boolean {
    return this.hasAttribute("checked");
  }

  set checked(value: unknown) {
    this.wireSet("checked", Boolean(value));
  }

  get type(): string {
    return this.getAttribute("type") ?? (this.wireOrigin.tag === "input" ? "text" : this.wireOrigin.tag === "button" ? "submit" : "");
  }

  set type(value: unknown) {
    this.wireSet("type", `${value as string}`);
  }

  get valueAsNumber(): number {
    const text = String(this.value);
    return text === "" ? NaN : Number(text);
  }

  set valueAsNumber(value: number) {
    this.value = Number.isNaN(value) ? "" : value;
  }

  get options(): Element[] {
    return this.querySelectorAll("option");
  }

  get selectedOptions(): Element[] {
    const value = this.getAttribute("value");
    return this.options.filter((option) => (value === null ? option.hasAttribute("selected") : option.value === value)).slice(-1);
  }

  get selectedIndex(): number {
    const { options } = this;
    const value = this.value;
    return options.findIndex((option) => option.value === value);
  }

  set selectedIndex(index: number) {
    this.value = this.options[index]?.value ?? "";
  }

  get form(): Element | null {
    return this.closest("form");
  }

  get elements(): Element[] {
    return this.querySelectorAll("input, textarea, select, button, output, fieldset");
  }

  get content(): ParentNode {
    throw recording.missing("content", this);
  }

  // ---- methods that the host carries out ----

  focus(_options?: unknown): void {
    recording.document.wireFocused(this);
    recording.call(this, "focus");
  }

  blur(): void {
    if (recording.document.activeElement === this) recording.document.wireFocused(null);
    recording.call(this, "blur");
  }

  scrollIntoView(_options?: unknown): void {
    recording.call(this, "scrollIntoView");
  }

  select(): void {
    recording.call(this, "select");
  }

  setSelectionRange(start: number, end: number): void {
    recording.call(this, "setSelectionRange", start, end);
  }

  requestSubmit(): void {
    recording.call(this, "requestSubmit");
  }

  /** As a press of a person would, but here and now. */
  click(): void {
    if (this.hasAttribute("disabled")) return;
    const { type } = this;
    const isField = this.wireOrigin.tag === "input" && (type === "checkbox" || type === "radio");
    if (isField) this.checked = type === "radio" || !this.checked;
    this.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    if (!isField) return;
    this.dispatchEvent(new DomEvent("input", { bubbles: true }));
    this.dispatchEvent(new DomEvent("change", { bubbles: true }));
  }

  // ---- events ----

  addEventListener(type: string, listener: ListenerValue, options?: unknown): void {
    addListener(this, type, listener, options);
    recording.listening(this, type, true, listener);
  }

  removeEventListener(type: string, listener: ListenerValue, options?: unknown): void {
    removeListener(this, type, listener, options);
    recording.listening(this, type, false);
  }

  /** Whether some listener for this event is left, also one that a framework keeps for its own at the document. */
  wireHears(type: string): boolean {
    return hears(this, type) || (this as unknown as Record<string, unknown>)[`$$${type}`] !== undefined;
  }

  dispatchEvent(event: DomEvent): boolean {
    return dispatch(this, event);
  }

  // ---- finding ----

  matches(selector: string): boolean {
    return matches(this, selector);
  }

  closest(selector: string): Element | null {
    return closest(this, selector);
  }

  querySelector(selector: string): Element | null {
    return select(this, selector)[0] ?? null;
  }

  querySelectorAll(selector: string): Element[] {
    return select(this, selector);
  }

  get nextElementSibling(): Element | null {
    let node = this.nextSibling;
    while (node !== null && node.nodeType !== ELEMENT_NODE) node = node.nextSibling;
    return node as Element | null;
  }

  get previousElementSibling(): Element | null {
    let node = this.previousSibling;
    while (node !== null && node.nodeType !== ELEMENT_NODE) node = node.previousSibling;
    return node as Element | null;
  }

  // ---- copies and HTML ----

  get innerHTML(): string {
    return this.childNodes.map(toHtml).join("");
  }

  set innerHTML(html: string) {
    this.wireRemoveAll();
    for (const origin of parseHtml(`${html}`)) this.insertBefore(makeNode(origin), null);
  }

  get outerHTML(): string {
    return toHtml(this);
  }

  insertAdjacentElement(where: string, element: Element): Element {
    if (where === "beforebegin") this.before(element);
    else if (where === "afterbegin") this.prepend(element);
    else if (where === "beforeend") this.append(element);
    else if (where === "afterend") this.after(element);
    else throw new SyntaxError(`insertAdjacentElement: unknown position '${String(where).slice(0, 40)}'`);
    return element;
  }

  override cloneNode(deep = false): Element {
    const origin = this.wireOrigin;
    // What nobody changed is what its template says: one object, and the nodes in it when somebody asks.
    const isUnopened = this.wireFirst === undefined || (origin.isTemplate && origin.children.length === 0 && this.wireFirst === null);
    if (isUnopened && (deep || origin.children.length === 0)) {
      const clone = elementOf(origin);
      if (this.wireAttributes.length > 0) clone.wireAttributes = copied(this);
      return clone;
    }
    const copy = elementOf(origin.isTemplate ? originOf(origin.tag) : origin);
    for (const name of this.getAttributeNames()) copy.wireSet(name, this.wireGet(name));
    if (this.hasAttribute("style")) copy.wireSet("style", { ...this.wireStyle() });
    if (deep) for (const child of this.childNodes) copy.insertBefore(child.cloneNode(true), null);
    return copy;
  }

  override wireExpand(): Node | null {
    const owner = this.wireOwner ?? this;
    const { children } = this.wireOrigin;
    // A plain loop, and links without `link`: this runs for every element of every row that a framework walks through.
    let first: Node | null = null;
    let previous: Node | null = null;
    for (let i = 0; i < children.length; i++) {
      const origin = children[i]!;
      const child: Node =
        origin.nodeType !== ELEMENT_NODE ? makeNode(origin) : origin.children.length > 0 ? new UnopenedElement(origin) : new EmptyElement(origin);
      child.parentNode = this;
      child.wireOwner = owner;
      if (previous === null) first = child;
      else {
        previous.nextSibling = child;
        child.previousSibling = previous;
      }
      previous = child;
    }
    this.wireFirst = first;
    this.wireLast = previous;
    if (this.wireId !== NOT_CREATED) this.wireNumber();
    return first;
  }

  /** Give the children ids: what was never looked at is on the host as the template has it. */
  private wireNumber(): void {
    let id = this.wireId + 1;
    let child = this.wireFirst ?? null;
    for (const origin of this.wireOrigin.children) {
      if (origin.size > 0) {
        child!.wireId = id;
        child!.wireStatic = true;
        id += origin.size;
      }
      child = child!.nextSibling;
    }
  }
}

/** An element whose children its template has, but nobody asked for. */
const UnopenedElement = constructorLike({ prototype: Object.create(Element.prototype, { wireFirst: { value: undefined, writable: true } }) as Element }, function (
  this: Element,
  origin: Origin,
) {
  this.wireOrigin = origin;
});

const EmptyElement = constructorLike(Element, function (this: Element, origin: Origin) {
  this.wireOrigin = origin;
});

/** As `new Element(origin)`, but quicker: see `constructorLike`. */
export function elementOf(origin: Origin): Element {
  return origin.children.length > 0 ? new UnopenedElement(origin) : new EmptyElement(origin);
}

Object.assign(Element.prototype, { nodeType: ELEMENT_NODE, wireAttributes: NONE, wireMarks: "", wireVersion: 0, wirePolicies: null });

function copied(element: Element): unknown[] {
  return element.wireAttributes.map((value) => (typeof value === "object" && value !== null ? { ...value } : value));
}

/** A new node of an origin. */
export function makeNode(origin: Origin): Node {
  if (origin.tag === "#text") return new Text(origin.text);
  if (origin.tag === "#comment") return new Comment(origin.text);
  if (origin.tag === "template") return recording.document.createElement("template");
  return elementOf(origin);
}

/** Properties that are an attribute's text: the property's name, and the attribute's where it differs. */
const STRINGS: Readonly<Record<string, string>> = {
  id: "id", title: "title", name: "name", placeholder: "placeholder", href: "href", src: "src", alt: "alt", htmlFor: "for", rel: "rel",
  target: "target", min: "min", max: "max", step: "step", pattern: "pattern", lang: "lang", dir: "dir", label: "label", cite: "cite",
  dateTime: "datetime", action: "action", method: "method", autocomplete: "autocomplete", inputMode: "inputmode", role: "role",
  enterKeyHint: "enterkeyhint", wrap: "wrap", scope: "scope", defaultValue: "value", hreflang: "hreflang", download: "download",
}; // prettier-ignore

const BOOLEANS: Readonly<Record<string, string>> = {
  disabled: "disabled", hidden: "hidden", readOnly: "readonly", required: "required", multiple: "multiple", autofocus: "autofocus",
  open: "open", selected: "selected", noValidate: "novalidate", inert: "inert", reversed: "reversed", defaultChecked: "checked",
  defaultSelected: "selected",
}; // prettier-ignore

const NUMBERS: Readonly<Record<string, string>> = {
  tabIndex: "tabindex", rows: "rows", cols: "cols", colSpan: "colspan", rowSpan: "rowspan", maxLength: "maxlength", minLength: "minlength",
  size: "size", start: "start", span: "span", width: "width", height: "height",
}; // prettier-ignore

for (const [property, attribute] of Object.entries(STRINGS)) {
  Object.defineProperty(Element.prototype, property, {
    configurable: true,
    get(this: Element) {
      return this.getAttribute(attribute) ?? "";
    },
    set(this: Element, value: unknown) {
      this.setAttribute(attribute, value);
    },
  });
}

for (const [property, attribute] of Object.entries(BOOLEANS)) {
  Object.defineProperty(Element.prototype, property, {
    configurable: true,
    get(this: Element) {
      return this.hasAttribute(attribute);
    },
    set(this: Element, value: unknown) {
      if (value) this.setAttribute(attribute, "");
      else this.removeAttribute(attribute);
    },
  });
}

for (const [property, attribute] of Object.entries(NUMBERS)) {
  Object.defineProperty(Element.prototype, property, {
    configurable: true,
    get(this: Element) {
      const value = this.getAttribute(attribute);
      return value === null ? (attribute === "tabindex" ? -1 : 0) : Number(value);
    },
    set(this: Element, value: unknown) {
      this.setAttribute(attribute, value);
    },
  });
}
