// A SNAPSHOT: the whole of what is to be seen, made aside, and what stands becomes like it without losing focus, scroll or what was typed. A
// part of the connector, for those who were away for long or read too slowly.

import type { Core } from "../core";
import type { Guest } from "../guest";
import type { Settle } from "../morph";
import type { Operation } from "../operations";

let core: Core;

export function start(given: Core): void {
  core = given;
}

export function applySnapshot(guest: Guest, operations: readonly Operation[]): void {
  const { keyOf, lookUp, setKey } = core;
  core.index(guest);
  const before = { ...guest };
  guest.nodes = new Map();
  guest.templates = new Map();
  guest.rules.replaceSync("");
  setKey(guest, 0, guest.root.cloneNode());
  const settle: Settle = (fresh) => {
    const id = keyOf(fresh)!;
    let node = lookUp(before, id);
    if (node?.nodeName !== fresh.nodeName) {
      node = fresh;
      core.settleInside(fresh, settle);
    } else if (node.nodeType === 1) core.morphElement(node as Element, fresh as Element, false, settle);
    else core.setText(node, fresh.nodeValue!);
    setKey(guest, id, node!);
    return node!;
  };
  core.apply(guest, core.draft, operations, () => settle(guest.nodes.get(0)!));
  guest.root.removeAttribute("data-rill-reset");
}
