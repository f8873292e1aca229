// Scripts that only some pages need, loaded when a page first uses them: those of components, and the connector's own less common parts. A
// name from the server is looked up in the page's own table, and nowhere else.

import { core } from "./core";
import type * as calls from "./modules/core-calls";
import type * as fields from "./modules/core-fields";
import type * as snapshot from "./modules/core-snapshot";
import { config } from "./page";

export interface Parts {
  readonly "core-calls": typeof calls;
  readonly "core-fields": typeof fields;
  readonly "core-snapshot": typeof snapshot;
}

const addresses = new Map(Object.entries(config.modules));

/** Load a module. One that the page does not know leaves its elements as plain as they are. */
export async function load<Name extends keyof Parts>(name: Name): Promise<Parts[Name]>;
export async function load(name: string): Promise<void>;
export async function load(name: string): Promise<unknown> {
  const address = addresses.get(name);
  const module = address && (await import(address));
  // One of the connector's own parts.
  module?.start?.(core());
  return module;
}
