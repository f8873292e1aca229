// Writes what becomes of host nodes: their making, places, values and end. A node exists for the host from the moment its region does;
// new clones of one template that stand side by side leave as one run in columns, and of a new order only the fewest moves.
//
// Knows nothing of signals: rendering.ts decides what stands where, and when.

import { CloneRuns, type CloneRun } from "../core/clone_runs";
import type { FunctionTable } from "../core/function_table";
import { GuestError } from "../core/guest_error";
import type { Guest, NodeKeeper } from "../core/guest";
import { Inputs } from "../core/inputs";
import { isForbiddenKey } from "../core/keys";
import { isEventName, listenerFunction, listenerMark, sameMark } from "../core/listeners";
import { entriesThatStay, reorderIsCheaper } from "../core/move_plan";
import type { AnyFunction } from "../core/native";
import type { NodeIds } from "../core/node_ids";
import { slotText, type Template, type TemplateTable } from "../core/template";
import { checkValue, sameValue } from "../core/values";
import type { Writer } from "../core/writer";
import {
  APPEND,
  CLEAR,
  CLONE,
  CLONES,
  CREATE,
  DELETE,
  INSERT,
  PATCH,
  REMOVE,
  REORDER,
  SLOT_CHILDREN,
  SLOT_EVENT,
  SLOT_PROP,
  SLOT_TEXT,
  TEXT,
  TEXT_TYPE,
  UPDATE,
  type NodeId,
} from "../protocol/generated";
import { checkElement } from "../sdk/component_checks";
import { GONE, isClone, isDead, isText, type CloneNode, type ElementNode, type HostNode, type Parent, type Region, type Rows, type TextNode } from "./host_nodes";

type Props = Readonly<Record<string, unknown>>;

interface Run extends CloneRun {
  /** By place in the run; null once a clone is gone. */
  readonly nodes: (CloneNode | null)[];
}

export class HostTree implements NodeKeeper {
  readonly root: Parent = { id: 0, isRoot: true };
  private readonly runs = new CloneRuns<Run>();
  // By id. An object, because whole numbers as keys of a Map cost ten times as much in QuickJS.
  private readonly elements: Record<NodeId, ElementNode | undefined> = Object.create(null);
  private readonly inputs = new Inputs();
  /** Nodes that the host keeps although they stand nowhere: what made them may draw them again. */
  private detached: HostNode[] = [];
  private readonly writer: Writer;
  private readonly functions: FunctionTable;
  private readonly ids: NodeIds;
  private readonly templates: TemplateTable;
  /** The run of the last clone that went: the next one is most often of the same. */
  private lastRun: Run | null = null;
  /** Whether a field ever told of a change. Guests without fields need not look for what is known of them. */
  private hasInputs = false;

  constructor({ writer, functions, ids, templates }: Pick<Guest, "writer" | "functions" | "ids" | "templates">) {
    this.writer = writer;
    this.functions = functions;
    this.ids = ids;
    this.templates = templates;
  }

  // ---- places ------------------------------------------------------------------------------------------------------

  /** Make `next` the nodes of a region. They may stand elsewhere now; none occurs twice. */
  setNodes(region: Region, next: readonly HostNode[]): void {
    const old = region.nodes;
    region.nodes = next;
    if (!isThere(region.parent)) {
      for (const node of old) if (node.region === region) node.region = null;
      this.claim(region, next, 0, next.length);
      return;
    }
    try {
      this.change(region, old, next);
    } catch (error) {
      // A boundary may catch it and go on from what the host has.
      region.nodes = next.filter((node) => node.id !== 0 && node.region === region);
      throw error;
    }
  }

