// The to-do list as data: what it holds, and what may happen to it. Knows nothing of screens.

export type Todo = { readonly id: number; readonly title: string; readonly done: boolean };

export type Todos = { readonly items: readonly Todo[]; readonly nextId: number };

export type Change =
  | { readonly kind: "add"; readonly title: string }
  | { readonly kind: "set-done"; readonly id: number; readonly done: boolean }
  | { readonly kind: "rename"; readonly id: number; readonly title: string }
  | { readonly kind: "remove"; readonly id: number }
  | { readonly kind: "set-all-done"; readonly done: boolean }
  | { readonly kind: "clear-completed" };

export const FILTERS = ["All", "Active", "Completed"] as const;
export type Filter = (typeof FILTERS)[number];

export const TITLE_CHARACTERS_MAX = 80;

export function todosOf(titles: readonly string[]): Todos {
  return titles.reduce((todos, title) => changed(todos, { kind: "add", title }), { items: [], nextId: 1 } as Todos);
}

/** Return the list after a change. Titles are trimmed; one without letters changes nothing, or removes what it renames. */
export function changed(todos: Todos, change: Change): Todos {
  const { items, nextId } = todos;
  switch (change.kind) {
    case "add": {
      const title = change.title.trim();
      return title === "" ? todos : { items: [...items, { id: nextId, title, done: false }], nextId: nextId + 1 };
    }
    case "set-done":
      return { nextId, items: items.map((item) => (item.id === change.id ? { ...item, done: change.done } : item)) };
    case "rename": {
      const title = change.title.trim();
      return title === ""
        ? changed(todos, { kind: "remove", id: change.id })
        : { nextId, items: items.map((item) => (item.id === change.id ? { ...item, title } : item)) };
    }
    case "remove":
      return { nextId, items: items.filter((item) => item.id !== change.id) };
    case "set-all-done":
      return { nextId, items: items.map((item) => ({ ...item, done: change.done })) };
    case "clear-completed":
      return { nextId, items: items.filter((item) => !item.done) };
  }
}

export function matches(filter: Filter, item: Todo): boolean {
  return filter === "All" || item.done === (filter === "Completed");
}
