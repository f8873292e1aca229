// Which props take elements, such as a Card's `header`: they cross as nodes and not in props, as children of type Slot (PROTOCOL 2).
// Names only; how each framework makes the slots is its SDK's.

import { COMPONENT_METADATA } from "./components.generated";

/**
 * Names of those props, by component; components of a host are added when a guest names them. An object without a prototype, and not a
 * Map: it is asked for every element that is made, and the engine finds a property without a call.
 */
export const ELEMENT_PROPS: Record<string, readonly string[] | undefined> = Object.create(null);
for (const [type, { elements }] of COMPONENT_METADATA) if (elements !== undefined) ELEMENT_PROPS[type] = elements;

export function declareElementProps(type: string, names: readonly string[]): void {
  ELEMENT_PROPS[type] = [...names];
}