  private change(region: Region, old: readonly HostNode[], next: readonly HostNode[]): void {
    let start = 0;
    let oldEnd = old.length;
    let end = next.length;
    const shorter = oldEnd < end ? oldEnd : end;
    while (start < shorter && old[start] === next[start]) start++;
    while (oldEnd > start && end > start && old[oldEnd - 1] === next[end - 1]) {
      oldEnd--;
      end--;
    }
    if (start === end) this.dropAll(region, old, start, oldEnd);
    else if (start === oldEnd) {
      this.claim(region, next, start, end);
      this.insert(region, next, start, end);
    } else this.rearrange(region, old, start, oldEnd, next, end);
  }

  /** Give nodes to a region, and check that they may stand there. */
  private claim(region: Region, nodes: readonly HostNode[], from: number, to: number): void {
    let checked: Template | undefined;
    for (let i = from; i < to; i++) {
      const node = nodes[i]!;
      const { region: before } = node;
      if (before === region) continue;
      if (before !== null) this.leave(node, before, region);
      // Of a list's rows, which are clones of one template, the first is looked at.
      const { template } = node;
      if (template === undefined || template !== checked) {
        if (node.type !== TEXT_TYPE) checkElement(node.type, region.type);
        checked = template;
      }
      node.region = region;
    }
  }

  /** A node goes from one region to another. */
  private leave(node: HostNode, before: Region, after: Region): void {
    before.nodes = before.nodes.filter((other) => other !== node);
    // To a place that the host does not have yet it goes with that; until then it stands nowhere.
    if (node.id !== 0 && isThere(before.parent) && !isThere(after.parent)) this.writer.operation([REMOVE, idOf(before), node.id]);
  }

  /** Neither is empty between `start` and the ends. */
  private rearrange(region: Region, old: readonly HostNode[], start: number, oldEnd: number, next: readonly HostNode[], end: number): void {
    if (oldEnd - start === end - start && this.swap(region, old, next, start, end)) return;
    // What is dead is not in `next`: replacing all rows of a list needs no search.
    let allDead = true;
    if (!areGone(old)) for (let i = start; i < oldEnd && allDead; i++) allDead = old[i]!.owner === GONE;
    const places = new Map<HostNode, number>();
    if (!allDead) for (let i = start; i < oldEnd; i++) places.set(old[i]!, i);
    const positions: number[] = [];
    let kept = 0;
    for (let i = start; i < end && !allDead; i++) {
      const place = places.get(next[i]!);
      positions.push(place ?? -1);
      if (place !== undefined) {
        kept++;
        places.delete(next[i]!);
      }
    }
    if (kept === 0) {
      this.dropAll(region, old, start, oldEnd);
      this.claim(region, next, start, end);
      this.insert(region, next, start, end);
      return;
    }
    for (const node of places.keys()) this.drop(region, node);
    this.claim(region, next, start, end);
    this.move(region, next, start, positions);
  }

  /** Two nodes changed places and nothing else did: tell so without looking for it in all of them. */
  private swap(region: Region, old: readonly HostNode[], next: readonly HostNode[], start: number, end: number): boolean {
    const last = end - 1;
    if (old[start] !== next[last] || old[last] !== next[start]) return false;
    for (let i = start + 1; i < last; i++) if (old[i] !== next[i]) return false;
    const upper = next[start]!;
    this.place(region, upper, next[start + 1]!.id);
    // Of two neighbours one move is enough.
    if (last > start + 1) this.place(region, next[last]!, last + 1 < next.length ? next[last + 1]!.id : anchorOf(region));
    return true;
  }

