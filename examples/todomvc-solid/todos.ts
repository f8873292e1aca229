// The list of todos, kept in a store and in the browser's storage. No screen here.

import { createEffect } from "solid-js";
import { createStore, produce, type SetStoreFunction } from "solid-js/store";

export interface Todo {
  readonly id: number;
  title: string;
  completed: boolean;
}

const STORED_AS = "todos-solid";

function stored(): Todo[] {
  const text = localStorage.getItem(STORED_AS);
  return text === null ? [] : (JSON.parse(text) as Todo[]);
}

export function createTodos() {
  const [todos, setTodos] = createStore<Todo[]>(stored());
  createEffect(() => localStorage.setItem(STORED_AS, JSON.stringify(todos)));
  let nextId = todos.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
  return [todos, changes(setTodos, () => nextId++)] as const;
}

function changes(setTodos: SetStoreFunction<Todo[]>, takeId: () => number) {
  return {
    add: (title: string): void => setTodos(produce((all) => void all.push({ id: takeId(), title, completed: false }))),
    remove: (id: number): void => setTodos((all) => all.filter((todo) => todo.id !== id)),
    rename: (id: number, title: string): void => setTodos((todo) => todo.id === id, "title", title),
    complete: (id: number, completed: boolean): void => setTodos((todo) => todo.id === id, "completed", completed),
    completeAll: (completed: boolean): void => setTodos(() => true, "completed", completed),
    clearCompleted: (): void => setTodos((all) => all.filter((todo) => !todo.completed)),
  };
}
