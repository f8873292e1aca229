// What Solid's virtualised components share: which items are drawn, and what is drawn for each. What they share with those of other
// frameworks is in sdk/list_items.ts.

import { createMemo, createSignal } from "solid-js";

import { currentGuest } from "../../sdk/current_guest";
import type { RangeEvent } from "../../sdk/component_types.generated";
import { INITIAL_COUNT } from "../../sdk/list_items";
import type { Rows } from "../host_nodes";
import { mapRows } from "../rows";

export interface RenderedRange {
  /** Both inclusive; with no items `last` is -1. */
  readonly first: () => number;
  readonly last: () => number;
  readonly onRange: (range: RangeEvent) => void;
}

/** The range to draw of `count` items: the host's last word, moved to where items still are when there are fewer now. */
export function createRenderedRange(count: () => number, initialCount: number = INITIAL_COUNT): RenderedRange {
  const [asked, setAsked] = createSignal(
    { first: 0, last: Math.max(1, initialCount) - 1 },
    { equals: (a, b) => a.first === b.first && a.last === b.last },
  );
  const last = createMemo(() => Math.min(asked().last, count() - 1));
  const first = createMemo(() => (last() === asked().last ? asked().first : Math.max(0, last() - (asked().last - asked().first))));
  return {
    first,
    last,
    onRange: ({ first, last }) => {
      // Of no items a host can only say 0 to 0; the first ones that come shall not be one alone.
      if (count() > 0) setAsked({ first, last });
    },
  };
}

/** One line of a list: what it is of, by key, and where it is now. */
export interface Line {
  readonly key: string;
}

/**
 * What is drawn for each line of a range. A line that is there again under its key keeps what was drawn for it, and follows what changed
 * of it: `draw` gets an accessor.
 */
export function drawLines<L extends Line>(component: string, lines: () => readonly L[], draw: (line: () => L) => unknown): () => Rows {
  let warned = false;
  const byKey = createMemo(() => {
    const found = new Map<string, L>();
    for (const line of lines()) {
      let { key } = line;
      if (found.has(key)) {
        // Two items of one key are worth a warning, not the loss of one of them.
        if (!warned) {
          warned = true;
          const problem = `<${component}> has two items with the key '${key.slice(0, 60)}'`;
          currentGuest().log("warn", [`${problem}; give it a keyExtractor that tells them apart`], null);
        }
        for (let copy = 1; found.has(key); copy++) key = `${line.key}\u0000${copy}`;
      }
      found.set(key, line);
    }
    return found;
  });
  return createMemo(
    mapRows(
      () => [...byKey().keys()],
      (key) => {
        // The last line it had, where it is gone already and its row only waits for being disposed.
        let last: L;
        return draw(createMemo(() => (last = byKey().get(key as string) ?? last)));
      },
      undefined,
    ),
  );
}