  /** Bring nodes into order: `positions` has for each from `start` on where it was, or -1 if it was not there. */
  private move(region: Region, next: readonly HostNode[], start: number, positions: readonly number[]): void {
    const count = positions.length;
    const stays = entriesThatStay(positions);
    let moves = 0;
    for (let i = 0; i < count; i++) if (stays[i] === 0 && positions[i]! >= 0) moves++;
    if (region.alone && moves > 1 && reorderIsCheaper(moves, next.length)) {
      for (let i = 0; i < count; ) {
        const from = i;
        while (i < count && positions[i]! < 0) i++;
        if (i > from) this.insert(region, next, start + from, start + i, null);
        else i++;
      }
      this.writer.operation([REORDER, idOf(region), next.map(({ id }) => id)]);
      return;
    }
    // From the start: what does not stay goes before the next one that does, and so ends up behind the last that went there.
    const anchors: (NodeId | null)[] = [];
    let anchor = start + count < next.length ? next[start + count]!.id : anchorOf(region);
    for (let i = count - 1; i >= 0; i--) {
      anchors[i] = anchor;
      if (stays[i] === 1) anchor = next[start + i]!.id;
    }
    for (let i = 0; i < count; ) {
      if (stays[i] === 1) {
        i++;
        continue;
      }
      if (positions[i]! >= 0) {
        this.place(region, next[start + i]!, anchors[i]!);
        i++;
        continue;
      }
      const from = i;
      while (i < count && positions[i]! < 0) i++;
      this.insert(region, next, start + from, start + i, anchors[from]!);
    }
  }

  /** Put nodes that were not in the region into it: new ones are made, the others come back. */
  private insert(
    region: Region,
    nodes: readonly HostNode[],
    from: number,
    to: number,
    before: NodeId | null = to < nodes.length ? nodes[to]!.id : anchorOf(region),
  ): void {
    for (let i = from; i < to; ) {
      const node = nodes[i]!;
      let until = i + 1;
      const { template } = node;
      if (template !== undefined && node.id === 0) {
        while (until < to && (nodes[until] as CloneNode).template === template && nodes[until]!.id === 0) until++;
        if (until > i + 1) {
          this.makeRun(region, nodes as readonly CloneNode[], i, until, before);
          i = until;
          continue;
        }
      }
      try {
        this.make(node);
        this.place(region, node, before);
      } catch (error) {
        if (node.id !== 0) this.end(node);
        throw error;
      }
      i = until;
    }
  }

  private place(region: Region, node: HostNode, before: NodeId | null): void {
    if (before === null) this.writer.operation([APPEND, idOf(region), node.id]);
    else this.writer.operation([INSERT, idOf(region), node.id, before]);
  }

  // ---- making ------------------------------------------------------------------------------------------------------

  /** Make a node, detached, with all that stands in it. */
  private make(node: HostNode): void {
    if (node.id !== 0) return;
    if (isClone(node)) {
      const { template, values } = node;
      const wire: unknown[] = [];
      for (let slot = 0; slot < values.length; slot++) wire.push(this.wireSlot(node, slot));
      const id = this.templates.idOf(template);
      node.id = this.ids.take(template.size);
      this.writer.operation([CLONE, id, node.id, wire as never[]]);
      this.hold(node);
      this.runs.add({ template, base: node.id, count: 1, alive: 1, nodes: [node] });
      if (node.regions !== null) this.makeContent(node);
    } else if (isText(node)) {
      node.id = this.ids.take(1);
      this.writer.operation([CREATE, node.id, TEXT_TYPE, node.text]);
    } else {
      const props = this.wireProps(node);
      node.id = this.ids.take(1);
      this.writer.operation([CREATE, node.id, node.type, props as never]);
      this.elements[node.id] = node;
      this.hold(node);
      if (node.content !== null) this.insert(node.content, node.content.nodes, 0, node.content.nodes.length);
    }
  }

  private makeContent(node: CloneNode): void {
    for (const region of node.regions!) {
      if (region !== undefined && region.nodes.length > 0) this.insert(region, region.nodes, 0, region.nodes.length);
    }
  }

