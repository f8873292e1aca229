// Entry of the unit `rill:runtime/solid`: takes the native object from the global, builds the guest, and puts the module table
// together. It runs once, while an image is made.

import * as Store from "solid-js/store";

import { Guest } from "./core/guest";
import { GuestError } from "./core/guest_error";
import { link, type ModuleTable } from "./core/modules";
import type { Native } from "./core/native";
import { installGlobals } from "./globals/install";
import { setCurrentGuest } from "./sdk/current_guest";
import { createSolidRenderer, isComponent } from "./solid/renderer";
import { clone, createComponent, element, memo, mergeProps, ref, template, untrack } from "./solid/rendering";
import * as Sdk from "./solid/sdk/index";
import * as Solid from "./solid/solid_module";
import * as Web from "./solid/web_module";

const scope = globalThis as { __rill?: Native };
const native = scope.__rill!;
delete scope.__rill;

const guest = new Guest(native);
installGlobals(guest);
setCurrentGuest(guest);

const { absent, ...web } = Web;

// Solid's JSX is compiled; whoever calls it has a bundle that some other tool built.
const notCompiled = (): never => {
  throw new GuestError("unsupported", "JSX of Solid is compiled, not called: build the guest with rill build, whose runtime is solid");
};

const modules: ModuleTable = new Map<string, unknown>([
  ["solid-js", Solid],
  ["solid-js/store", Store],
  ["solid-js/web", { ...absent, ...web }],
  ["rill/sdk/solid", Sdk],
  // Code that both runtimes share imports constants from there.
  ["rill/sdk", Sdk],
  ["rill/templates", { clone, createComponent, element, memo, mergeProps, ref, template, untrack }],
  ["rill/sdk/solid/jsx-runtime", { Fragment: notCompiled, jsx: notCompiled, jsxs: notCompiled }],
]);

guest.install(createSolidRenderer(guest), (bundle, name) => link(bundle, name, modules, isComponent));
