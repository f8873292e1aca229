// `element.onclick = f` and the like: a listener that has a place of its own.

import type { DomEvent } from "./events";
import { EVENT_TYPES } from "./html_table";

type Handler = ((event: DomEvent) => unknown) | null;

interface Target {
  addEventListener(type: string, listener: (event: DomEvent) => unknown): void;
  removeEventListener(type: string, listener: (event: DomEvent) => unknown): void;
  wireHandlers?: Map<string, readonly [handler: Handler, listener: (event: DomEvent) => unknown]>;
}

/** Events of browsers that no host tells of. Their handlers exist all the same, so that frameworks know how the name is written. */
const OTHERS = "hashchange storage mousedown mouseup mousemove mouseover mouseout pointerdown pointerup pointermove touchstart touchend touchmove wheel scroll drag dragstart dragend dragover dragenter dragleave drop copy cut paste beforeinput keypress load error resize select animationend transitionend auxclick";

export function defineHandlers(prototype: object): void {
  for (const type of [...EVENT_TYPES.values(), ...OTHERS.split(" ")]) {
    Object.defineProperty(prototype, `on${type}`, {
      configurable: true,
      get(this: Target): Handler {
        return this.wireHandlers?.get(type)?.[0] ?? null;
      },
      set(this: Target, handler: Handler) {
        const handlers = (this.wireHandlers ??= new Map());
        const before = handlers.get(type);
        if (before !== undefined) this.removeEventListener(type, before[1]);
        handlers.delete(type);
        if (typeof handler !== "function") return;
        const listener = (event: DomEvent): void => {
          if (handler.call(this, event) === false) event.preventDefault();
        };
        handlers.set(type, [handler, listener]);
        this.addEventListener(type, listener);
      },
    });
  }
}