  /** Make new clones of one template that stand side by side. */
  private makeRun(region: Region, nodes: readonly CloneNode[], from: number, to: number, before: NodeId | null): void {
    const { template } = nodes[from]!;
    const count = to - from;
    const columns: unknown[][] = [];
    const { slots } = template;
    for (let slot = 0; slot < slots.length; slot++) columns.push(this.column(nodes, from, to, slot, slots[slot]![0]));
    const id = this.templates.idOf(template);
    const { size } = template;
    const base = this.ids.take(count * size);
    this.writer.operation([CLONES, id, base, count, idOf(region), before, columns as never[][]]);
    const run: Run = { template, base, count, alive: count, nodes: nodes.slice(from, to) };
    this.runs.add(run);
    let inner = false;
    for (let i = from, id = base; i < to; i++, id += size) {
      const node = nodes[i]!;
      node.id = id;
      if (node.regions !== null || node.functions !== null) inner = true;
    }
    if (!inner) return;
    for (let i = from; i < to; i++) {
      const node = nodes[i]!;
      this.hold(node);
      if (node.regions !== null) this.makeContent(node);
    }
  }

  /** One slot's values of a run. What nearly all are, without a call for each. */
  private column(nodes: readonly CloneNode[], from: number, to: number, slot: number, kind: number): unknown[] {
    if (kind === SLOT_CHILDREN) return nothing(to - from);
    const column: unknown[] = [];
    if (kind === SLOT_EVENT) {
      for (let i = from; i < to; i++) {
        column[i - from] = typeof nodes[i]!.values[slot] === "function" ? true : this.wireSlot(nodes[i]!, slot);
      }
    } else if (kind === SLOT_TEXT) {
      for (let i = from; i < to; i++) {
        const value = nodes[i]!.values[slot];
        column[i - from] = typeof value === "string" ? value : typeof value === "number" ? "" + value : slotText(value);
      }
    } else {
      for (let i = from; i < to; i++) {
        const value = nodes[i]!.values[slot];
        column[i - from] = value === null || typeof value === "string" ? value : this.wireSlot(nodes[i]!, slot);
      }
    }
    return column;
  }

  /** A slot's value as it crosses. */
  private wireSlot(node: CloneNode, slot: number): unknown {
    const { template, values } = node;
    const [kind, index, name] = template.slots[slot]!;
    const value = values[slot];
    if (kind === SLOT_TEXT) return slotText(value);
    if (kind === SLOT_PROP) return wireOf(value);
    if (kind === SLOT_EVENT) return markOf(value, template.nodes[index]!.type, name as string) ?? null;
    return null;
  }

  /** An element's props as its CREATE carries them. */
  private wireProps(node: ElementNode): Record<string, unknown> {
    const wire: Record<string, unknown> = {};
    for (const name of Object.keys(node.props)) {
      if (isForbiddenKey(name)) continue;
      const value = node.props[name];
      if (isEventName(name)) {
        const mark = markOf(value, node.type, name);
        if (mark !== undefined) wire[name] = mark;
      } else if (value !== undefined) wire[name] = wireOf(value);
    }
    return wire;
  }

  // ---- values ------------------------------------------------------------------------------------------------------

  /**
   * Check the value that a clone's prop was made with. Now, and not when it is written: whoever made the clone is still there to catch
   * what this throws.
   */
  checkSlot(node: CloneNode, slot: number, value: unknown): void {
    if (value === undefined || typeof value === "number") return;
    const [, index, name] = node.template.slots[slot]!;
    note(node, slot, functionsIn(value, `${name} of <${node.template.nodes[index]!.type}>`));
  }

