// Components of Solid that draw other components: those that differ from Solid's own. ErrorBoundary tells the host of what it catches,
// and Dynamic draws components of the host by name.

import { createMemo, ErrorBoundary as SolidErrorBoundary, splitProps, untrack } from "solid-js";

import { formatError } from "../core/format_error";
import { SLOT_TEXT, TEXT_TYPE } from "../protocol/generated";
import { currentGuest } from "../sdk/current_guest";
import { componentTrace } from "./component_trace";
import { clone, createComponent, template } from "./rendering";

const MESSAGE = template(["Text", {}, [[TEXT_TYPE, ""]]], [[SLOT_TEXT, 1, null]]);

type Fallback = unknown | ((error: unknown, reset: () => void) => unknown);

export interface ErrorBoundaryProps {
  readonly fallback: Fallback;
  readonly children?: unknown;
}

/** Solid's, but the host hears of each error that it catches: as an ERROR frame that is not fatal. */
export function ErrorBoundary(props: ErrorBoundaryProps): unknown {
  return boundary(props, () => {});
}

export interface RillErrorBoundaryProps {
  /** Left out: the error's text. */
  readonly fallback?: Fallback;
  readonly onError?: (error: unknown) => void;
  readonly children?: unknown;
}

/** An ErrorBoundary that needs no fallback, as `rill/sdk` has it. */
export function RillErrorBoundary(props: RillErrorBoundaryProps): unknown {
  return boundary(props, (error) => props.onError?.(error));
}

function boundary(props: RillErrorBoundaryProps, onError: (error: unknown) => void): unknown {
  return createComponent(SolidErrorBoundary, {
    get fallback() {
      const { fallback } = props;
      return (error: unknown, reset: () => void) => {
        currentGuest().report(error, componentTrace(error));
        onError(error);
        if (typeof fallback === "function") return fallback.length > 0 ? (fallback as (error: unknown, reset: () => void) => unknown)(error, reset) : fallback;
        if (fallback !== undefined) return fallback;
        const { name, message } = formatError(error);
        return clone(MESSAGE, [`${name}: ${message}`]);
      };
    },
    get children() {
      return props.children;
    },
  });
}

/** Draws whatever `component` is: a component, a component of the host, or a host's component by name. */
export function Dynamic(props: Readonly<Record<string, unknown>>): unknown {
  const [, others] = splitProps(props, ["component"]);
  const component = createMemo(() => props.component);
  return createMemo(() => {
    const current = component();
    if (current === undefined || current === null || current === false) return undefined;
    return untrack(() => createComponent(current, others));
  });
}

/** `dynamic(() => component)`: a component that draws what an accessor gives. */
export function createDynamic(component: () => unknown, props: Readonly<Record<string, unknown>>): unknown {
  const current = createMemo(component);
  return createMemo(() => {
    const found = current();
    if (found === undefined || found === null || found === false) return undefined;
    return untrack(() => createComponent(found, props));
  });
}
