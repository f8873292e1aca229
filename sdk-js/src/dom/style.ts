// `element.style`: properties of CSS by name, as text, and what crosses of them. The host decides what it can show; a property that it
// does not know is kept for the guest and named once in a warning.

import type { Element } from "./element";
import { CSS_PROPERTIES } from "./html_table.generated";
import { recording } from "./recording";

/** By name as CSS writes it. Not changed after it is set, so that two can be told apart. */
export type StyleMap = Readonly<Record<string, string>>;

export interface StyleDeclaration {
  cssText: string;
  getPropertyValue(name: string): string;
  setProperty(name: string, value: unknown, priority?: string): void;
  removeProperty(name: string): string;
  [property: string]: unknown;
}

const KNOWN: ReadonlySet<string> = new Set(CSS_PROPERTIES);

export function style(element: Element): StyleDeclaration {
  return new Proxy(new Declaration(element) as unknown as StyleDeclaration, HANDLER);
}

/** The declarations of a `style` attribute. */
export function parseStyle(text: string): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  for (const declaration of String(text).split(";")) {
    const colon = declaration.indexOf(":");
    const value = declaration.slice(colon + 1).trim();
    if (colon > 0 && value !== "") map[declaration.slice(0, colon).trim().toLowerCase()] = value;
  }
  return map;
}

/** What of a style crosses. */
export function wireStyle(map: StyleMap): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const name of Object.keys(map)) {
    const value = map[name]!;
    if (!KNOWN.has(name)) {
      if (!name.startsWith("--")) recording.warn(`style ${name}`, `the style property '${name}' is not shown by any host and was left out`);
    } else if (isPlain(value)) wire[name] = value;
    else recording.warn(`style ${name}: ${value}`, `the style '${name}: ${value.slice(0, 80)}' was left out: values have no url(), quotation marks or the like`);
  }
  return wire;
}

const FUNCTIONS: ReadonlySet<string> = new Set(["rgb", "rgba", "hsl", "hsla", "var", "calc", "min", "max", "clamp", "repeat", "minmax"]);

/** Whether a host takes the value: it ends a session that sends another one. */
function isPlain(value: string): boolean {
  if (value.length > 200 || !/^[A-Za-z0-9 .,#%+*/()_!-]*$/.test(value)) return false;
  for (const [, name] of value.matchAll(/([A-Za-z]*)\(/g)) if (!FUNCTIONS.has(name!)) return false;
  return true;
}

class Declaration {
  constructor(readonly element: Element) {}

  get cssText(): string {
    const map = this.element.wireStyle();
    return Object.keys(map)
      .map((name) => `${name}: ${map[name]!};`)
      .join(" ");
  }

  set cssText(text: string) {
    this.write(parseStyle(text));
  }

  getPropertyValue(name: string): string {
    return this.element.wireStyle()[name] ?? "";
  }

  setProperty(name: string, value: unknown): void {
    const text = value === null || value === undefined ? "" : `${value as string}`.trim();
    const map = this.element.wireStyle();
    if ((map[name] ?? "") === text) return;
    const { [name]: _, ...others } = map;
    this.write(Object.assign(Object.create(null), others, text === "" ? null : { [name]: text }) as Record<string, string>);
  }

  removeProperty(name: string): string {
    const before = this.getPropertyValue(name);
    this.setProperty(name, "");
    return before;
  }

  private write(map: Record<string, string>): void {
    this.element.wireSet("style", Object.keys(map).length === 0 ? null : map);
  }
}

const own: ReadonlySet<string> = new Set(["cssText", "getPropertyValue", "setProperty", "removeProperty"]);

// Every name is a property of CSS, so that frameworks which look for prefixes find the plain one.
const HANDLER: ProxyHandler<StyleDeclaration> = {
  has: (_, name) => typeof name === "string",
  get: (target, name) => {
    if (typeof name !== "string") return undefined;
    if (!own.has(name)) return target.getPropertyValue(kebab(name));
    const value = target[name];
    return typeof value === "function" ? value.bind(target) : value;
  },
  set: (target, name, value) => {
    if (name === "cssText") target.cssText = value as string;
    else target.setProperty(kebab(String(name)), value);
    return true;
  },
};

function kebab(name: string): string {
  return name === "cssFloat" ? "float" : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
