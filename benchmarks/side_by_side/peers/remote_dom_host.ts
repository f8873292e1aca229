// The host side of remote-dom, as its documentation has it: a RemoteReceiver behind a thread of @quilted/threads.

import { ThreadMessagePort } from "@quilted/threads";
import { RemoteReceiver, type RemoteReceiverElement, type RemoteReceiverNode, type RemoteReceiverText } from "@remote-dom/core/receivers";

import type { PeerHost, Row } from "./host";

interface Connection {
  call(id: string, method: string, ...args: readonly unknown[]): unknown;
  mutate(records: readonly unknown[]): void;
}

interface Guest {
  render(connection: Connection): Promise<void>;
}

export class RemoteDomHost implements PeerHost {
  private readonly receiver = new RemoteReceiver();
  private readonly thread: { imports: Guest };
  private rows: RemoteReceiverElement | null = null;
  private readonly buttons = new Map<string, RemoteReceiverElement>();

  constructor(port: MessagePort) {
    this.thread = new ThreadMessagePort<Guest>(port) as unknown as { imports: Guest };
    port.start();
  }

  async start(applied: (records: number) => void): Promise<void> {
    const { connection } = this.receiver;
    await this.thread.imports.render({
      call: (id, method, ...args) => connection.call(id, method, ...args),
      mutate: (records) => {
        connection.mutate(records as never);
        applied(records.length);
      },
    });
    // The first message may come after the answer.
    while (this.receiver.root.children.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const [toolbar, rows] = children(children(this.receiver.root as never)[0]!);
    for (const button of children(toolbar!)) this.buttons.set(text(button), button);
    this.rows = rows!;
  }

  get count(): number {
    return this.rows!.children.length;
  }

  row(index: number): Row {
    const row = this.rows!.children[index] as RemoteReceiverElement;
    const [id, link, remove] = children(row);
    const label = children(link!)[0]!;
    return {
      id: text(id!),
      label: text(label),
      chosen: row.properties.label === "chosen",
      select: () => void label.eventListeners.press!(),
      remove: () => void children(remove!)[0]!.eventListeners.press!(),
    };
  }

  press(button: string): void {
    void this.buttons.get(button)!.eventListeners.press!();
  }
}

function children(node: { readonly children: readonly RemoteReceiverNode[] }): RemoteReceiverElement[] {
  return node.children as unknown as RemoteReceiverElement[];
}

function text(node: RemoteReceiverElement): string {
  return node.children.map((child) => (child as RemoteReceiverText).data).join("");
}
