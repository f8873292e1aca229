// For: a row for each item of a list, kept for as long as the item is there. As Solid's mapArray, but rows have no owner of their own
// unless they leave something behind that needs one, and what changed between two lists is looked for only where they differ.

import { $TRACK, createMemo, createSignal, onCleanup, untrack } from "solid-js";

import { GONE, isHostNode } from "./host_nodes";
import { cleanNode, ownerForNode, runRows } from "./reactive";
import type { Rows } from "./rendering";

type Row = (item: unknown, index: () => number) => unknown;
type SetIndex = (index: number) => unknown;

export interface ForProps {
  readonly each: readonly unknown[] | undefined | null | false;
  readonly fallback?: unknown;
  readonly children: Row;
}

/** What stands in place of a list without items. */
const FALLBACK = Symbol("fallback");

export function For(props: ForProps): unknown {
  const fallback = "fallback" in props ? () => props.fallback : undefined;
  return createMemo(mapRows(() => props.each, props.children, fallback));
}

/** An accessor of the rows of a list. Call it under the owner that disposes all rows. */
export function mapRows(list: () => ForProps["each"], row: Row, fallback: (() => unknown) | undefined): () => Rows {
  let items: readonly unknown[] = [];
  let mapped: Rows = [];
  let disposers: (object | null)[] = [];
  const indexed = row.length > 1;
  let indexes: SetIndex[] = [];
  onCleanup(() => disposeAll());

  return () => {
    const next = list() || [];
    // A store's list is tracked as a whole.
    void (next as unknown as Record<symbol, unknown>)[$TRACK];
    return untrack(() => update(next.slice()));
  };

  function update(next: readonly unknown[]): Rows {
    const count = next.length;
    if (count === 0 || items[0] === FALLBACK) {
      if (count === 0 && items[0] === FALLBACK) return mapped;
      disposeAll();
      items = [];
      mapped = [];
      disposers = [];
      indexes = [];
      if (count === 0) {
        if (fallback !== undefined) {
          items = [FALLBACK];
          runRows(ownerForNode(), 0, 1, fallback, items, null, mapped, disposers);
        }
        return mapped;
      }
    }
    let start = 0;
    let oldEnd = items.length;
    let end = count;
    const shorter = oldEnd < end ? oldEnd : end;
    while (start < shorter && items[start] === next[start]) start++;
    while (oldEnd > start && end > start && items[oldEnd - 1] === next[end - 1]) {
      oldEnd--;
      end--;
    }
    if (start === oldEnd && start === end) {
      items = next;
      return mapped;
    }
    const made: Rows = mapped.slice(0, start);
    const madeDisposers = disposers.slice(0, start);
    const madeIndexes = indexed ? indexes.slice(0, start) : indexes;
    let onlyNodes = mapped.length === 0 || mapped.onlyNodes === true;
    if (start === oldEnd) onlyNodes = make(next, start, end, made, madeDisposers, madeIndexes) && onlyNodes;
    else if (start < end) onlyNodes = rearrange(next, start, oldEnd, end, made, madeDisposers, madeIndexes) && onlyNodes;
    else for (let at = start; at < oldEnd; at++) dispose(at);
    const moved = end - oldEnd;
    for (let at = oldEnd; at < mapped.length; at++) {
      made.push(mapped[at]);
      madeDisposers.push(disposers[at]!);
      if (indexed) {
        madeIndexes.push(indexes[at]!);
        if (moved !== 0) indexes[at]!(at + moved);
      }
    }
    made.onlyNodes = onlyNodes;
    items = next;
    mapped = made;
    disposers = madeDisposers;
    indexes = madeIndexes;
    return mapped;
  }

  /** Rows of items that were not there before. Returns whether all are nodes of the host. */
  function make(next: readonly unknown[], from: number, to: number, made: Rows, madeDisposers: (object | null)[], madeIndexes: SetIndex[]): boolean {
    const indexOf = (at: number): (() => number) => {
      const [index, setIndex] = createSignal(at);
      madeIndexes[at] = setIndex;
      return index;
    };
    return runRows(ownerForNode(), from, to, row as never, next, indexed ? indexOf : null, made, madeDisposers);
  }

  /** Some of the old rows between `start` and `oldEnd` may go on between `start` and `end`. */
  function rearrange(
    next: readonly unknown[],
    start: number,
    oldEnd: number,
    end: number,
    made: Rows,
    madeDisposers: (object | null)[],
    madeIndexes: SetIndex[],
  ): boolean {
    // Where the lists are equally long, most often most rows stay where they are: a swap looks at two.
    const inPlace = oldEnd === end;
    const places = new Map<unknown, number>();
    // The place of the next equal item, for items that are there more than once.
    let again: Map<number, number> | null = null;
    for (let at = oldEnd - 1; at >= start; at--) {
      const item = items[at];
      if (inPlace && item === next[at]) continue;
      const other = places.get(item);
      if (other !== undefined) (again ??= new Map()).set(at, other);
      places.set(item, at);
    }
    const sources: number[] = [];
    for (let at = start; at < end; at++) {
      const item = next[at];
      if (inPlace && item === items[at]) {
        sources.push(at);
        continue;
      }
      const place = places.get(item);
      if (place === undefined) {
        sources.push(-1);
        continue;
      }
      sources.push(place);
      const other = again?.get(place);
      if (other === undefined) places.delete(item);
      else places.set(item, other);
    }
    for (const place of places.values()) {
      dispose(place);
      for (let other = again?.get(place); other !== undefined; other = again!.get(other)) dispose(other);
    }
    let onlyNodes = true;
    for (let at = start; at < end; ) {
      const source = sources[at - start]!;
      if (source < 0) {
        const from = at;
        while (at < end && sources[at - start]! < 0) at++;
        onlyNodes = make(next, from, at, made, madeDisposers, madeIndexes) && onlyNodes;
        continue;
      }
      made[at] = mapped[source];
      madeDisposers[at] = disposers[source]!;
      if (indexed) {
        madeIndexes[at] = indexes[source]!;
        if (source !== at) indexes[source]!(at);
      }
      at++;
    }
    return onlyNodes;
  }

  function disposeAll(): void {
    for (let at = 0; at < mapped.length; at++) dispose(at);
  }

  function dispose(at: number): void {
    const disposer = disposers[at];
    if (disposer) cleanNode(disposer);
    const node = mapped[at];
    if (isHostNode(node)) node.owner = GONE;
  }
}
