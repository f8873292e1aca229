// What React's virtualised components share: which items are rendered, and the keys of their elements. What they share with those of
// other frameworks is in list_items.ts.

import { useRef, useState } from "react";

import type { RangeEvent } from "./component_types.generated";
import { currentGuest } from "./current_guest";
import { INITIAL_COUNT } from "./list_items";

export interface RenderedRange {
  /** Both inclusive; with no items `last` is -1. */
  readonly first: number;
  readonly last: number;
  readonly onRange: (range: RangeEvent) => void;
}

/** The range to render of `count` items: the host's last word, moved to where items still are when there are fewer now. */
export function useRenderedRange(count: number, initialCount: number = INITIAL_COUNT): RenderedRange {
  const [asked, setAsked] = useState(() => ({ first: 0, last: Math.max(1, initialCount) - 1 }));
  const last = Math.min(asked.last, count - 1);
  const first = last === asked.last ? asked.first : Math.max(0, last - (asked.last - asked.first));
  return {
    first,
    last,
    onRange: ({ first, last }) => {
      // Of no items a host can only say 0 to 0; the first ones that come shall not be one alone.
      if (count > 0) setAsked((old) => (old.first === first && old.last === last ? old : { first, last }));
    },
  };
}

/** Gives each element of one render a key of its own. Two items of one key are worth a warning, not the loss of one of them. */
export function useElementKeys(component: string): () => (key: string, index: number) => string {
  const warned = useRef(false);
  return () => {
    const taken = new Set<string>();
    return (key, index) => {
      if (!taken.has(key)) {
        taken.add(key);
        return key;
      }
      if (!warned.current) {
        warned.current = true;
        const problem = `<${component}> has two items with the key '${key.slice(0, 60)}'`;
        currentGuest().log("warn", [`${problem}; give it a keyExtractor that tells them apart`], null);
      }
      return `${key}\u0000${index}`;
    };
  };
}
