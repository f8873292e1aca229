// What the guest knows of the fields that a person writes in: the version that each one reported last (PROTOCOL 2, "Inputs"), and
// which of them told of a change in this turn. Kept by node id, so that nodes that are no fields cost nothing.

import type { NodeId } from "../protocol/generated";
import { sameValue } from "./values";

export class Inputs {
  private readonly versions = new Map<NodeId, number>();
  // Fields whose change event came in this turn, with the value that they then held.
  private readonly reported = new Map<NodeId, unknown>();

  /** Note what an event says of its field. Events of other kinds carry no version. */
  note(id: NodeId, change: unknown): void {
    if (typeof change !== "object" || change === null || !Object.hasOwn(change, "version")) return;
    const { version, value } = change as { version: unknown; value?: unknown };
    if (typeof version !== "number" || !(version >= this.version(id))) return;
    this.versions.set(id, version);
    if (Object.hasOwn(change, "value")) this.reported.set(id, value);
  }

  /** The last version that a field reported; 0 if it never did, and then a write of its value needs none. */
  version(id: NodeId): number {
    return this.versions.size === 0 ? 0 : (this.versions.get(id) ?? 0);
  }

  /** The guest wrote the field's value itself: there is nothing to restore. */
  wrote(id: NodeId): void {
    this.reported.delete(id);
  }

  /** The nodes `first` to `first + count - 1` are gone. */
  forget(first: NodeId, count: number): void {
    if (this.versions.size === 0) return;
    for (let id = first; id < first + count; id++) {
      this.versions.delete(id);
      this.reported.delete(id);
    }
  }

  /**
   * Write `value` again for each controlled field that holds something else: the guest heard of a change and kept its own value, so
   * no prop changed and without this write the field would show what the guest refused. Called once, when the turn has settled.
   *
   * Args:
   *   own: the value that the guest gives the field, or undefined or null when it leaves that to the field.
   */
  restore(own: (id: NodeId) => unknown, write: (id: NodeId, value: unknown) => void): void {
    for (const [id, held] of this.reported) {
      const value = own(id);
      if (value !== undefined && value !== null && !sameValue(value, held)) write(id, value);
    }
    this.reported.clear();
  }
}
