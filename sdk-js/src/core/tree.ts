// The guest's own tree of host nodes, and how a commit of it becomes operations. A framework's renderer calls the small verbs at
// the top (make, append, insertBefore, remove, update, ...) between `beginCommit` and `endCommit`; it never writes operations.
//
// A node exists for the host only from its CREATE, which is written when the node first joins the committed tree. So renders that
// a framework throws away leave no trace, and ids follow the order of creation.

import {
  APPEND,
  CLEAR,
  CREATE,
  DELETE,
  INSERT,
  REORDER,
  TEXT,
  TEXT_TYPE,
  UPDATE,
  type NodeId,
} from "../protocol/generated";
import type { FunctionTable } from "./function_table";
import type { Guest, NodeKeeper } from "./guest";
import { Inputs } from "./inputs";
import { isForbiddenKey } from "./keys";
import { isEventName, listenerFunction, listenerMark, sameMark } from "./listeners";
import { entriesThatStay, reorderIsCheaper } from "./move_plan";
import type { AnyFunction } from "./native";
import type { NodeIds } from "./node_ids";
import { checkValue, sameValue } from "./values";
import type { Writer } from "./writer";

export type Props = Readonly<Record<string, unknown>>;
export type HeldFunctions = Map<string, AnyFunction[]>;

export class TreeNode {
  /** 0 until the node is created on the host. The root has id 0 and counts as created. */
  id: NodeId = 0;
  created = false;
  deleted = false;
  /** Hidden by Suspense, whatever the `hidden` prop says. */
  suspended = false;
  props: Props;
  text: string;
  parent: TreeNode | null = null;
  first: TreeNode | null = null;
  last: TreeNode | null = null;
  previous: TreeNode | null = null;
  next: TreeNode | null = null;
  /** Children that the host has. */
  createdChildren = 0;
  /** Place among its siblings before this commit's moves; -1 if not known or new. */
  oldPosition = -1;
  /** Changes of this commit to the children, or null. */
  changes: ChildChanges | null = null;
  /** Functions in props other than events, by prop. Counted in the function table while the node is created. */
  functions: HeldFunctions | null = null;
  /** What a ref to this node gives; made by the SDK at the first use. */
  handle: unknown = null;

  constructor(
    readonly type: string,
    props: Props,
    text: string,
  ) {
    this.props = props;
    this.text = text;
  }
}

interface ChildChanges {
  readonly parent: TreeNode;
  readonly placed: TreeNode[];
  readonly deleted: TreeNode[];
  moved: boolean;
}

const NO_PROPS: Props = Object.freeze({});

export class Tree implements NodeKeeper {
  readonly root = new TreeNode("#root", NO_PROPS, "");
  private readonly nodes = new Map<NodeId, TreeNode>();
  private readonly changed: ChildChanges[] = [];
  private readonly inputs = new Inputs();
  private readonly writer: Writer;
  private readonly functions: FunctionTable;
  private readonly ids: NodeIds;

  constructor({ writer, functions, ids }: Pick<Guest, "writer" | "functions" | "ids">) {
    this.writer = writer;
    this.functions = functions;
    this.ids = ids;
    this.root.created = true;
  }

  /** Make a node that is nowhere yet. Throws a GuestError for props that cannot cross. No operation. */
  make(type: string, props: Props): TreeNode {
    const node = new TreeNode(type, props, "");
    node.functions = checkProps(type, props);
    return node;
  }

  makeText(text: string): TreeNode {
    return new TreeNode(TEXT_TYPE, NO_PROPS, text);
  }

  find(id: NodeId): TreeNode | undefined {
    return this.nodes.get(id);
  }

  get size(): number {
    return this.nodes.size;
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
      this.exchangeFunctions(node, changed, removed, held);
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
    else if (node.props.hidden !== true) this.writer.operation([UPDATE, node.id, { hidden: true }, []]);
  }

