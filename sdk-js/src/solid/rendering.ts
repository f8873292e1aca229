// What compiled JSX calls: clones of templates, elements, components, and what stands between their tags. Everything is made once and
// then follows its signals; what followed none is left without an effect.

import type { RemoteRef } from "../core/remote_ref";
import { GuestError } from "../core/guest_error";
import { SLOT_CHILDREN } from "../protocol/generated";
import { createComponent as runComponent, createMemo, mergeProps, untrack, $PROXY } from "solid-js";
import { checkText, ROOT_PARENT } from "../sdk/component_checks";
import { ELEMENT_PROPS } from "../sdk/element_prop_names";
import { addComponent } from "./component_trace";
import {
  CLONE_PROTOTYPE, ELEMENT_PROTOTYPE, isHostNode, isText, makeElement, makeText, NO_NODES, Region, type Accessor, type Bind, type CloneNode,
  type ElementNode, type HostNode, type Rows,
} from "./host_nodes";
import { hostTree } from "./current_tree";
import type { HostTree } from "./host_tree";
import { giveRef, giveRefObject, isRefObject } from "./refs";
import { adopt, Computation, disposeFrom, isLive, ownerForNode, runFirst, runGroup, type Effect, type Owner } from "./reactive";
import { group, separate, template, type SolidTemplate } from "./templates";

export { template };
export { mergeProps, untrack };

/** What may stand between tags. */
export type Content = unknown;

type Props = Readonly<Record<string, unknown>>;

/** A function of a component. */
export type Component = (props: Props) => Content;

// ---- clones ----------------------------------------------------------------------------------------------------------

/**
 * Make a clone of a template.
 *
 * Args:
 *   values: one for each slot, from now on the clone's. Text holes stand there as an accessor or a value.
 *   bind: fills the slots that depend on signals. It runs again as a whole when one of them changes.
 *   children: what stands in each region.
 *   refs: of the nodes at these numbers.
 */
export function clone(
  template: SolidTemplate,
  values: unknown[],
  bind?: Bind,
  children?: readonly Content[],
  refs?: readonly (readonly [index: number, ref: unknown])[],
): CloneNode {
  const owner = ownerForNode();
  const node = { __proto__: CLONE_PROTOTYPE, template, values, owner, id: 0, region: null } as object as Mutable<CloneNode>;
  if (owner !== null) {
    if (owner.epoch !== undefined) node.born = owner.epoch;
    if (owner.context !== null) node.context = owner.context;
  }
  let live = false;
  const { grouped, apart, propSlots } = template;
  if (bind !== undefined || grouped.length > 0) {
    const reads = runGroup(node, bind, values, grouped, template.textHoles.length === 1);
    if (node.source !== null || isLive(node)) {
      live = true;
      if (bind !== undefined) node.bind = bind;
      if (reads !== null) node.reads = reads;
    }
    for (let i = 0; i < grouped.length; i++) {
      const value = values[grouped[i]!];
      if ((typeof value === "function" || isContent(value)) && watchApart(node, grouped[i]!, value)) live = true;
    }
  }
  for (let i = 0; i < apart.length; i++) {
    const value = values[apart[i]!];
    if ((typeof value === "function" || isContent(value)) && watchApart(node, apart[i]!, value)) live = true;
  }
  if (children !== undefined) {
    for (let i = 0; i < children.length; i++) {
      const content = children[i];
      if (content !== undefined && content !== null && watch(node, i, -1, content)) live = true;
    }
  }
  for (let i = 0; i < propSlots.length; i++) {
    const value = values[propSlots[i]!];
    // Not what always crosses, which nearly all is.
    if (value !== null && typeof value !== "string" && typeof value !== "boolean") hostTree().checkSlot(node, propSlots[i]!, value);
  }
  if (live) adopt(node);
  if (refs !== undefined) for (const [index, ref] of refs) giveRef(ref, node, index);
  return node;
}

