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
  /** Of the root of a clone: what it is a clone of. Of a node inside a clone: that it keeps its place. */
  template: HostTemplate | null;
  readonly fixed: boolean;
}

interface HostTemplate {
  readonly tree: wire.TemplateTree;
  readonly slots: readonly wire.Slot[];
}

export class HostTree {
  private readonly nodes = new Map<number, HostNode>();
  private readonly used = new Set<number>([0]);
  private readonly templates = new Map<number, HostTemplate>();
  readonly root: HostNode = { id: 0, type: "#root", props: {}, text: "", parent: null, children: [], template: null, fixed: false };
  readonly counts: Record<number, number> = {};
  /** Nodes that were taken out by REMOVE, and may come back. */
  private readonly kept = new Set<HostNode>();

  constructor() {
    this.nodes.set(0, this.root);
  }

  apply(operations: readonly unknown[][]): this {
    for (const operation of operations) this.applyOne(operation as unknown as wire.Operation);
    for (const node of this.nodes.values()) if (node.parent === null && node !== this.root && !this.kept.has(node)) throw new Error(`node ${node.id} was left detached`);
    return this;
  }

  /** The tree without ids and empty texts, for comparison. */
  picture(node = this.root): unknown {
    if (node.type === wire.TEXT_TYPE) return node.text;
    return [node.type, node.props, ...node.children.map((child) => this.picture(child)).filter((child) => child !== "")];
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
        if (typeof props === "string") this.make(id, type, {}, props, false);
        else this.make(id, type, { ...props }, "", false);
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
        this.refuseFixed(node);
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
      case wire.REMOVE: {
        const [, parent, child] = operation;
        const node = this.find(child);
        if (node.parent !== this.find(parent)) throw new Error(`${child} is no child of ${parent}`);
        this.detach(node);
        this.kept.add(node);
        return;
      }
      case wire.REORDER: {
        const [, parent, ids] = operation;
        const node = this.find(parent);
        const children = ids.map((id) => this.find(id));
        if (children.length !== node.children.length || new Set(children).size !== children.length || children.some((child) => child.parent !== node)) {
          throw new Error(`REORDER of ${parent} is no permutation`);
        }
        for (const child of children) this.refuseFixed(child);
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
        for (const child of node.children) {
          this.refuseFixed(child);
          this.forget(child);
        }
        node.children = [];
        return;
      }
      case wire.REMOVE: {
        const [, parent, child] = operation;
        const node = this.find(child);
        if (node.parent !== this.find(parent)) throw new Error(`${child} is no child of ${parent}`);
        this.refuseFixed(node);
        return this.detach(node);
      }
      case wire.TEMPLATE: {
        const [, id, tree, slots] = operation;
        if (this.templates.has(id)) throw new Error(`template ${id} is defined twice`);
        this.templates.set(id, { tree, slots });
        return;
      }
      case wire.CLONE: {
        const [, template, base, values] = operation;
        this.clone(this.templates.get(template)!, base, values);
        return;
      }
      case wire.CLONES: {
        const [, id, base, count, parent, before, columns] = operation;
        const template = this.templates.get(id)!;
        if (columns.length !== template.slots.length || columns.some((column) => column.length !== count)) throw new Error("columns of a wrong length");
        let next = base;
        for (let k = 0; k < count; k++) {
          const node = this.clone(template, next, columns.map((column) => column[k]));
          next += sizeOf(template.tree);
          this.place(this.find(parent), node, before === null ? null : this.find(before));
        }
        return;
      }
      case wire.PATCH: {
        const [, base, slot, value] = operation;
        const { template } = this.find(base);
        if (template?.slots[slot] === undefined) throw new Error(`PATCH of slot ${slot} of ${base}, which has none`);
        this.fill(base, template.slots[slot], value);
        return;
      }
      case wire.REF_CALL:
        this.find(operation[1]);
        return;
      default:
        throw new Error(`operation ${String(operation[0])} is not for this test`);
    }
  }

  private make(id: number, type: string, props: Record<string, unknown>, text: string, fixed: boolean): HostNode {
    if (this.used.has(id)) throw new Error(`node id ${id} was used before`);
    this.used.add(id);
    const node: HostNode = { id, type, props, text, parent: null, children: [], template: null, fixed };
    this.nodes.set(id, node);
    return node;
  }

  private clone(template: HostTemplate, base: number, values: readonly unknown[]): HostNode {
    let next = base;
    const build = (tree: wire.TemplateTree): HostNode => {
      const id = next++;
      if (tree[0] === wire.TEXT_TYPE) return this.make(id, wire.TEXT_TYPE, {}, tree[1] as string, id !== base);
      const [type, props, children] = tree as readonly [string, Record<string, unknown>, readonly wire.TemplateTree[]];
      const node = this.make(id, type, { ...props }, "", id !== base);
      for (const child of children) this.place(node, build(child), null);
      return node;
    };
    const root = build(template.tree);
    root.template = template;
    if (values.length !== template.slots.length) throw new Error(`a clone with ${values.length} values for ${template.slots.length} slots`);
    template.slots.forEach((slot, at) => this.fill(base, slot, values[at]));
    return root;
  }

  private fill(base: number, [kind, index, name]: wire.Slot, value: unknown): void {
    const node = this.find(base + index);
    if (kind === wire.SLOT_CHILDREN) {
      if (value !== null) throw new Error("a value for a children slot");
    } else if (kind === wire.SLOT_TEXT) {
      if (typeof value !== "string" || node.type !== wire.TEXT_TYPE) throw new Error(`a text slot of <${node.type}> holds a ${typeof value}`);
      node.text = value;
    } else if (value === undefined || (kind === wire.SLOT_EVENT && value === null)) delete node.props[name!];
    else node.props[name!] = value;
  }

  private refuseFixed(node: HostNode): void {
    if (node.fixed) throw new Error(`node ${node.id} is a static part of a clone and keeps its place`);
  }

  private place(parent: HostNode, child: HostNode, before: HostNode | null): void {
    for (let node: HostNode | null = parent; node !== null; node = node.parent) if (node === child) throw new Error("a cycle");
    if (child.parent !== null) this.refuseFixed(child);
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

function sizeOf(tree: wire.TemplateTree): number {
  if (tree[0] === wire.TEXT_TYPE) return 1;
  return (tree as readonly [string, unknown, readonly wire.TemplateTree[]])[2].reduce((size, child) => size + sizeOf(child), 1);
}
