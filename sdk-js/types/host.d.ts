// The module `rill/host` of guests written in HTML tags: docs/dom.md.

/** What the host does with an event before the guest hears of it. Every field is optional. */
export interface EventPolicy {
  /** Keep the host's own reaction to the event from happening. */
  readonly prevent?: boolean;
  /** Keep the event from reaching nodes further up. */
  readonly stop?: boolean;
  /** Only these keys, for keyboard events. */
  readonly keys?: readonly string[];
  /** Call once, when the event has not happened again for this long. */
  readonly debounce_ms?: number;
  /** Call at most once in this time. */
  readonly throttle_ms?: number;
}

/** Call `handler` for each event of this name that the host sends. Returns a function that ends it. */
export declare function onHostEvent(name: string, handler: (payload: unknown) => void): () => void;

/** The session's config. */
export declare function getConfig(): unknown;

/** Call `handler` with the config whenever the host replaces it. Returns a function that ends it. */
export declare function onConfig(handler: (config: unknown) => void): () => void;

/** Send the host a message. */
export declare function sendToHost(name: string, payload?: unknown): void;

/** Call a function that the host granted, and promise its answer. */
export declare function callHost(name: string, ...args: unknown[]): Promise<unknown>;

/** A listener about which the host knows something beforehand: `onKeyDown={event(submit, { keys: ["Enter"], prevent: true })}`. */
export declare function event<F extends (...args: never[]) => unknown>(listener: F, policy: EventPolicy): F;
