// Makes the guest and its document. Entries of runtimes import it before their framework, which may look for a document while it is
// evaluated.

import { Guest, type Renderer } from "../core/guest";
import type { Native } from "../core/native";
import { installGlobals } from "../globals/install";
import { setGuest } from "./host";
import { installDom } from "./window";

const scope = globalThis as { __rill?: Native };
const native = scope.__rill!;
delete scope.__rill;

export const guest = new Guest(native);
installGlobals(guest);
setGuest(guest);
export const recording = installDom(guest);

/** A renderer of a framework that draws into the document's body. */
export function domRenderer(mount: (component: never, props: Record<string, unknown>) => void, unmount: () => void): Renderer {
  return {
    nodes: recording,
    mount: (component, props) => mount(component as never, typeof props === "object" && props !== null ? { ...props } : {}),
    unmount,
    dispatch: (fn, args) => fn(...args),
  };
}
