// Shapes: what new elements have in common, so that the first of them becomes a template and all are clones of it, written in columns.
// A clone of a `<template>` has the shape of its template and of what was changed in it since; an element that was put together by hand
// has that of the whole subtree. Which elements are new, and where they go, is decided in recording.ts.

import { SLOT_PROP, SLOT_TEXT, TEXT_TYPE, type NodeId, type Slot, type TemplateTree } from "../protocol/generated";
import type { Element } from "./element";
import type { AttributeKind } from "./html_table";
import { COMMENT_NODE, type Node, NOT_CREATED, type ParentNode, type Text, TEXT_NODE } from "./node";
import type { Origin } from "./origin";
import { recording } from "./recording";
import { crossing, marksOf, neededByOrigin, wireValue } from "./wire_props";

/** Nodes of a shape: larger ones are hardly ever the same twice, and the host has a limit for templates. */
const NODES_MAX = 300;

/** A place whose value differs from one element of a shape to the next: an attribute, or a text where `name` is null. */
interface Column {
  readonly index: number;
  readonly name: string | null;
}

interface ShapeNode {
  readonly origin: Origin | null;
  readonly index: number;
  /** Of a text of the template: what it says. Null for texts that are columns, and for elements. */
  readonly text: string | null;
  readonly names: readonly string[];
  readonly kinds: readonly (AttributeKind | undefined)[];
  readonly marks: string;
  /** The listeners' part of the marks; the document's own follow from the origin, unless an attribute decides. */
  readonly ownMarks: string | null;
  /** Null: nobody looked inside, and the template says what is there. */
  readonly children: readonly ShapeNode[] | null;
  /** An element without attributes and listeners of its own. */
  readonly isPlain: boolean;
}

/** A template on the wire: a shape, with those columns made static in which all elements had the same value. */
export interface WireTemplate {
  /** 0 until it is written: see TemplateTable. */
  id: number;
  readonly tree: TemplateTree;
  readonly slots: readonly Slot[];
  readonly size: number;
  /** By column: what is static, or VARIES. */
  readonly constants: readonly unknown[];
}

const VARIES = Symbol("varies");

export class Shape {
  readonly templates: WireTemplate[] = [];
  /** The values of a single element of this shape that was written without a template; null while there was none. */
  single: readonly unknown[] | null = null;

  constructor(
    readonly root: ShapeNode,
    readonly size: number,
    readonly columns: readonly Column[],
    /** Whether its elements are clones, which are written as such also when there is only one. */
    readonly isTemplate: boolean,
    /** Whether some node in it tells of events. */
    readonly hasMarks: boolean,
  ) {}

  /** The template under which these elements can be written; made if there is none yet. */
  templateFor(columns: readonly (readonly unknown[])[], count: number): WireTemplate {
    const found = this.templates.find(({ constants }) => constants.every((value, at) => value === VARIES || columns[at]!.every((one) => one === value)));
    if (found !== undefined) return found;
    // What a framework set in a clone it will set in the next one, too. A second template has no constants, so that there is no third.
    const learns = !this.isTemplate && this.templates.length === 0 && (count > 1 || this.single !== null);
    const isConstant = (column: readonly unknown[], at: number): boolean =>
      learns && isPrimitive(column[0]) && (count > 1 ? column.every((one) => one === column[0]) : this.single![at] === column[0]);
    const constants = columns.map((column, at) => (isConstant(column, at) ? column[0] : VARIES));
    const slots: Slot[] = [];
    const values = new Map<string, unknown>();
    this.columns.forEach(({ index, name }, at) => {
      if (constants[at] !== VARIES) values.set(`${index} ${name ?? ""}`, constants[at]);
      else slots.push(name === null ? [SLOT_TEXT, index, null] : [SLOT_PROP, index, name]);
    });
    const template: WireTemplate = { id: 0, tree: treeOf(this.root, values), slots, size: this.size, constants };
    this.templates.push(template);
    return template;
  }

