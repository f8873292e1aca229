// What the html preset has: which tags, their attributes and events. Looked up in the table that rill/components/html generates, so
// that guest and host agree; nothing is listed here by hand.

import { ELEMENTS, GLOBAL_ATTRIBUTES, GLOBAL_EVENTS, PREFIXES, type AttributeKind } from "./html_table.generated";

export type { AttributeKind };

export class ElementTable {
  private readonly attributes: Readonly<Record<string, AttributeKind>>;
  private readonly events: Readonly<Record<string, string>>;
  /** Whether anything may be in it: text and elements alike. */
  readonly takesChildren: boolean;
  /** Whether the document itself may need events of such elements: see wire_props.ts. */
  readonly needsMark: boolean;

  constructor(readonly tag: string) {
    const { attributes, events, children } = ELEMENTS[tag]!;
    this.attributes = Object.assign(Object.create(null), GLOBAL_ATTRIBUTES, attributes);
    this.events = Object.assign(Object.create(null), GLOBAL_EVENTS, events);
    this.needsMark = NEED_MARKS.has(tag);
    this.takesChildren = children !== "none";
  }

  /** How an attribute crosses; undefined when it does not. */
  kindOf(name: string): AttributeKind | undefined {
    const kind = this.attributes[name];
    if (kind !== undefined) return kind;
    for (const prefix of PREFIXES) if (name.startsWith(prefix)) return "string";
    return undefined;
  }

  /** The event as the wire names it; undefined when elements of this tag never tell of it. */
  wireEvent(type: string): string | undefined {
    return this.events[type];
  }
}

const NEED_MARKS: ReadonlySet<string> = new Set(["a", "input", "select", "textarea"]);

const tables: Record<string, ElementTable> = Object.create(null);

export function elementOf(tag: string): ElementTable | undefined {
  const known = tables[tag];
  if (known !== undefined) return known;
  if (!Object.hasOwn(ELEMENTS, tag)) return undefined;
  return (tables[tag] = new ElementTable(tag));
}

/** The DOM's name of each event, by the wire's. */
export const EVENT_TYPES: ReadonlyMap<string, string> = new Map(
  [GLOBAL_EVENTS, ...Object.values(ELEMENTS).map(({ events }) => events ?? {})].flatMap((events) => Object.entries(events).map(([type, wire]) => [wire, type] as const)),
);
