// `element.dataset`: the `data-*` attributes by their names in camel case.

import type { Element } from "./element";

const attribute = (name: string): string => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const property = (name: string): string => name.slice(5).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export function dataset(element: Element): Record<string, string> {
  return new Proxy(Object.create(null) as Record<string, string>, {
    get: (_, name) => (typeof name === "string" ? (element.getAttribute(attribute(name)) ?? undefined) : undefined),
    has: (_, name) => typeof name === "string" && element.hasAttribute(attribute(name)),
    set: (_, name, value) => {
      element.setAttribute(attribute(String(name)), value);
      return true;
    },
    deleteProperty: (_, name) => {
      element.removeAttribute(attribute(String(name)));
      return true;
    },
    ownKeys: () => element.getAttributeNames().filter((name) => name.startsWith("data-")).map(property),
    getOwnPropertyDescriptor: (_, name) => {
      const value = element.getAttribute(attribute(String(name)));
      return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  });
}
