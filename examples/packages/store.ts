// The application's state, in a zustand store: the form as it is typed, its errors, and the expenses.

import dayjs from "dayjs";
import { create } from "zustand";
import { CATEGORIES, type Draft, type DraftErrors, emptyDraft, type Expense, readDraft, today } from "./expense";

export type Entry = Expense & { readonly id: number };
export type Month = { readonly key: string; readonly title: string; readonly cents: number; readonly entries: readonly Entry[] };

type State = {
  readonly draft: Draft;
  readonly errors: DraftErrors;
  readonly entries: readonly Entry[];
  begin: () => void;
  edit: (change: Partial<Draft>) => void;
  submit: () => Entry | null;
  remove: (id: number) => void;
};

export const useExpenses = create<State>()((set, get) => ({
  // Not today's date: this line runs once, while the image is made that all sessions start from, and the clock then shows
  // the bundle's build time. What depends on the time, on randomness or on the host belongs into the mounted component.
  draft: emptyDraft("", CATEGORIES[0]),
  errors: {},
  entries: [],

  begin() {
    set({ draft: emptyDraft(today(), CATEGORIES[0]), errors: {}, entries: [] });
  },

  edit(change) {
    const { draft, errors } = get();
    const next = { ...draft, ...change };
    // A message disappears as soon as its field is right; new ones wait for the next submit.
    const found = readDraft(next);
    const stillWrong = "errors" in found ? found.errors : {};
    set({
      draft: next,
      errors: Object.fromEntries(Object.entries(errors).filter(([field]) => field in stillWrong)) as DraftErrors,
    });
  },

  submit() {
    const { draft, entries } = get();
    const found = readDraft(draft);
    if ("errors" in found) {
      set({ errors: found.errors });
      return null;
    }
    const entry = { ...found.expense, id: Math.max(0, ...entries.map(({ id }) => id)) + 1 };
    set({ entries: [...entries, entry], draft: emptyDraft(draft.date, draft.category), errors: {} });
    return entry;
  },

  remove(id) {
    set({ entries: get().entries.filter((entry) => entry.id !== id) });
  },
}));

/** Group expenses by month, the latest first. */
export function monthsOf(entries: readonly Entry[]): Month[] {
  const months = new Map<string, Entry[]>();
  for (const entry of [...entries].sort((a, b) => b.date.localeCompare(a.date) || b.id - a.id)) {
    const key = entry.date.slice(0, 7);
    months.set(key, [...(months.get(key) ?? []), entry]);
  }
  return [...months].map(([key, list]) => ({
    key,
    title: dayjs(`${key}-01`).format("MMMM YYYY"),
    cents: list.reduce((sum, { amount }) => sum + amount, 0),
    entries: list,
  }));
}