/** A source of a clone's slots changed: fill them all again, and write those that are different now. */
function refill(this: Mutable<CloneNode>): void {
  const tree = hostTree();
  const { bind, reads } = this;
  if (bind !== null) {
    const { values } = this;
    const { boundSlots } = this.template;
    const next = values.slice();
    bind(next);
    for (let i = 0; i < boundSlots.length; i++) {
      const slot = boundSlots[i]!;
      if (next[slot] !== values[slot]) tree.setSlot(this, slot, next[slot]);
    }
  }
  if (reads === null) return;
  if (typeof reads === "function") {
    if (!fillHole(tree, this, this.template.textHoles[0]!, reads)) this.reads = null;
    return;
  }
  for (let i = 0; i < reads.length; i += 2) {
    if (fillHole(tree, this, reads[i] as number, reads[i + 1] as Accessor)) continue;
    this.reads = reads.filter((_, at) => at !== i && at !== i + 1);
  }
}

/** Fill a text hole as a part of its clone's effect. False when it gave elements: it has an effect of its own from now on. */
function fillHole(tree: HostTree, node: CloneNode, slot: number, read: Accessor): boolean {
  const { owned } = node;
  const before = owned ? owned.length : 0;
  let value = read();
  while (typeof value === "function") value = (value as Accessor)();
  if (typeof value === "string" || !isContent(value)) {
    tree.setSlot(node, slot, value);
    return true;
  }
  // What was made to learn that it gives elements is made again, under an effect of its own.
  disposeFrom(node, before);
  tree.setSlot(node, slot, "");
  watchApart(node, slot, read);
  return false;
}

Object.assign(CLONE_PROTOTYPE, { fn: refill });

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

// ---- what stands in a region -----------------------------------------------------------------------------------------

/** The effect of a text hole, or of a region whose content depends on something. */
interface Hole extends Effect {
  owner: Owner | null;
  context: object | null;
  node: CloneNode | ElementNode;
  /** Number of the region, among a clone's. */
  number: number;
  /** Number of the text slot, or -1. */
  slot: number;
  read: Accessor;
  region: Region | null;
}

const HOLE_PROTOTYPE: object = { __proto__: null, ...Computation.prototype, region: null, fn: refillHole };

function refillHole(this: Hole): void {
  const value = this.read();
  if (this.slot < 0) return draw(this, this.region!, value);
  // An accessor out of an accessor is followed by itself, as below.
  if (typeof value === "function") return startInner(this, HOLE_PROTOTYPE, this.region, value as Accessor);
  const node = this.node as CloneNode;
  if (!isContent(value)) {
    if (this.region !== null) fill(this.region, NO_NODES, this.slot);
    hostTree().setSlot(node, this.slot, value);
  } else {
    hostTree().setSlot(node, this.slot, "");
    draw(this, (this.region ??= regionOf(node, this.number)), value);
  }
}

/**
 * Draw what an effect read. Accessors in it are followed by an effect of their own, inside of this one: when they change, what gave them
 * need not give them anew, with all that was made for it. `() => props.children` gives a For; what For gives changes.
 */
function draw(hole: Hole, region: Region, content: Content): void {
  if (typeof content !== "object" || !hasAccessors(content)) {
    if (typeof content === "function") return startInner(hole, CONTENT_PROTOTYPE, region, content as Accessor);
    return fill(region, flat(content, region.type, [], partOf(region, hole.slot)), hole.slot);
  }
  startInner(hole, CONTENT_PROTOTYPE, region, () => content);
}

/** Start an effect inside of another one, which owns it. */
function startInner(hole: Hole, prototype: object, region: Region | null, read: Accessor): void {
  const inner = { __proto__: prototype } as object as Hole;
  prepare(inner, hole.node, hole.number, hole.slot, region, read);
  runFirst(inner, runHole, inner);
  if (isLive(inner)) adopt(inner);
}