  /** Give a clone's slot another value. */
  setSlot(node: CloneNode, slot: number, value: unknown): void {
    const { template, values } = node;
    const before = values[slot];
    if (before === value) return;
    const entry = template.slots[slot]!;
    if (node.id === 0) {
      if (entry[0] === SLOT_PROP) {
        node.functions?.delete(slot);
        this.checkSlot(node, slot, value);
      }
      values[slot] = value;
      return;
    }
    if (entry[0] === SLOT_TEXT) {
      values[slot] = value;
      const text = typeof value === "string" ? value : slotText(value);
      if (typeof before === "string" ? text !== before : text !== slotText(before)) this.writer.operation([PATCH, node.id, slot, text]);
      return;
    }
    const [, index, name] = entry;
    if (sameValue(before, value)) {
      values[slot] = value;
      return;
    }
    // Checked before anything changes: an error leaves the old value on both sides.
    const held = functionsIn(value, `${name} of <${template.nodes[index]!.type}>`);
    values[slot] = value;
    if (name === "value") this.writeValue(node.id + index, value, template.prop(index, "valueVersion", values), () => [PATCH, node.id, slot, wireOf(value)]);
    else this.writer.operation([PATCH, node.id, slot, wireOf(value) as never]);
    this.exchange(node, slot, held);
  }

  /** Give an element other props. */
  setProps(node: ElementNode, props: Props): void {
    const before = node.props;
    if (node.id === 0) {
      node.functions = null;
      for (const name of Object.keys(props)) {
        if (isEventName(name)) markOf(props[name], node.type, name);
        else if (!isForbiddenKey(name)) note(node, name, functionsIn(props[name], `${name} of <${node.type}>`));
      }
      node.props = props;
      return;
    }
    const changed: Record<string, unknown> = {};
    const removed: string[] = [];
    const held = new Map<string, readonly AnyFunction[]>();
    for (const name of new Set([...Object.keys(before), ...Object.keys(props)])) {
      if (isForbiddenKey(name)) continue;
      const value = props[name];
      if (isEventName(name)) {
        const mark = markOf(value, node.type, name);
        const markBefore = markOf(before[name], node.type, name);
        if (sameMark(mark, markBefore)) continue;
        if (mark === undefined) removed.push(name);
        else changed[name] = mark;
      } else if (!sameValue(value, before[name])) {
        held.set(name, functionsIn(value, `${name} of <${node.type}>`));
        if (value === undefined) removed.push(name);
        else changed[name] = wireOf(value);
      }
    }
    node.props = props;
    if (Object.keys(changed).length === 0 && removed.length === 0) return;
    const { id } = node;
    if (Object.hasOwn(changed, "value")) {
      const version = props.valueVersion ?? this.inputs.version(id);
      if (version !== 0) changed.valueVersion = version;
      this.inputs.wrote(id);
    }
    this.writer.operation([UPDATE, id, changed as never, removed]);
    for (const [name, functions] of held) this.exchange(node, name, functions);
  }

  setText(node: TextNode, text: string): void {
    if (node.text === text) return;
    node.text = text;
    if (node.id !== 0) this.writer.operation([TEXT, node.id, text]);
  }

  /** Write a field's value, with the version that it answers where the field reported one. */
  private writeValue(id: NodeId, value: unknown, own: unknown, plain: () => unknown[]): void {
    const version = own ?? this.inputs.version(id);
    this.inputs.wrote(id);
    if (version === 0) this.writer.operation(plain() as never);
    else if (value === undefined) this.writer.operation([UPDATE, id, {}, ["value"]]);
    else this.writer.operation([UPDATE, id, { value: value as never, valueVersion: version as never }, []]);
  }

  // ---- events ------------------------------------------------------------------------------------------------------

  listener(id: NodeId, name: string, args: readonly unknown[]): AnyFunction | undefined {
    if (!isEventName(name)) return undefined;
    const value = this.propOf(id, name, args[0]);
    if (!Array.isArray(value)) return listenerFunction(value);
    // Solid's pair of a function and what it is called with first.
    const [fn, data] = value as [AnyFunction, unknown];
    return (...rest) => fn(data, ...rest);
  }

