// The host side of the plain design: parses each message and applies its records to a tree of plain objects. It checks nothing.

import { type FunctionReference, type Props, type Record_, ROOT } from "./json_protocol";
import type { PeerHost, Row } from "./host";

interface Node {
  readonly id: number;
  readonly type: string;
  props: Props;
  text: string;
  children: Node[];
}

export class JsonHost implements PeerHost {
  private readonly nodes = new Map<number, Node>([[ROOT, { id: ROOT, type: "root", props: {}, text: "", children: [] }]]);
  private rows: Node | null = null;
  private readonly buttons = new Map<string, Node>();

  constructor(private readonly port: MessagePort) {}

  async start(applied: (records: number) => void): Promise<void> {
    this.port.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const records = JSON.parse(data) as Record_[];
      for (const record of records) this.apply(record);
      applied(records.length);
    });
    this.port.start();
    const root = this.nodes.get(ROOT)!;
    while (root.children.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const [toolbar, rows] = root.children[0]!.children;
    for (const button of toolbar!.children) this.buttons.set(text(button), button);
    this.rows = rows!;
  }

  get count(): number {
    return this.rows!.children.length;
  }

  row(index: number): Row {
    const row = this.rows!.children[index]!;
    const [id, link, remove] = row.children;
    const label = link!.children[0]!;
    return {
      id: text(id!),
      label: text(label),
      chosen: row.props.label === "chosen",
      select: () => this.call(label),
      remove: () => this.call(remove!.children[0]!),
    };
  }

  press(button: string): void {
    this.call(this.buttons.get(button)!);
  }

  private call(node: Node): void {
    this.port.postMessage(JSON.stringify(node.props.onPress as FunctionReference));
  }

  private apply(record: Record_): void {
    const { nodes } = this;
    switch (record.op) {
      case "create":
        nodes.set(record.id, { id: record.id, type: record.type, props: record.props, text: "", children: [] });
        break;
      case "text":
        nodes.set(record.id, { id: record.id, type: "#text", props: {}, text: record.text, children: [] });
        break;
      case "append": {
        const { children } = nodes.get(record.parent)!;
        const child = nodes.get(record.child)!;
        take(children, child);
        children.push(child);
        break;
      }
      case "insert": {
        const { children } = nodes.get(record.parent)!;
        const child = nodes.get(record.child)!;
        take(children, child);
        children.splice(children.indexOf(nodes.get(record.before)!), 0, child);
        break;
      }
      case "remove": {
        const child = nodes.get(record.child)!;
        take(nodes.get(record.parent)!.children, child);
        this.forget(child);
        break;
      }
      case "update": {
        const node = nodes.get(record.id)!;
        node.props = { ...node.props, ...record.props };
        break;
      }
      case "setText":
        nodes.get(record.id)!.text = record.text;
        break;
      case "clear":
        nodes.get(ROOT)!.children = [];
    }
  }

  private forget(node: Node): void {
    this.nodes.delete(node.id);
    for (const child of node.children) this.forget(child);
  }
}

function take(children: Node[], child: Node): void {
  // A child that is new is at no place: those are most, and looking for them would cost the square of their number.
  const at = children[children.length - 1] === child ? children.length - 1 : placed.has(child) ? children.indexOf(child) : -1;
  if (at >= 0) children.splice(at, 1);
  placed.add(child);
}

const placed = new WeakSet<Node>();

function text(node: Node): string {
  return node.children.map((child) => child.text).join("");
}
