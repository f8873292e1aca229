// The list of todos as plain data, its changes, and how it is kept in the browser's storage. No screen here.

export interface Todo {
  readonly id: number;
  readonly title: string;
  readonly completed: boolean;
}

export type Change =
  | { readonly kind: "add" | "rename"; readonly id: number; readonly title: string }
  | { readonly kind: "complete"; readonly id: number; readonly completed: boolean }
  | { readonly kind: "remove"; readonly id: number }
  | { readonly kind: "complete all"; readonly completed: boolean }
  | { readonly kind: "clear completed" };

const STORED_AS = "todos-preact";

export function stored(): readonly Todo[] {
  const text = localStorage.getItem(STORED_AS);
  return text === null ? [] : (JSON.parse(text) as Todo[]);
}

export function store(todos: readonly Todo[]): void {
  localStorage.setItem(STORED_AS, JSON.stringify(todos));
}

export function nextId(todos: readonly Todo[]): number {
  return todos.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
}

export function changed(todos: readonly Todo[], change: Change): readonly Todo[] {
  switch (change.kind) {
    case "add":
      return [...todos, { id: change.id, title: change.title, completed: false }];
    case "rename":
      return todos.map((todo) => (todo.id === change.id ? { ...todo, title: change.title } : todo));
    case "complete":
      return todos.map((todo) => (todo.id === change.id ? { ...todo, completed: change.completed } : todo));
    case "remove":
      return todos.filter(({ id }) => id !== change.id);
    case "complete all":
      return todos.map((todo) => ({ ...todo, completed: change.completed }));
    case "clear completed":
      return todos.filter(({ completed }) => !completed);
  }
}