  /** Whether a single element, whose values these are, can be written under a template that is there already. */
  fits(values: readonly (readonly unknown[])[]): boolean {
    return this.templates.some(({ constants }) => constants.every((value, at) => value === VARIES || values[at]![0] === value));
  }
}

/** Of the columns those that the template has slots for. */
export function slotColumns(template: WireTemplate, columns: readonly unknown[][]): unknown[][] {
  return columns.filter((_, at) => template.constants[at] === VARIES);
}

/** The shape of an element, or null when it has none that is worth a template. */
export function learn(root: Element): Shape | null {
  const isTemplate = root.wireOrigin.isTemplate;
  const owner = root.wireOwner ?? root;
  const columns: Column[] = [];
  let size = 0;
  let hasMarks = false;
  let isOdd = false;

  const element = (one: Element): ShapeNode => {
    const index = size++;
    const { wireOrigin: origin, wireAttributes: own } = one;
    const names: string[] = [];
    const kinds: (AttributeKind | undefined)[] = [];
    for (let i = 0; i < own.length; i += 2) {
      const name = own[i] as string;
      const kind = crossing(origin.table, name);
      names.push(name);
      kinds.push(kind);
      if (own[i + 1] === null || (kind !== undefined && wireValue(kind, own[i + 1]) === undefined)) isOdd = true;
      if (kind !== undefined) columns.push({ index, name });
    }
    const marks = marksOf(one);
    if (marks !== "") hasMarks = true;
    if (recording.hasPolicies(one)) isOdd = true;
    let children: ShapeNode[] | null = null;
    if (one.wireFirst === undefined) size += origin.size - 1;
    else {
      children = [];
      for (let child: Node | null = one.wireFirst; child !== null && size <= NODES_MAX; child = child.nextSibling) {
        if (isLeftOut(child, one)) continue;
        if (child.nodeType === TEXT_NODE) {
          if (isTemplate && child.wireOwner === owner) children.push(textNode(size++, (child as Text).wireText));
          else if (!isTemplate || standsAlone(child, owner)) {
            columns.push({ index: size, name: null });
            children.push(textNode(size++, null));
          }
        } else if (belongs(child as Element, owner, isTemplate)) children.push(element(child as Element));
      }
    }
    if (children === null && neededIn(origin)) hasMarks = true;
    const decides = origin.table?.needsMark === true && names.some((name) => name === "href" || name === "type");
    return { origin, index, text: null, names, kinds, marks, ownMarks: decides ? null : one.wireMarks, children, isPlain: own.length === 0 && marks === "" };
  };

  const shape = element(root);
  return isOdd || size > NODES_MAX ? null : new Shape(shape, size, columns, isTemplate, hasMarks);
}

function textNode(index: number, text: string | null): ShapeNode {
  return { origin: null, index, text, names: [], kinds: [], marks: "", ownMarks: "", children: null, isPlain: false };
}

/** Whether an element is a part of the shape of what it stands in, or stands there by itself. */
function belongs(child: Element, owner: Element, isTemplate: boolean): boolean {
  if (child.wireId !== NOT_CREATED) return false;
  return isTemplate ? child.wireOwner === owner : child.wireOwner === null && !child.wireOrigin.isTemplate;
}

/** Whether a text that was put into a clone has no company there: then it keeps its place, and is a slot. */
function standsAlone(text: Node, owner: Element): boolean {
  return text.wireId === NOT_CREATED && isTemplates(text, "previousSibling", owner) && isTemplates(text, "nextSibling", owner);
}

function isTemplates(text: Node, direction: "previousSibling" | "nextSibling", owner: Element): boolean {
  let node = text[direction];
  while (node !== null && isLeftOut(node, text.parentNode!)) node = node[direction];
  return node === null || node.wireOwner === owner;
}

const BLANK = /^[ \t\n\f\r]*$/;

