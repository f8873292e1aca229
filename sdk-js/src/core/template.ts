// Templates: subtrees whose shape is known before anything is drawn, with slots for what changes. `template()` of each runtime makes
// them while the image is made; a session hears of one right before the first operation that uses it. What clones hold, and how they
// change, is the renderer's business.

import {
  SLOT_EVENT,
  SLOT_PROP,
  TEMPLATE,
  TEXT_TYPE,
  type Slot,
  type SlotKind,
  type TemplateId,
  type TemplateTree,
} from "../protocol/generated";
import { GuestError } from "./guest_error";
import { isEventName } from "./listeners";
import { checkValue } from "./values";
import type { Writer } from "./writer";

/**
 * A place for dynamic children: in node `index`, before its static child `before` or last. With `slot`, a *text hole*: an expression
 * of which nobody knows at build time whether it gives text or elements. Text goes into that slot, whose node is `before`; elements
 * stand in the region, and the text is then empty. There is one region at a place: what meets there shares it.
 */
export type Region = readonly [index: number, before: number | null, slot: number | null];

/** One node of a template, by its number in pre-order. */
export interface TemplateNode {
  readonly type: string;
  /** Static props; none for texts. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Number of the parent, -1 for the root. */
  readonly parent: number;
}

const NO_PROPS: Readonly<Record<string, unknown>> = Object.freeze({});

const HASH = 35;

let made = 0;

export class Template {
  /** What the session calls it; 0 until it is written. Set by `TemplateTable` alone. */
  id: TemplateId = 0;
  /** Counts templates in the order of the modules; the same in every session of an image. */
  readonly number = ++made;
  readonly nodes: readonly TemplateNode[];
  /** How many nodes, and so how many ids, a clone has. */
  readonly size: number;
  /** Type of the root node. */
  readonly type: string;
  /** For renderers that tell elements apart by a string: the template's, and that of each region. No component has such a name. */
  readonly name: string;
  readonly regionNames: readonly string[];
  /** By slot: its kind. Apart from `slots`, for the loops that run for every clone. */
  readonly kinds: readonly SlotKind[];
  /** Numbers of the slots that are text holes. */
  readonly textHoles: readonly number[];
  /** Those whose values must be checked: props and events. */
  readonly checkedSlots: readonly number[];
  /** For each slot the number of the region that takes its elements, if it is a text hole, or -1. */
  readonly regionOf: readonly number[];
  /** For each region whether its node has no other children, so that CLEAR and REORDER may be used there. */
  readonly alone: readonly boolean[];

  constructor(
    readonly tree: TemplateTree,
    readonly slots: readonly Slot[],
    readonly regions: readonly Region[],
  ) {
    const nodes: TemplateNode[] = [];
    number(tree, -1, nodes);
    for (const [index, before] of regions) {
      if (nodes[index] === undefined || (before !== null && nodes[before]?.parent !== index)) {
        throw new GuestError("value", `template of <${nodes[0]!.type}> has a region in node ${index} before ${before}, which is no child of it`);
      }
    }
    this.nodes = nodes;
    this.size = nodes.length;
    this.type = nodes[0]!.type;
    this.name = `#${this.number} ${this.type}`;
    this.regionNames = regions.map(([index], region) => `#${this.number}.${region} ${nodes[index]!.type}`);
    this.kinds = slots.map(([kind]) => kind);
    this.checkedSlots = slots.flatMap(([kind], slot) => (kind === SLOT_PROP || kind === SLOT_EVENT ? [slot] : []));
    this.regionOf = slots.map((_, slot) => regions.findIndex((region) => region[2] === slot));
    this.textHoles = regions.flatMap(([, , slot]) => (slot === null ? [] : [slot]));
    this.alone = regions.map(
      ([index], region) =>
        !nodes.some(({ parent }) => parent === index) && !regions.some(([other], at) => other === index && at !== region),
    );
  }

  /** The slot of a node's prop or event, or -1. */
  slotOf(index: number, name: string): number {
    const { slots } = this;
    for (let slot = 0; slot < slots.length; slot++) if (slots[slot]![1] === index && slots[slot]![2] === name) return slot;
    return -1;
  }

  /** The value of a node's prop in a clone: what stands in its slot, or is static. */
  prop(index: number, name: string, values: readonly unknown[]): unknown {
    const slot = this.slotOf(index, name);
    if (slot >= 0) return values[slot];
    const { props } = this.nodes[index]!;
    return Object.hasOwn(props, name) ? props[name] : undefined;
  }
}

/** Number the nodes of a tree in pre-order, and check that its props can cross. */
function number(tree: TemplateTree, parent: number, nodes: TemplateNode[]): void {
  const at = nodes.length;
  if (tree[0] === TEXT_TYPE) {
    nodes.push({ type: TEXT_TYPE, props: NO_PROPS, parent });
    return;
  }
  const [type, props, children] = tree as Exclude<TemplateTree, readonly [typeof TEXT_TYPE, string]>;
  for (const name of Object.keys(props)) {
    const functions: unknown[] = [];
    checkValue(props[name], `${name} of <${type}>`, functions as never[]);
    if (functions.length > 0 || isEventName(name)) {
      throw new GuestError("value", `${name} of <${type}> is static in a template; functions and listeners need a slot`);
    }
  }
  nodes.push({ type, props, parent });
  for (const child of children) number(child, at, nodes);
}

/** What of a template is written. Renderers that learn templates while they run have nothing more. */
export interface WrittenTemplate {
  id: TemplateId;
  readonly tree: TemplateTree;
  readonly slots: readonly Slot[];
}

/** The templates that a session knows, by order of first use. */
export class TemplateTable {
  private nextId = 1;

  constructor(private readonly writer: Writer) {}

  /** The id of a template. Writes TEMPLATE if the session has not heard of it: call it right before the operation that needs it. */
  idOf(template: WrittenTemplate): TemplateId {
    if (template.id === 0) {
      this.writer.operation([TEMPLATE, this.nextId, template.tree, template.slots as Slot[]]);
      template.id = this.nextId++;
    }
    return template.id;
  }
}

/** The text of a text slot's value: texts and numbers as they are, nothing for what frameworks draw nothing for. */
export function slotText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? `${value}` : "";
}

/** The type of the node that a template's or a region's name stands for; any other name is a type itself. */
export function typeOfName(name: string): string {
  return name.charCodeAt(0) === HASH ? name.slice(name.indexOf(" ") + 1) : name;
}
