// Gives a guest written in HTML tags the names of a browser that it may use: `document`, `window`, `location`, `localStorage`, the
// classes of nodes and events. Runs once, after globals/install.ts; everything else of a browser stays missing.

import { GuestError } from "../core/guest_error";
import type { Guest } from "../core/guest";
import { Document, DocumentFragment, TemplateElement } from "./document";
import { Element } from "./element";
import { addListener, dispatch, type EventTarget, type Listener, type ListenerValue, removeListener } from "./event_target";
import { CustomEvent, DomEvent, FocusEvent, HashChangeEvent, InputEvent, KeyboardEvent, MouseEvent, SubmitEvent, UIEvent } from "./events";
import { defineHandlers } from "./handlers";
import { Location } from "./location";
import { installMissing, OF_WINDOWS } from "./missing";
import { CharacterData, Comment, Node, Text } from "./node";
import { Recording } from "./recording";
import { Storage, storageObject } from "./storage";

/** Classes that exist so that `instanceof` may ask for them. Nothing is one. */
class SVGElement extends Element {}
class ShadowRoot extends DocumentFragment {}
class MathMLElement extends Element {}
class HTMLHeadElement extends Element {}

class Window implements EventTarget {
  wireListeners: Listener[] | null = null;

  addEventListener(type: string, listener: ListenerValue, options?: unknown): void {
    addListener(this, type, listener, options);
  }

  removeEventListener(type: string, listener: ListenerValue, options?: unknown): void {
    removeListener(this, type, listener, options);
  }

  dispatchEvent(event: DomEvent): boolean {
    return dispatch(this, event);
  }
}

/** Make the document of a realm and everything around it. */
export function installDom(guest: Guest): Recording {
  const target = new Window();
  const location = new Location(guest, target);
  const recording = new Recording(guest, target, (event) => followLink(event, location));
  installMissing();
  defineHandlers(Element.prototype);
  defineHandlers(Document.prototype);
  defineHandlers(Window.prototype);
  const names: Record<string, unknown> = {
    CharacterData, Comment, CustomEvent, Document, DocumentFragment, Element, FocusEvent, HashChangeEvent, InputEvent, KeyboardEvent,
    HTMLHeadElement, MathMLElement, MouseEvent, Node, SVGElement, ShadowRoot, SubmitEvent, Text, UIEvent,
    Event: DomEvent,
    HTMLElement: Element,
    HTMLInputElement: Element,
    HTMLTemplateElement: TemplateElement,
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    dispatchEvent: target.dispatchEvent.bind(target),
    document: recording.document,
    localStorage: storageObject(new Storage(guest)),
  }; // prettier-ignore
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  }
  // `location = "#/all"` goes there, as in browsers.
  Object.defineProperty(globalThis, "location", { configurable: true, get: () => location, set: (to: string) => location.assign(to) });
  const window = windowObject(target);
  for (const name of ["window", "self"]) Object.defineProperty(globalThis, name, { value: window, writable: true, enumerable: false, configurable: true });
  return recording;
}

/** `window`: the global object, but for names of browsers that throw by name, and handlers such as `onhashchange`. */
function windowObject(target: Window): object {
  return new Proxy(globalThis, {
    get: (scope, name) => {
      const missing = typeof name === "string" && !(name in scope) ? OF_WINDOWS.get(name) : undefined;
      if (missing !== undefined) throw new GuestError("unsupported", `window.${String(name)} is not available in a guest: ${missing}`);
      return Reflect.get(isHandler(name, target) ? target : scope, name) as unknown;
    },
    has: (scope, name) => name in scope || isHandler(name, target),
    set: (scope, name, value) => Reflect.set(isHandler(name, target) ? target : scope, name, value),
  });
}

function isHandler(name: string | symbol, target: Window): boolean {
  return typeof name === "string" && name.startsWith("on") && name in target;
}

/** What a press does when nobody prevents it: a link to a fragment goes there. */
function followLink(event: { readonly type: string; readonly target: EventTarget | null }, location: Location): void {
  if (event.type !== "click") return;
  const href = (event.target as Element).closest("a")?.getAttribute("href");
  if (href?.startsWith("#") === true) location.hash = href;
}
