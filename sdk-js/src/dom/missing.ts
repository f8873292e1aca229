// What of the DOM a guest does not have, by name: reading or calling it throws a GuestError that says so. Listed, and not caught by a
// proxy around every node, because that would cost something at every access. A name that is in no list is undefined, as in browsers.

import { GuestError } from "../core/guest_error";
import { Document } from "./document";
import { Element } from "./element";
import { Node } from "./node";

const LAYOUT = "layout is the host's, and a guest cannot measure it";
const SHADOW = "there are no shadow trees in a guest";
const HTML = "use insertBefore, append or innerHTML";

const OF_ELEMENTS: readonly (readonly [reason: string, properties: string, methods: string])[] = [
  [
    LAYOUT,
    "offsetWidth offsetHeight offsetTop offsetLeft offsetParent clientWidth clientHeight clientTop clientLeft scrollWidth scrollHeight scrollTop scrollLeft",
    "getBoundingClientRect getClientRects scrollTo scrollBy scroll computedStyleMap checkVisibility",
  ],
  [SHADOW, "shadowRoot assignedSlot part", "attachShadow attachInternals"],
  ["animation is the host's; use timers", "", "animate getAnimations"],
  ["the pointer is the host's", "", "setPointerCapture releasePointerCapture hasPointerCapture requestPointerLock requestFullscreen"],
  [HTML, "innerText outerText", "insertAdjacentHTML insertAdjacentText"],
  ["use getAttribute and setAttribute", "", "getAttributeNode setAttributeNode removeAttributeNode getAttributeNS hasAttributeNS"],
  ["use querySelectorAll", "", "getElementsByTagName getElementsByClassName"],
  ["use the element's `value`", "files list selectionStart selectionEnd selectionDirection validity willValidate", "setRangeText checkValidity setCustomValidity showPicker stepUp stepDown"],
  ["text is edited in fields", "contentEditable isContentEditable", ""],
  ["use hidden, or an element that is not there", "popover", "showPopover hidePopover togglePopover"],
];

const OF_DOCUMENTS: readonly (readonly [reason: string, properties: string, methods: string])[] = [
  ["a guest has no cookies; keep it in localStorage, or ask the host", "cookie", ""],
  ["a guest has no address but location.hash", "URL documentURI baseURI domain referrer lastModified", ""],
  ["a guest has no style sheets; use the style attribute", "styleSheets adoptedStyleSheets fonts", ""],
  ["use querySelectorAll", "forms images links scripts anchors all", "getElementsByName"],
  [LAYOUT, "scrollingElement", "elementFromPoint elementsFromPoint caretPositionFromPoint"],
  ["walk with firstChild and nextSibling", "", "createTreeWalker createNodeIterator createRange getSelection evaluate"],
  ["return elements from components, or use innerHTML", "", "write writeln open close execCommand"],
  ["there are no attribute nodes in a guest", "", "createAttribute createAttributeNS createCDATASection createProcessingInstruction"],
];

const OF_NODES: readonly (readonly [reason: string, properties: string, methods: string])[] = [
  ["texts that meet stay as they are", "wholeText", "normalize splitText"],
  ["a guest's nodes are compared by ===", "", "isEqualNode lookupPrefix lookupNamespaceURI isDefaultNamespace"],
];

/** All of these names, and those of windows below: docs/dom.md lists them. */
export const missingNames = (): string[] => [
  ...[...OF_ELEMENTS, ...OF_DOCUMENTS, ...OF_NODES].flatMap(([, properties, methods]) => [...words(properties), ...words(methods)]),
  ...OF_WINDOWS.keys(),
];

export function installMissing(): void {
  define(Element.prototype, OF_ELEMENTS, (node) => `${(node as Partial<Element>).wireOrigin?.tag ?? "element"}.`);
  define(Document.prototype, OF_DOCUMENTS, () => "document.");
  define(Node.prototype, OF_NODES, () => "node.");
}

function define(
  prototype: object,
  lists: readonly (readonly [reason: string, properties: string, methods: string])[],
  owner: (node: object) => string,
): void {
  for (const [reason, properties, methods] of lists) {
    for (const name of words(properties)) {
      const refuse = function (this: object): never {
        throw new GuestError("unsupported", `${owner(this)}${name} is not available in a guest: ${reason}`);
      };
      Object.defineProperty(prototype, name, { configurable: true, get: refuse, set: refuse });
    }
    for (const name of words(methods)) {
      const value = function (this: object): never {
        throw new GuestError("unsupported", `${owner(this)}${name}() is not available in a guest: ${reason}`);
      };
      Object.defineProperty(prototype, name, { configurable: true, writable: true, value });
    }
  }
}

/** Names on `window` that throw when they are read there. As plain names they are not defined, and the error gives advice. */
export const OF_WINDOWS: ReadonlyMap<string, string> = new Map<string, string>(
  (
    [
      [LAYOUT, "innerWidth innerHeight outerWidth outerHeight scrollX scrollY pageXOffset pageYOffset screen devicePixelRatio visualViewport"],
      [LAYOUT, "getComputedStyle matchMedia scroll scrollTo scrollBy ResizeObserver IntersectionObserver"],
      ["changes are the guest's own; nothing observes them", "MutationObserver"],
      ["use location.hash", "history navigation"],
      ["use setTimeout", "requestAnimationFrame cancelAnimationFrame requestIdleCallback cancelIdleCallback"],
      ["a guest has no network; call a host function", "fetch XMLHttpRequest WebSocket EventSource"],
      ["send the host a message instead", "alert confirm prompt open print postMessage opener"],
      ["use localStorage", "sessionStorage indexedDB caches"],
      ["ask the host", "navigator clipboardData speechSynthesis"],
      ["there are no custom elements in a guest", "customElements"],
      ["read HTML with innerHTML", "DOMParser XMLSerializer"],
      ["a form's fields come with its submit event", "FormData"],
    ] as const
  ).flatMap(([reason, names]) => words(names).map((name) => [name, reason] as const)),
);

function words(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}
