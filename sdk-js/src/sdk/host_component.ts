// Names a component that a host added to the whitelist, for guests written for that host.

import { GuestError } from "../core/guest_error";
import { declareElementProps } from "./element_prop_names";

export interface HostComponentOptions {
  /** Names of its props that take elements. */
  readonly elements?: readonly string[];
}

/** `const StepList = hostComponent("StepList")` gives a component to use in JSX. The host decides whether it exists. */
export function hostComponent(name: string, options?: HostComponentOptions): string {
  if (typeof name !== "string" || !/^[A-Z][A-Za-z0-9_]{0,63}$/.test(name)) {
    throw new GuestError("unknown_component", "hostComponent() expects a name that starts with a capital letter, such as 'StepList'");
  }
  if (options?.elements !== undefined) declareElementProps(name, options.elements);
  return name;
}
