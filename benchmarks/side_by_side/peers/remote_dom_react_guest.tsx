/** @jsxImportSource react */
// The benchmark's table in React on remote-dom's elements, by the wrappers of @remote-dom/react.

import { serve, UiButton, UiColumn, UiDivider, UiLink, UiRow, UiText, UiView } from "./remote_elements";
import "@remote-dom/react/polyfill";

import { createRemoteComponent } from "@remote-dom/react";
import { memo, useReducer } from "react";
import { createRoot } from "react-dom/client";

import { type Change, changed, type Item, NO_ROWS } from "../../../examples/table/rows";
import { ACTIONS } from "../../guests/actions";

const PRESS = { eventProps: { onPress: { event: "press" } } } as const;
const Row = createRemoteComponent("ui-row", UiRow as never) as never as React.FC<any>;
const Column = createRemoteComponent("ui-column", UiColumn as never) as never as React.FC<any>;
const Text = createRemoteComponent("ui-text", UiText as never) as never as React.FC<any>;
const View = createRemoteComponent("ui-view", UiView as never) as never as React.FC<any>;
const Divider = createRemoteComponent("ui-divider", UiDivider as never) as never as React.FC<any>;
const Link = createRemoteComponent("ui-link", UiLink as never, PRESS as never) as never as React.FC<any>;
const Button = createRemoteComponent("ui-button", UiButton as never, PRESS as never) as never as React.FC<any>;

interface Props {
  readonly item: Item;
  readonly chosen: boolean;
  readonly change: (change: Change) => void;
}

const ItemRow = memo(function ItemRow({ item, chosen, change }: Props) {
  return (
    <Row label={chosen ? "chosen" : undefined}>
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
        <Button key={name} onPress={() => change(action)}>
          {name}
        </Button>
      ))}
    </Row>
  );
});

function Benchmark() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  return (
    <Column>
      <Toolbar change={change} />
      <Column>
        {items.map((item) => (
          <ItemRow key={item.id} item={item} chosen={item.id === selected} change={change} />
        ))}
      </Column>
    </Column>
  );
}

serve((root) => createRoot(root).render(<Benchmark />));