/** The effect of accessors, in arrays or not: all of them are read by it. */
const CONTENT_PROTOTYPE: object = {
  __proto__: null,
  ...Computation.prototype,
  fn(this: Hole): void {
    const region = this.region!;
    fill(region, flat(this.read(), region.type, [], partOf(region, this.slot)), this.slot);
  },
};

/** The nodes that an effect drew before: all of a region, or its part of one. */
function partOf(region: Region, slot: number): readonly HostNode[] {
  return region.tail === null ? region.nodes : slot >= 0 ? region.tail : region.head!;
}

// One that tracked nothing is used for the next: most regions never change.
let spare: Hole | null = null;

/** Whether a text hole's value is more than text: an element, an array of them. */
function isContent(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Give a text hole an effect of its own. Returns whether it will ever run again. */
function watchApart(node: CloneNode, slot: number, content: Content): boolean {
  const { template, values } = node;
  const wasGrouped = template.grouped.includes(slot);
  if (wasGrouped) separate(template, slot);
  values[slot] = "";
  const hole = template.regionOf[slot]!;
  const live = watch(node, hole, slot, content);
  const value = values[slot];
  if (live && !wasGrouped && value !== "" && (typeof value === "string" || typeof value === "number")) group(template, slot);
  return live;
}

/** Fill a region or text hole, now and whenever what it reads changes. Returns whether that may happen. */
function watch(node: CloneNode, number: number, slot: number, content: Content): boolean {
  if (slot < 0 && !hasAccessors(content)) {
    const region = regionOf(node, number);
    fill(region, flat(content, region.type, []), -1);
    return false;
  }
  // A text hole has a region once it gives elements.
  const region = slot >= 0 && typeof content === "function" ? null : regionOf(node, number);
  return startHole(node, number, slot, region, content);
}

function startHole(node: CloneNode | ElementNode, number: number, slot: number, region: Region | null, content: Content): boolean {
  const isAccessor = typeof content === "function";
  const hole = isAccessor ? (spare ?? ({ __proto__: HOLE_PROTOTYPE } as object as Hole)) : ({ __proto__: CONTENT_PROTOTYPE } as object as Hole);
  if (isAccessor) spare = null;
  prepare(hole, node, number, slot, region, isAccessor ? (content as Accessor) : () => content);
  runFirst(hole, runHole, hole);
  if (!isLive(hole)) {
    if (isAccessor) spare = hole;
    return false;
  }
  const { holes } = node;
  if (holes === null) node.holes = hole;
  else if (Array.isArray(holes)) holes.push(hole);
  else node.holes = [holes, hole];
  return true;
}

function prepare(hole: Hole, node: CloneNode | ElementNode, number: number, slot: number, region: Region | null, read: Accessor): void {
  const owner = ownerForNode();
  hole.owner = owner;
  const context = owner?.context ?? null;
  if (hole.context !== context) hole.context = context;
  hole.node = node;
  hole.number = number;
  hole.slot = slot;
  hole.region = region;
  hole.read = read;
}

function runHole(hole: Hole): void {
  hole.fn();
}

function regionOf(node: CloneNode, number: number): Region {
  const regions = (node.regions ??= []);
  let region = regions[number];
  if (region === undefined) {
    const { template } = node;
    const [index, before] = template.regions[number]!;
    region = new Region(node, index, before, template.alone[number]!, template.nodes[index]!.type);
    while (regions.length < number) regions.push(undefined);
    regions[number] = region;
  }
  return region;
}

/** Put nodes into a region. One that a text hole shares with what stands before has two parts, each with its own effect. */
function fill(region: Region, nodes: readonly HostNode[], slot: number): void {
  if (slot >= 0) region.tail = nodes;
  else if (region.tail !== null) region.head = nodes;
  if (region.tail !== null) {
    if (slot >= 0 && region.head === null) region.head = region.nodes;
    nodes = [...region.head!, ...region.tail];
  }
  hostTree().setNodes(region, nodes);
}

/** Whether content has accessors in arrays, whatever else it is. */
function hasAccessors(content: Content): boolean {
  return typeof content === "function" || (Array.isArray(content) && (content as Rows).onlyNodes !== true && content.some(hasAccessors));
}

/**
 * The host's nodes that content stands for, in order: accessors are called, texts become nodes. A text keeps the node that stood at
 * its place before.
 */
function flat(content: Content, type: string, out: HostNode[], before: readonly HostNode[] = NO_NODES): readonly HostNode[] {
  while (typeof content === "function") content = (content as Accessor)();
  if (isHostNode(content)) out.push(content);
  else if (typeof content === "string" || typeof content === "number" || typeof content === "bigint") {
    const text = String(content);
    if (text === "") return out;
    checkText(text, type);
    const old = before[out.length];
    if (old !== undefined && isText(old) && old.region !== null) {
      hostTree().setText(old, text);
      out.push(old);
    } else out.push(makeText(text));
  } else if (Array.isArray(content)) {
    if (out.length === 0 && (content as Rows).onlyNodes === true) return content as unknown as readonly HostNode[];
    for (let i = 0; i < content.length; i++) {
      const item: unknown = content[i];
      if (isHostNode(item)) out.push(item);
      else {
        const inner = flat(item, type, out, before);
        if (inner !== out) for (const node of inner) out.push(node);
      }
    }
  } else if (content !== undefined && content !== null && typeof content !== "boolean") {
    if (typeof content === "object" && "when" in content) {
      throw new GuestError("value", "<Match> stands outside of Solid's <Switch>: import Switch from 'solid-js' for it; the SDK's Switch is a switch to press");
    }
    throw new GuestError(
      "value",
      `cannot draw ${typeof content === "symbol" ? "a symbol" : "an object"} under ${type === ROOT_PARENT ? "the root" : `<${type}>`}: ` +
        "children are elements, strings, numbers, functions of them or arrays; make text or a component of it first",
    );
  }
  return out;
}

// ---- elements --------------------------------------------------------------------------------------------------------

/** Make an element without a template. Props that are accessors (getters) are followed. */
export function element(type: string, props: Props): ElementNode {
  // As a component: whoever makes it does not follow what it looks at.
  return untrack(() => makeWithProps(type, props));
}

function makeWithProps(type: string, props: Props): ElementNode {
  const node = makeElement(type, ownerForNode());
  const elements = ELEMENT_PROPS[type];
  const read = (): Props => readProps(props, type, elements);
  let live = false;
  if ($PROXY in props || hasGetters(props, elements)) {
    runFirst(node, () => hostTree().setProps(node, read()), undefined);
    if (isLive(node)) {
      node.read = read;
      live = true;
    }
  } else hostTree().setProps(node, read());
  if ("children" in props || elements !== undefined) {
    const region = new Region(node, 0, null, true, type);
    node.content = region;
    const content = contentOf(props, elements);
    if (!hasAccessors(content)) fill(region, flat(content, type, []), -1);
    else if (startHole(node, 0, -1, region, content)) live = true;
  }
  if (live) adopt(node);
  if (props.ref !== undefined && props.ref !== null) giveRef(props.ref, node, 0);
  return node;
}

Object.assign(ELEMENT_PROTOTYPE, {
  fn(this: ElementNode): void {
    hostTree().setProps(this, this.read!());
  },
});

/** What Solid's JSX has for HTML elements, beside names with a colon. */
const DOM_PROPS: ReadonlySet<string> = new Set(["classList", "innerHTML", "innerText", "textContent", "$ServerOnly"]);

function readProps(props: Props, type: string, elements: readonly string[] | undefined): Props {
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(props)) {
    if (DOM_PROPS.has(name) || name.includes(":")) {
      throw new GuestError("unsupported", `${name.slice(0, 60)} of <${type}> is of Solid's for HTML elements: there is no DOM in a guest; use the component's own props`);
    }
    if (name !== "children" && name !== "ref" && elements?.includes(name) !== true) read[name] = props[name];
  }
  return read;
}