  unsuspend(node: TreeNode): void {
    if (!node.suspended) return;
    node.suspended = false;
    if (!node.created) return;
    const hidden = node.props.hidden;
    if (node.type === TEXT_TYPE) this.writer.operation([TEXT, node.id, node.text]);
    else if (hidden === undefined) this.writer.operation([UPDATE, node.id, {}, ["hidden"]]);
    else if (hidden !== true) this.writer.operation([UPDATE, node.id, { hidden }, []]);
  }

  /** Write the commit's changes of structure, one parent after another. */
  endCommit(): void {
    // A plain loop by index: writing a parent's changes may not add parents, and a failed commit must still empty the list.
    try {
      for (const changes of this.changed) if (!changes.parent.deleted) this.writeChanges(changes);
    } finally {
      for (const changes of this.changed) changes.parent.changes = null;
      this.changed.length = 0;
    }
  }

  /** The function to call for an event, and note of an input's version. Undefined when node or listener are gone. */
  listener(id: NodeId, name: string, args: readonly unknown[]): AnyFunction | undefined {
    const node = this.nodes.get(id);
    if (node === undefined || !isEventName(name)) return undefined;
    this.inputs.note(id, args[0]);
    return Object.hasOwn(node.props, name) ? listenerFunction(node.props[name]) : undefined;
  }

  endTurn(): void {
    this.inputs.restore(
      (id) => this.nodes.get(id)?.props.value,
      (id, value) => {
        const changed = { value };
        this.addVersion(id, this.nodes.get(id)!.props.valueVersion, changed);
        this.writer.operation([UPDATE, id, changed, []]);
      },
    );
  }

  /** A write of `value` says which version of the field it answers, unless the guest says so itself (`valueVersion="force"`). */
  private addVersion(id: NodeId, own: unknown, changed: Record<string, unknown>): void {
    const version = own ?? this.inputs.version(id);
    if (version !== 0) changed.valueVersion = version;
  }

  private place(parent: TreeNode, child: TreeNode, before: TreeNode | null): void {
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
    if (deleted.length > 1 && deleted.length === parent.createdChildren) this.writer.operation([CLEAR, parent.id]);
    else for (const child of deleted) this.writer.operation([DELETE, child.id]);
    parent.createdChildren -= deleted.length;
    if (changes.moved) this.writeMoves(parent);
    else this.writePlaced(parent, placed.filter((child) => !child.deleted && child.parent === parent));
  }

