// The guest's own tree of host nodes, and how a commit of it becomes operations. A framework's renderer calls the small verbs at
// the top (make, append, insertBefore, remove, update, ...) and then `endCommit`; it never writes operations.
//
// A node exists for the host only from its CREATE, which is written when the node first joins the committed tree. So renders that
// a framework throws away leave no trace, and ids follow the order of creation.
//
// A clone of a template is one node here, whatever it is on the host: it holds the values of its slots. Where something dynamic
// stands inside it there is an *anchor*, a node without an operation whose id is that of the host's node.

import {
  APPEND,
  CLEAR,
  CLONE,
  CLONES,
  CREATE,
  DELETE,
  INSERT,
  PATCH,
  REORDER,
  SLOT_EVENT,
  TEXT,
  TEXT_TYPE,
  UPDATE,
  type NodeId,
} from "../protocol/generated";
import { CloneRuns, type CloneRun } from "./clone_runs";
import type { FunctionTable } from "./function_table";
import type { Guest, NodeKeeper } from "./guest";
import { Inputs } from "./inputs";
import { isEventName, listenerFunction, listenerMark, sameMark } from "./listeners";
import { entriesThatStay, reorderIsCheaper } from "./move_plan";
import type { AnyFunction } from "./native";
import type { NodeIds } from "./node_ids";
import {
  checkProps,
  checkSlot,
  checkSlots,
  crosses,
  sameSlot,
  wireColumn,
  wireProps,
  wireSlot,
  wireValue,
  type HeldFunctions,
  type Props,
} from "./props";
import type { Template, TemplateTable } from "./template";
import { checkValue, sameValue } from "./values";
import type { Writer } from "./writer";

export type { Props };

const NO_PROPS: Props = Object.freeze({});
const NO_VALUES: readonly unknown[] = Object.freeze([]);

/**
 * A node. Only what nearly every node has is set when it is made: the rest is read from the prototype until it differs, because an
 * interpreter pays for each field of each node (docs/decisions/105).
 */
export class TreeNode {
  /** 0 until the node is created on the host. The root has id 0 and counts as created. */
  declare id: NodeId;
  declare created: boolean;
  declare deleted: boolean;
  /** Hidden by Suspense, whatever the `hidden` prop says. */
  declare suspended: boolean;
  declare parent: TreeNode | null;
  declare first: TreeNode | null;
  declare last: TreeNode | null;
  declare previous: TreeNode | null;
  declare next: TreeNode | null;
  /** Children that the host has. */
  declare createdChildren: number;
  /** Place among its siblings before this commit's moves; -1 if not known or new. */
  declare oldPosition: number;
  /** Changes of this commit to the children, or null. */
  declare changes: ChildChanges | null;
  /** Functions in props other than events, by prop. Counted in the function table while the node is created. */
  declare functions: HeldFunctions | null;
  /** What a ref to this node gives; made by the SDK at the first use. */
  declare handle: unknown;
  /** Of a clone and of its anchors: what it is a clone of. */
  declare template: Template | null;
  /** Of a clone: the values of its slots. */
  declare values: readonly unknown[];
  /** Of a clone: its anchors by region, null for regions where nothing stands. */
  declare anchors: (TreeNode | null)[] | null;
  /** Of a clone that is created: the run that it is in. */
  declare run: NodeRun | null;
  /** Of an anchor: which region of its parent, a clone, it stands for. Else -1. */
  declare region: number;

  constructor(
    readonly type: string,
    public props: Props,
    public text: string,
  ) {}
}

Object.assign(TreeNode.prototype, {
  id: 0, created: false, deleted: false, suspended: false, parent: null, first: null, last: null, previous: null, next: null,
  createdChildren: 0, oldPosition: -1, changes: null, functions: null, handle: null, template: null, values: NO_VALUES, anchors: null,
  run: null, region: -1,
} satisfies Partial<TreeNode>);

