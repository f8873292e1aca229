// TodoMVC in Preact: an ordinary program for browsers, which runs as a guest as it is.

import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";

import { type Change, changed, nextId, store, stored, type Todo } from "./todos";

const FILTERS = [
  { name: "All", hash: "#/", shows: () => true },
  { name: "Active", hash: "#/active", shows: (todo: Todo) => !todo.completed },
  { name: "Completed", hash: "#/completed", shows: (todo: Todo) => todo.completed },
] as const;

function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = (): void => setHash(location.hash);
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return hash;
}

export default function TodoMvc() {
  const [todos, change] = useReducer(changed, undefined, stored);
  const hash = useHash();
  useEffect(() => store(todos), [todos]);
  const filter = FILTERS.find((one) => one.hash === hash) ?? FILTERS[0];
  const left = todos.filter((todo) => !todo.completed).length;

  const add = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const title = event.currentTarget.value.trim();
    if (event.key !== "Enter" || title === "") return;
    change({ kind: "add", id: nextId(todos), title });
    event.currentTarget.value = "";
  };

  return (
    <>
      <section class="todoapp">
        <header class="header">
          <h1>todos</h1>
          <input class="new-todo" placeholder="What needs to be done?" autofocus onKeyDown={add} />
        </header>
        {todos.length > 0 && (
          <main class="main">
            <input
              id="toggle-all"
              class="toggle-all"
              type="checkbox"
              checked={left === 0}
              onChange={(event) => change({ kind: "complete all", completed: event.currentTarget.checked })}
            />
            <label for="toggle-all">Mark all as complete</label>
            <ul class="todo-list">
              {todos.filter(filter.shows).map((todo) => (
                <TodoItem key={todo.id} todo={todo} change={change} />
              ))}
            </ul>
          </main>
        )}
        {todos.length > 0 && (
          <footer class="footer">
            <span class="todo-count">
              <strong>{left}</strong> {left === 1 ? "item" : "items"} left
            </span>
            <ul class="filters">
              {FILTERS.map((one) => (
                <li key={one.name}>
                  <a href={one.hash} class={one === filter ? "selected" : ""}>
                    {one.name}
                  </a>
                </li>
              ))}
            </ul>
            {left < todos.length && (
              <button class="clear-completed" onClick={() => change({ kind: "clear completed" })}>
                Clear completed
              </button>
            )}
          </footer>
        )}
      </section>
      <footer class="info">
        <p>Double-click to edit a todo</p>
      </footer>
    </>
  );
}

function TodoItem({ todo, change }: { todo: Todo; change: (change: Change) => void }) {
  const [editing, setEditing] = useState(false);
  const { id, completed } = todo;

  const save = (text: string): void => {
    setEditing(false);
    const title = text.trim();
    if (title === "") change({ kind: "remove", id });
    else change({ kind: "rename", id, title });
  };

  return (
    <li class={["todo", completed && "completed", editing && "editing"].filter(Boolean).join(" ")}>
      {editing ? (
        <EditField title={todo.title} onSave={save} onCancel={() => setEditing(false)} />
      ) : (
        <div class="view">
          <input
            class="toggle"
            type="checkbox"
            checked={completed}
            onChange={(event) => change({ kind: "complete", id, completed: event.currentTarget.checked })}
          />
          <label onDblClick={() => setEditing(true)}>{todo.title}</label>
          <button class="destroy" aria-label="Delete" onClick={() => change({ kind: "remove", id })} />
        </div>
      )}
    </li>
  );
}

function EditField({ title, onSave, onCancel }: { title: string; onSave: (text: string) => void; onCancel: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current!.focus(), []);

  // Enter saves, and the field that goes away would save again.
  const once = (end: () => void): void => {
    if (!done.current) end();
    done.current = true;
  };
  const key = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const { value } = event.currentTarget;
    if (event.key === "Enter") once(() => onSave(value));
    else if (event.key === "Escape") once(onCancel);
  };

  return (
    <input ref={field} class="edit" defaultValue={title} onKeyDown={key} onBlur={(event) => once(() => onSave(event.currentTarget.value))} />
  );
}
