// The elements of the benchmark as remote-dom has them, and how a guest of it begins: the same for Preact and React.

import "@remote-dom/core/polyfill";

import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";

import { ThreadMessagePort } from "@quilted/threads";
import { BatchingRemoteConnection, createRemoteElement, RemoteRootElement } from "@remote-dom/core/elements";

export const UiRow = createRemoteElement({ properties: { label: { type: String } } });
export const UiColumn = createRemoteElement({});
export const UiText = createRemoteElement({});
export const UiView = createRemoteElement({});
export const UiDivider = createRemoteElement({});
export const UiLink = createRemoteElement({ events: ["press"] });
export const UiButton = createRemoteElement({ properties: { icon: { type: String }, label: { type: String } }, events: ["press"] });

const ELEMENTS = {
  "remote-root": RemoteRootElement,
  "ui-row": UiRow,
  "ui-column": UiColumn,
  "ui-text": UiText,
  "ui-view": UiView,
  "ui-divider": UiDivider,
  "ui-link": UiLink,
  "ui-button": UiButton,
} as const;

/** Define the elements and wait for a host; `mount` is given the root once it is connected. */
export function serve(mount: (root: Element) => void): void {
  for (const [name, type] of Object.entries(ELEMENTS)) customElements.define(name, type as never);
  const port = workerData as MessagePort;
  new ThreadMessagePort(port, {
    exports: {
      async render(connection: never): Promise<void> {
        const root = document.createElement("remote-root") as unknown as InstanceType<typeof RemoteRootElement>;
        root.connect(new BatchingRemoteConnection(connection) as never);
        mount(root as never);
      },
    },
  } as never);
  port.start();
  parentPort!.on("message", () => parentPort!.postMessage(getHeapStatistics()));
}
