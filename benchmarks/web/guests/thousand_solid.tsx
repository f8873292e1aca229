/** @jsxImportSource rill/sdk/solid */
// The table of the benchmarks with a thousand rows from the first screen on.

import { For } from "solid-js";
import { Button, Column, Divider, Link, Row, Text, View } from "rill/sdk/solid";

import { createRows } from "../../../examples/table_solid/rows";

export default function Thousand() {
  const rows = createRows();
  rows.create(1_000);
  return (
    <Column>
      <Row>
        <Button title="create 1k" onPress={() => rows.create(1_000)} />
        <Button title="update" onPress={rows.update} />
      </Row>
      <Column id="rows">
        <For each={rows.items()}>
          {(item) => (
            <Row>
              <Text>{item.id}</Text>
              <View>
                <Link onPress={() => rows.select(item.id)}>{item.label()}</Link>
              </View>
              <View>
                <Button icon="close" label="Remove" onPress={() => rows.remove(item.id)} />
              </View>
              <View>
                <Divider />
              </View>
            </Row>
          )}
        </For>
      </Column>
    </Column>
  );
}