/** Whether a node stays in the guest: comments, texts that are empty, and blanks where no text may stand. */
export function isLeftOut(node: Node, parent: ParentNode): boolean {
  if (node.nodeType === COMMENT_NODE) return true;
  if (node.nodeType !== TEXT_NODE || node.wireId !== NOT_CREATED) return false;
  const text = (node as Text).wireText;
  if (text === "") return true;
  return !takesText(parent) && BLANK.test(text);
}

export function takesText(parent: ParentNode): boolean {
  return parent.wireOrigin.table?.takesChildren === true;
}

/**
 * Compares elements with a shape, collects their values by columns and gives their nodes ids. One element after another; what does not
 * match leaves no trace.
 */
export class Matcher {
  columns: unknown[][] = [];
  count = 0;
  /** Elements with children that are no part of the shape. */
  rests: Element[] = [];
  roots: Element[] = [];
  private values: unknown[] = [];
  private base: NodeId = 0;
  private owner: Element | null = null;
  private found: Element[] = [];

  constructor(
    readonly shape: Shape,
    private readonly first: NodeId,
  ) {
    for (let i = 0; i < shape.columns.length; i++) this.columns.push([]);
  }

  take(root: Element): boolean {
    const { shape, columns } = this;
    this.values = [];
    this.found = [];
    this.base = this.first + this.count * shape.size;
    this.owner = root.wireOwner ?? root;
    if (!this.element(root, shape.root)) {
      forgetIds(root, this.base);
      return false;
    }
    const { values } = this;
    for (let i = 0; i < columns.length; i++) columns[i]!.push(values[i]);
    root.wireStatic = false;
    for (let i = 0; i < this.found.length; i++) this.rests.push(this.found[i]!);
    this.roots.push(root);
    this.count++;
    return true;
  }

  /** Undo the last `take`: the element is written in another way. */
  drop(): void {
    forgetIds(this.roots.pop()!, this.first + --this.count * this.shape.size);
  }

  private element(one: Element, expected: ShapeNode): boolean {
    if (one.wireOrigin !== expected.origin) return false;
    if (expected.ownMarks === null ? marksOf(one) !== expected.marks : one.wireMarks !== expected.ownMarks) return false;
    const own = one.wireAttributes;
    const { names, kinds, children } = expected;
    if (own.length !== names.length * 2) return false;
    for (let i = 0; i < names.length; i++) {
      if (own[i * 2] !== names[i]) return false;
      const kind = kinds[i];
      if (kind === undefined) continue;
      const value = own[i * 2 + 1];
      if (kind === "string" && typeof value === "string") this.values.push(value);
      else {
        const wire = value === null ? undefined : wireValue(kind, value);
        if (wire === undefined) return false;
        this.values.push(wire);
      }
    }
    if (one.wirePolicies !== null) return false;
    const first = one.wireFirst;
    if (children === null) {
      if (first !== undefined) return false;
    } else if ((first !== null || children.length > 0) && !this.children(one, children)) return false;
    one.wireId = this.base + expected.index;
    one.wireStatic = true;
    return true;
  }

