// The table of the js-framework-benchmark as one would write it for a terminal, with React: a line for each row, and the chosen one can be
// seen.

import { memo, useReducer } from "react";
import { Button, Column, Pressable, Row, ScrollView, Text } from "rill/sdk";

import { type Change, changed, type Item, NO_ROWS } from "../../examples/table/rows";
import { ACTIONS } from "./actions";

interface Props {
  readonly item: Item;
  readonly chosen: boolean;
  readonly change: (change: Change) => void;
}

const CHOSEN = { background: "primary" } as const;
const NOT_CHOSEN = {} as const;

const ItemRow = memo(function ItemRow({ item, chosen, change }: Props) {
  return (
    <Row style={chosen ? CHOSEN : NOT_CHOSEN}>
      <Text style={{ width: 7 }}>{item.id}</Text>
      <Pressable style={{ grow: 1 }} onPress={() => change({ kind: "select", id: item.id })}>
        <Text>{item.label}</Text>
      </Pressable>
      <Button compact icon="close" label="Remove" onPress={() => change({ kind: "remove", id: item.id })} />
    </Row>
  );
});

const Toolbar = memo(function Toolbar({ change }: Pick<Props, "change">) {
  return (
    <Row style={{ gap: 1 }}>
      {ACTIONS.map(([name, action]) => (
        <Button key={name} compact id={name} title={name} onPress={() => change(action)} />
      ))}
    </Row>
  );
});

export default function Benchmark() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  return (
    <Column>
      <Toolbar change={change} />
      <ScrollView id="rows">
        {items.map((item) => (
          <ItemRow key={item.id} item={item} chosen={item.id === selected} change={change} />
        ))}
      </ScrollView>
    </Column>
  );
}
