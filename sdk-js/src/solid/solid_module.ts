// The module `solid-js` as guests have it: Solid's public names, with For, ErrorBoundary and createComponent of ours. Hydration and
// server rendering have no meaning in a guest; what packages ask of them is answered as in a browser that never hydrates.

export {
  $DEVCOMP, $PROXY, $TRACK, batch, cancelCallback, catchError, children, createComputed, createContext, createDeferred, createEffect,
  createMemo, createReaction, createRenderEffect, createResource, createRoot, createSelector, createSignal, createUniqueId, DEV,
  enableExternalSource, enableHydration, enableScheduling, equalFn, from, getListener, getOwner, Index, indexArray, lazy, mapArray, Match,
  mergeProps, observable, on, onCleanup, onError, onMount, requestCallback, resetErrorBoundaries, runWithOwner, sharedConfig, Show,
  splitProps, startTransition, Suspense, SuspenseList, Switch, untrack, useContext, useTransition,
} from "solid-js";
export { ErrorBoundary } from "./flow";
export { createComponent } from "./rendering";
export { For } from "./rows";
