/** @jsxImportSource vue */
// The table of the js-framework-benchmark for Vue, in HTML tags: eight elements a row, and a row renders anew only when its item or its
// selection changes.

import { defineComponent, shallowRef, type PropType } from "vue";

import { type Change, changed, type Item, NO_ROWS } from "../../examples/table/rows";
import { ACTIONS } from "./actions";

const ItemRow = defineComponent({
  props: {
    item: { type: Object as PropType<Item>, required: true },
    chosen: { type: Boolean, required: true },
    change: { type: Function as PropType<(change: Change) => void>, required: true },
  },
  setup: (props) => () => (
    <tr class={props.chosen ? "danger" : ""}>
      <td class="col-md-1">{props.item.id}</td>
      <td class="col-md-4">
        <a onClick={() => props.change({ kind: "select", id: props.item.id })}>{props.item.label}</a>
      </td>
      <td class="col-md-1">
        <a onClick={() => props.change({ kind: "remove", id: props.item.id })}>
          <span class="glyphicon" aria-hidden="true" />
        </a>
      </td>
      <td class="col-md-6" />
    </tr>
  ),
});

export default defineComponent({
  setup() {
    const rows = shallowRef(NO_ROWS);
    const change = (action: Change): void => {
      rows.value = changed(rows.value, action);
    };
    return () => (
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
            {rows.value.items.map((item) => (
              <ItemRow key={item.id} item={item} chosen={item.id === rows.value.selected} change={change} />
            ))}
          </tbody>
        </table>
      </div>
    );
  },
});
