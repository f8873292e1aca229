// Records what happens to a guest's document and writes it as operations. Attributes and texts of nodes that the host has are written
// at once; what comes, goes and moves is planned when the turn has settled, so that a swap is two moves and emptying a list one CLEAR.

import { APPEND, CLEAR, CLONE, CLONES, CREATE, DELETE, INSERT, REMOVE, REORDER, TEXT, TEXT_TYPE, UPDATE, type NodeId } from "../protocol/generated";
import { CloneRuns } from "../core/clone_runs";
import { GuestError } from "../core/guest_error";
import type { Guest, NodeKeeper } from "../core/guest";
import type { EventPolicy } from "../core/listeners";
import { entriesThatStay, reorderIsCheaper } from "../core/move_plan";
import type { AnyFunction } from "../core/native";
import { Document } from "./document";
import { Element } from "./element";
import { dispatch, type EventTarget } from "./event_target";
import { hostEvent } from "./events";
import { EVENT_TYPES } from "./html_table";
import { hasPolicies, policyOf } from "./host";
import { COMMENT_NODE, ELEMENT_NODE, type Node, NOT_CREATED, type ParentNode, Text, TEXT_NODE } from "./node";
import { isLeftOut, learn, Matcher, slotColumns, takesText, type WireTemplate } from "./shapes";
import { crossing, hasMark, marksOf, wireProps, wireValue } from "./wire_props";

/** What happened to the children of a parent in this turn. */
export interface Changes {
  readonly parent: ParentNode;
  /** Came here, in the order of coming; some may have gone on. */
  readonly placed: Node[];
  /** The host has them here, and they left. */
  readonly left: Node[];
  /** Ids of clones that fell apart here: see `fallApart`. */
  readonly gone: NodeId[];
  moved: boolean;
}

interface Run {
  readonly template: WireTemplate;
  readonly base: NodeId;
  readonly count: number;
  alive: number;
  readonly roots: (Element | null)[];
}

/** Events that happen where the focus is, or bring it. */
const FOCUSED: ReadonlySet<string> = new Set(["focus", "focusin", "keydown", "keyup", "input"]);

/** How many shapes of one origin are remembered. */
const SHAPES_MAX = 8;
/** Children that this many moves apart stand in different sections: see `notePositions`. */
const SECTION = 2 ** 24;

/** The one recording of a realm. Set before anything else of the document exists. */
export let recording: Recording;

export class Recording implements NodeKeeper {
  readonly document: Document;
  private readonly listening_: Record<NodeId, Element> = Object.create(null);
  private readonly runs = new CloneRuns<Run>();
  private readonly warned = new Set<string>();
  private changed: Changes[] = [];
  /** Whether some node that the host has left its parent in this turn, and so may hang in one that the host does not have. */
  hasLeft = false;
  /** The guest's own function behind a listener. Frameworks that wrap it say how to get at it. */
  innerListener: (element: Element, type: string, listener: unknown) => unknown = (_element, _type, listener) => listener;
  /** It had the focus, as far as is known, in a clone that fell apart: the host is asked to give it back. */
  private refocused: Element | null = null;
  private calls: [element: Element, method: string, args: unknown[]][] = [];

  constructor(
    private readonly guest: Guest,
    readonly window: EventTarget,
    private readonly defaultAction: (event: { readonly type: string; readonly target: EventTarget | null }) => void,
  ) {
    recording = this;
    this.document = new Document();
  }

  now(): number {
    return this.guest.nowMs - this.guest.startMs;
  }

  /** Tell the guest's author something once. */
  warn(key: string, message: string): void {
    if (this.warned.has(key)) return;
    this.warned.add(key);
    this.guest.log("warn", [message], null);
  }

  missing(name: string, node: Node): GuestError {
    return new GuestError("unsupported", `${node.localName ?? node.nodeName}.${name} is not available in a guest`);
  }

