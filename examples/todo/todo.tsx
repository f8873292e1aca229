// A to-do list: add, tick off, rename, remove, filter, clear. Everything can be done without a mouse.

import { memo, useReducer, useState } from "react";
import { Button, Checkbox, Column, event, Row, ScrollView, Text, TextInput, useHostEvent, useSendToHost } from "rill/sdk";
import { changed, FILTERS, type Filter, matches, TITLE_CHARACTERS_MAX, type Todo, todosOf } from "./todos";

// Buttons and checkboxes without their frames, so that a list of them stays readable.
const ONE_LINE = { border: "none", height: 1 } as const;

type TodoAppProps = {
  /** Titles to begin with. */
  titles?: readonly string[];
};

export default function TodoApp({ titles = [] }: TodoAppProps) {
  const [todos, change] = useReducer(changed, titles, todosOf);
  const [filter, setFilter] = useState<Filter>("All");
  const [editing, setEditing] = useState<number | null>(null);
  const sendToHost = useSendToHost();

  const shown = todos.items.filter((item) => matches(filter, item));
  const done = todos.items.filter((item) => item.done).length;
  const left = todos.items.length - done;

  // A host may add an item: `await session.send_event("ADD_TODO", {"title": "..."})`.
  useHostEvent("ADD_TODO", ({ title }: { title: string }) => change({ kind: "add", title }));

  const setDone = (item: Todo, value: boolean) => {
    change({ kind: "set-done", id: item.id, done: value });
    if (value) sendToHost("todo_done", { title: item.title });
  };

  return (
    <Column style={{ padding: [1, 2], gap: 1, maxWidth: 72 }}>
      <Text role="heading" level={1} style={{ bold: true, color: "primary" }}>
        Todos
      </Text>
      <NewTodo onAdd={(title) => change({ kind: "add", title })} />

      <ScrollView label="Items" role="list" focusable={false} style={{ grow: 1, minHeight: 3 }}>
        {shown.length === 0 && (
          <Text style={{ color: "muted" }}>{todos.items.length === 0 ? "Nothing to do." : `Nothing is ${filter.toLowerCase()}.`}</Text>
        )}
        {shown.map((item) => (
          <Item
            key={item.id}
            item={item}
            editing={editing === item.id}
            onDone={(value) => setDone(item, value)}
            onEdit={(edit) => setEditing(edit ? item.id : null)}
            onRename={(title) => change({ kind: "rename", id: item.id, title })}
            onRemove={() => change({ kind: "remove", id: item.id })}
          />
        ))}
      </ScrollView>

      <Row role="toolbar" label="Filter" style={{ gap: 1 }}>
        {FILTERS.map((name) => (
          <Button
            key={name}
            variant={name === filter ? "primary" : "default"}
            style={ONE_LINE}
            onPress={() => setFilter(name)}
          >
            {name}
          </Button>
        ))}
      </Row>
      <Row style={{ gap: 2, align: "center", justify: "space-between" }}>
        <Text id="left" role="status">
          {left === 1 ? "1 item left" : `${left} items left`}
        </Text>
        <Checkbox
          value={todos.items.length > 0 && left === 0}
          disabled={todos.items.length === 0}
          style={ONE_LINE}
          onChange={({ value }) => change({ kind: "set-all-done", done: value })}
        >
          All done
        </Checkbox>
        <Button disabled={done === 0} style={ONE_LINE} onPress={() => change({ kind: "clear-completed" })}>
          Clear completed
        </Button>
      </Row>
      <Text style={{ color: "muted" }}>Space ticks off, F2 renames, Delete removes.</Text>
    </Column>
  );
}

// The draft lives here, so that typing renders one field instead of the list.
function NewTodo({ onAdd }: { onAdd: (title: string) => void }) {
  const [draft, setDraft] = useState("");
  return (
    <TextInput
      label="New todo"
      placeholder="What needs doing?"
      autoFocus
      maxLength={TITLE_CHARACTERS_MAX}
      value={draft}
      onChange={({ value }) => setDraft(value)}
      onSubmit={({ value }) => {
        onAdd(value);
        setDraft("");
      }}
    />
  );
}

type ItemProps = {
  item: Todo;
  editing: boolean;
  onDone: (done: boolean) => void;
  onEdit: (editing: boolean) => void;
  onRename: (title: string) => void;
  onRemove: () => void;
};

const Item = memo(
  function Item({ item, editing, onDone, onEdit, onRename, onRemove }: ItemProps) {
    const [title, setTitle] = useState(item.title);

    if (editing) {
      return (
        <Row role="listitem" onKeyDown={event(() => onEdit(false), { keys: ["Escape"], stop: true })}>
          <TextInput
            label={`Rename ${item.title}`}
            autoFocus
            maxLength={TITLE_CHARACTERS_MAX}
            style={{ ...ONE_LINE, grow: 1 }}
            value={title}
            onChange={({ value }) => setTitle(value)}
            onSubmit={({ value }) => {
              onRename(value);
              onEdit(false);
            }}
          />
        </Row>
      );
    }

    const startEditing = () => {
      setTitle(item.title);
      onEdit(true);
    };
    return (
      <Row
        role="listitem"
        style={{ gap: 1 }}
        onKeyDown={event(({ key }) => (key === "F2" ? startEditing() : onRemove()), { keys: ["F2", "Delete"], stop: true })}
      >
        <Checkbox label={item.title} value={item.done} style={{ ...ONE_LINE, grow: 1 }} onChange={({ value }) => onDone(value)}>
          <Text style={item.done ? { strike: true, color: "muted" } : null}>{item.title}</Text>
        </Checkbox>
        <Button label={`Remove ${item.title}`} focusable={false} style={{ ...ONE_LINE, minWidth: 5 }} onPress={onRemove}>
          ✕
        </Button>
      </Row>
    );
  },
  // The callbacks are new in every render and always do the same for the same item.
  (before, after) => before.item === after.item && before.editing === after.editing,
);
