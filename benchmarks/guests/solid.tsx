/** @jsxImportSource rill/sdk/solid */
// The table of the js-framework-benchmark for Solid: a signal for each label, and a selector that tells the two rows of a selection.

import { For } from "solid-js";
import { Button, Column, Divider, Link, Row, Text, View } from "rill/sdk/solid";

import type { Change } from "../../examples/table/rows";
import { createRows } from "../../examples/table_solid/rows";
import { ACTIONS } from "./actions";

export default function Benchmark() {
  const rows = createRows();

  const change = (action: Change): void => {
    switch (action.kind) {
      case "create":
      case "append":
        rows[action.kind](action.count);
        break;
      case "select":
      case "remove":
        rows[action.kind](action.id);
        break;
      default:
        rows[action.kind]();
    }
  };

  return (
    <Column>
      <Row>
        <For each={ACTIONS}>{([name, action]) => <Button id={name} title={name} onPress={() => change(action)} />}</For>
      </Row>
      <Column id="rows">
        <For each={rows.items()}>
          {(item) => {
            const { id } = item;
            return (
              <Row label={rows.isSelected(id) ? "chosen" : null}>
                <Text>{id}</Text>
                <View>
                  <Link onPress={() => rows.select(id)}>{item.label()}</Link>
                </View>
                <View>
                  <Button icon="close" label="Remove" onPress={() => rows.remove(id)} />
                </View>
                <View>
                  <Divider />
                </View>
              </Row>
            );
          }}
        </For>
      </Column>
    </Column>
  );
}