function hasGetters(props: Props, elements: readonly string[] | undefined): boolean {
  for (const name of Object.keys(props)) {
    if (name === "children" || name === "ref" || elements?.includes(name) === true) continue;
    if (Object.getOwnPropertyDescriptor(props, name)!.get !== undefined) return true;
  }
  return false;
}

/** What stands between an element's tags: a Slot for each prop that takes elements, then its children. */
function contentOf(props: Props, elements: readonly string[] | undefined): Content {
  const children = contentOfProp(props, "children");
  if (elements === undefined) return children;
  const slots = elements.filter((name) => name in props || $PROXY in props).map((name) =>
    createMemo(() => {
      const content = resolved(props[name]);
      return isNothing(content) ? undefined : clone(slotTemplate(name), [undefined], undefined, [content]);
    }),
  );
  return slots.length === 0 ? children : [...slots, typeof children === "function" && children.length === 0 ? createMemo(children as Accessor) : children];
}

/** The Slot of an element prop: by name, because a template is told once. */
function slotTemplate(name: string): SolidTemplate {
  let made = slotTemplates.get(name);
  if (made === undefined) {
    made = template(["Slot", { name }, []], [[SLOT_CHILDREN, 0, null]], [[0, null, null]]);
    slotTemplates.set(name, made);
  }
  return made;
}

