// What of an element's attributes crosses, and as what. A host never sees an attribute that its preset does not have; the guest's
// author is told of each once.

import type { Element } from "./element";
import type { AttributeKind, ElementTable } from "./html_table";
import { recording } from "./recording";
import { parseStyle, type StyleMap, wireStyle } from "./style";

/** How an attribute of this tag crosses. Undefined, and one warning, where it does not. */
export function crossing(table: ElementTable | null, name: string): AttributeKind | undefined {
  if (table === null) return undefined;
  const kind = table.kindOf(name);
  if (kind === undefined && name !== "key" && !name.startsWith("on") && !name.startsWith("data-")) {
    recording.warn(`${table.tag} ${name}`, `<${table.tag}> has no attribute '${name}' in a guest: it was left out (docs/html.md lists what there is)`);
  }
  return kind;
}

/** The value of an attribute as a prop. Undefined where the text is none of the attribute's values: browsers ignore it, too. */
export function wireValue(kind: AttributeKind, value: unknown): unknown {
  switch (kind) {
    case "string":
      return typeof value === "string" ? value : "";
    case "boolean":
      return value !== false;
    case "integer":
    case "number": {
      const text = `${value as string}`.trim();
      const number = text === "" ? NaN : Number(text);
      if (!Number.isFinite(number)) return undefined;
      return (kind === "integer" ? Math.trunc(number) : number) + 0;
    }
    case "style":
      return wireStyle(typeof value === "string" ? parseStyle(value) : (value as StyleMap));
  }
}

/** Everything of an element that crosses when it is created by itself. */
export function wireProps(element: Element): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  const { table, attributes } = element.wireOrigin;
  const put = (name: string, value: unknown): void => {
    delete props[name];
    if (value === null) return;
    const kind = crossing(table, name);
    const wire = kind === undefined ? undefined : wireValue(kind, value);
    if (wire !== undefined) props[name] = wire;
  };
  for (let i = 0; i < attributes.length; i += 2) put(attributes[i]!, attributes[i + 1]!);
  const own = element.wireAttributes;
  for (let i = 0; i < own.length; i += 2) put(own[i] as string, own[i + 1]);
  for (const mark of marksOf(element).split(" ")) if (mark !== "") props[mark] = recording.policy(element, mark) ?? true;
  return props;
}

/** The events that the host is to tell of: those that somebody listens for, and those that the document itself needs. */
export function marksOf(element: Element): string {
  const own = element.wireMarks;
  if (element.wireOrigin.table?.needsMark !== true) return own;
  const needed = neededMark(element.wireOrigin.tag, element);
  if (needed === "" || hasMark(own, needed)) return own;
  return own === "" ? needed : `${own} ${needed}`;
}

export function hasMark(marks: string, mark: string): boolean {
  return marks === mark || (marks !== "" && ` ${marks} `.includes(` ${mark} `));
}

/**
 * What a field holds must be known when the guest reads `input.value`, whoever listens; and a link to a fragment changes
 * `location.hash` in the guest.
 */
function neededMark(tag: string, element: { getAttribute(name: string): string | null }): string {
  switch (tag) {
    case "input": {
      const type = element.getAttribute("type");
      if (type === "checkbox" || type === "radio") return "onChange";
      return type === "button" || type === "submit" || type === "reset" || type === "hidden" ? "" : "onInput";
    }
    case "textarea":
      return "onInput";
    case "select":
      return "onChange";
    case "a":
      return element.getAttribute("href")?.startsWith("#") === true ? "onClick" : "";
    default:
      return "";
  }
}

/** As `marksOf`, of an element that nobody has looked at: it is what its template says. */
export function neededByOrigin(tag: string, attributes: readonly string[]): string {
  return neededMark(tag, { getAttribute: (name) => attributes[attributes.findIndex((one, at) => at % 2 === 0 && one === name) + 1] ?? null });
}
