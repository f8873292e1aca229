// A strict host in a few lines: applies operations to a tree and throws at whatever a receiver would refuse. Tests compare it with
// a fresh mount of the same guest: what was patched must equal what is built anew.

import * as wire from "../src/protocol/generated";

interface HostNode {
  readonly id: number;
  readonly type: string;
  props: Record<string, unknown>;
  text: string;
  parent: HostNode | null;
  children: HostNode[];
}

export class HostTree {
  private readonly nodes = new Map<number, HostNode>();
  private readonly used = new Set<number>([0]);
  readonly root: HostNode = { id: 0, type: "#root", props: {}, text: "", parent: null, children: [] };
  readonly counts: Record<number, number> = {};

  constructor() {
    this.nodes.set(0, this.root);
  }

  apply(operations: readonly unknown[][]): this {
    for (const operation of operations) this.applyOne(operation as unknown as wire.Operation);
    for (const node of this.nodes.values()) if (node.parent === null && node !== this.root) throw new Error(`node ${node.id} was left detached`);
    return this;
  }

  /** The tree without ids, for comparison. */
  picture(node = this.root): unknown {
    if (node.type === wire.TEXT_TYPE) return node.text;
    return [node.type, node.props, ...node.children.map((child) => this.picture(child))];
  }

  find(id: number): HostNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  }

  /** Ids of all nodes of a type, in document order. */
  ids(type: string, node = this.root): number[] {
    return [...(node.type === type ? [node.id] : []), ...node.children.flatMap((child) => this.ids(type, child))];
  }

  get size(): number {
    return this.nodes.size - 1;
  }

  private applyOne(operation: wire.Operation): void {
    this.counts[operation[0]] = (this.counts[operation[0]] ?? 0) + 1;
    switch (operation[0]) {
      case wire.CREATE: {
        const [, id, type, props] = operation;
        if (this.used.has(id)) throw new Error(`node id ${id} was used before`);
        this.used.add(id);
        const text = typeof props === "string" ? props : "";
        this.nodes.set(id, { id, type, props: typeof props === "string" ? {} : { ...props }, text, parent: null, children: [] });
        return;
      }
      case wire.UPDATE: {
        const [, id, props, removed] = operation;
        const node = this.find(id);
        if (Object.keys(props).length + removed.length === 0) throw new Error(`an UPDATE of ${id} that changes nothing`);
        node.props = { ...node.props, ...props };
        delete node.props.valueVersion;
        for (const name of removed) {
          if (!Object.hasOwn(node.props, name)) throw new Error(`prop ${name} removed from ${id}, which does not have it`);
          delete node.props[name];
        }
        return;
      }
      case wire.DELETE: {
        const node = this.find(operation[1]);
        this.detach(node);
        return this.forget(node);
      }
      case wire.APPEND: {
        const [, parent, child] = operation;
        return this.place(this.find(parent), this.find(child), null);
      }
      case wire.INSERT: {
        const [, parent, child, before] = operation;
        return this.place(this.find(parent), this.find(child), this.find(before));
      }
      case wire.REORDER: {
        const [, parent, ids] = operation;
        const node = this.find(parent);
        const children = ids.map((id) => this.find(id));
        if (children.length !== node.children.length || new Set(children).size !== children.length || children.some((child) => child.parent !== node)) {
          throw new Error(`REORDER of ${parent} is no permutation`);
        }
        node.children = children;
        return;
      }
      case wire.TEXT: {
        const node = this.find(operation[1]);
        if (node.type !== wire.TEXT_TYPE) throw new Error(`TEXT of <${node.type}>`);
        node.text = operation[2];
        return;
      }
      case wire.CLEAR: {
        const node = this.find(operation[1]);
        for (const child of node.children) this.forget(child);
        node.children = [];
        return;
      }
      case wire.REF_CALL:
        this.find(operation[1]);
        return;
      default:
        throw new Error(`operation ${String(operation[0])} is not for this test`);
    }
  }

  private place(parent: HostNode, child: HostNode, before: HostNode | null): void {
    for (let node: HostNode | null = parent; node !== null; node = node.parent) if (node === child) throw new Error("a cycle");
    this.detach(child);
    if (before !== null && before.parent !== parent) throw new Error(`${before.id} is no child of ${parent.id}`);
    const at = before === null ? parent.children.length : parent.children.indexOf(before);
    parent.children.splice(at, 0, child);
    child.parent = parent;
  }

  private detach(node: HostNode): void {
    if (node.parent === null) return;
    node.parent.children.splice(node.parent.children.indexOf(node), 1);
    node.parent = null;
  }

  private forget(node: HostNode): void {
    this.nodes.delete(node.id);
    for (const child of node.children) this.forget(child);
  }
}