const slotTemplates = new Map<string, SolidTemplate>();

/** A prop that is a value, or an accessor of one that is a getter. */
function contentOfProp(props: Props, name: string): Content {
  if (!($PROXY in props)) {
    const descriptor = Object.getOwnPropertyDescriptor(props, name);
    if (descriptor === undefined) return undefined;
    if (descriptor.get === undefined) return descriptor.value;
  }
  return () => props[name];
}

function resolved(content: Content): Content {
  while (typeof content === "function") content = (content as Accessor)();
  return content;
}

function isNothing(content: Content): boolean {
  return content === undefined || content === null || typeof content === "boolean" || content === "";
}

// ---- components ------------------------------------------------------------------------------------------------------

/** Call a component, once. A component of the host, by whatever name it came here, is an element. */
export function createComponent(component: unknown, props: Props): Content {
  if (typeof component === "string") return element(component, props);
  if (typeof component !== "function") {
    const got = component === null ? "null" : typeof component;
    throw new GuestError(
      "unknown_component",
      `cannot draw an element whose type is ${got}: check that the component is exported where it is imported from, and that default ` +
        "and named imports are not mixed up",
    );
  }
  try {
    return runComponent(component as never, props as never);
  } catch (error) {
    addComponent(error, component.name);
    throw error;
  }
}

/** A condition that is read often and changes rarely. */
export function memo<T>(fn: () => T): () => T {
  return createMemo(fn);
}

/** What a ref prop holds was given its node; false when it is neither a function nor a ref object, but a variable to be set. */
export function ref(value: unknown, remote: RemoteRef): boolean {
  if (typeof value === "function") {
    (value as (remote: RemoteRef) => void)(remote);
    return true;
  }
  if (!isRefObject(value)) return false;
  giveRefObject(value, remote);
  return true;
}

// ---- the root --------------------------------------------------------------------------------------------------------

/** Draw content at the top of the guest's tree. Call it under the owner that disposes it. */
export function drawRoot(content: Content): void {
  const region = new Region(hostTree().root, 0, null, true, ROOT_PARENT);
  if (!hasAccessors(content)) return fill(region, flat(content, ROOT_PARENT, []), -1);
  // Stands for the root where the effect is kept; the host does not have it.
  const root = makeElement("#root", ownerForNode());
  if (startHole(root, 0, -1, region, content)) adopt(root);
}