  // ---- what nodes report -----------------------------------------------------------------------------------------------

  attributeChanged(element: Element, name: string, value: unknown): void {
    const kind = crossing(element.wireOrigin.table, name);
    if (kind === undefined) return;
    const wire = value === null ? undefined : wireValue(kind, value);
    const { writer } = this.guest;
    if (wire === undefined) writer.operation([UPDATE, element.wireId, {}, [name]]);
    else if ((name === "value" || name === "checked") && element.wireVersion > 0) {
      writer.operation([UPDATE, element.wireId, { [name]: wire, valueVersion: element.wireVersion }, []]);
    } else writer.operation([UPDATE, element.wireId, { [name]: wire }, []]);
  }

  textChanged(text: Text, before: string): void {
    if (text.wireId !== NOT_CREATED) this.guest.writer.operation([TEXT, text.wireId, text.wireText]);
    else if (before === "" && text.parentNode !== null && text.parentNode.wireId !== NOT_CREATED) this.placed(text.parentNode, text);
  }

  /** A listener came or went. */
  listening(element: Element, type: string, added: boolean, listener?: unknown): void {
    const { table } = element.wireOrigin;
    if (table === null) return; // The body and what is around it: events rise to there.
    const wire = table.wireEvent(type);
    if (wire === undefined) {
      if (added) this.warn(`event ${type}`, `no host tells a guest of '${type}' on <${element.localName}>: the listener will never be called`);
      return;
    }
    const marks = element.wireMarks;
    if (added && hasPolicies()) this.keepPolicy(element, wire, policyOf(this.innerListener(element, type, listener)));
    if (added === hasMark(marks, wire)) return;
    if (!added && element.wireHears(type)) return;
    const now = added ? (marks === "" ? wire : `${marks} ${wire}`) : marks.split(" ").filter((mark) => mark !== wire).join(" ");
    if (element.wireId === NOT_CREATED) {
      element.wireMarks = now;
      return;
    }
    const before = marksOf(element);
    element.wireMarks = now;
    this.marksChanged(element, before, marksOf(element));
  }

  marksChanged(element: Element, before: string, after: string): void {
    if (element.wireId === NOT_CREATED || before === after) return;
    const added: Record<string, unknown> = {};
    for (const mark of after.split(" ")) if (mark !== "" && !hasMark(before, mark)) added[mark] = this.policy(element, mark) ?? true;
    const removed = before.split(" ").filter((mark) => mark !== "" && !hasMark(after, mark));
    if (Object.keys(added).length + removed.length > 0) this.guest.writer.operation([UPDATE, element.wireId, added, removed]);
    this.listening_[element.wireId] = element;
  }

  /** What `event(fn, policy)` asked for, of the listeners of one event of an element. */
  policy(element: Element, mark: string): EventPolicy | undefined {
    return element.wirePolicies?.[mark];
  }

  hasPolicies(element: Element): boolean {
    return element.wirePolicies !== null;
  }

  private keepPolicy(element: Element, mark: string, policy: EventPolicy | undefined): void {
    if (policy === undefined) return;
    (element.wirePolicies ??= Object.create(null) as Record<string, EventPolicy>)[mark] = policy;
    if (element.wireId === NOT_CREATED || !hasMark(marksOf(element), mark)) return;
    this.guest.writer.operation([UPDATE, element.wireId, { [mark]: policy }, []]);
  }

  /** Call a method of an element's view, once all of the turn is on screen. */
  call(element: Element, method: string, ...args: unknown[]): void {
    this.guest.refuseInImage(`${element.localName}.${method}()`);
    this.calls.push([element, method, args]);
  }

  /** A child came to a parent that the host has; it is linked there already. */
  placed(parent: ParentNode, child: Node): void {
    if (child.nodeType === COMMENT_NODE) return;
    const changes = this.changesOf(parent);
    if (child.wireId !== NOT_CREATED) {
      if (child.wireHeldBy === null) return; // Moved within its parent: `leaving` has noted it.
      if (child.wireHeldBy === parent) {
        this.notePositions(changes);
        return;
      }
    }
    child.wireArriving = true;
    changes.placed.push(child);
  }

