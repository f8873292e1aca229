// What an element is before anybody changes it: its tag, and for elements of a template their attributes and children too. Origins
// are shared by all elements that came from the same place; nothing in them changes after they are made.

import { GuestError } from "../core/guest_error";
import { elementOf, type ElementTable } from "./html_table";
import type { Shape } from "./shapes";

export class Origin {
  /** Shapes that elements of this origin had when they were written, latest first: see shapes.ts. */
  readonly shapes: Shape[] = [];
  /** Nodes on the wire, with this one. Comments have none. */
  readonly size: number;
  /** As the DOM's `nodeType`; 0 for elements with a class of their own. */
  readonly nodeType: number;

  constructor(
    /** The tag in lower case; `#text` and `#comment` for those. */
    readonly tag: string,
    readonly table: ElementTable | null,
    /** Name and value by turns, as they were written. */
    readonly attributes: readonly string[],
    readonly children: readonly Origin[],
    readonly text: string,
    /** Whether it stands in a template: then elements of it are clones, which make their inner nodes only when asked. */
    readonly isTemplate: boolean,
  ) {
    this.nodeType = tag === "#text" ? 3 : tag === "#comment" ? 8 : tag === "template" ? 0 : 1;
    let size = tag === "#comment" ? 0 : 1;
    for (const child of children) size += child.size;
    this.size = size;
  }
}

const NONE: readonly never[] = Object.freeze([]);
const plain: Record<string, Origin> = Object.create(null);

/** The origin of elements that `createElement` makes. Refuses tags that guests do not have. */
export function originOf(tag: string): Origin {
  return (plain[tag] ??= new Origin(tag, tableOf(tag), NONE, NONE, "", false));
}

/** The origin of a tag that was made before, and is written as it is kept. */
export function knownOrigin(tag: string): Origin | undefined {
  return plain[tag];
}

export function templateElement(tag: string, attributes: readonly string[], children: readonly Origin[]): Origin {
  return new Origin(tag, tableOf(tag), attributes, children, "", true);
}

export function templateText(text: string): Origin {
  return new Origin("#text", null, NONE, NONE, text, true);
}

export function templateComment(text: string): Origin {
  return new Origin("#comment", null, NONE, NONE, text, true);
}

function tableOf(tag: string): ElementTable {
  const table = elementOf(tag);
  if (table !== undefined) return table;
  const reason = REFUSED.get(tag) ?? "it is not among the elements of the html preset (docs/html.md)";
  throw new GuestError("unknown_component", `<${tag.slice(0, 60)}> is not available in a guest: ${reason}`);
}

const LOADS = "a guest loads nothing; bundle it, or ask the host";
const DRAWS = "a guest draws with elements, not with pixels or vectors";
const STYLES = "a guest has no style sheets; use the style attribute";

/** Why tags are missing that authors are likely to try. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["script", "a guest's code is its bundle"],
  ["style", STYLES],
  ["link", STYLES],
  ["iframe", LOADS],
  ["frame", LOADS],
  ["object", LOADS],
  ["embed", LOADS],
  ["base", LOADS],
  ["audio", LOADS],
  ["video", LOADS],
  ["svg", DRAWS],
  ["canvas", DRAWS],
  ["math", DRAWS],
  ["slot", "there are no shadow trees in a guest"],
]);
