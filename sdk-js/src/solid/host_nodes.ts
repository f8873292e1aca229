// What stands for the host's nodes in a Solid guest: clones of templates, single elements, texts, and the regions that their children
// stand in. Plain records; host_tree.ts writes what becomes of them, and rendering.ts fills them.
//
// A clone is one object, whatever the size of its template: it holds the values of its slots, and it is itself the effect that fills
// those that change. The records are literals with a prototype, and fields that few of them need are the prototype's: of all ways to
// make an object this one costs least in an interpreter (docs/decisions/111), and a list makes a thousand.

import type { AnyFunction } from "../core/native";
import { TEXT_TYPE, type NodeId } from "../protocol/generated";
import { Computation, type Effect, type Owner } from "./reactive";
import type { SolidTemplate } from "./templates";

export type HostNode = CloneNode | ElementNode | TextNode;

/** Functions in props other than events, by slot or by name. Counted in the function table while the host has the node. */
export type HeldFunctions = Map<number | string, readonly AnyFunction[]>;

/** Fills the slots that depend on something, by number. */
export type Bind = (values: unknown[]) => void;

export type Accessor = () => unknown;

/** What has regions: the root of the tree, a clone, or an element. */
export interface Parent {
  /** 0 while the host does not have it. The root is always there. */
  readonly id: NodeId;
  readonly isRoot?: boolean;
}

interface Placed extends Effect {
  readonly isHostNode: true;
  readonly type: string;
  id: NodeId;
  /** The region that it stands in, whether the host has that or not. */
  region: Region | null;
  /** Under whom it was made, and the owner's epoch then. `GONE` once it will never be drawn again. */
  owner: Owner | null;
  readonly born: number;
  /** Effects of its regions and text holes that are not its own. They live as long as the node does. */
  holes: Effect | Effect[] | null;
  functions: HeldFunctions | null;
}

/** A clone of a template; `id` is its base. */
export interface CloneNode extends Placed {
  readonly template: SolidTemplate;
  /** By slot. Listeners and texts as the guest gave them. */
  readonly values: unknown[];
  bind: Bind | null;
  /** Accessors of the text holes that the clone's own effect fills: of the template's only one, or slots and accessors by turns. */
  reads: Accessor | unknown[] | null;
  regions: (Region | undefined)[] | null;
}

export interface ElementNode extends Placed {
  readonly template: undefined;
  /** Current values by name, without children and ref. */
  props: Readonly<Record<string, unknown>>;
  content: Region | null;
  /** Reads the props, where some follow signals. */
  read: (() => Readonly<Record<string, unknown>>) | null;
}

export interface TextNode extends Placed {
  readonly template: undefined;
  readonly isText: true;
  text: string;
}

/** What all have unless they say otherwise. Copied into each prototype: a field is looked for in one place, not in a chain of them. */
const PLACED = { ...Computation.prototype, isHostNode: true, template: undefined, isText: false, id: 0, region: null, born: 0, functions: null };

// rendering.ts gives both their `fn`.
export const CLONE_PROTOTYPE: object = Object.defineProperty({ __proto__: null, ...PLACED, bind: null, reads: null, regions: null }, "type", {
  get(this: CloneNode) {
    return this.template.type;
  },
});
export const ELEMENT_PROTOTYPE: object = { __proto__: null, ...PLACED, content: null, read: null };
const TEXT_PROTOTYPE: object = { __proto__: null, ...PLACED, isText: true, type: TEXT_TYPE };

export function makeElement(type: string, owner: Owner | null): ElementNode {
  const context = owner?.context ?? null;
  return { __proto__: ELEMENT_PROTOTYPE, type, props: NO_PROPS, owner, context, born: owner?.epoch ?? 0 } as object as ElementNode;
}

/** The owner of what has none any more. */
export const GONE: Owner = Object.freeze({ epoch: -1, context: null });

/** An array of rows that For made. Its items never change, so a region may keep it as its nodes. */
export interface Rows extends Array<unknown> {
  /** Whether every row is one node of the host. */
  onlyNodes?: boolean;
  /** Whether all rows were disposed together: the owner of each that is a node is `GONE`. */
  gone?: boolean;
}

/** A text belongs to its region alone: out of it, it is gone. */
export function makeText(text: string): TextNode {
  return { __proto__: TEXT_PROTOTYPE, text, owner: GONE } as object as TextNode;
}

/** Where children come and go: in node `index` of a parent, before its node `before` or last. */
export class Region {
  declare readonly parent: Parent;
  declare readonly index: number;
  declare readonly before: number | null;
  /** The node has no other children, so that CLEAR and REORDER may be used. */
  declare readonly alone: boolean;
  /** Type of the node. */
  declare readonly type: string;
  declare nodes: readonly HostNode[];
  /** Where a text hole shares the region with what stands before it: the nodes of each. */
  declare head: readonly HostNode[] | null;
  declare tail: readonly HostNode[] | null;

  constructor(parent: Parent, index: number, before: number | null, alone: boolean, type: string) {
    this.parent = parent;
    this.index = index;
    this.before = before;
    this.alone = alone;
    this.type = type;
    this.nodes = NO_NODES;
  }
}
Object.assign(Region.prototype, { head: null, tail: null });

/** Whether a value is a node of the host. By a mark on the prototype: a class of its own for each kind costs more to make. */
export function isHostNode(value: unknown): value is HostNode {
  return value !== undefined && value !== null && (value as { isHostNode?: boolean }).isHostNode === true;
}

export function isClone(node: HostNode): node is CloneNode {
  return node.template !== undefined;
}

export function isText(node: HostNode): node is TextNode {
  return (node as TextNode).isText;
}

/**
 * Whether what made a node is gone, so that it cannot come back. One that was made under nobody, in a listener, may come back; but
 * nothing would ever tell that it does not, so the host need not keep it: it is made anew if it does.
 */
export function isDead(node: HostNode): boolean {
  return node.owner === null || (node.owner.epoch ?? 0) !== node.born;
}

export const NO_NODES: readonly HostNode[] = Object.freeze([]);
const NO_PROPS: Readonly<Record<string, unknown>> = Object.freeze({});