  /** A child that the host has is about to leave its parent, for `to` or for nowhere. */
  leaving(parent: ParentNode, child: Node, to: ParentNode | null): void {
    if (child.wireStatic) {
      if (child.nodeType !== TEXT_NODE) return this.fallApart(parent);
      // A text of a clone keeps its place on the host, empty; in the guest it is free, and new.
      if ((child as Text).wireText !== "") this.guest.writer.operation([TEXT, child.wireId, ""]);
      child.wireId = NOT_CREATED;
      child.wireStatic = false;
      parent.wireKept = true;
      return;
    }
    if (child.wireHeldBy !== null) return;
    const changes = this.changesOf(parent);
    if (to === parent) this.notePositions(changes);
    else {
      this.hasLeft = true;
      child.wireHeldBy = parent;
      child.wirePosition = -1;
      changes.left.push(child);
    }
  }

  /**
   * A part of a clone leaves it, which clones do not allow on the wire: the clone goes, and what is left of it is written anew. It happens
   * where a framework draws one thing or another inside of what was a run of equal elements.
   */
  private fallApart(parent: ParentNode): void {
    let root: ParentNode = parent;
    while (root.wireStatic) root = root.parentNode!;
    const holder = root.wireHeldBy ?? root.parentNode!;
    const { activeElement } = this.document;
    if (activeElement.wireId > 0 && root.contains(activeElement)) this.refocused = activeElement;
    this.changesOf(holder).gone.push(root.wireId);
    this.forget(root);
    root.wireHeldBy = null;
    const now = root.parentNode;
    if (now !== null && now.wireId !== NOT_CREATED) {
      root.wireArriving = true;
      this.changesOf(now).placed.push(root);
    }
  }

  private changesOf(parent: ParentNode): Changes {
    let changes = parent.wireChanges;
    if (changes === null) {
      changes = { parent, placed: [], left: [], gone: [], moved: false };
      parent.wireChanges = changes;
      this.changed.push(changes);
    }
    return changes;
  }

  /**
   * Note the order that the host has, before the first move of a turn. Static children of a clone divide the others into sections, and
   * a child that changes its section must move whatever its place.
   */
  private notePositions(changes: Changes): void {
    if (changes.moved) return;
    changes.moved = true;
    let position = 0;
    for (let node = changes.parent.firstChild; node !== null; node = node.nextSibling) {
      if (node.wireId === NOT_CREATED) continue;
      if (node.wireStatic) position = (Math.floor(position / SECTION) + 1) * SECTION;
      else node.wirePosition = node.wireHeldBy === null ? position++ : -1;
    }
  }

  // ---- the end of a turn -----------------------------------------------------------------------------------------------

  endTurn(): void {
    try {
      this.writeChanges();
      this.writeCalls();
    } catch (error) {
      this.guest.fail(error);
    }
  }

  private writeChanges(): void {
    // Freeing what left one parent may end another.
    for (let at = 0; at < this.changed.length; ) {
      if (this.changed[at]!.parent.wireId !== NOT_CREATED) at++;
      else {
        this.freeOrphans(this.changed.splice(at, 1)[0]!);
        at = 0;
      }
    }
    const { changed } = this;
    this.changed = [];
    this.hasLeft = false;
    // What goes elsewhere is taken out first, because its old place may go; then what goes goes, then what comes comes.
    const going = changed.map((changes) => this.writeDepartures(changes));
    changed.forEach((changes, at) => this.writeDeletions(changes, going[at]!));
    for (const changes of changed) {
      const { parent } = changes;
      parent.wireChanges = null;
      if (parent.wireId === NOT_CREATED) settle(changes);
      else if (changes.moved) this.writeMoves(parent);
      else this.writePlaced(changes);
    }
    // Some that came have gone on, to where nothing of them is written.
    for (const { placed } of changed) for (let i = 0; i < placed.length; i++) placed[i]!.wireArriving = false;
  }

