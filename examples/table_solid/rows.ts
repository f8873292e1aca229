// The rows of the js-framework-benchmark and what can be done with them, as Solid has it: a list that is replaced, and in it a signal for
// each label. Knows no screen.

import { batch, createSelector, createSignal } from "solid-js";

export interface Item {
  readonly id: number;
  readonly label: () => string;
  readonly setLabel: (change: (label: string) => string) => void;
}

const ADJECTIVES = [
  "pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint", "clean", "elegant", "easy", "angry",
  "crazy", "helpful", "mushy", "odd", "unsightly", "adorable", "important", "inexpensive", "cheap", "expensive", "fancy",
];
const COLOURS = ["red", "yellow", "blue", "green", "pink", "brown", "purple", "brown", "white", "black", "orange"];
const NOUNS = ["table", "chair", "house", "bbq", "desk", "car", "pony", "cookie", "sandwich", "burger", "pizza", "mouse", "keyboard"];

export function createRows() {
  const [items, setItems] = createSignal<readonly Item[]>([]);
  const [selected, select] = createSignal<number | null>(null);
  let nextId = 1;

  const made = (count: number): Item[] => {
    const rows: Item[] = [];
    for (let i = 0; i < count; i++) {
      const id = nextId++;
      const [label, setLabel] = createSignal(labelOf(id));
      rows.push({ id, label, setLabel });
    }
    return rows;
  };

  return {
    items,
    selected,
    isSelected: createSelector(selected),
    select,
    create: (count: number) => {
      setItems(made(count));
      select(null);
    },
    append: (count: number) => setItems([...items(), ...made(count)]),
    update: () => {
      batch(() => {
        const rows = items();
        for (let at = 0; at < rows.length; at += 10) rows[at]!.setLabel((label) => `${label} !!!`);
      });
    },
    swap: () => {
      const rows = [...items()];
      const last = rows.length - 2;
      if (last <= 1) return;
      const one = rows[1]!;
      rows[1] = rows[last]!;
      rows[last] = one;
      setItems(rows);
    },
    remove: (id: number) => {
      setItems(items().filter((item) => item.id !== id));
      if (selected() === id) select(null);
    },
    clear: () => {
      setItems([]);
      select(null);
    },
  };
}

/** Three words that look drawn at random. They follow from the id, so that a session can be replayed by its messages. */
function labelOf(id: number): string {
  const drawn = Math.imul(id, 0x9e3779b1) >>> 0;
  return `${one(ADJECTIVES, drawn >>> 3)} ${one(COLOURS, drawn >>> 11)} ${one(NOUNS, drawn >>> 19)}`;
}

function one(words: readonly string[], drawn: number): string {
  return words[drawn % words.length]!;
}