/** A run of clones and their nodes, null for those that are gone. */
interface NodeRun extends CloneRun {
  readonly nodes: (TreeNode | null)[];
}

interface ChildChanges {
  readonly parent: TreeNode;
  readonly placed: TreeNode[];
  readonly deleted: TreeNode[];
  moved: boolean;
}

export class Tree implements NodeKeeper {
  readonly root = new TreeNode("#root", NO_PROPS, "");
  // By id; an object without a prototype costs the engine half of what a Map does.
  private readonly nodes: Record<NodeId, TreeNode | undefined> = Object.create(null) as Record<NodeId, TreeNode | undefined>;
  private readonly runs = new CloneRuns<NodeRun>();
  private readonly changed: ChildChanges[] = [];
  private readonly inputs = new Inputs();
  private readonly writer: Writer;
  private readonly functions: FunctionTable;
  private readonly ids: NodeIds;
  private readonly templates: TemplateTable;

  constructor({ writer, functions, ids, templates }: Pick<Guest, "writer" | "functions" | "ids" | "templates">) {
    this.writer = writer;
    this.functions = functions;
    this.ids = ids;
    this.templates = templates;
    this.root.created = true;
  }

  /** Make a node that is nowhere yet. Throws a GuestError for props that cannot cross. No operation. */
  make(type: string, props: Props): TreeNode {
    const node = new TreeNode(type, props, "");
    const functions = checkProps(type, props);
    if (functions !== null) node.functions = functions;
    return node;
  }

  makeText(text: string): TreeNode {
    return new TreeNode(TEXT_TYPE, NO_PROPS, text);
  }

  /** Make a clone that is nowhere yet; it owns `values`, one for each slot. Throws a GuestError for values that cannot cross. */
  makeClone(template: Template, values: readonly unknown[]): TreeNode {
    const node = new TreeNode(template.type, NO_PROPS, "");
    node.template = template;
    node.values = values;
    const functions = checkSlots(template, values);
    if (functions !== null) node.functions = functions;
    return node;
  }

  /** Make the anchor of a region, to be appended to a clone of the template. Its children are those of the region. */
  makeAnchor(template: Template, region: number): TreeNode {
    const node = new TreeNode(template.nodes[template.regions[region]![0]]!.type, NO_PROPS, "");
    node.template = template;
    node.region = region;
    return node;
  }

  /** The node of an id; for the nodes inside a clone that is none. */
  find(id: NodeId): TreeNode | undefined {
    const node = this.nodes[id];
    if (node !== undefined) return node;
    const place = this.runs.find(id);
    return place === undefined || place.index > 0 ? undefined : (place.run.nodes[place.clone] ?? undefined);
  }

  /** Put a child last, as part of a commit or of a subtree that is not created yet. */
  append(parent: TreeNode, child: TreeNode): void {
    this.place(parent, child, null);
  }

  insertBefore(parent: TreeNode, child: TreeNode, before: TreeNode): void {
    this.place(parent, child, before);
  }

  /** The child and its subtree are gone for good. */
  remove(parent: TreeNode, child: TreeNode): void {
    if (child.region >= 0) {
      // The host's node stays: it is a static part of the clone.
      this.removeAll(child);
      parent.anchors![child.region] = null;
      return;
    }
    unlink(child);
    if (child.created) {
      this.changesOf(parent).deleted.push(child);
      this.forget(child);
    } else {
      child.deleted = true;
    }
  }

  removeAll(parent: TreeNode): void {
    while (parent.first !== null) this.remove(parent, parent.first);
  }