  /** What left a parent that is gone since is gone on the host, too. Where it is now, it is new. */
  private freeOrphans(changes: Changes): void {
    const { parent, left } = changes;
    parent.wireChanges = null;
    settle(changes);
    for (const child of left) {
      if (child.wireHeldBy !== parent) continue;
      child.wireHeldBy = null;
      this.forget(child);
      const now = child.parentNode;
      if (now !== null && now.wireId !== NOT_CREATED) this.placed(now, child);
    }
  }

  private writeDepartures({ parent, left }: Changes): Node[] {
    if (left.length === 0 || parent.wireId === NOT_CREATED) return [];
    const going: Node[] = [];
    for (const child of left) {
      if (child.wireHeldBy !== parent) continue;
      if (!child.isConnected) {
        // Held until it is written, so that it is not forgotten with what it is in now: the host has it here.
        going.push(child);
        continue;
      }
      child.wireHeldBy = null;
      if (child.parentNode !== parent) {
        this.guest.writer.operation([REMOVE, parent.wireId, child.wireId]);
        parent.wireChildren--;
      }
    }
    return going;
  }

  private writeDeletions({ parent, gone }: Changes, going: readonly Node[]): void {
    const count = gone.length + going.length;
    if (count === 0) return;
    const { writer } = this.guest;
    // A parent that went, too, took them with it on the host.
    if (parent.wireId === NOT_CREATED) gone.length = 0;
    else if (count > 1 && count === parent.wireChildren && !hasStatic(parent)) writer.operation([CLEAR, parent.wireId]);
    else {
      for (const id of gone) writer.operation([DELETE, id]);
      for (const child of going) writer.operation([DELETE, child.wireId]);
    }
    parent.wireChildren -= count;
    for (const child of going) {
      child.wireHeldBy = null;
      this.forget(child);
    }
  }

  /** A node is not on the host any more, nor is what is in it, but for what came there in this turn from elsewhere. */
  private forget(node: Node): void {
    const id = node.wireId;
    if (id === NOT_CREATED) return;
    if (node.nodeType === ELEMENT_NODE) {
      const element = node as Element;
      if (!element.wireStatic) {
        const place = this.runs.find(id);
        if (place !== undefined && place.run.roots[place.clone] === element) {
          place.run.roots[place.clone] = null;
          this.runs.release(place.run);
        }
      }
      if (this.listening_[id] !== undefined) delete this.listening_[id];
      // Most have the defaults of their prototype, and reading costs less than writing.
      if (element.wireVersion !== 0) element.wireVersion = 0;
      if (element.wireChildren !== 0) element.wireChildren = 0;
      if (element.wireKept) element.wireKept = false;
      const first = element.wireFirst;
      if (first !== undefined) {
        for (let child = first; child !== null; child = child.nextSibling) if (child.wireHeldBy === null) this.forget(child);
      }
    }
    node.wireId = NOT_CREATED;
    node.wireStatic = false;
  }

  private writePlaced({ parent, placed }: Changes): void {
    for (const child of placed) {
      if (!child.wireArriving || child.parentNode !== parent) continue;
      // All that came to one place is written together.
      let node: Node | null = child;
      for (let before = child.previousSibling; before !== null; before = before.previousSibling) {
        if (before.wireArriving) node = before;
        else if (!isLeftOut(before, parent)) break;
      }
      const block: Node[] = [];
      for (; node !== null; node = node.nextSibling) {
        const isOut = node.nodeType !== ELEMENT_NODE && isLeftOut(node, parent);
        if (!node.wireArriving && !isOut) break;
        node.wireArriving = false;
        if (!isOut) block.push(node);
      }
      while (node !== null && (node.wireId === NOT_CREATED || node.wireArriving)) node = node.nextSibling;
      this.writeBlock(parent, block, node);
    }
  }

