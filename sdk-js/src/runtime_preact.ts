// Entry of the unit `rill:runtime/preact`: Preact, unchanged, on the recording document. All that joins the two is here.

import { guest, domRenderer, recording } from "./dom/start";

import * as Preact from "preact";
import * as Hooks from "preact/hooks";
import * as Jsx from "preact/jsx-runtime";

import { link, type ModuleTable } from "./core/modules";
import * as Host from "./dom/host";

/** Effects run after what the frameworks queue themselves. */
const EFFECTS = 4;

// Preact waits for a frame before effects run. There are none in a guest: effects belong to the turn that caused them.
Preact.options.requestAnimationFrame = (run) => void guest.immediates.add(run, EFFECTS);

// Preact gives every element one listener of its own and keeps the guest's beside it.
recording.innerListener = (element, type, listener) => (element as { l?: Record<string, unknown> }).l?.[`${type}false`] ?? listener;

declare const require: (name: string) => unknown;

/** As in a browser, Preact behaves as React does only where a bundle asks for it: importing `preact/compat` changes how all elements are made. */
class Modules extends Map<string, unknown> {
  override get(name: string): unknown {
    return name === "preact/compat" ? require("preact/compat") : super.get(name);
  }
}

const modules: ModuleTable = new Modules([
  ["preact", Preact],
  ["preact/hooks", Hooks],
  ["preact/compat", null],
  ["preact/jsx-runtime", Jsx],
  ["preact/jsx-dev-runtime", Jsx],
  ["rill/host", Host],
]);

const { body } = recording.document;
const renderer = domRenderer(
  (component: Preact.ComponentType, props) => Preact.render(Preact.h(component, props), body as never),
  () => Preact.render(null, body as never),
);

guest.install(renderer, (bundle, name) => link(bundle, name, modules, (value) => typeof value === "function"));
