// Refs: what `ref={...}` receives is a handle by which the guest calls the methods of a component.

import { onCleanup, untrack } from "solid-js";

import { GuestError } from "../core/guest_error";
import type { NodeHandle } from "../core/remote_ref";
import { RemoteRef } from "../core/remote_ref";
import type { NodeId } from "../protocol/generated";
import { currentGuest } from "../sdk/current_guest";
import { isClone, type CloneNode, type ElementNode } from "./host_nodes";

/** A node of a clone, or an element, as a ref knows it. */
class Handle implements NodeHandle {
  constructor(
    private readonly node: CloneNode | ElementNode,
    private readonly index: number,
  ) {}

  get id(): NodeId {
    return this.node.id === 0 ? 0 : this.node.id + this.index;
  }

  get type(): string {
    return isClone(this.node) ? this.node.template.nodes[this.index]!.type : this.node.type;
  }

  get created(): boolean {
    return this.node.id !== 0;
  }

  // What the host has forgotten has no id, and may be drawn again.
  get deleted(): boolean {
    return false;
  }
}

/** Give a ref prop its node, at once as in Solid. A ref object lets go of it with its owner. */
export function giveRef(ref: unknown, node: CloneNode | ElementNode, index: number): void {
  const remote = new RemoteRef(currentGuest(), new Handle(node, index));
  if (typeof ref === "function") untrack(() => (ref as (remote: RemoteRef) => void)(remote));
  else if (isRefObject(ref)) giveRefObject(ref, remote);
  else {
    const problem = `ref of <${node.type}> must be a variable, a function or what useRemoteRef() returns, got ${typeof ref}`;
    throw new GuestError("value", problem);
  }
}

export function isRefObject(ref: unknown): ref is { current: unknown } {
  return typeof ref === "object" && ref !== null && "current" in ref;
}

export function giveRefObject(ref: { current: unknown }, remote: RemoteRef): void {
  ref.current = remote;
  onCleanup(() => {
    if (ref.current === remote) ref.current = null;
  });
}
