// Entry of the unit `rill:runtime/vue`: Vue 3, unchanged, on the recording document: render functions and JSX. All that joins the two is
// here.

import { guest, domRenderer, recording } from "./dom/start";

import * as Vue from "vue";
import * as Jsx from "vue/jsx-runtime";

import { link, type ModuleTable } from "./core/modules";
import { DomEvent } from "./dom/events";
import * as Host from "./dom/host";

// Vue keeps the guest's function in the listener that it adds.
recording.innerListener = (_element, _type, listener) => (listener as { value?: unknown }).value ?? listener;

// Vue drops events that are not younger than their listener, by the clock; in a guest that stands still within a turn, and no listener
// is added while an event is on its way.
Object.assign(DomEvent.prototype, { _vts: Infinity });

const modules: ModuleTable = new Map<string, unknown>([
  ["vue", Vue],
  ["vue/jsx-runtime", Jsx],
  ["vue/jsx-dev-runtime", Jsx],
  ["rill/host", Host],
]);

let app: Vue.App | null = null;
const renderer = domRenderer(
  (component: Vue.Component, props) => {
    app = Vue.createApp(component, props);
    // What a component throws ends the session, unless an error handler of the guest's takes it.
    app.config.throwUnhandledErrorInProduction = true;
    app.mount(recording.document.body as never);
  },
  () => app?.unmount(),
);

const isComponent = (value: unknown): boolean => typeof value === "function" || (typeof value === "object" && value !== null && ("render" in value || "setup" in value));

guest.install(renderer, (bundle, name) => link(bundle, name, modules, isComponent));
