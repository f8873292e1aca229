// Friendly errors for what a host would refuse anyway. The host's whitelist decides; here the guest's author hears of the mistake
// while rendering, where an error boundary and a component stack can help.

import { GuestError } from "../core/guest_error";
import { COMPONENTS, TEXT_COMPONENTS } from "./components.generated";

const known = new Set(COMPONENTS);
const takingText = new Set(TEXT_COMPONENTS);

/** Refuse the names of HTML elements. Names that start with a capital may be components of the host's own. */
export function checkType(type: string): void {
  const first = type.charCodeAt(0);
  if (first >= 65 && first <= 90) return;
  throw new GuestError("unknown_component", `<${type.slice(0, 60)}> is not a component; guests have no HTML elements, use ${COMPONENTS.join(", ")} from 'rill/sdk'`);
}

/** Whether bare text may stand under a component. Of a host's own components the host alone knows. */
export function takesText(type: string): boolean {
  if (type === "") return false;
  return takingText.has(type) || !known.has(type);
}
