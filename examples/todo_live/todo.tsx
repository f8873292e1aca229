/** @jsxImportSource rill/sdk/solid */
// A to-do list that several people have open at once. The host holds the list; each guest shows it, asks for changes and hears of those of
// all others, in one order for everybody. The first screen comes with the list in it.

import { createMemo, createSignal, For, Show } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import {
  Button, Checkbox, Column, event, Row, ScrollView, Text, TextInput, useChannel, useHostCall, usePresence,
} from "rill/sdk/solid";

import { FILTERS, type Filter, matches, TITLE_CHARACTERS_MAX, type Todo } from "../todo/todos";

const ONE_LINE = { border: "none", height: 1 } as const;

/** The list at one moment. Each change makes the next version. */
interface Todos {
  readonly version: number;
  readonly items: readonly Todo[];
}

/** What the host says of a change: what is new or different, and what is gone. */
interface Changed {
  readonly version: number;
  readonly put: readonly Todo[];
  readonly removed: readonly number[];
}

type Wish =
  | { readonly kind: "add"; readonly title: string }
  | { readonly kind: "set-done"; readonly id: number; readonly done: boolean }
  | { readonly kind: "rename"; readonly id: number; readonly title: string }
  | { readonly kind: "remove"; readonly id: number }
  | { readonly kind: "clear-completed" };

interface TodoAppProps {
  readonly todos?: Todos;
}

export default function TodoApp(props: TodoAppProps) {
  const [todos, setTodos] = createStore<Todo[]>([...(props.todos?.items ?? [])]);
  const [filter, setFilter] = createSignal<Filter>("All");
  const [editing, setEditing] = createSignal<number | null>(null);
  const [problem, setProblem] = createSignal("");
  const load = useHostCall<[], Todos>("todos.load");
  const wish = useHostCall<[wish: Wish], null>("todos.change");
  let version = props.todos?.version ?? -1;

  const take = (list: Todos): void => {
    version = list.version;
    setTodos(reconcile([...list.items], { key: "id" }));
  };
  const reload = (): void => void load().then(take, () => setProblem("The list cannot be had from the host."));
  const channel = useChannel<Changed>("todos", {
    keep: 1,
    onMessage: ({ data }) => {
      if (data.version <= version) return;
      // A change was missed, between the first screen and now or on the way: the whole list is asked for.
      if (data.version !== version + 1) return reload();
      version = data.version;
      const gone = new Set(data.removed);
      const put = new Map(data.put.map((item) => [item.id, item]));
      const kept = todos.filter(({ id }) => !gone.has(id)).map((item) => put.get(item.id) ?? item);
      const added = data.put.filter(({ id }) => !todos.some((item) => item.id === id));
      setTodos(reconcile([...kept, ...added], { key: "id" }));
    },
  });
  const members = usePresence("todos", () => ({}));

  const shown = createMemo(() => todos.filter((todo) => matches(filter(), todo)));
  const left = createMemo(() => todos.filter(({ done }) => !done).length);
  const ask = (what: Wish): void => {
    wish(what).then(
      () => setProblem(""),
      (error: unknown) => setProblem(`That was not done: ${error instanceof Error ? error.message : "the host does not answer"}`),
    );
  };

  return (
    <Column style={{ padding: [1, 2], gap: 1, maxWidth: 72, height: "100%" }}>
      <Row style={{ justify: "space-between", gap: 2 }}>
        <Text role="heading" level={1} style={{ bold: true, color: "primary" }}>
          Our todos
        </Text>
        <Text role="status" label="People" style={{ color: channel.status() === "joined" ? "success" : "muted" }}>
          {stateOf(channel.status(), members().length)}
        </Text>
      </Row>
      <NewTodo onAdd={(title) => ask({ kind: "add", title })} />

      <ScrollView label="Items" role="list" focusable={false} style={{ grow: 1, minHeight: 3 }}>
        <For
          each={shown()}
          fallback={<Text style={{ color: "muted" }}>{todos.length === 0 ? "Nothing to do." : `Nothing is ${filter().toLowerCase()}.`}</Text>}
        >
          {(todo) => (
            <Item
              todo={todo}
              editing={editing() === todo.id}
              onDone={(done) => ask({ kind: "set-done", id: todo.id, done })}
              onEdit={(edit) => setEditing(edit ? todo.id : null)}
              onRename={(title) => ask({ kind: "rename", id: todo.id, title })}
              onRemove={() => ask({ kind: "remove", id: todo.id })}
            />
          )}
        </For>
      </ScrollView>

      <Row style={{ gap: 2, align: "center", justify: "space-between", wrap: "wrap" }}>
        <Text id="left" role="status">
          {left() === 1 ? "1 item left" : `${left()} items left`}
        </Text>
        <Row role="toolbar" label="Filter" style={{ gap: 1 }}>
          <For each={FILTERS}>
            {(name) => (
              <Button variant={name === filter() ? "primary" : "default"} style={ONE_LINE} onPress={() => setFilter(name)}>
                {name}
              </Button>
            )}
          </For>
        </Row>
        <Button disabled={left() === todos.length} style={ONE_LINE} onPress={() => ask({ kind: "clear-completed" })}>
          Clear completed
        </Button>
      </Row>
      <Text role="alert" style={{ color: "error" }}>
        {problem()}
      </Text>
    </Column>
  );
}

function stateOf(status: string, people: number): string {
  if (status === "joined") return people <= 1 ? "● only you" : `● ${people} people`;
  return status === "joining" ? "○ joining" : "○ changes of others are not heard";
}

function NewTodo(props: { readonly onAdd: (title: string) => void }) {
  const [draft, setDraft] = createSignal("");
  const add = (title: string): void => {
    if (title.trim() === "") return;
    props.onAdd(title);
    setDraft("");
  };
  return (
    <TextInput
      label="New todo"
      placeholder="What needs doing?"
      autoFocus
      maxLength={TITLE_CHARACTERS_MAX}
      value={draft()}
      onChange={({ value }) => setDraft(value)}
      onSubmit={({ value }) => add(value)}
    />
  );
}

interface ItemProps {
  readonly todo: Todo;
  readonly editing: boolean;
  readonly onDone: (done: boolean) => void;
  readonly onEdit: (edit: boolean) => void;
  readonly onRename: (title: string) => void;
  readonly onRemove: () => void;
}

function Item(props: ItemProps) {
  const [title, setTitle] = createSignal("");
  const startEditing = (): void => {
    setTitle(props.todo.title);
    props.onEdit(true);
  };

  return (
    <Show
      when={!props.editing}
      fallback={
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
      }
    >
      <Row
        role="listitem"
        style={{ gap: 1 }}
        onKeyDown={event(({ key }) => (key === "F2" ? startEditing() : props.onRemove()), { keys: ["F2", "Delete"], stop: true })}
      >
        <Checkbox
          label={props.todo.title}
          value={props.todo.done}
          style={{ ...ONE_LINE, grow: 1 }}
          onChange={({ value }) => props.onDone(value)}
        >
          <Text style={props.todo.done ? { strike: true, color: "muted" } : null}>{props.todo.title}</Text>
        </Checkbox>
        <Button label={`Remove ${props.todo.title}`} focusable={false} style={{ ...ONE_LINE, minWidth: 5 }} onPress={props.onRemove}>
          ✕
        </Button>
      </Row>
    </Show>
  );
}
