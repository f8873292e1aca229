// The hooks by which a guest meets its host. Each is a few lines of React over the core.

import { useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { GuestError } from "../core/guest_error";
import { methodsProxy, type RemoteRef } from "../core/remote_ref";
import { currentGuest } from "./current_guest";

/** Call `handler` for each event of this name that the host sends. The latest handler is called; it need not be memoised. */
export function useHostEvent(name: string, handler: (payload: unknown) => void): void {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  // A layout effect: an event may come in the turn after the one that mounts, and nothing may be missed in between.
  useLayoutEffect(() => currentGuest().onHostEvent(name, (payload) => latest.current(payload)), [name]);
}

const subscribeConfig = (listener: () => void): (() => void) => currentGuest().onConfigUpdate(listener);
const readConfig = (): unknown => currentGuest().config;

/** The session's config. The component renders again when the host replaces it. */
export function useConfig(): unknown {
  return useSyncExternalStore(subscribeConfig, readConfig);
}

const sendToHost = (name: string, payload?: unknown): void => {
  currentGuest().send(name, payload === undefined ? null : payload);
};

/** A function that sends a message to the host. It is the same in every render. */
export function useSendToHost(): (name: string, payload?: unknown) => void {
  return sendToHost;
}

/** A function that calls a capability which the host granted, and promises its answer. The same in every render. */
export function useHostCall(name: string): (...args: unknown[]) => Promise<unknown> {
  return useCallback((...args: unknown[]) => currentGuest().callHost(name, args), [name]);
}

export interface RemoteRefObject {
  current: RemoteRef | null;
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  readonly call: object;
}

/** A ref whose component's methods can be called: `<TextInput ref={input} />`, then `input.call.focus()`. */
export function useRemoteRef(): RemoteRefObject {
  const [ref] = useState(makeRemoteRef);
  return ref;
}

function makeRemoteRef(): RemoteRefObject {
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