  private writePlaced(parent: TreeNode, placed: readonly TreeNode[]): void {
    // From the end, so that a run of new siblings looks for the node behind it once: 1,000 new rows would else be half a million steps.
    const anchors: (TreeNode | null)[] = [];
    for (let i = placed.length - 1; i >= 0; i--) {
      const { next } = placed[i]!;
      anchors[i] = next !== null && next === placed[i + 1] ? anchors[i + 1]! : nextCreated(placed[i]!);
    }
    for (let i = 0; i < placed.length; i++) {
      const child = placed[i]!;
      if (child.created) continue; // placed twice in one commit
      this.create(child);
      this.writePlace(parent, child, anchors[i]!);
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
    if (reorderIsCheaper(moves, children.length)) {
      for (const child of children) {
        if (child.created) continue;
        this.create(child);
        this.writePlace(parent, child, null);
      }
      this.writer.operation([REORDER, parent.id, children.map((child) => child.id)]);
      return;
    }
    // Each child that does not stay goes before the next one that does; in this order they end up one after another.
    const anchors: (TreeNode | null)[] = [];
    let anchor: TreeNode | null = null;
    for (let i = children.length - 1; i >= 0; i--) {
      anchors[i] = anchor;
      if (stays[i] === 1) anchor = children[i]!;
    }
    for (let i = 0; i < children.length; i++) {
      if (stays[i] === 1) continue;
      const child = children[i]!;
      const isNew = !child.created;
      if (isNew) this.create(child);
      this.writePlace(parent, child, anchors[i]!);
      if (!isNew) parent.createdChildren--; // writePlace counted it again
    }
  }

  private writePlace(parent: TreeNode, child: TreeNode, before: TreeNode | null): void {
    if (before === null) this.writer.operation([APPEND, parent.id, child.id]);
    else this.writer.operation([INSERT, parent.id, child.id, before.id]);
    parent.createdChildren++;
  }

  /** Write a detached subtree: each node, then its children, each appended as soon as it is whole. */
  private create(node: TreeNode): void {
    const id = this.ids.take(1);
    if (node.type === TEXT_TYPE) this.writer.operation([CREATE, id, TEXT_TYPE, node.suspended ? "" : node.text]);
    else this.writer.operation([CREATE, id, node.type, wireProps(node)]);
    node.id = id;
    node.created = true;
    this.nodes.set(id, node);
    if (node.functions !== null) for (const held of node.functions.values()) for (const fn of held) this.functions.hold(fn);
    for (let child = node.first; child !== null; child = child.next) {
      this.create(child);
      this.writePlace(node, child, null);
    }
  }

  private exchangeFunctions(node: TreeNode, changed: Props, removed: readonly string[], held: HeldFunctions | null): void {
    const before = node.functions;
    if (before === null && held === null) return;
    // Hold first, let go afterwards: a function that is in both keeps its id.
    if (held !== null) for (const functions of held.values()) for (const fn of functions) this.functions.hold(fn);
    const after: HeldFunctions = new Map(before ?? []);
    for (const name of [...Object.keys(changed), ...removed]) {
      for (const fn of before?.get(name) ?? []) this.functions.letGo(fn);
      after.delete(name);
    }
    if (held !== null) for (const [name, functions] of held) after.set(name, functions);
    node.functions = after.size > 0 ? after : null;
  }

  private forget(node: TreeNode): void {
    node.deleted = true;
    this.nodes.delete(node.id);
    this.inputs.forget(node.id, 1);
    if (node.functions !== null) for (const held of node.functions.values()) for (const fn of held) this.functions.letGo(fn);
    for (let child = node.first; child !== null; child = child.next) if (child.created) this.forget(child);
  }
}

/** The nearest sibling after a node that the host has. */
function nextCreated(node: TreeNode): TreeNode | null {
  let next = node.next;
  while (next !== null && !next.created) next = next.next;
  return next;
}

function link(parent: TreeNode, child: TreeNode, before: TreeNode | null): void {
  const previous = before === null ? parent.last : before.previous;
  child.parent = parent;
  child.previous = previous;
  child.next = before;
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

/** Whether a prop of this name is the host's: `children`, `key` and `ref` belong to the framework. */
function crosses(name: string): boolean {
  return name !== "children" && name !== "key" && name !== "ref" && !isForbiddenKey(name);
}

function checkProps(type: string, props: Props): HeldFunctions | null {
  let held: HeldFunctions | null = null;
  for (const name of Object.keys(props)) {
    if (!crosses(name)) continue;
    const value = props[name];
    if (isEventName(name)) listenerMark(value, type, name);
    else if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      const functions: AnyFunction[] = [];
      checkValue(value, `${name} of <${type}>`, functions);
      if (functions.length > 0) (held ??= new Map()).set(name, functions);
    }
  }
  return held;
}

/** -0 is what Math.round(-0.4) gives, crosses as a float, and no prop means it: components take it for 0. */
function wireValue(value: unknown): unknown {
  return value === 0 ? 0 : value;
}

/** A node's props as its CREATE carries them: marks for events, nothing for what is undefined. */
function wireProps(node: TreeNode): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  const { props } = node;
  for (const name of Object.keys(props)) {
    if (!crosses(name)) continue;
    const value = props[name];
    if (value === undefined) continue;
    if (isEventName(name)) {
      const mark = listenerMark(value, node.type, name);
      if (mark !== undefined) wire[name] = mark;
    } else wire[name] = wireValue(value);
  }
  if (node.suspended) wire.hidden = true;
  return wire;
}