  /** The turn has settled: fields show what the guest says, and what nobody can draw any more is deleted. */
  endTurn(): void {
    this.inputs.restore(
      (id) => this.propOf(id, "value"),
      (id, value) => this.writeValue(id, value, this.propOf(id, "valueVersion"), () => [UPDATE, id, { value }, []]),
    );
    if (this.detached.length === 0) return;
    const { detached } = this;
    this.detached = [];
    for (const node of detached) {
      if (node.id === 0 || node.region !== null) continue;
      if (isDead(node)) this.end(node);
      else this.detached.push(node);
    }
  }

  /** A prop of a node as the guest gave it, and note of what its event says of its field. */
  private propOf(id: NodeId, name: string, change?: unknown): unknown {
    const element = this.elements[id];
    if (element !== undefined) {
      this.noteInput(id, change);
      return Object.hasOwn(element.props, name) ? element.props[name] : undefined;
    }
    const place = this.runs.find(id);
    const node = place?.run.nodes[place.clone];
    if (node === undefined || node === null) return undefined;
    this.noteInput(id, change);
    return node.template.prop(place!.index, name, node.values);
  }

  private noteInput(id: NodeId, change: unknown): void {
    if (change === undefined) return;
    this.inputs.note(id, change);
    if (this.inputs.version(id) !== 0) this.hasInputs = true;
  }

  // ---- the end of nodes --------------------------------------------------------------------------------------------

  private dropAll(region: Region, nodes: readonly HostNode[], from: number, to: number): void {
    // All that the parent has, and none of it comes back: one operation.
    if (region.alone && to - from > 1 && to - from === nodes.length && allEnd(region, nodes)) {
      this.writer.operation([CLEAR, idOf(region)]);
      for (let i = 0; i < nodes.length; ) i = this.forgetRun(nodes, i);
      return;
    }
    for (let i = from; i < to; i++) this.drop(region, nodes[i]!);
  }

  /** Forget the nodes from `from` on that are clones of one run, or one node. Returns the place behind them. */
  private forgetRun(nodes: readonly HostNode[], from: number): number {
    const first = nodes[from]!;
    first.region = null;
    const run = isClone(first) && first.id !== 0 ? this.runOf(first.id) : null;
    if (run === null || this.hasInputs) {
      this.forget(first);
      return from + 1;
    }
    const { base, alive } = run;
    const end = base + run.count * run.template.size;
    let to = from;
    for (; to < nodes.length; to++) {
      const node = nodes[to]! as CloneNode;
      const { id } = node;
      if (id < base || id >= end) break;
      if (node.functions !== null) this.letGo(node);
      node.id = 0;
      node.region = null;
      if (node.regions !== null) for (const region of node.regions) if (region !== undefined) this.forgetAll(region.nodes);
    }
    // Most often the whole run goes, and nothing need be told apart.
    if (to - from === alive) run.nodes.length = 0;
    else for (let clone = 0; clone < run.nodes.length; clone++) if (run.nodes[clone]?.id === 0) run.nodes[clone] = null;
    run.alive = alive - (to - from) + 1;
    this.runs.release(run);
    if (run.alive === 0) this.lastRun = null;
    return to;
  }

  private drop(region: Region, node: HostNode): void {
    // It stands elsewhere already.
    if (node.region !== region) return;
    node.region = null;
    if (node.id === 0) return;
    if (isDead(node)) this.end(node);
    else {
      this.writer.operation([REMOVE, idOf(region), node.id]);
      this.detached.push(node);
    }
  }

  private end(node: HostNode): void {
    this.writer.operation([DELETE, node.id]);
    this.forget(node);
  }

  /** The host has forgotten a node and what stands in it. Whoever draws one of them again makes it anew. */
  private forget(node: HostNode): void {
    const { id } = node;
    if (id === 0) return;
    node.id = 0;
    if (node.functions !== null) this.letGo(node);
    if (this.hasInputs) this.inputs.forget(id, isClone(node) ? node.template.size : 1);
    if (isClone(node)) {
      this.releaseClone(id);
      if (node.regions !== null) for (const region of node.regions) if (region !== undefined) this.forgetAll(region.nodes);
    } else if (!isText(node)) {
      delete this.elements[id];
      if (node.content !== null) this.forgetAll(node.content.nodes);
    }
  }

