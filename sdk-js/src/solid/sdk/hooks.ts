// How a Solid guest meets its host: the same names as in `rill/sdk`, with accessors where React has values.

import { createSignal, onCleanup } from "solid-js";

import { GuestError } from "../../core/guest_error";
import { methodsProxy, type RemoteRef } from "../../core/remote_ref";
import { currentGuest } from "../../sdk/current_guest";

/** Call `handler` for each event of this name that the host sends, for as long as the component is there. */
export function useHostEvent(name: string, handler: (payload: unknown) => void): void {
  onCleanup(currentGuest().onHostEvent(name, handler));
}

/** The session's config, as an accessor that changes when the host replaces it. */
export function useConfig(): () => unknown {
  const guest = currentGuest();
  const [config, setConfig] = createSignal(guest.config);
  onCleanup(guest.onConfigUpdate(() => setConfig(() => guest.config)));
  return config;
}

const sendToHost = (name: string, payload?: unknown): void => {
  currentGuest().send(name, payload === undefined ? null : payload);
};

/** A function that sends a message to the host. */
export function useSendToHost(): (name: string, payload?: unknown) => void {
  return sendToHost;
}

/** A function that calls a capability which the host granted, and promises its answer. */
export function useHostCall(name: string): (...args: unknown[]) => Promise<unknown> {
  return (...args: unknown[]) => currentGuest().callHost(name, args);
}

export interface RemoteRefObject {
  current: RemoteRef | null;
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  readonly call: object;
}

/** A ref whose component's methods can be called: `<TextInput ref={input} />`, then `input.call.focus()`. */
export function useRemoteRef(): RemoteRefObject {
  const ref: RemoteRefObject = {
    current: null,
    invoke: (method, ...args) => {
      if (ref.current !== null) return ref.current.invoke(method, ...args);
      return Promise.reject(new GuestError("not_mounted", `method '${method}' was called on a ref whose component is not mounted`));
    },
    call: methodsProxy((method, args) => ref.invoke(method, ...args)),
  };
  return ref;
}
