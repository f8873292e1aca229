// A spreadsheet that recomputes what a change touches, and nothing else. Knows no screen.
//
// A cell that changed makes those that read it dirty. They are evaluated in an order in which everything that a cell reads
// comes before it, each at most once, and only those whose own value changed pass it on. What cannot be put into such
// an order goes round in a circle, and says so.

import { COLUMNS, evaluate, Fault, type Formula, parseFormula, readsOf, ROWS, type Value } from "./formula";

export type Cell = {
  /** As it was written, such as `=A0+1`. */
  readonly text: string;
  readonly value: Value;
};

/** The cells of a line, A to Z. A line is another array when one of its cells changed, so that screens can compare. */
export type Line = readonly Cell[];

export type Recomputed = {
  /** The cells that were evaluated, in order. */
  readonly evaluated: readonly string[];
  /** Those whose value is another one now. */
  readonly changed: readonly string[];
};

type Content = { readonly formula: Formula | null; readonly reads: ReadonlySet<string> };

const NOTHING: Cell = { text: "", value: "" };
const NO_FORMULA: Content = { formula: null, reads: new Set() };

export class Spreadsheet {
  /** The lines, 0 to 99. Another array after each change. */
  lines: readonly Line[] = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => NOTHING));
  /** What the last change led to. */
  last: Recomputed = { evaluated: [], changed: [] };
  readonly #contents = new Map<string, Content>();
  readonly #readers = new Map<string, Set<string>>();
  readonly #listeners = new Set<() => void>();

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [key, text] of Object.entries(texts)) this.write(key, text);
  }

  cell(key: string): Cell {
    return this.lines[Number(key.slice(1))]?.[key.charCodeAt(0) - 65] ?? NOTHING;
  }

  /** Write a cell: a formula behind `=`, a number, or words. */
  write(key: string, text: string): Recomputed {
    const lines = [...this.lines];
    const store = (at: string, cell: Cell) => {
      const row = Number(at.slice(1));
      if (lines[row] === this.lines[row]) lines[row] = [...(lines[row] as Line)];
      (lines[row] as Cell[])[at.charCodeAt(0) - 65] = cell;
    };
    const read = (at: string) => (lines[Number(at.slice(1))] as Line)[at.charCodeAt(0) - 65] as Cell;

    const { content, value } = contentOf(text);
    this.#connect(key, content);
    store(key, { text, value: read(key).value });

    const evaluated: string[] = [];
    const changed: string[] = [];
    const { ordered, circular } = this.#order(key);
    const settle = (at: string, next: Value) => {
      const { text: same, value: before } = read(at);
      if (isSame(before, next)) return;
      store(at, { text: same, value: next });
      changed.push(at);
      for (const reader of this.#readers.get(at) ?? []) dirty.add(reader);
    };

    const dirty = new Set([key]);
    for (const at of circular) settle(at, new Fault("#CYCLE", "it reads itself, or a cell that does"));
    for (const at of ordered) {
      if (!dirty.has(at)) continue;
      const { formula } = this.#contents.get(at) ?? NO_FORMULA;
      evaluated.push(at);
      settle(at, formula === null ? value : evaluate(formula, (other) => read(other).value));
    }

    this.lines = lines;
    this.last = { evaluated, changed };
    for (const listener of this.#listeners) listener();
    return this.last;
  }

  /** Call a function after each change, until the function that this returns is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #connect(key: string, content: Content): void {
    for (const read of (this.#contents.get(key) ?? NO_FORMULA).reads) this.#readers.get(read)?.delete(key);
    for (const read of content.reads) {
      const readers = this.#readers.get(read) ?? new Set();
      this.#readers.set(read, readers.add(key));
    }
    this.#contents.set(key, content);
  }

  /** The cell and all that depend on it: in an order to evaluate them, and apart those that have none. */
  #order(key: string): { readonly ordered: readonly string[]; readonly circular: readonly string[] } {
    const affected = new Set([key]);
    for (const at of affected) for (const reader of this.#readers.get(at) ?? []) affected.add(reader);

    const waitsFor = new Map<string, number>();
    for (const at of affected) {
      for (const reader of this.#readers.get(at) ?? []) waitsFor.set(reader, (waitsFor.get(reader) ?? 0) + 1);
    }
    const ordered = waitsFor.has(key) ? [] : [key];
    for (const at of ordered) {
      for (const reader of this.#readers.get(at) ?? []) {
        const left = (waitsFor.get(reader) ?? 0) - 1;
        waitsFor.set(reader, left);
        if (left === 0) ordered.push(reader);
      }
    }
    const placed = new Set(ordered);
    return { ordered, circular: [...affected].filter((at) => !placed.has(at)) };
  }
}

/** What a cell shows. */
export function wordsOf(value: Value): string {
  if (value instanceof Fault) return value.code;
  return typeof value === "number" ? String(Number(value.toPrecision(12))) : value;
}

function contentOf(text: string): { readonly content: Content; readonly value: Value } {
  if (text.startsWith("=")) {
    try {
      const formula = parseFormula(text.slice(1));
      return { content: { formula, reads: readsOf(formula) }, value: "" };
    } catch (fault) {
      if (fault instanceof Fault) return { content: NO_FORMULA, value: fault };
      throw fault;
    }
  }
  const trimmed = text.trim();
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : NaN;
  return { content: NO_FORMULA, value: Number.isFinite(number) ? number : trimmed };
}

function isSame(one: Value, other: Value): boolean {
  if (one instanceof Fault) return other instanceof Fault && one.code === other.code && one.reason === other.reason;
  return one === other;
}

export { COLUMNS, Fault };
