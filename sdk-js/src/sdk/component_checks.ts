// Friendly errors for what a host would refuse anyway. The host's whitelist decides; here the guest's author hears of the mistake
// while rendering, where an error boundary and a component stack can help. Of a host's own components the host alone knows.

import { GuestError } from "../core/guest_error";
import { COMPONENT_METADATA, COMPONENTS } from "./components.generated";

/** The parent of what stands at the top of the guest's tree. */
export const ROOT_PARENT = "";

/** Refuse a component that does not exist, or does not fit under its parent. */
export function checkElement(type: string, parent: string): void {
  const first = type.charCodeAt(0);
  // Names that start with a capital may be components of the host's own.
  if (!(first >= 65 && first <= 90)) {
    const known = COMPONENTS.join(", ");
    const problem = `<${type.slice(0, 60)}> is not a component; guests have no HTML elements`;
    throw new GuestError("unknown_component", `${problem}, use ${known} from 'rill/sdk'`);
  }
  const policy = COMPONENT_METADATA.get(parent)?.children;
  if (policy === undefined || policy === "nodes" || policy === "text-and-nodes") return;
  if (policy === "none") throw new GuestError("child_not_allowed", `<${type}> under <${parent}>, which takes no children`);
  if (COMPONENT_METADATA.get(type)?.inline === false) {
    throw new GuestError("child_not_allowed", `<${type}> under <${parent}>, which takes text and <Text> only; put it beside it`);
  }
}

/** Refuse bare text under a component that takes none. */
export function checkText(text: string, parent: string): void {
  const policy = COMPONENT_METADATA.get(parent)?.children;
  if (parent !== ROOT_PARENT && (policy === undefined || policy === "inline" || policy === "text-and-nodes")) return;
  const shown = JSON.stringify(text.length > 40 ? text.slice(0, 40) + "\u2026" : text);
  const where = parent === ROOT_PARENT ? "at the top of the guest's tree" : `under <${parent}>`;
  const takers = policy === "none" ? "no children" : "no bare text";
  throw new GuestError("text_not_allowed", `text ${shown} ${where}, which takes ${takers}; put it into <Text>`);
}
