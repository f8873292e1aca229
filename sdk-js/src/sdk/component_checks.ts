// Friendly errors for what a host would refuse anyway. The host's whitelist decides; here the guest's author hears of the mistake
// while rendering, where an error boundary and a component stack can help. Of a host's own components the host alone knows.

import { GuestError } from "../core/guest_error";
import { COMPONENT_METADATA, COMPONENTS } from "./components.generated";

/** The parent of what stands at the top of the guest's tree. */
export const ROOT_PARENT = "";
/** The parent of a template's root, which is known only where a clone is drawn. No component has this name. */
export const UNKNOWN_PARENT = "#unknown";

/** What stands for an element prop. */
const SLOT = "Slot";

// What was found to fit, by parent and type. The answer never changes, and it is asked for every element that is made: objects
// without prototypes, because the engine finds a property without a call. Components of a host's own are as many as its guests name.
const FITTING: Record<string, Record<string, true | undefined> | undefined> = Object.create(null);

/** Refuse a component that does not exist, or does not fit under its parent. */
export function checkElement(type: string, parent: string): void {
  const fitting = (FITTING[parent] ??= Object.create(null) as Record<string, true | undefined>);
  if (fitting[type] === true) return;
  checkPlace(type, parent);
  fitting[type] = true;
}

function checkPlace(type: string, parent: string): void {
  const first = type.charCodeAt(0);
  // Names that start with a capital may be components of the host's own.
  if (!(first >= 65 && first <= 90)) {
    const known = COMPONENTS.join(", ");
    const problem = `<${type.slice(0, 60)}> is not a component; guests have no HTML elements`;
    throw new GuestError("unknown_component", `${problem}, use ${known} from 'rill/sdk'`);
  }
  const taker = COMPONENT_METADATA.get(parent);
  const within = COMPONENT_METADATA.get(type)?.within;
  // Of what a host's own component takes the host alone knows; at the top of the tree nobody is around.
  if (within !== undefined && (taker !== undefined || parent === ROOT_PARENT) && !within.includes(parent)) {
    throw misplaced(type, parent, `, but it may stand in ${tags(within)} only; put it there`);
  }
  if (type === SLOT && (taker !== undefined || parent === ROOT_PARENT)) {
    if (taker?.elements === undefined) throw misplaced(type, parent, ", where no props take elements; leave it out");
    return;
  }
  if (taker === undefined) return;
  const { children, takes } = taker;
  if (takes !== undefined && !takes.includes(type)) throw misplaced(type, parent, `, which takes ${tags(takes)} only; put it into one`);
  if (children === "nodes" || children === "text-and-nodes") return;
  if (children === "none") throw misplaced(type, parent, ", which takes no children");
  if (COMPONENT_METADATA.get(type)?.inline !== true && COMPONENT_METADATA.has(type)) {
    throw misplaced(type, parent, ", which takes text and <Text>, <Link> or <Icon> only; put it beside it");
  }
}

function misplaced(type: string, parent: string, problem: string): GuestError {
  const where = parent === ROOT_PARENT ? "at the top of the guest's tree" : `under <${parent}>`;
  return new GuestError("child_not_allowed", `<${type}> ${where}${problem}`);
}

function tags(types: readonly string[]): string {
  return types.map((type) => `<${type}>`).join(" and ");
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
