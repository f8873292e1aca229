/** @jsxImportSource rill/sdk/solid */
// The to-do list of examples/todo in Solid: the same screen, and the same tests drive both. The items are a store, so that ticking one
// off changes one row, and a row is made once and then follows its item.

import { createMemo, createSignal, For, Show } from "solid-js";
import { createStore } from "solid-js/store";
import { Button, Checkbox, Column, event, Row, ScrollView, Text, TextInput, useHostEvent, useSendToHost } from "rill/sdk/solid";

import { FILTERS, type Filter, matches, TITLE_CHARACTERS_MAX } from "../todo/todos";

// Buttons and checkboxes without their frames, so that a list of them stays readable.
const ONE_LINE = { border: "none", height: 1 } as const;

interface Todo {
  readonly id: number;
  title: string;
  done: boolean;
}

interface TodoAppProps {
  /** Titles to begin with. */
  readonly titles?: readonly string[];
}

export default function TodoApp(props: TodoAppProps) {
  let nextId = 1;
  const todoOf = (title: string): Todo => ({ id: nextId++, title, done: false });
  const [todos, setTodos] = createStore<Todo[]>((props.titles ?? []).map(todoOf));
  const [filter, setFilter] = createSignal<Filter>("All");
  const [editing, setEditing] = createSignal<number | null>(null);
  const sendToHost = useSendToHost();

  const shown = createMemo(() => todos.filter((todo) => matches(filter(), todo)));
  const left = createMemo(() => todos.filter((todo) => !todo.done).length);

  const add = (title: string) => {
    if (title.trim() !== "") setTodos(todos.length, todoOf(title.trim()));
  };
  const remove = (id: number) => setTodos((all) => all.filter((todo) => todo.id !== id));
  const rename = (id: number, title: string) => {
    if (title.trim() === "") remove(id);
    else setTodos((todo) => todo.id === id, "title", title.trim());
  };
  const setDone = (todo: Todo, done: boolean) => {
    setTodos((other) => other.id === todo.id, "done", done);
    if (done) sendToHost("todo_done", { title: todo.title });
  };

  // A host may add an item: `await session.send_event("ADD_TODO", {"title": "..."})`.
  useHostEvent<{ title: string }>("ADD_TODO", ({ title }) => add(title));

  return (
    <Column style={{ padding: [1, 2], gap: 1, maxWidth: 72 }}>
      <Text role="heading" level={1} style={{ bold: true, color: "primary" }}>
        Todos
      </Text>
      <NewTodo onAdd={add} />

      <ScrollView label="Items" role="list" focusable={false} style={{ grow: 1, minHeight: 3 }}>
        <For
          each={shown()}
          fallback={
            <Text style={{ color: "muted" }}>{todos.length === 0 ? "Nothing to do." : `Nothing is ${filter().toLowerCase()}.`}</Text>
          }
        >
          {(todo) => (
            <Item
              todo={todo}
              editing={editing() === todo.id}
              onDone={(done) => setDone(todo, done)}
              onEdit={(edit) => setEditing(edit ? todo.id : null)}
              onRename={(title) => rename(todo.id, title)}
              onRemove={() => remove(todo.id)}
            />
          )}
        </For>
      </ScrollView>

      <Row role="toolbar" label="Filter" style={{ gap: 1 }}>
        <For each={FILTERS}>
          {(name) => (
            <Button variant={name === filter() ? "primary" : "default"} style={ONE_LINE} onPress={() => setFilter(name)}>
              {name}
            </Button>
          )}
        </For>
      </Row>
      <Row style={{ gap: 2, align: "center", justify: "space-between" }}>
        <Text id="left" role="status">
          {left() === 1 ? "1 item left" : `${left()} items left`}
        </Text>
        <Checkbox
          value={todos.length > 0 && left() === 0}
          disabled={todos.length === 0}
          style={ONE_LINE}
          onChange={({ value }) => setTodos({}, "done", value)}
        >
          All done
        </Checkbox>
        <Button disabled={left() === todos.length} style={ONE_LINE} onPress={() => setTodos((all) => all.filter((todo) => !todo.done))}>
          Clear completed
        </Button>
      </Row>
      <Text style={{ color: "muted" }}>Space ticks off, F2 renames, Delete removes.</Text>
    </Column>
  );
}

function NewTodo(props: { onAdd: (title: string) => void }) {
  const [draft, setDraft] = createSignal("");
  return (
    <TextInput
      label="New todo"
      placeholder="What needs doing?"
      autoFocus
      maxLength={TITLE_CHARACTERS_MAX}
      value={draft()}
      onChange={({ value }) => setDraft(value)}
      onSubmit={({ value }) => {
        props.onAdd(value);
        setDraft("");
      }}
    />
  );
}

interface ItemProps {
  readonly todo: Todo;
  readonly editing: boolean;
  readonly onDone: (done: boolean) => void;
  readonly onEdit: (editing: boolean) => void;
  readonly onRename: (title: string) => void;
  readonly onRemove: () => void;
}

function Item(props: ItemProps) {
  return (
    <Show when={props.editing} fallback={<Line {...props} />}>
      <Rename {...props} />
    </Show>
  );
}

function Line(props: ItemProps) {
  return (
    <Row
      role="listitem"
      style={{ gap: 1 }}
      onKeyDown={event(({ key }) => (key === "F2" ? props.onEdit(true) : props.onRemove()), { keys: ["F2", "Delete"], stop: true })}
    >
      <Checkbox label={props.todo.title} value={props.todo.done} style={{ ...ONE_LINE, grow: 1 }} onChange={({ value }) => props.onDone(value)}>
        <Text style={props.todo.done ? { strike: true, color: "muted" } : null}>{props.todo.title}</Text>
      </Checkbox>
      <Button label={`Remove ${props.todo.title}`} focusable={false} style={{ ...ONE_LINE, minWidth: 5 }} onPress={() => props.onRemove()}>
        ✕
      </Button>
    </Row>
  );
}

function Rename(props: ItemProps) {
  const [title, setTitle] = createSignal(props.todo.title);
  return (
    <Row role="listitem" onKeyDown={event(() => props.onEdit(false), { keys: ["Escape"], stop: true })}>
      <TextInput
        label={`Rename ${props.todo.title}`}
        autoFocus
        maxLength={TITLE_CHARACTERS_MAX}
        style={{ ...ONE_LINE, grow: 1 }}
        value={title()}
        onChange={({ value }) => setTitle(value)}
        onSubmit={({ value }) => {
          props.onRename(value);
          props.onEdit(false);
        }}
      />
    </Row>
  );
}
