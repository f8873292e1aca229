// Which lines of a tree are seen, without a list of them all. A level is the items inside one thing; it knows those of its items that
// are open and how many lines each of them adds, so that a line is found by bisection, level by level. Closed items cost nothing, and
// are not even asked for their keys a second time.

import { GuestError } from "../core/guest_error";

export interface Branching<T> {
  readonly getChildren: (item: T) => readonly T[] | undefined;
  readonly keyOf: (item: T) => string;
}

export interface Line<T> {
  readonly item: T;
  readonly depth: number;
  /** The last of those beside it. */
  readonly last: boolean;
  /** What it lies inside of, from the outside, and the item itself. */
  path(): T[];
}

/** As many as the schema of the tree's items allows. */
const DEPTH_MAX = 1000;

class Level<T> {
  /** The items that are open, by place, with what is inside each, and the lines that all before and itself add. */
  readonly places: number[] = [];
  readonly inside: Level<T>[] = [];
  readonly added: number[] = [];
  lines: number;

  constructor(
    readonly items: readonly T[],
    readonly parent: Level<T> | null,
    /** The place in the parent of the item that this is inside of. */
    readonly place: number,
    readonly depth: number,
  ) {
    this.lines = items.length;
  }
}

/** Places of a level's items by key. Made once for an array, when one of its items may be open. */
export type KeyedPlaces<T> = WeakMap<readonly T[], ReadonlyMap<string, number>>;

export class OpenLines<T> {
  private readonly root: Level<T>;

  constructor(data: readonly T[], open: ReadonlySet<string>, branching: Branching<T>, keyed: KeyedPlaces<T>) {
    this.root = new Level(data, null, 0, 0);
    // Outer levels come before inner ones, so that counting backwards meets each level when what is inside it is counted.
    const levels = [this.root];
    for (let next = 0; open.size > 0 && next < levels.length; next++) {
      const level = levels[next]!;
      for (const place of openPlaces(level.items, open, branching, keyed)) {
        const items = branching.getChildren(level.items[place]!);
        if (items === undefined) continue;
        if (level.depth + 1 > DEPTH_MAX) {
          throw new GuestError("limit", `what is open in <Tree> is more than ${DEPTH_MAX} levels deep; does getChildren lead in a circle?`);
        }
        const inside = new Level(items, level, place, level.depth + 1);
        level.places.push(place);
        level.inside.push(inside);
        levels.push(inside);
      }
    }
    for (let next = levels.length - 1; next >= 0; next--) {
      const level = levels[next]!;
      let added = 0;
      for (const inside of level.inside) level.added.push((added += inside.lines));
      level.lines += added;
    }
  }

  get count(): number {
    return this.root.lines;
  }

  /** The line at an index below `count`. */
  at(index: number): Line<T> {
    let level = this.root;
    let offset = index;
    for (;;) {
      const before = openBefore(level, offset);
      if (before < 0) return lineOf(level, offset);
      const inside = level.inside[before]!;
      const start = level.places[before]! + 1 + level.added[before]! - inside.lines;
      if (offset >= start + inside.lines) return lineOf(level, offset - level.added[before]!);
      level = inside;
      offset -= start;
    }
  }
}

/** The last open item of a level whose line comes before an offset, or -1. */
function openBefore<T>(level: Level<T>, offset: number): number {
  let low = -1;
  let high = level.places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const line = level.places[middle]! + level.added[middle]! - level.inside[middle]!.lines;
    if (line < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineOf<T>(level: Level<T>, place: number): Line<T> {
  const item = level.items[place]!;
  return {
    item,
    depth: level.depth,
    last: place === level.items.length - 1,
    path: () => {
      const path = [item];
      for (let inner = level; inner.parent !== null; inner = inner.parent) path.push(inner.parent.items[inner.place]!);
      return path.reverse();
    },
  };
}

/** Places of the open ones among items, ascending. Costs the fewer of: items, keys that are open anywhere. */
function openPlaces<T>(items: readonly T[], open: ReadonlySet<string>, { keyOf }: Branching<T>, keyed: KeyedPlaces<T>): number[] {
  let places = keyed.get(items);
  if (places === undefined) {
    places = new Map(items.map((item, place) => [keyOf(item), place]));
    keyed.set(items, places);
  }
  const found: number[] = [];
  if (places.size <= open.size) {
    for (const [key, place] of places) if (open.has(key)) found.push(place);
    return found;
  }
  for (const key of open) {
    const place = places.get(key);
    if (place !== undefined) found.push(place);
  }
  return found.sort((a, b) => a - b);
}

/** The keys of what is open, after one thing opened or closed. */
export function withKey(keys: ReadonlySet<string>, key: string, present: boolean): ReadonlySet<string> {
  if (keys.has(key) === present) return keys;
  const changed = new Set(keys);
  if (present) changed.add(key);
  else changed.delete(key);
  return changed;
}