  /** Write what changed between the clone's values and `values`, which it owns from now on. On error as `update`. */
  updateClone(node: TreeNode, values: readonly unknown[]): void {
    const template = node.template!;
    if (!node.created) {
      node.functions = checkSlots(template, values);
      node.values = values;
      return;
    }
    const old = node.values;
    const { kinds } = template;
    let changed: number[] | null = null;
    let held: HeldFunctions | null = null;
    // A plain loop, run for every clone that is drawn again: nearly always nothing has changed but closures.
    for (let slot = 0; slot < kinds.length; slot++) {
      const value = values[slot];
      const before = old[slot];
      if (value === before) continue;
      if (typeof value === "function" && typeof before === "function" && kinds[slot] === SLOT_EVENT) continue;
      if (sameSlot(template, slot, value, before)) continue;
      held = checkSlot(template, slot, value, held);
      (changed ??= []).push(slot);
    }
    node.values = values;
    if (changed === null) return;
    for (const slot of changed) this.patch(node, slot, values[slot]);
    if (node.functions !== null || held !== null) this.exchangeFunctions(node, changed, held);
  }

  /** Write one slot of a clone that the host has. */
  private patch(node: TreeNode, slot: number, value: unknown): void {
    const template = node.template!;
    const [, index, name] = template.slots[slot]!;
    if (name === "hidden" && index === 0 && node.suspended) return;
    if (name === "value" && value !== undefined) {
      const changed = { value: wireValue(value) };
      this.inputs.wrote(node.id + index);
      // PATCH has no place for the version.
      if (this.addVersion(node.id + index, template.prop(index, "valueVersion", node.values), changed)) {
        this.writer.operation([UPDATE, node.id + index, changed, []]);
        return;
      }
    }
    this.writer.operation([PATCH, node.id, slot, wireSlot(template, slot, value)]);
  }

  /** Write what changed between the node's props and `props`. On error the node keeps its old props and nothing is written. */
  update(node: TreeNode, props: Props): void {
    if (!node.created) {
      node.functions = checkProps(node.type, props);
      node.props = props;
      return;
    }
    const old = node.props;
    const changed: Record<string, unknown> = {};
    const removed: string[] = [];
    let changes = 0;
    let held: HeldFunctions | null = null;
    let inBoth = 0;
    const names = Object.keys(props);
    for (const name of names) {
      const value = props[name];
      const before = Object.hasOwn(old, name) ? (inBoth++, old[name]) : undefined;
      if (value === before || !crosses(name) || (name === "hidden" && node.suspended)) continue;
      if (isEventName(name)) {
        const mark = listenerMark(value, node.type, name);
        const markBefore = listenerMark(before, node.type, name);
        if (sameMark(mark, markBefore)) continue;
        changes++;
        if (mark === undefined) removed.push(name);
        else changed[name] = mark;
        continue;
      }
      if (sameValue(value, before)) continue;
      changes++;
      if (value === undefined) {
        removed.push(name);
        continue;
      }
      const functions: AnyFunction[] = [];
      checkValue(value, `${name} of <${node.type}>`, functions);
      if (functions.length > 0) (held ??= new Map()).set(name, functions);
      changed[name] = wireValue(value);
    }
    const oldNames = Object.keys(old);
    // As many as are in both: none went.
    for (const name of oldNames.length === inBoth ? [] : oldNames) {
      if (Object.hasOwn(props, name) || !crosses(name)) continue;
      if (old[name] === undefined || (name === "hidden" && node.suspended)) continue;
      if (isEventName(name) && listenerMark(old[name], node.type, name) === undefined) continue;
      changes++;
      removed.push(name);
    }
    if (changes > 0) {
      if (Object.hasOwn(changed, "value")) {
        this.addVersion(node.id, props.valueVersion, changed);
        this.inputs.wrote(node.id);
      }
      this.writer.operation([UPDATE, node.id, changed, removed]);
      if (node.functions !== null || held !== null) this.exchangeFunctions(node, [...Object.keys(changed), ...removed], held);
    }
    node.props = props;
  }

  setText(node: TreeNode, text: string): void {
    if (node.text === text) return;
    node.text = text;
    if (node.created && !node.suspended) this.writer.operation([TEXT, node.id, text]);
  }