  private writeMoves(parent: ParentNode): void {
    const children: Node[] = [];
    const positions: number[] = [];
    let section = 0;
    let hasStaticChild = false;
    let added = 0;
    for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
      if (isLeftOut(node, parent)) {
        node.wireArriving = false;
        continue;
      }
      children.push(node);
      if (node.wireStatic) {
        hasStaticChild = true;
        section++;
        positions.push(section * SECTION - 1);
        continue;
      }
      const isHere = node.wireId !== NOT_CREATED && !node.wireArriving;
      const stays = isHere && Math.floor(node.wirePosition / SECTION) === section;
      positions.push(stays ? node.wirePosition : -1);
      if (!isHere) added++;
    }
    const stays = entriesThatStay(positions);
    let moves = -added;
    for (let i = 0; i < children.length; i++) if (stays[i] === 0) moves++;
    const reorders = !hasStaticChild && !parent.wireKept && reorderIsCheaper(moves, children.length);
    for (let i = 0; i < children.length; ) {
      const isHere = children[i]!.wireId !== NOT_CREATED && !children[i]!.wireArriving;
      if (stays[i] === 1 || (reorders && isHere)) {
        i++;
        continue;
      }
      const block: Node[] = [];
      for (; i < children.length && stays[i] === 0 && !(reorders && children[i]!.wireId !== NOT_CREATED && !children[i]!.wireArriving); i++) {
        const child = children[i]!;
        // It is counted again when it is placed.
        if (child.wireId !== NOT_CREATED && !child.wireArriving) parent.wireChildren--;
        child.wireArriving = false;
        block.push(child);
      }
      let next = i;
      while (next < children.length && stays[next] === 0) next++;
      this.writeBlock(parent, block, reorders ? null : (children[next] ?? null));
    }
    if (reorders) this.guest.writer.operation([REORDER, parent.wireId, children.map((child) => child.wireId)]);
  }

  /** Write nodes that come to one place, in order, before a child that is there. */
  private writeBlock(parent: ParentNode, block: readonly Node[], before: Node | null): void {
    const anchor = before === null ? null : before.wireId;
    for (let i = 0; i < block.length; ) {
      const node = block[i]!;
      if (node.wireId !== NOT_CREATED) this.place(parent, block[i++]!.wireId, anchor);
      else if (node.nodeType === TEXT_NODE) {
        this.create(node, parent);
        this.place(parent, block[i++]!.wireId, anchor);
      } else i = this.writeElements(parent, block as readonly Element[], i, anchor);
    }
  }

  private place(parent: ParentNode, id: NodeId, anchor: NodeId | null): void {
    parent.wireChildren++;
    const { writer } = this.guest;
    if (anchor === null) writer.operation([APPEND, parent.wireId, id]);
    else writer.operation([INSERT, parent.wireId, id, anchor]);
  }

  /** Write the element at `from` and those after it that are like it. Returns where to go on. */
  private writeElements(parent: ParentNode, block: readonly Element[], from: number, anchor: NodeId | null): number {
    const root = block[from]!;
    const { wireOrigin: origin } = root;
    const next = block[from + 1];
    // The first of several, or one more beside one that is there.
    const beside = root.previousSibling as Element | null;
    const mayRepeat = next?.wireOrigin === origin || (beside !== null && beside.wireOrigin === origin);
    const matcher = this.matcherFor(root, mayRepeat);
    if (matcher === null) {
      this.create(root, parent);
      this.place(parent, root.wireId, anchor);
      return from + 1;
    }
    const { shape } = matcher;
    let to = from + 1;
    while (to < block.length && block[to]!.wireOrigin === origin && block[to]!.wireId === NOT_CREATED && matcher.take(block[to]!)) to++;
    const { count } = matcher;
    // Of single elements that come one by one, the third like this is a clone.
    if (count === 1 && !shape.isTemplate && shape.single === null && !shape.fits(matcher.columns)) {
      shape.single = matcher.columns.map((column) => column[0]);
      matcher.drop();
      this.create(root, parent);
      this.place(parent, root.wireId, anchor);
      return to;
    }
    this.writeClones(parent, matcher, anchor);
    return to;
  }

  /** A matcher that has taken the element, by a shape that is known or that it teaches. */
  private matcherFor(root: Element, mayRepeat: boolean): Matcher | null {
    const { shapes, isTemplate } = root.wireOrigin;
    const first = this.guest.ids.next;
    for (const shape of shapes) {
      const matcher = new Matcher(shape, first);
      if (matcher.take(root)) return matcher;
    }
    if (!isTemplate && !mayRepeat) return null;
    const shape = learn(root);
    if (shape === null) return null;
    shapes.unshift(shape);
    if (shapes.length > SHAPES_MAX) shapes.pop();
    const matcher = new Matcher(shape, first);
    return matcher.take(root) ? matcher : null;
  }

  private writeClones(parent: ParentNode, { shape, columns, count, rests, roots }: Matcher, anchor: NodeId | null): void {
    const { guest } = this;
    const template = shape.templateFor(columns, count);
    const id = guest.templates.idOf(template);
    const values = slotColumns(template, columns);
    const base = guest.ids.take(count * shape.size);
    if (count === 1) {
      guest.writer.operation([CLONE, id, base, values.map((column) => column[0]) as never]);
      this.place(parent, base, anchor);
    } else {
      guest.writer.operation([CLONES, id, base, count, parent.wireId, anchor, values as never]);
      parent.wireChildren += count;
    }
    if (shape.hasMarks) this.runs.add({ template, base, count, alive: count, roots: [...roots] });
    for (const rest of rests) this.writeRest(rest);
  }

  /** Write the children of a clone's element that are no part of the clone. */
  private writeRest(parent: ParentNode): void {
    let block: Node[] = [];
    for (let node = parent.firstChild; ; node = node.nextSibling) {
      if (node !== null && !node.wireStatic) {
        node.wireArriving = false;
        if (!isLeftOut(node, parent)) block.push(node);
        continue;
      }
      if (block.length > 0) this.writeBlock(parent, block, node);
      block = [];
      if (node === null) return;
    }
  }

  /** Write a new node by itself, with everything in it, but not its place. */
  private create(node: Node, parent: ParentNode): void {
    const { writer, ids } = this.guest;
    // Asked for before there is an id: what is made after that has its place on the host.
    const first = node.firstChild;
    const id = ids.take(1);
    node.wireId = id;
    if (node.nodeType === TEXT_NODE) {
      if (!takesText(parent)) throw misplacedText((node as Text).wireText, parent);
      writer.operation([CREATE, id, TEXT_TYPE, (node as Text).wireText]);
      return;
    }
    const element = node as Element;
    writer.operation([CREATE, id, element.localName, wireProps(element)]);
    if (marksOf(element) !== "") this.listening_[id] = element;
    if (first !== null) this.writeRest(element);
  }

  private writeCalls(): void {
    const { calls, refocused } = this;
    this.calls = [];
    this.refocused = null;
    if (refocused !== null && refocused.wireId !== NOT_CREATED && this.document.activeElement === refocused) calls.unshift([refocused, "focus", []]);
    for (const [element, method, args] of calls) {
      if (element.wireId === NOT_CREATED) continue;
      // Nobody waits for an answer: what goes wrong is reported, as for any promise that nobody waits for.
      void this.guest.callMethod({ id: element.wireId, type: element.localName, created: true, deleted: false }, method, args);
    }
  }

  // ---- events ----------------------------------------------------------------------------------------------------------

  find(id: NodeId): Element | undefined {
    const listening = this.listening_[id];
    if (listening !== undefined) return listening;
    const place = this.runs.find(id);
    const root = place?.run.roots[place.clone];
    return root === undefined || root === null ? undefined : within(root, id);
  }

  listener(id: NodeId, name: string, args: readonly unknown[]): AnyFunction | undefined {
    const element = this.find(id);
    const type = EVENT_TYPES.get(name);
    if (element === undefined || type === undefined) return undefined;
    return () => this.dispatch(element, type, args[0]);
  }

  private dispatch(listening: Element, type: string, payload: unknown): void {
    const event = hostEvent(type, payload);
    const target = this.targetOf(listening, payload);
    this.noteField(target, type, payload);
    if (FOCUSED.has(type)) this.document.wireFocused(target);
    else if ((type === "blur" || type === "focusout") && this.document.activeElement === target) this.document.wireFocused(null);
    dispatch(target, event);
    if (!event.defaultPrevented) this.defaultAction(event);
  }

  /** Where the host says that it happened, if that is in what listens; else there. */
  private targetOf(listening: Element, payload: unknown): Element {
    const id = typeof payload === "object" && payload !== null && Object.hasOwn(payload, "target") ? (payload as { target: unknown }).target : undefined;
    if (typeof id !== "number" || id === listening.wireId) return listening;
    return within(listening, id) ?? listening;
  }

  /** Take over what the host says that a field holds. */
  private noteField(target: Element, type: string, payload: unknown): void {
    if (typeof payload !== "object" || payload === null) return;
    const { value, checked, version, open } = payload as Record<string, unknown>;
    if (typeof version === "number" && version >= target.wireVersion) {
      target.wireVersion = version;
      const { tag } = target.wireOrigin;
      if (tag === "input" || tag === "textarea" || tag === "select") {
        if (typeof checked === "boolean") {
          keepSilently(target, "checked", checked);
          if (checked) this.switchOthersOff(target);
        }
        else if (typeof value === "string") keepSilently(target, "value", value);
      }
    }
    if (type === "toggle" && typeof open === "boolean") keepSilently(target, "open", open ? "" : null);
  }

  /** Of a group of radio buttons one is on. The host has switched the others off, and counts that as a change of each; it tells of none. */
  private switchOthersOff(target: Element): void {
    const name = target.getAttribute("name");
    if (target.type !== "radio" || !name) return;
    const { form } = target;
    for (const other of (form ?? this.document.body).querySelectorAll("input")) {
      if (other === target || other.type !== "radio" || !other.checked || other.getAttribute("name") !== name || other.form !== form) continue;
      keepSilently(other, "checked", false);
      other.wireVersion++;
    }
  }
}

/** Whatever came to a parent that the host does not have waits for nothing: it is written when the parent is. */
function settle({ parent, placed }: Changes): void {
  for (const child of placed) if (child.parentNode === parent || child.parentNode === null) child.wireArriving = false;
}

/** Set an attribute to what the host has already. */
function keepSilently(element: Element, name: string, value: unknown): void {
  const id = element.wireId;
  element.wireId = NOT_CREATED;
  element.wireSet(name, value);
  element.wireId = id;
}

/** The element of this id in a subtree. */
function within(root: Element, id: NodeId): Element | undefined {
  if (root.wireId === id) return root;
  for (let node = root.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType !== ELEMENT_NODE) continue;
    const found = within(node as Element, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the host has children here that keep their places: parts of a clone, also texts that left it and are empty now. */
function hasStatic(parent: ParentNode): boolean {
  if (parent.wireKept) return true;
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) if (node.wireStatic) return true;
  return false;
}

function misplacedText(text: string, parent: ParentNode): GuestError {
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}\u2026` : text);
  const where = parent.localName === "body" ? "at the top of the document" : `in <${parent.localName}>`;
  return new GuestError("text_not_allowed", `text ${shown} ${where}, which takes no text; put it into an element`);
}
