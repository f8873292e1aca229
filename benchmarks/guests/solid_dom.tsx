/** @jsxImportSource solid-js */
// The table of the js-framework-benchmark for Solid with its own DOM output, in HTML tags: eight elements a row, and what changes is
// written where it stands.

import { createSelector, createSignal, For, type Accessor } from "solid-js";

import { type Change, changed, type Item, NO_ROWS } from "../../examples/table/rows";
import { ACTIONS } from "./actions";

/** A row keeps its place while its label changes. */
interface Row {
  readonly id: number;
  readonly label: Accessor<string>;
  readonly setLabel: (label: string) => void;
}

export default function Benchmark() {
  const [rows, setRows] = createSignal<readonly Row[]>([]);
  const [selected, setSelected] = createSignal<number | null>(null);
  const isSelected = createSelector(selected);
  let state = NO_ROWS;
  const known = new Map<number, Row>();

  const change = (action: Change): void => {
    const before = state;
    state = changed(state, action);
    if (state.selected !== before.selected) setSelected(state.selected);
    if (action.kind === "update") {
      for (const [index, item] of state.items.entries()) if (item !== before.items[index]) known.get(item.id)!.setLabel(item.label);
    } else if (state.items !== before.items) {
      if (action.kind === "create" || action.kind === "clear") known.clear();
      setRows(state.items.map((item) => known.get(item.id) ?? made(item)));
    }
  };

  const made = ({ id, label: text }: Item): Row => {
    const [label, setLabel] = createSignal(text);
    const row = { id, label, setLabel };
    known.set(id, row);
    return row;
  };

  return (
    <div>
      <div>
        <For each={ACTIONS}>
          {([name, action]) => (
            <button id={name} type="button" onClick={() => change(action)}>
              {name}
            </button>
          )}
        </For>
      </div>
      <table>
        <tbody id="rows">
          <For each={rows()}>
            {({ id, label }) => (
              <tr class={isSelected(id) ? "danger" : ""}>
                <td class="col-md-1">{id}</td>
                <td class="col-md-4">
                  <a onClick={() => change({ kind: "select", id })}>{label()}</a>
                </td>
                <td class="col-md-1">
                  <a onClick={() => change({ kind: "remove", id })}>
                    <span class="glyphicon" aria-hidden="true" />
                  </a>
                </td>
                <td class="col-md-6" />
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
