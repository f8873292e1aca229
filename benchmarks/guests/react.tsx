// The table of the js-framework-benchmark for React: every row is there, eight elements each, and a row renders anew only when its item or
// its selection changes.

import { memo, useReducer } from "react";
import { Button, Column, Divider, Link, Row, Text, View } from "rill/sdk";

import { type Change, changed, type Item, NO_ROWS } from "../../examples/table/rows";
import { ACTIONS } from "./actions";

interface Props {
  readonly item: Item;
  readonly chosen: boolean;
  readonly change: (change: Change) => void;
}

const ItemRow = memo(function ItemRow({ item, chosen, change }: Props) {
  return (
    <Row label={chosen ? "chosen" : null}>
      <Text>{item.id}</Text>
      <View>
        <Link onPress={() => change({ kind: "select", id: item.id })}>{item.label}</Link>
      </View>
      <View>
        <Button icon="close" label="Remove" onPress={() => change({ kind: "remove", id: item.id })} />
      </View>
      <View>
        <Divider />
      </View>
    </Row>
  );
});

const Toolbar = memo(function Toolbar({ change }: Pick<Props, "change">) {
  return (
    <Row>
      {ACTIONS.map(([name, action]) => (
        <Button key={name} id={name} title={name} onPress={() => change(action)} />
      ))}
    </Row>
  );
});

export default function Benchmark() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  return (
    <Column>
      <Toolbar change={change} />
      <Column id="rows">
        {items.map((item) => (
          <ItemRow key={item.id} item={item} chosen={item.id === selected} change={change} />
        ))}
      </Column>
    </Column>
  );
}