  private children(parent: Element, expected: readonly ShapeNode[]): boolean {
    if (expected.length === 1 && expected[0]!.origin === null && expected[0]!.text === null) {
      // One text and nothing else: most cells.
      const only = parent.firstChild;
      if (only !== null && only.nextSibling === null && only.nodeType === TEXT_NODE && only.wireId === NOT_CREATED && only.wireOwner === null) {
        this.values.push((only as Text).wireText);
        only.wireId = this.base + expected[0]!.index;
        only.wireStatic = true;
        return true;
      }
    }
    const { isTemplate } = this.shape;
    const owner = this.owner!;
    let at = 0;
    let hasRest = false;
    for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
      const wanted = expected[at];
      if (child.nodeType === TEXT_NODE) {
        const text = (child as Text).wireText;
        if (isTemplate && child.wireOwner === owner) {
          if (wanted === undefined || wanted.text !== text) return false;
        } else {
          if (child.wireId !== NOT_CREATED) {
            hasRest = true;
            continue;
          }
          // An empty text is a value where the shape has a text; elsewhere it is nothing.
          const isColumn = wanted !== undefined && wanted.origin === null && wanted.text === null;
          if (isLeftOut(child, parent) && !(text === "" && isColumn)) continue;
          if (isTemplate && !standsAlone(child, owner)) {
            hasRest = true;
            continue;
          }
          if (!isColumn) return false;
          this.values.push(text);
        }
        child.wireId = this.base + wanted!.index;
        child.wireStatic = true;
        at++;
      } else if (child.nodeType !== COMMENT_NODE) {
        // As `belongs` says, which is not called for the commonest case.
        if (!(isTemplate && child.wireOwner === owner && child.wireId === NOT_CREATED) && !belongs(child as Element, owner, isTemplate)) {
          hasRest = true;
          continue;
        }
        if (wanted === undefined) return false;
        const inner = child as Element;
        // Most cells are plain, and compared without a call.
        if (wanted.isPlain && wanted.origin === inner.wireOrigin && inner.wireAttributes.length === 0 && inner.wireMarks === "") {
          const first = inner.wireFirst;
          if (wanted.children === null) {
            if (first !== undefined) return false;
          } else if ((first !== null || wanted.children.length > 0) && !this.children(inner, wanted.children)) return false;
          inner.wireId = this.base + wanted.index;
          inner.wireStatic = true;
        } else if (!this.element(inner, wanted)) return false;
        at++;
      }
    }
    if (hasRest) this.found.push(parent);
    return at === expected.length;
  }
}

/** Take back the ids that an attempt gave; what the host has from before keeps its own, which are lower. */
function forgetIds(node: Node, from: NodeId): void {
  if (node.wireId >= from) {
    node.wireId = NOT_CREATED;
    node.wireStatic = false;
  }
  const first = (node as ParentNode).wireFirst;
  if (first === undefined || first === null) return;
  for (let child: Node | null = first; child !== null; child = child.nextSibling) forgetIds(child, from);
}

function treeOf(node: ShapeNode, constants: ReadonlyMap<string, unknown>): TemplateTree {
  const { origin, index } = node;
  if (origin === null) return [TEXT_TYPE, node.text ?? (constants.get(`${index} `) as string | undefined) ?? ""];
  const props = staticProps(origin, node.names);
  for (const name of node.names) {
    const key = `${index} ${name}`;
    if (constants.has(key)) props[name] = constants.get(key);
  }
  for (const mark of node.marks.split(" ")) if (mark !== "") props[mark] = true;
  const children = node.children === null ? origin.children.flatMap(originTree) : node.children.map((child) => treeOf(child, constants));
  return [origin.tag, props, children];
}

/** What a template says of a part that nobody looked at. */
function originTree(origin: Origin): TemplateTree[] {
  if (origin.tag === "#comment") return [];
  if (origin.tag === "#text") return [[TEXT_TYPE, origin.text]];
  const props = staticProps(origin, []);
  const mark = neededByOrigin(origin.tag, origin.attributes);
  if (mark !== "") props[mark] = true;
  return [[origin.tag, props, origin.children.flatMap(originTree)]];
}

function staticProps({ table, attributes }: Origin, except: readonly string[]): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (let i = 0; i < attributes.length; i += 2) {
    const name = attributes[i]!;
    if (except.includes(name)) continue;
    const kind = crossing(table, name);
    const value = kind === undefined ? undefined : wireValue(kind, attributes[i + 1]);
    if (value !== undefined) props[name] = value;
  }
  return props;
}

function neededIn(origin: Origin): boolean {
  return origin.children.some((child) => neededByOrigin(child.tag, child.attributes) !== "" || neededIn(child));
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== "object";
}
