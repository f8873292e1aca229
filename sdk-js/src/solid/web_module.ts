// The module `solid-js/web` as guests have it: what packages for Solid's core import from there. There is no DOM; whatever needs one
// says so when it is called.

import { GuestError } from "../core/guest_error";

export {
  createRenderEffect as effect, getOwner, Index, Match, mergeProps, Show, Suspense, SuspenseList, Switch, untrack,
} from "solid-js";
export { createDynamic, Dynamic, ErrorBoundary } from "./flow";
export { createComponent, memo } from "./rendering";
export { For } from "./rows";

export const isServer = false;
export const isDev = false;

/** What only a browser or a server could do, by name. */
const ABSENT = [
  "acquireRequestEvent", "addEventListener", "assign", "Assets", "className", "classList", "clearDelegatedEvents", "delegateEvents", "dynamicProperty",
  "escape", "generateHydrationScript", "getAssets", "getHydrationKey", "getNextElement", "getNextMarker", "getNextMatch", "getPropAlias", "getRequestEvent", "hydrate",
  "HydrationScript", "innerHTML", "insert", "NoHydration", "Hydration", "Portal", "render", "renderToStream", "renderToString",
  "renderToStringAsync", "resolveSSRNode", "runHydrationEvents", "setAttribute", "setAttributeNS", "setBoolAttribute", "setProperty",
  "setStyleProperty", "spread", "ssr", "ssrAttribute", "ssrClassList", "ssrElement", "ssrHydrationKey", "ssrSpread", "ssrStyle", "style",
  "template", "use", "useAssets",
] as const;

export const absent: Readonly<Record<string, unknown>> = Object.fromEntries(
  ABSENT.map((name) => [
    name,
    () => {
      throw new GuestError("unsupported", `${name}() of 'solid-js/web' was called: there is no DOM in a guest; use the components of 'rill/sdk/solid'`);
    },
  ]),
);
