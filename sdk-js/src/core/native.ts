// The contract between a provider and the core: the native object that the core is given, and the handlers that it gives
// back (docs/guest-abi.md, sections 3 and 4). Types only; the C bridge and the shim both fulfil it.

import type { Frame, FunctionId, Operation } from "../protocol/generated";

/** Channel of `append`: the operations of the turn's one batch. */
export const OPERATIONS = 0;
/** Channel of `append`: all other frames. */
export const FRAMES = 1;

export type Channel = typeof OPERATIONS | typeof FRAMES;

// Any function of a guest. What it takes is known to the guest alone.
export type AnyFunction = (...args: unknown[]) => unknown;

export interface Native {
  install(handlers: Handlers): void;
  append(channel: typeof OPERATIONS, value: Operation): void;
  append(channel: typeof FRAMES, value: Frame): void;
  clear(channel: Channel): void;
  size(channel: Channel): number;
  setClock(ms: number): void;
}

export interface Handlers {
  load(value: unknown, name: string): void;
  turn(message: unknown): void;
  pump(rejections: readonly (readonly [promise: unknown, reason: unknown])[], errors: readonly unknown[]): boolean;
  finish(): readonly [kind: number, version: number, sequence: number] | undefined;
  internFunction(fn: AnyFunction): FunctionId;
  resolveFunction(id: FunctionId): AnyFunction | undefined;
}
