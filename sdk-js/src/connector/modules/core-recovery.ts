// What happens when the server says the whole of what is to be seen, has lost the session, or lets go of it. A part of the connector, for pages
// that were away for long or read too slowly.

import type { Core } from "../core";
import type { Guest } from "../guest";
import type { Operation } from "../operations";
import { order } from "./shared/order";

/** A page that was only just loaded is not loaded again: two versions of a server behind one address would do so for ever. */
const RELOAD_MS_MIN = 10_000;

let core: Core;

export function start(given: Core): void {
  core = given;
}

// -- SNAPSHOT ----------------------------------------------------------------------------------------------------------------------

/** Become what a SNAPSHOT says. It is made aside, and what stands becomes like it without losing focus, scroll or what was typed. */
export function applySnapshot(guest: Guest, operations: readonly Operation[]): void {
  core.index(guest);
  const before = { ...guest };
  guest.nodes = new Map();
  guest.templates = new Map();
  guest.rules.replaceSync("");
  core.setKey(guest, 0, guest.root.cloneNode());
  const settle = (fresh: Node): Node => {
    const id = core.keyOf(fresh)!;
    let node = core.lookUp(before, id);
    if (node?.nodeName === fresh.nodeName) become(node, fresh, settle);
    else {
      node = fresh;
      settleInside(fresh, settle);
    }
    core.setKey(guest, id, node);
    return node;
  };
  core.apply(guest, core.parts["core-elements"]!.draft, operations, () => settle(guest.nodes.get(0)!));
  guest.root.removeAttribute("data-rill-reset");
  const { saved } = guest;
  guest.saved = undefined;
  if (saved) core.parts["core-fields"]?.restoreFields(guest, saved);
}

/** Make a node become like another of its kind, with all in it. Children that are nodes are found again by their ids, others by their places. */
function become(old: Node, fresh: Node, settle: (fresh: Node) => Node): void {
  if (!isElement(old)) {
    core.setText(old, fresh.nodeValue!);
    return;
  }
  core.parts["core-elements"]!.morphAttributes(old, fresh as Element);
  if (old.localName === "textarea") return;
  const rest = [...old.childNodes].filter((child) => core.keyOf(child) === undefined && !core.isForeign(child));
  const children = [...fresh.childNodes].map((child) => {
    if (core.keyOf(child) !== undefined) return settle(child);
    const at = rest.findIndex((other) => other.nodeName === child.nodeName);
    if (at < 0) {
      settleInside(child, settle);
      return child;
    }
    const [found] = rest.splice(at, 1) as [ChildNode];
    become(found, child, settle);
    return found;
  });
  order(core, old, children);
}

/** An element that is new may have nodes in it that are not. */
function settleInside(element: Node, settle: (fresh: Node) => Node): void {
  for (const child of [...element.childNodes]) {
    if (core.keyOf(child) === undefined) settleInside(child, settle);
    else {
      const settled = settle(child);
      if (settled !== child) child.replaceWith(settled);
    }
  }
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

// -- WELCOME to another session, GOODBYE -------------------------------------------------------------------------------------------

/** The guest is that of another session now: what was done to nodes of the old one means nothing, but for what was written. */
export function reset(guest: Guest): void {
  guest.saved ??= core.parts["core-fields"]?.saveFields(guest);
  guest.versions.clear();
  core.parts["core-pace"]?.forget(guest);
  guest.queue = [];
  core.parts["core-calls"]?.forget(guest);
  guest.sequence = -1;
}

/** The server lets go of a guest. */
export function leave(guest: Guest, reason: string, message: string): void {
  guest.isLive = false;
  if (reason === "draining" || reason === "full") core.drop();
  else if (reason === "idle" || reason === "taken") {
    // Until the person is back.
    core.close();
    core.show(guest, reason, message);
  } else if (/^(version|gone)$/.test(reason) && performance.now() > RELOAD_MS_MIN) location.reload();
  else {
    guest.isOver = true;
    core.show(guest, reason, message);
    guest.root.toggleAttribute("inert", true);
    if (core.guests.every(({ isOver }) => isOver)) core.close();
  }
}
