// The table of the js-framework-benchmark: a thousand rows, ten thousand, and what one does with them. Every button is a press away
// by keyboard and by mouse, and only the rows in view cross to the host.

import { useReducer, useRef } from "react";
import { Button, Column, event, Heading, Row, Table, Text } from "rill/sdk";
import { type Change, changed, type Item, NO_ROWS } from "./rows";

const ACTIONS: readonly (readonly [title: string, change: Change])[] = [
  ["Create 1,000", { kind: "create", count: 1_000 }],
  ["Create 10,000", { kind: "create", count: 10_000 }],
  ["Append 1,000", { kind: "append", count: 1_000 }],
  ["Update every 10th", { kind: "update" }],
  ["Swap rows", { kind: "swap" }],
  ["Clear", { kind: "clear" }],
];

// Made once: a column that is new in every render makes every row new, too.
const REMOVE = { icon: "close", color: "error", press: true, align: "center" } as const;
const COLUMNS = [
  { key: "id", title: "Id", width: 7, align: "end", render: ({ id }: Item) => ({ text: String(id), color: "muted" as const }) },
  { key: "label", title: "Label", render: ({ label }: Item) => ({ text: label, press: true }) },
  { key: "remove", title: "", width: 3, render: () => REMOVE },
] as const;

export default function BenchmarkTable() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  const cursor = useRef(0);

  const removeAtCursor = () => {
    const item = items[cursor.current];
    if (item !== undefined) change({ kind: "remove", id: item.id });
  };

  return (
    <Column style={{ padding: [0, 1] }}>
      <Row style={{ justify: "space-between" }}>
        <Heading>Rows</Heading>
        <Text role="status" id="count" style={{ color: "muted" }}>
          {`${grouped(items.length)} rows${selected === null ? "" : `, ${selected} selected`}`}
        </Text>
      </Row>
      <Row role="toolbar" label="Rows" style={{ gap: [1, 0], wrap: "wrap", padding: [1, 0] }}>
        {ACTIONS.map(([title, action]) => (
          <Button key={title} compact autoFocus={action === ACTIONS[0]![1]} onPress={() => change(action)}>
            {title}
          </Button>
        ))}
      </Row>
      <Table
        label="Rows"
        data={items}
        columns={COLUMNS}
        selected={({ id }) => id === selected}
        cursor="cell"
        zebra
        empty={<Text style={{ color: "muted" }}>No rows. Create some.</Text>}
        style={{ grow: 1 }}
        onCursor={({ index }) => {
          cursor.current = index;
        }}
        onCellPress={({ item, column }) => change({ kind: column === "remove" ? "remove" : "select", id: item.id })}
        onKeyDown={event(removeAtCursor, { keys: ["Delete"], stop: true })}
      />
      <Text style={{ color: "muted" }}>Enter on a label selects, on ✕ removes; so does Delete.</Text>
    </Column>
  );
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
