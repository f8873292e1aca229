// What elements are made of on the wire: see WebOperation.

import type { Value } from "./messages";

export type Attributes = { readonly [name: string]: Value } | null;
export type Shape = readonly [tag: string, attributes?: Attributes, children?: readonly Child[] | null];
/** A node with an id: an element, or a text. */
export type Item = readonly [id: number, tag: string, attributes: Attributes, children?: readonly Child[] | null] | readonly [id: number, text?: string];
/** A text that never changes, a shape, an item, or the place of the children. */
export type Child = string | Shape | Item | 0;
