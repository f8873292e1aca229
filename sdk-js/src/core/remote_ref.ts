// What a ref to a host component holds: a handle by which the guest calls the component's methods. The node itself is the host's.

import type { Guest } from "./guest";
import type { NodeId } from "../protocol/generated";

/** What a ref must know of its node, whoever keeps it. */
export interface NodeHandle {
  readonly id: NodeId;
  readonly type: string;
  /** Whether the host has it. */
  readonly created: boolean;
  readonly deleted: boolean;
}

export class RemoteRef {
  readonly #guest: Guest;
  readonly #node: NodeHandle;
  #methods: object | null = null;

  constructor(guest: Guest, node: NodeHandle) {
    this.#guest = guest;
    this.#node = node;
  }

  /** The node's id on the host, the same for the component's whole life. */
  get id(): NodeId {
    return this.#node.id;
  }

  /** The component's name. */
  get type(): string {
    return this.#node.type;
  }

  /** Call a method of the component. It runs when the turn's operations are on screen; the host answers in a later turn. */
  invoke(method: string, ...args: unknown[]): Promise<unknown> {
    return this.#guest.callMethod(this.#node, method, args);
  }

  /** The component's methods as functions: `ref.call.focus()` is `ref.invoke("focus")`. */
  get call(): object {
    return (this.#methods ??= methodsProxy((method, args) => this.invoke(method, ...args)));
  }
}

/**
 * An object that has every name as a method. Symbols, `then` and what Object.prototype has are not methods, so that awaiting or
 * printing it is safe.
 */
export function methodsProxy(invoke: (method: string, args: unknown[]) => Promise<unknown>): object {
  const functions = new Map<string, (...args: unknown[]) => Promise<unknown>>();
  return new Proxy(Object.freeze(Object.create(null) as object), {
    get: (_target, name) => {
      if (typeof name !== "string" || name === "then" || name in Object.prototype) return undefined;
      let fn = functions.get(name);
      if (fn === undefined) functions.set(name, (fn = (...args) => invoke(name, args)));
      return fn;
    },
  });
}