  private forgetAll(nodes: readonly HostNode[]): void {
    for (const node of nodes) this.forget(node);
  }

  /** The run of a clone, of which most often the last one asked for was, too. */
  private runOf(id: NodeId): Run {
    let run = this.lastRun;
    if (run === null || id < run.base || id >= run.base + run.count * run.template.size) {
      run = this.runs.find(id)!.run;
      this.lastRun = run;
    }
    return run;
  }

  private releaseClone(id: NodeId): void {
    const run = this.runOf(id);
    run.nodes[(id - run.base) / run.template.size] = null;
    this.runs.release(run);
    if (run.alive === 0) this.lastRun = null;
  }

  // ---- functions in props ------------------------------------------------------------------------------------------

  private hold(node: CloneNode | ElementNode): void {
    if (node.functions !== null) for (const functions of node.functions.values()) for (const fn of functions) this.functions.hold(fn);
  }

  // The node keeps them: it may be drawn again.
  private letGo(node: HostNode): void {
    for (const functions of node.functions!.values()) for (const fn of functions) this.functions.letGo(fn);
  }

  /** Hold first, let go afterwards: a function that is in both keeps its id. */
  private exchange(node: CloneNode | ElementNode, key: number | string, held: readonly AnyFunction[]): void {
    for (const fn of held) this.functions.hold(fn);
    for (const fn of node.functions?.get(key) ?? []) this.functions.letGo(fn);
    if (held.length > 0) note(node, key, held);
    else node.functions?.delete(key);
  }
}

/** The mark of a listener as a Solid guest gives it. */
function markOf(value: unknown, type: string, name: string): ReturnType<typeof listenerMark> {
  if (!Array.isArray(value)) return listenerMark(value, type, name);
  if (typeof value[0] === "function" && value.length === 2) return true;
  const problem = `${name} of <${type}> is an array, but no pair of a function and what it is called with`;
  throw new GuestError("value", `${problem}; give a function, event(fn, {...}) or [fn, data]`);
}

function functionsIn(value: unknown, path: string): readonly AnyFunction[] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return NO_FUNCTIONS;
  const functions: AnyFunction[] = [];
  checkValue(value, path, functions);
  return functions;
}

function note(node: CloneNode | ElementNode, key: number | string, functions: readonly AnyFunction[]): void {
  if (functions.length > 0) (node.functions ??= new Map()).set(key, functions);
}

/** -0 is what Math.round(-0.4) gives, crosses as a float, and no prop means it. */
function wireOf(value: unknown): unknown {
  return value === 0 ? 0 : value;
}

function isThere(parent: Parent): boolean {
  return parent.id !== 0 || parent.isRoot === true;
}

function idOf(region: Region): NodeId {
  return region.parent.id + region.index;
}

/** The static node behind a region. */
function anchorOf(region: Region): NodeId | null {
  return region.before === null ? null : region.parent.id + region.before;
}

/** Whether a list has disposed all its rows, which are these nodes. What has gone to another region is not among a region's nodes. */
function areGone(nodes: readonly HostNode[]): boolean {
  return (nodes as Rows).gone === true;
}

/** Whether all nodes of a region stand there and are gone for good. */
function allEnd(region: Region, nodes: readonly HostNode[]): boolean {
  if (areGone(nodes)) return true;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node.region !== region || (node.owner !== GONE && !isDead(node))) return false;
  }
  return true;
}

/** A column of slots for children, which carry no value. */
function nothing(count: number): null[] {
  while (nulls.length < count) nulls.push(null);
  return nulls.length === count ? nulls : nulls.slice(0, count);
}

const nulls: null[] = [];

const NO_FUNCTIONS: readonly AnyFunction[] = Object.freeze([]);
