// What the renderer asks of Solid's insides, with types: the functions that changed_functions.js adds to Solid's module. The rest of
// Solid is imported as everybody imports it.

import * as solid from "solid-js";

/** Whatever owns computations: a root, or a computation. */
export interface Owner {
  /** Grows when what the owner made before is gone: it ran again, or was disposed. */
  readonly epoch?: number;
  /** What useContext and error boundaries look into. */
  readonly context: object | null;
}

/** An effect of the renderer. `Computation` is its prototype's prototype, and gives all other fields. */
export interface Effect {
  readonly owner: Owner | null;
  readonly context: object | null;
  /** Called as a method when a source has changed. */
  fn(): void;
  /** Computations that were made while it ran. */
  owned?: object[] | null;
  /** What it depends on first. */
  readonly source?: object | null;
}

type Accessor = () => unknown;

interface Additions {
  readonly Computation: { readonly prototype: object };
  /** Give an error to the nearest boundary of the current owner, or throw it. */
  handleError(error: unknown): void;
  runFirst<A, T>(node: Effect, fn: (argument: A) => T, argument: A): T | undefined;
  adopt(node: Effect): void;
  disposeFrom(node: Effect, count: number): void;
  isLive(node: Effect): boolean;
  ownerForNode(): Owner | null;
  runGroup(
    node: Effect,
    bind: ((values: unknown[]) => void) | undefined,
    values: unknown[],
    slots: readonly number[],
    isOnly: boolean,
  ): Accessor | unknown[] | null;
  runRows(
    owner: Owner | null,
    from: number,
    to: number,
    row: (item: never, index: Accessor) => unknown,
    items: readonly unknown[],
    indexOf: ((at: number) => Accessor) | null,
    mapped: unknown[],
    disposers: (object | null)[],
  ): boolean;
  disposeRows(mapped: readonly unknown[], disposers: readonly (object | null)[], places: readonly number[] | null, gone: Owner): void;
  installScheduler(schedule: (run: () => void) => void): void;
}

export const { Computation, adopt, disposeFrom, disposeRows, handleError, installScheduler, isLive, ownerForNode, runFirst, runGroup, runRows } =
  solid as unknown as Additions;
