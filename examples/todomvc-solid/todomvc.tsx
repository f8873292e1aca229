// TodoMVC in Solid: an ordinary program for browsers, which runs as a guest as it is.

import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";

import { createTodos, type Todo } from "./todos";

const FILTERS = [
  { name: "All", hash: "#/", shows: () => true },
  { name: "Active", hash: "#/active", shows: (todo: Todo) => !todo.completed },
  { name: "Completed", hash: "#/completed", shows: (todo: Todo) => todo.completed },
] as const;

function createHash() {
  const [hash, setHash] = createSignal(location.hash);
  const read = (): string => setHash(location.hash);
  window.addEventListener("hashchange", read);
  onCleanup(() => window.removeEventListener("hashchange", read));
  return hash;
}

export default function TodoMvc() {
  const [todos, change] = createTodos();
  const hash = createHash();
  const [editing, setEditing] = createSignal<number | null>(null);
  const filter = createMemo(() => FILTERS.find((one) => one.hash === hash()) ?? FILTERS[0]);
  const shown = createMemo(() => todos.filter(filter().shows));
  const left = createMemo(() => todos.filter((todo) => !todo.completed).length);

  const add = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    const title = event.currentTarget.value.trim();
    if (event.key !== "Enter" || title === "") return;
    change.add(title);
    event.currentTarget.value = "";
  };

  const finish = (todo: Todo, text: string): void => {
    if (editing() !== todo.id) return; // Enter saves, and the field that goes away saves again.
    setEditing(null);
    const title = text.trim();
    if (title === "") change.remove(todo.id);
    else change.rename(todo.id, title);
  };

  return (
    <>
      <section class="todoapp">
        <header class="header">
          <h1>todos</h1>
          <input class="new-todo" placeholder="What needs to be done?" autofocus onKeyDown={add} />
        </header>
        <Show when={todos.length > 0}>
          <main class="main">
            <input
              id="toggle-all"
              class="toggle-all"
              type="checkbox"
              checked={left() === 0}
              onInput={(event) => change.completeAll(event.currentTarget.checked)}
            />
            <label for="toggle-all">Mark all as complete</label>
            <ul class="todo-list">
              <For each={shown()}>
                {(todo) => (
                  <li class="todo" classList={{ completed: todo.completed, editing: editing() === todo.id }}>
                    <Show
                      when={editing() === todo.id}
                      fallback={
                        <div class="view">
                          <input
                            class="toggle"
                            type="checkbox"
                            checked={todo.completed}
                            onInput={(event) => change.complete(todo.id, event.currentTarget.checked)}
                          />
                          <label onDblClick={() => setEditing(todo.id)}>{todo.title}</label>
                          <button class="destroy" aria-label="Delete" onClick={() => change.remove(todo.id)} />
                        </div>
                      }
                    >
                      <EditField title={todo.title} onSave={(text) => finish(todo, text)} onCancel={() => setEditing(null)} />
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </main>
          <footer class="footer">
            <span class="todo-count">
              <strong>{left()}</strong> {left() === 1 ? "item" : "items"} left
            </span>
            <ul class="filters">
              <For each={FILTERS}>
                {(one) => (
                  <li>
                    <a href={one.hash} class={one === filter() ? "selected" : ""}>
                      {one.name}
                    </a>
                  </li>
                )}
              </For>
            </ul>
            <Show when={left() < todos.length}>
              <button class="clear-completed" onClick={() => change.clearCompleted()}>
                Clear completed
              </button>
            </Show>
          </footer>
        </Show>
      </section>
      <footer class="info">
        <p>Double-click to edit a todo</p>
      </footer>
    </>
  );
}

function EditField(props: { title: string; onSave: (text: string) => void; onCancel: () => void }) {
  let field!: HTMLInputElement;
  onMount(() => field.focus());
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter") props.onSave(field.value);
    else if (event.key === "Escape") props.onCancel();
  };
  return <input ref={field} class="edit" value={props.title} onKeyDown={key} onBlur={() => props.onSave(field.value)} />;
}
