// The rows and what can be done with them: the operations of the js-framework-benchmark. Plain data, no screen.

export type Item = { readonly id: number; readonly label: string };

export type Rows = {
  readonly items: readonly Item[];
  readonly selected: number | null;
  readonly nextId: number;
};

export type Change =
  | { readonly kind: "create" | "append"; readonly count: number }
  | { readonly kind: "update" | "swap" | "clear" }
  | { readonly kind: "select" | "remove"; readonly id: number };

export const NO_ROWS: Rows = { items: [], selected: null, nextId: 1 };

const ADJECTIVES = [
  "pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint", "clean", "elegant", "easy",
  "angry", "crazy", "helpful", "mushy", "odd", "unsightly", "adorable", "important", "inexpensive", "cheap", "expensive", "fancy",
];
const COLOURS = ["red", "yellow", "blue", "green", "pink", "brown", "purple", "brown", "white", "black", "orange"];
const NOUNS = [
  "table", "chair", "house", "bbq", "desk", "car", "pony", "cookie", "sandwich", "burger", "pizza", "mouse", "keyboard",
];

export function changed(rows: Rows, change: Change): Rows {
  const { items, nextId } = rows;
  switch (change.kind) {
    case "create":
      return { items: made(change.count, nextId), selected: null, nextId: nextId + change.count };
    case "append":
      return { ...rows, items: [...items, ...made(change.count, nextId)], nextId: nextId + change.count };
    case "update":
      return { ...rows, items: items.map((item, index) => (index % 10 === 0 ? { ...item, label: `${item.label} !!!` } : item)) };
    case "swap":
      return { ...rows, items: swapped(items, 1, items.length - 2) };
    case "clear":
      return { ...rows, items: [], selected: null };
    case "select":
      return { ...rows, selected: change.id };
    case "remove":
      return { ...rows, items: items.filter(({ id }) => id !== change.id), selected: rows.selected === change.id ? null : rows.selected };
  }
}

function made(count: number, firstId: number): Item[] {
  return Array.from({ length: count }, (_, index) => ({ id: firstId + index, label: labelOf(firstId + index) }));
}

function swapped(items: readonly Item[], one: number, other: number): readonly Item[] {
  if (other <= one) return items;
  const copy = [...items];
  [copy[one], copy[other]] = [items[other]!, items[one]!];
  return copy;
}

/** Three words that look drawn at random. They follow from the id, because what changes state is a pure function. */
function labelOf(id: number): string {
  const drawn = Math.imul(id, 0x9e3779b1) >>> 0;
  return `${one(ADJECTIVES, drawn >>> 3)} ${one(COLOURS, drawn >>> 11)} ${one(NOUNS, drawn >>> 19)}`;
}

function one(words: readonly string[], drawn: number): string {
  return words[drawn % words.length]!;
}