  /** Hide a node while Suspense shows a fallback in its place. Its own `hidden` prop comes back with `unsuspend`. */
  suspend(node: TreeNode): void {
    if (node.suspended) return;
    node.suspended = true;
    if (!node.created) return;
    if (node.type === TEXT_TYPE) this.writer.operation([TEXT, node.id, ""]);
    else if (hiddenOf(node) !== true) this.writer.operation([UPDATE, node.id, { hidden: true }, []]);
  }

  unsuspend(node: TreeNode): void {
    if (!node.suspended) return;
    node.suspended = false;
    if (!node.created) return;
    if (node.type === TEXT_TYPE) return this.writer.operation([TEXT, node.id, node.text]);
    const hidden = hiddenOf(node);
    if (hidden === undefined) this.writer.operation([UPDATE, node.id, {}, ["hidden"]]);
    else if (hidden !== true) this.writer.operation([UPDATE, node.id, { hidden }, []]);
  }

  /** Write the commit's changes of structure, one parent after another. */
  endCommit(): void {
    // A plain loop by index: writing a parent's changes may not add parents, and a failed commit must still empty the list.
    try {
      for (const changes of this.changed) if (!isGone(changes.parent)) this.writeChanges(changes);
    } finally {
      for (const changes of this.changed) changes.parent.changes = null;
      this.changed.length = 0;
    }
  }

  listener(id: NodeId, name: string, args: readonly unknown[]): AnyFunction | undefined {
    if (!isEventName(name)) return undefined;
    const node = this.nodes[id];
    if (node !== undefined) {
      this.inputs.note(id, args[0]);
      return Object.hasOwn(node.props, name) ? listenerFunction(node.props[name]) : undefined;
    }
    const place = this.runs.find(id);
    const clone = place?.run.nodes[place.clone];
    if (place === undefined || clone === undefined || clone === null) return undefined;
    this.inputs.note(id, args[0]);
    const slot = place.run.template.slotOf(place.index, name);
    return slot < 0 ? undefined : listenerFunction(clone.values[slot]);
  }

  endTurn(): void {
    this.inputs.restore(
      (id) => this.prop(id, "value"),
      (id, value) => {
        const changed = { value };
        this.addVersion(id, this.prop(id, "valueVersion"), changed);
        this.writer.operation([UPDATE, id, changed, []]);
      },
    );
  }

  /** What the guest gives a prop of a node, which may lie inside a clone. */
  private prop(id: NodeId, name: string): unknown {
    const node = this.nodes[id];
    if (node !== undefined) return node.props[name];
    const place = this.runs.find(id)!;
    return place.run.template.prop(place.index, name, place.run.nodes[place.clone]!.values);
  }

  /** A write of `value` says which version of the field it answers, unless the guest says so itself (`valueVersion="force"`). */
  private addVersion(id: NodeId, own: unknown, changed: Record<string, unknown>): boolean {
    const version = own ?? this.inputs.version(id);
    if (version === 0) return false;
    changed.valueVersion = version;
    return true;
  }

  private place(parent: TreeNode, child: TreeNode, before: TreeNode | null): void {
    if (child.region >= 0) return this.attach(parent, child);
    if (parent.created) {
      const changes = this.changesOf(parent);
      if (!child.created) changes.placed.push(child);
      else if (!changes.moved) {
        // The first move of this commit: what the host has is still in its old order here, whatever was placed or deleted.
        changes.moved = true;
        let position = 0;
        for (let node = parent.first; node !== null; node = node.next) node.oldPosition = node.created ? position++ : -1;
      }
    }
    if (child.parent !== null) unlink(child);
    link(parent, child, before);
  }

