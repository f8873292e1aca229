// Listeners, and the way of an event through the tree: down to its target, and up again. The host calls once for an event; everything
// that happens between the target and the window happens here.

import { GuestError } from "../core/guest_error";
import type { DomEvent } from "./events";
import type { Node } from "./node";
import { recording } from "./recording";

export type ListenerValue = ((event: DomEvent) => unknown) | { handleEvent(event: DomEvent): unknown } | null;

export interface Listener {
  readonly type: string;
  readonly value: NonNullable<ListenerValue>;
  readonly capture: boolean;
  readonly once: boolean;
  removed: boolean;
}

export interface EventTarget {
  wireListeners: Listener[] | null;
  parentNode?: Node | null;
}

interface ListenerOptions {
  readonly capture?: boolean;
  readonly once?: boolean;
  readonly signal?: unknown;
}

const CAPTURING = 1;
const AT_TARGET = 2;
const BUBBLING = 3;

export function addListener(target: EventTarget, type: string, value: ListenerValue, options?: unknown): void {
  if (value === null || value === undefined) return;
  const { capture, once } = optionsOf(options);
  const listeners = (target.wireListeners ??= []);
  for (const listener of listeners) if (listener.type === type && listener.value === value && listener.capture === capture) return;
  listeners.push({ type, value, capture, once, removed: false });
}

export function removeListener(target: EventTarget, type: string, value: ListenerValue, options?: unknown): void {
  const listeners = target.wireListeners;
  if (listeners === null) return;
  const { capture } = optionsOf(options);
  const at = listeners.findIndex((listener) => listener.type === type && listener.value === value && listener.capture === capture);
  if (at < 0) return;
  listeners[at]!.removed = true;
  // A new array: the old one may be in use by an event on its way.
  target.wireListeners = listeners.filter((_, index) => index !== at);
}

export function hears(target: EventTarget, type: string): boolean {
  return target.wireListeners !== null && target.wireListeners.some((listener) => listener.type === type);
}

/** Send an event to a target. Returns false when a listener prevented the default. */
export function dispatch(target: EventTarget, event: DomEvent): boolean {
  if (event.eventPhase !== 0) throw new GuestError("state", `the event '${event.type}' is already on its way`);
  const path = pathFrom(target);
  event.target = target;
  event.wirePath = path;
  // By now the host must know of everything that listeners may ask it for.
  event.eventPhase = CAPTURING;
  for (let i = path.length - 1; i > 0 && !event.cancelBubble; i--) call(path[i]!, event, true);
  event.eventPhase = AT_TARGET;
  if (!event.cancelBubble) call(target, event, true);
  if (!event.cancelBubble) call(target, event, false);
  if (event.bubbles) {
    event.eventPhase = BUBBLING;
    for (let i = 1; i < path.length && !event.cancelBubble; i++) call(path[i]!, event, false);
  }
  event.eventPhase = 0;
  event.currentTarget = null;
  return !event.defaultPrevented;
}

/** The target, what is around it, the document and the window. */
function pathFrom(target: EventTarget): EventTarget[] {
  const path: EventTarget[] = [];
  for (let node: EventTarget | null | undefined = target; node !== null && node !== undefined; node = node.parentNode) path.push(node);
  if (path.at(-1) === recording.document) path.push(recording.window);
  return path;
}

function call(target: EventTarget, event: DomEvent, capture: boolean): void {
  const listeners = target.wireListeners;
  if (listeners === null) return;
  event.currentTarget = target;
  // As many as there are now: what a listener adds hears of the next event.
  const count = listeners.length;
  for (let i = 0; i < count; i++) {
    const listener = listeners[i]!;
    if (listener.type !== event.type || listener.capture !== capture || listener.removed) continue;
    if (listener.once) removeListener(target, listener.type, listener.value, capture);
    const { value } = listener;
    if (typeof value === "function") value.call(target, event);
    else value.handleEvent(event);
    if (event.wireStopped) return;
  }
}

function optionsOf(options: unknown): { readonly capture: boolean; readonly once: boolean } {
  if (typeof options === "boolean") return { capture: options, once: false };
  if (typeof options !== "object" || options === null) return { capture: false, once: false };
  const { capture, once, signal } = options as ListenerOptions;
  if (signal !== undefined) throw new GuestError("unsupported", "addEventListener with a signal is not available in a guest: use removeEventListener");
  return { capture: capture === true, once: once === true };
}
