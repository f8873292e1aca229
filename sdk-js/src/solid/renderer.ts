// Joins Solid with the core: mounting, events, and errors that no boundary caught. Solid has no commit: what signals change is written
// at once, and a turn's operations are one batch all the same.

import { createRoot } from "solid-js";

import type { Guest, Renderer } from "../core/guest";
import { componentTrace } from "./component_trace";
import { setHostTree } from "./current_tree";
import { HostTree } from "./host_tree";
import { installScheduler } from "./reactive";
import { createComponent, drawRoot, type Component } from "./rendering";

/** Behind what the core itself queues. */
const PRIORITY = 3;

export function createSolidRenderer(guest: Guest): Renderer {
  const tree = new HostTree(guest);
  setHostTree(tree);
  installScheduler((run) => guest.immediates.add(run, PRIORITY));
  let dispose: (() => void) | null = null;

  return {
    nodes: tree,
    mount: (component, props) => {
      try {
        createRoot((disposer) => {
          dispose = disposer;
          drawRoot(createComponent(component, isObject(props) ? props : {}));
        });
      } catch (error) {
        guest.fail(error, componentTrace(error));
      }
    },
    unmount: () => dispose?.(),
    dispatch: (fn, args) => {
      try {
        return fn(...args);
      } catch (error) {
        // A component that an event brought up: whoever reads the error sees which.
        const trace = componentTrace(error);
        if (trace === null) throw error;
        guest.fail(error, trace);
        return undefined;
      }
    },
  };
}

/** What a bundle may export: a function. Components of the host are no programs. */
export function isComponent(value: unknown): value is Component {
  return typeof value === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