  /** Put an anchor where its region is. Wherever a framework would have it, its place in the clone is fixed. */
  private attach(clone: TreeNode, anchor: TreeNode): void {
    clone.anchors ??= new Array<null>(clone.template!.regions.length).fill(null);
    clone.anchors[anchor.region] = anchor;
    anchor.parent = clone;
    if (!clone.created) return;
    this.createAnchor(clone, anchor);
    const { placed } = this.changesOf(anchor);
    for (let child = anchor.first; child !== null; child = child.next) placed.push(child);
  }

  private changesOf(parent: TreeNode): ChildChanges {
    let changes = parent.changes;
    if (changes === null) {
      changes = { parent, placed: [], deleted: [], moved: false };
      parent.changes = changes;
      this.changed.push(changes);
    }
    return changes;
  }

  private writeChanges(changes: ChildChanges): void {
    const { parent, placed, deleted } = changes;
    const clears = deleted.length > 1 && deleted.length === parent.createdChildren && hasOnlyItsChildren(parent);
    if (clears) this.writer.operation([CLEAR, parent.id]);
    else for (const child of deleted) this.writer.operation([DELETE, child.id]);
    parent.createdChildren -= deleted.length;
    if (changes.moved) this.writeMoves(parent);
    else this.writePlaced(parent, placed);
  }

  private writePlaced(parent: TreeNode, placed: readonly TreeNode[]): void {
    for (const child of placed) {
      // Written with its siblings, placed somewhere else afterwards, or gone again.
      if (child.created || child.deleted || child.parent !== parent) continue;
      // All new siblings that stand together, so that clones among them can leave as runs, in whatever order they were placed.
      let first = child;
      while (first.previous !== null && !first.previous.created) first = first.previous;
      let end = child.next;
      while (end !== null && !end.created) end = end.next;
      this.writeNew(parent, first, end, end === null ? endOf(parent) : end.id);
    }
  }

  private writeMoves(parent: TreeNode): void {
    const children: TreeNode[] = [];
    const positions: number[] = [];
    let added = 0;
    for (let node = parent.first; node !== null; node = node.next) {
      children.push(node);
      positions.push(node.created ? node.oldPosition : -1);
      if (!node.created) added++;
    }
    const stays = entriesThatStay(positions);
    let moves = -added;
    for (let i = 0; i < children.length; i++) if (stays[i] === 0) moves++;
    if (reorderIsCheaper(moves, children.length) && hasOnlyItsChildren(parent)) {
      this.writeAdded(parent, children);
      this.writer.operation([REORDER, parent.id, children.map((child) => child.id)]);
      return;
    }
    // Each child that does not stay goes before the next one that does; in this order they end up one after another.
    const anchors: (NodeId | null)[] = [];
    let anchor = endOf(parent);
    for (let i = children.length - 1; i >= 0; i--) {
      anchors[i] = anchor;
      if (stays[i] === 1) anchor = children[i]!.id;
    }
    for (let i = 0; i < children.length; i++) {
      if (stays[i] === 1) continue;
      const child = children[i]!;
      if (child.created) {
        this.writePlace(parent, child, anchors[i]!);
        continue;
      }
      let end = i + 1;
      while (end < children.length && !children[end]!.created) end++;
      this.writeNew(parent, child, children[end] ?? null, anchors[i]!);
      i = end - 1;
    }
  }

  /** Write the new ones among children last, before their REORDER. */
  private writeAdded(parent: TreeNode, children: readonly TreeNode[]): void {
    for (let i = 0; i < children.length; i++) {
      if (children[i]!.created) continue;
      let end = i + 1;
      while (end < children.length && !children[end]!.created) end++;
      this.writeNew(parent, children[i]!, children[end] ?? null, null);
      i = end - 1;
    }
  }

