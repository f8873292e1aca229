// Entry of the unit `rill:runtime/react`: takes the native object from the global, builds the guest, and puts the module table
// together. It runs once, while an image is made.

import "./react/report_error";

import React from "react";

import { Guest } from "./core/guest";
import { link, type ModuleTable } from "./core/modules";
import type { Native } from "./core/native";
import { installGlobals } from "./globals/install";
import { GuestReact, jsx } from "./react/elements";
import { noDispatcher } from "./react/messages";
import { createReactRenderer, isComponent } from "./react/renderer";
import { clone, region, slot, template } from "./react/templates";
import { setCurrentGuest } from "./sdk/current_guest";
import * as Sdk from "./sdk/index";

const scope = globalThis as { __rill?: Native };
const native = scope.__rill!;
delete scope.__rill;

const guest = new Guest(native);
installGlobals(guest);
setCurrentGuest(guest);

// React's own is null until the first render, and its hooks would fail on reading it.
const internals = React as unknown as { __CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE: { H: object | null } };
internals.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE.H = noDispatcher;

const modules: ModuleTable = new Map<string, unknown>([
  ["react", GuestReact],
  ["react/jsx-runtime", { Fragment: React.Fragment, jsx, jsxs: jsx }],
  // Bundles made for development call jsxDEV, which React leaves out of production.
  ["react/jsx-dev-runtime", { Fragment: React.Fragment, jsxDEV: jsx, jsxs: jsx }],
  ["rill/sdk", Sdk],
  // What the JSX pass writes calls of.
  ["rill/templates", { clone, region, slot, template }],
]);

guest.install(createReactRenderer(guest), (bundle, name) => link(bundle, name, modules, isComponent));
