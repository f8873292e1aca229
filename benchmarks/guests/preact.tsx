/** @jsxImportSource preact */
// The table of the js-framework-benchmark for Preact, in HTML tags: every row is there, eight elements each, and a row renders anew only
// when its item or its selection changes.

import { memo } from "preact/compat";
import { useReducer } from "preact/hooks";

import { type Change, changed, type Item, NO_ROWS } from "../../examples/table/rows";
import { ACTIONS } from "./actions";

interface Props {
  readonly item: Item;
  readonly chosen: boolean;
  readonly change: (change: Change) => void;
}

const ItemRow = memo(function ItemRow({ item, chosen, change }: Props) {
  return (
    <tr class={chosen ? "danger" : ""}>
      <td class="col-md-1">{item.id}</td>
      <td class="col-md-4">
        <a onClick={() => change({ kind: "select", id: item.id })}>{item.label}</a>
      </td>
      <td class="col-md-1">
        <a onClick={() => change({ kind: "remove", id: item.id })}>
          <span class="glyphicon" aria-hidden="true" />
        </a>
      </td>
      <td class="col-md-6" />
    </tr>
  );
});

export default function Benchmark() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  return (
    <div>
      <div>
        {ACTIONS.map(([name, action]) => (
          <button key={name} id={name} type="button" onClick={() => change(action)}>
            {name}
          </button>
        ))}
      </div>
      <table>
        <tbody id="rows">
          {items.map((item) => (
            <ItemRow key={item.id} item={item} chosen={item.id === selected} change={change} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