  /** Create siblings that stand together, up to `end`, and place them before a node: runs of clones in one go, all others one by one. */
  private writeNew(parent: TreeNode, first: TreeNode, end: TreeNode | null, before: NodeId | null): void {
    let child: TreeNode | null = first;
    while (child !== end && child !== null) {
      const { template } = child;
      let next: TreeNode | null = child.next;
      let count = 1;
      if (template !== null) for (; next !== end && next!.template === template; next = next!.next) count++;
      if (count > 1) this.createRun(parent, child, count, before);
      else {
        this.create(child);
        this.writePlace(parent, child, before);
        parent.createdChildren++;
      }
      child = next;
    }
  }

  private writePlace(parent: TreeNode, child: TreeNode, before: NodeId | null): void {
    if (before === null) this.writer.operation([APPEND, parent.id, child.id]);
    else this.writer.operation([INSERT, parent.id, child.id, before]);
  }

  /** Write a detached subtree: each node, then its children, each appended as soon as it is whole. */
  private create(node: TreeNode): void {
    if (node.template !== null) {
      const { template } = node;
      const id = this.templates.idOf(template);
      const run: NodeRun = { template, base: this.ids.take(template.size), count: 1, alive: 1, nodes: [node] };
      this.writer.operation([CLONE, id, run.base, template.kinds.map((_, slot) => slotValue(node, slot))]);
      this.runs.add(run);
      this.noteClone(node, run, run.base);
      this.createRegions(node);
      return;
    }
    const id = this.ids.take(1);
    if (node.type === TEXT_TYPE) this.writer.operation([CREATE, id, TEXT_TYPE, node.suspended ? "" : node.text]);
    else {
      const props = wireProps(node.type, node.props);
      if (node.suspended) props.hidden = true;
      this.writer.operation([CREATE, id, node.type, props]);
    }
    node.id = id;
    node.created = true;
    this.nodes[id] = node;
    this.holdFunctions(node);
    if (node.first !== null) this.writeNew(node, node.first, null, null);
  }

  /** Write a run of siblings that are clones of one template. */
  private createRun(parent: TreeNode, first: TreeNode, count: number, before: NodeId | null): void {
    const template = first.template!;
    const nodes: TreeNode[] = [];
    for (let node = first; nodes.length < count; node = node.next!) nodes.push(node);
    const id = this.templates.idOf(template);
    const run: NodeRun = { template, base: this.ids.take(count * template.size), count, alive: count, nodes: [...nodes] };
    const columns = template.kinds.map((_, slot) => columnOf(template, slot, nodes));
    this.writer.operation([CLONES, id, run.base, count, parent.id, before, columns]);
    this.runs.add(run);
    parent.createdChildren += count;
    for (let i = 0; i < count; i++) this.noteClone(nodes[i]!, run, run.base + i * template.size);
    for (const node of nodes) this.createRegions(node);
  }

  private noteClone(node: TreeNode, run: NodeRun, base: NodeId): void {
    node.id = base;
    node.created = true;
    node.run = run;
    if (node.functions !== null) this.holdFunctions(node);
    if (node.suspended && run.template.slotOf(0, "hidden") < 0) this.writer.operation([UPDATE, base, { hidden: true }, []]);
  }

  /** Write what stands in the regions of a new clone, or, when its root has no static children, in the clone itself. */
  private createRegions(node: TreeNode): void {
    if (node.first !== null) this.writeNew(node, node.first, null, null);
    if (node.anchors === null) return;
    for (const anchor of node.anchors) {
      if (anchor === null) continue;
      this.createAnchor(node, anchor);
      if (anchor.first !== null) this.writeNew(anchor, anchor.first, null, endOf(anchor));
    }
  }

  private createAnchor(clone: TreeNode, anchor: TreeNode): void {
    anchor.id = clone.id + clone.template!.regions[anchor.region]![0];
    anchor.created = true;
  }

  private holdFunctions({ functions }: TreeNode): void {
    if (functions !== null) for (const held of functions.values()) for (const fn of held) this.functions.hold(fn);
  }

