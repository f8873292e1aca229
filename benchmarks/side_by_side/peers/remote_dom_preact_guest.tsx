/** @jsxImportSource preact */
// The benchmark's table in Preact on remote-dom's elements. A row renders anew only when its item or its selection changes.

import { serve } from "./remote_elements";

import { Component, render } from "preact";
import { useReducer } from "preact/hooks";

import { type Change, changed, type Item, NO_ROWS } from "../../../examples/table/rows";
import { ACTIONS } from "../../guests/actions";

interface Props {
  readonly item: Item;
  readonly chosen: boolean;
  readonly change: (change: Change) => void;
}

class ItemRow extends Component<Props> {
  private readonly select = (): void => this.props.change({ kind: "select", id: this.props.item.id });
  private readonly remove = (): void => this.props.change({ kind: "remove", id: this.props.item.id });

  override shouldComponentUpdate({ item, chosen }: Props): boolean {
    return item !== this.props.item || chosen !== this.props.chosen;
  }

  override render({ item, chosen }: Props) {
    return (
      <ui-row label={chosen ? "chosen" : null}>
        <ui-text>{item.id}</ui-text>
        <ui-view>
          <ui-link onpress={this.select}>{item.label}</ui-link>
        </ui-view>
        <ui-view>
          <ui-button icon="close" label="Remove" onpress={this.remove} />
        </ui-view>
        <ui-view>
          <ui-divider />
        </ui-view>
      </ui-row>
    );
  }
}

class Toolbar extends Component<Pick<Props, "change">> {
  override shouldComponentUpdate(): boolean {
    return false;
  }

  override render({ change }: Pick<Props, "change">) {
    return (
      <ui-row>
        {ACTIONS.map(([name, action]) => (
          <ui-button key={name} onpress={() => change(action)}>
            {name}
          </ui-button>
        ))}
      </ui-row>
    );
  }
}

function Benchmark() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  return (
    <ui-column>
      <Toolbar change={change} />
      <ui-column>
        {items.map((item) => (
          <ItemRow key={item.id} item={item} chosen={item.id === selected} change={change} />
        ))}
      </ui-column>
    </ui-column>
  );
}

serve((root) => render(<Benchmark />, root));
