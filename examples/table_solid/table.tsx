/** @jsxImportSource rill/sdk/solid */
// The table of the js-framework-benchmark in Solid, with every row there: eight elements each, drawn from one template. What changes is
// written where it stands, and nothing else runs.

import { For } from "solid-js";
import { Button, Column, Divider, Heading, Link, Row, ScrollView, Text, View } from "rill/sdk/solid";

import { createRows } from "./rows";

export default function BenchmarkTable() {
  const rows = createRows();
  const actions = [
    ["Create 1,000", () => rows.create(1_000)],
    ["Create 10,000", () => rows.create(10_000)],
    ["Append 1,000", () => rows.append(1_000)],
    ["Update every 10th", rows.update],
    ["Swap rows", rows.swap],
    ["Clear", rows.clear],
  ] as const;

  return (
    <Column style={{ padding: [0, 1] }}>
      <Row style={{ justify: "space-between" }}>
        <Heading>Rows</Heading>
        <Text role="status" id="count" style={{ color: "muted" }}>
          {rows.items().length} rows{rows.selected() === null ? "" : `, ${rows.selected()} selected`}
        </Text>
      </Row>
      <Row role="toolbar" label="Rows" style={{ gap: [1, 0], wrap: "wrap", padding: [1, 0] }}>
        <For each={actions}>{([title, act], index) => <Button compact title={title} autoFocus={index() === 0} onPress={act} />}</For>
      </Row>
      <ScrollView label="Rows" style={{ grow: 1 }}>
        <Column id="rows">
          <For each={rows.items()}>
            {(item) => {
              const { id } = item;
              return (
                <Row label={rows.isSelected(id) ? "selected" : null} style={{ gap: 2 }}>
                  <Text style={{ width: 6, textAlign: "end", color: "muted" }}>{id}</Text>
                  <View style={{ width: 32 }}>
                    <Link onPress={() => rows.select(id)}>{item.label()}</Link>
                  </View>
                  <View>
                    <Button compact icon="close" label="Remove" onPress={() => rows.remove(id)} />
                  </View>
                  <View>
                    <Divider />
                  </View>
                </Row>
              );
            }}
          </For>
        </Column>
      </ScrollView>
    </Column>
  );
}
