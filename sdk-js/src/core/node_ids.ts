// Node ids of a session: they count up from 1 and are never used again, whoever takes them. Nothing else numbers nodes.

import { ID_MAX, type NodeId } from "../protocol/generated";
import { GuestError } from "./guest_error";

export class NodeIds {
  /** What `take` gives next. */
  next: NodeId = 1;

  /** Take `count` ids that follow one another, and return the first: one node, or the nodes of one clone or of a run of clones. */
  take(count: number): NodeId {
    const first = this.next;
    if (first + count - 1 > ID_MAX) throw new GuestError("limit", `a session has at most ${ID_MAX} nodes in its life`);
    this.next = first + count;
    return first;
  }
}
