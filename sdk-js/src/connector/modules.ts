// Scripts of components that need one, loaded when the page first uses them. A name from the server is looked up in the page's own table.

import { config } from "./page";

export function load(name: string): void {
  const address = new Map(Object.entries(config.modules)).get(name);
  // One that is not there leaves its elements as plain as they are; the browser's console says why.
  if (address) void import(address);
}
