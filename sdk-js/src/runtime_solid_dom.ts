// Entry of the unit `rill:runtime/solid-dom`: Solid with the DOM output of its own compiler, unchanged, on the recording document. All
// that joins the two is here.

import { guest, domRenderer, recording } from "./dom/start";

import * as Solid from "solid-js";
import * as Store from "solid-js/store";
import * as Web from "solid-js/web";

import { link, type ModuleTable } from "./core/modules";
import { Element } from "./dom/element";
import * as Host from "./dom/host";

// Solid keeps listeners as properties of their elements, `$$click`, and hears of all events at the document. The host must know which
// elements listen.
for (const type of Web.DelegatedEvents) {
  const kept = `wire$$${type}`;
  Object.defineProperty(Element.prototype, `$$${type}`, {
    configurable: true,
    get(this: Record<string, unknown>) {
      return this[kept];
    },
    set(this: Element & Record<string, unknown>, listener: unknown) {
      this[kept] = listener;
      recording.listening(this, type, listener !== null && listener !== undefined, listener);
    },
  });
}

const modules: ModuleTable = new Map<string, unknown>([
  ["solid-js", Solid],
  ["solid-js/store", Store],
  ["solid-js/web", Web],
  ["rill/host", Host],
]);

const { body } = recording.document;
let dispose: (() => void) | null = null;
const renderer = domRenderer(
  (component: Solid.Component, props) => {
    dispose = Web.render(() => Solid.createComponent(component, props), body as never);
  },
  () => dispose?.(),
);

guest.install(renderer, (bundle, name) => link(bundle, name, modules, (value) => typeof value === "function"));
