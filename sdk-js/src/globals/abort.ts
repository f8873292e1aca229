// AbortController and AbortSignal, with the part of EventTarget that they need: guests have no other event targets.

import type { Guest } from "../core/guest";

export interface AbortEvent {
  readonly type: "abort";
  readonly target: AbortSignal;
}

type Listener = ((event: AbortEvent) => unknown) | { handleEvent(event: AbortEvent): unknown };

interface Registration {
  readonly listener: Listener;
  readonly once: boolean;
}

const CREATE = Symbol("create");

export class AbortSignal {
  aborted = false;
  reason: unknown = undefined;
  onabort: ((event: AbortEvent) => unknown) | null = null;
  #listeners: Registration[] = [];

  constructor(token?: symbol) {
    if (token !== CREATE) throw new TypeError("AbortSignal cannot be constructed; use AbortController");
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal(CREATE);
    signal.aborted = true;
    signal.reason = reason === undefined ? abortError() : reason;
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const result = new AbortSignal(CREATE);
    const sources = [...signals];
    for (const source of sources) if (source.aborted) return AbortSignal.abort(source.reason);
    for (const source of sources) source.addEventListener("abort", () => result.#abort(source.reason), { once: true });
    return result;
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(type: string, listener: Listener | null, options?: boolean | { once?: boolean; signal?: AbortSignal }): void {
    if (type !== "abort" || listener === null) return;
    const once = typeof options === "object" && options.once === true;
    const signal = typeof options === "object" ? options.signal : undefined;
    if (signal?.aborted || this.#listeners.some((entry) => entry.listener === listener)) return;
    this.#listeners.push({ listener, once });
    signal?.addEventListener("abort", () => this.removeEventListener("abort", listener), { once: true });
  }

  removeEventListener(type: string, listener: Listener | null): void {
    if (type === "abort") this.#listeners = this.#listeners.filter((entry) => entry.listener !== listener);
  }

  static create(token: symbol): [AbortSignal, (reason: unknown) => void] {
    const signal = new AbortSignal(token);
    return [signal, (reason) => signal.#abort(reason)];
  }

  #abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const event: AbortEvent = { type: "abort", target: this };
    const listeners = this.#listeners;
    this.#listeners = listeners.filter((entry) => !entry.once);
    if (typeof this.onabort === "function") this.onabort(event);
    for (const { listener } of listeners) {
      if (typeof listener === "function") listener.call(this, event);
      else listener.handleEvent(event);
    }
  }
}

export class AbortController {
  readonly signal: AbortSignal;
  readonly #abort: (reason: unknown) => void;

  constructor() {
    [this.signal, this.#abort] = AbortSignal.create(CREATE);
  }

  abort(reason?: unknown): void {
    this.#abort(reason === undefined ? abortError() : reason);
  }
}

/** `AbortSignal.timeout` needs the guest's timers. */
export function installTimeout(guest: Guest): void {
  Object.defineProperty(AbortSignal, "timeout", {
    value: (ms: number): AbortSignal => {
      const [signal, abort] = AbortSignal.create(CREATE);
      guest.timers.set(() => abort(namedError("TimeoutError", "the operation timed out")), ms, false, []);
      return signal;
    },
    writable: true,
    configurable: true,
  });
}

function abortError(): Error {
  return namedError("AbortError", "the operation was aborted");
}

function namedError(name: string, message: string): Error {
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: name, writable: true, configurable: true });
  return error;
}