  /** Exchange what a node holds under the keys of `changed`, props or slots, for `held`. */
  private exchangeFunctions(node: TreeNode, changed: readonly (string | number)[], held: HeldFunctions | null): void {
    const before = node.functions;
    // Hold first, let go afterwards: a function that is in both keeps its id.
    if (held !== null) for (const functions of held.values()) for (const fn of functions) this.functions.hold(fn);
    const after: HeldFunctions = new Map(before ?? []);
    for (const key of changed) {
      for (const fn of before?.get(key) ?? []) this.functions.letGo(fn);
      after.delete(key);
    }
    if (held !== null) for (const [key, functions] of held) after.set(key, functions);
    node.functions = after.size > 0 ? after : null;
  }

  private forget(node: TreeNode): void {
    node.deleted = true;
    const { run, anchors } = node;
    if (run === null) {
      delete this.nodes[node.id];
      this.inputs.forget(node.id, 1);
    } else {
      const { size } = run.template;
      run.nodes[(node.id - run.base) / size] = null;
      this.runs.release(run);
      this.inputs.forget(node.id, size);
    }
    if (node.functions !== null) for (const held of node.functions.values()) for (const fn of held) this.functions.letGo(fn);
    for (let child = node.first; child !== null; child = child.next) if (child.created) this.forget(child);
    if (anchors === null) return;
    for (const anchor of anchors) {
      if (anchor === null) continue;
      anchor.deleted = true;
      for (let child = anchor.first; child !== null; child = child.next) if (child.created) this.forget(child);
    }
  }
}

/** The host's node before which the last child of a parent stands: what is static behind a region, or null. */
function endOf(parent: TreeNode): NodeId | null {
  if (parent.region < 0) return null;
  const before = parent.template!.regions[parent.region]![1];
  return before === null ? null : parent.parent!.id + before;
}

/** Whether the host's node has no other children than these: CLEAR and REORDER are not for a node with static ones. */
function hasOnlyItsChildren(parent: TreeNode): boolean {
  return parent.region < 0 || parent.template!.alone[parent.region]!;
}

/** Whether the host has a parent no more: an anchor goes with its clone, also when it was taken out before. */
function isGone(parent: TreeNode): boolean {
  return parent.deleted || (parent.region >= 0 && parent.parent!.deleted);
}

function hiddenOf(node: TreeNode): unknown {
  return node.template === null ? node.props.hidden : node.template.prop(0, "hidden", node.values);
}

/** The values of one slot of a run of new clones. */
function columnOf(template: Template, slot: number, nodes: readonly TreeNode[]): unknown[] {
  const column: unknown[] = [];
  let suspended = false;
  for (let i = 0; i < nodes.length; i++) {
    column.push(nodes[i]!.values[slot]);
    suspended ||= nodes[i]!.suspended;
  }
  return suspended ? nodes.map((node) => slotValue(node, slot)) : wireColumn(template, slot, column);
}

/** A slot's value as a new clone carries it. */
function slotValue(node: TreeNode, slot: number): unknown {
  const template = node.template!;
  if (node.suspended) {
    const [, index, name] = template.slots[slot]!;
    if (index === 0 && name === "hidden") return true;
  }
  return wireSlot(template, slot, node.values[slot]);
}

function link(parent: TreeNode, child: TreeNode, before: TreeNode | null): void {
  const previous = before === null ? parent.last : before.previous;
  child.parent = parent;
  // What the prototype says already need not be written.
  if (child.previous !== previous) child.previous = previous;
  if (child.next !== before) child.next = before;
  if (previous === null) parent.first = child;
  else previous.next = child;
  if (before === null) parent.last = child;
  else before.previous = child;
}

function unlink(child: TreeNode): void {
  const { parent, previous, next } = child;
  if (parent === null) return;
  if (previous === null) parent.first = next;
  else previous.next = next;
  if (next === null) parent.last = previous;
  else next.previous = previous;
  child.parent = child.previous = child.next = null;
}
