// Scripts that only some pages need, loaded when a page first uses them: those of components, and the connector's own less common parts. A
// name from the server is looked up in the page's own table, and nowhere else.

import { core } from "./core";
import type * as calls from "./modules/core-calls";
import type * as elements from "./modules/core-elements";
import type * as fields from "./modules/core-fields";
import type * as pace from "./modules/core-pace";
import type * as recovery from "./modules/core-recovery";
import { config } from "./page";

interface Parts {
  "core-calls": typeof calls;
  "core-elements": typeof elements;
  "core-fields": typeof fields;
  "core-pace": typeof pace;
  "core-recovery": typeof recovery;
}

/** Those of the connector's own parts that are there. */
export const parts: Partial<Parts> = {};

const addresses = new Map(Object.entries(config.modules));

/** Load a module, until it is there. One that the page does not know leaves its elements as plain as they are. */
export async function load(name: string, attempt = 0): Promise<void> {
  const address = addresses.get(name);
  if (!address || name in parts) return;
  try {
    // A browser remembers that an address failed, so the next attempt has another one.
    const module = await import(address + (attempt ? "?" + attempt : ""));
    parts[name as keyof Parts] = module;
    module.start?.(core());
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
    await load(name, attempt + 1);
  }
}
