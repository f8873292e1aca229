// For: a row for each item of a list, kept for as long as the item is there. As Solid's mapArray, but rows have no owner of their own
// unless they leave something behind that needs one, and what changed between two lists is looked for only where they differ.

import { $TRACK, createMemo, createSignal, onCleanup, untrack } from "solid-js";

import { GONE, type Rows } from "./host_nodes";
import { disposeRows, ownerForNode, runRows } from "./reactive";

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
  const indexed = row.length > 1;
  let items: readonly unknown[] = [];
  let rows: Rows = [];
  let disposers: Disposers = [];
  let indexes: SetIndex[] = [];
  onCleanup(() => disposeRows(rows, disposers, null, GONE));

  return () => {
    const next = list() || [];
    // A store's list is tracked as a whole.
    void (next as unknown as Record<symbol, unknown>)[$TRACK];
    return untrack(() => update(next.slice()));
  };

  function update(next: readonly unknown[]): Rows {
    const count = next.length;
    if (count === 0 || items[0] === FALLBACK || nothingStays(items, next)) {
      if (count === 0 && items[0] === FALLBACK) return rows;
      disposeRows(rows, disposers, null, GONE);
      rows.gone = true;
      items = [];
      rows = [];
      disposers = [];
      indexes = [];
      if (count === 0) {
        if (fallback !== undefined) {
          items = [FALLBACK];
          runRows(ownerForNode(), 0, 1, fallback, items, null, rows, disposers);
        }
        return rows;
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
    // Where the lists are equally long, most often most rows stay where they are: a swap looks at two.
    const inPlace = items.length === count;
    const olds = inPlace ? differing(items, next, start, end) : span(start, oldEnd);
    const news = inPlace ? olds : olds.length === 0 ? NO_PLACES : span(start, end);
    const sources = match(items, olds, next, news);
    disposeRows(rows, disposers, sources === null ? olds : sources.gone, GONE);
    const kept = inPlace ? count : start;
    let made: Rows = rows.slice(0, kept);
    let madeDisposers = disposers.slice(0, kept);
    let madeIndexes = indexes.slice(0, kept);
    let onlyNodes = rows.length === 0 || rows.onlyNodes === true;
    if (sources === null && (!inPlace || news.length === end - start)) {
      if (!make(next, start, end, made, madeDisposers, madeIndexes)) onlyNodes = false;
    } else {
      for (let i = 0; i < news.length; i++) {
        const at = news[i]!;
        const source = sources === null ? -1 : sources.of[i]!;
        if (source < 0) {
          if (!make(next, at, at + 1, made, madeDisposers, madeIndexes)) onlyNodes = false;
        } else {
          made[at] = rows[source];
          madeDisposers[at] = disposers[source]!;
          if (indexed) {
            madeIndexes[at] = indexes[source]!;
            if (source !== at) indexes[source]!(at);
          }
        }
      }
    }
    if (!inPlace && oldEnd < rows.length) {
      made = made.concat(rows.slice(oldEnd));
      madeDisposers = madeDisposers.concat(disposers.slice(oldEnd));
      if (indexed) {
        madeIndexes = madeIndexes.concat(indexes.slice(oldEnd));
        for (let at = end; at < count; at++) madeIndexes[at]!(at);
      }
    }
    made.onlyNodes = onlyNodes;
    items = next;
    rows = made;
    disposers = madeDisposers;
    indexes = madeIndexes;
    return rows;
  }

  /** Rows of items that were not there before. Returns whether all are nodes of the host. */
  function make(next: readonly unknown[], from: number, to: number, made: Rows, madeDisposers: Disposers, madeIndexes: SetIndex[]): boolean {
    const indexOf = (at: number): (() => number) => {
      const [index, setIndex] = createSignal(at);
      madeIndexes[at] = setIndex;
      return index;
    };
    return runRows(ownerForNode(), from, to, row as never, next, indexed ? indexOf : null, made, madeDisposers);
  }
}

type Disposers = (object | null)[];

/** Whether no item of a list is in the next one. Most lists say at their ends that some are. */
function nothingStays(items: readonly unknown[], next: readonly unknown[]): boolean {
  const count = items.length;
  if (count === 0 || items[0] === next[0] || items[count - 1] === next[next.length - 1]) return false;
  if (next.includes(items[0]) || next.includes(items[count - 1]) || items.includes(next[0])) return false;
  const before = new Set(items);
  for (let at = 0; at < next.length; at++) if (before.has(next[at])) return false;
  return true;
}

interface Sources {
  /** For each new place the old one of the same item, or -1. Equal items go by their order. */
  readonly of: readonly number[];
  /** The old places whose item is gone. */
  readonly gone: readonly number[];
}

/** Where rows come from and which go; null when no old one is among the new. */
function match(items: readonly unknown[], olds: readonly number[], next: readonly unknown[], news: readonly number[]): Sources | null {
  if (olds.length === 0 || news.length === 0) return null;
  const places = new Map<unknown, number>();
  // The place of the next equal item, for items that are there more than once.
  let again: Map<number, number> | null = null;
  for (let i = olds.length - 1; i >= 0; i--) {
    const at = olds[i]!;
    const other = places.get(items[at]);
    if (other !== undefined) (again ??= new Map()).set(at, other);
    places.set(items[at], at);
  }
  const of: number[] = [];
  let found = 0;
  for (let i = 0; i < news.length; i++) {
    const item = next[news[i]!];
    const place = places.get(item);
    of.push(place ?? -1);
    if (place === undefined) continue;
    found++;
    const other = again?.get(place);
    if (other === undefined) places.delete(item);
    else places.set(item, other);
  }
  if (found === 0) return null;
  const gone: number[] = [];
  for (const place of places.values()) {
    gone.push(place);
    for (let other = again?.get(place); other !== undefined; other = again!.get(other)) gone.push(other);
  }
  return { of, gone };
}

function differing(items: readonly unknown[], next: readonly unknown[], from: number, to: number): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at++) if (items[at] !== next[at]) places.push(at);
  return places;
}

function span(from: number, to: number): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at++) places.push(at);
  return places;
}

const NO_PLACES: readonly number[] = Object.freeze([]);
