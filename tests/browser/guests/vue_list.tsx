/** @jsxImportSource vue */
// A list that is written in, kept and cleared, in Vue.

import { computed, defineComponent, ref } from "vue";

export default defineComponent({
  setup() {
    const text = ref("");
    const items = ref<{ id: number; text: string; done: boolean }[]>([]);
    const left = computed(() => items.value.filter((item) => !item.done).length);
    const add = (event: Event): void => {
      event.preventDefault();
      if (text.value.trim() === "") return;
      items.value.push({ id: items.value.length, text: text.value.trim(), done: false });
      text.value = "";
    };
    return () => (
      <main>
        <form onSubmit={add}>
          <label for="new">New</label>{" "}
          <input id="new" value={text.value} onInput={(event) => (text.value = (event.target as HTMLInputElement).value)} />{" "}
          <button disabled={text.value.trim() === ""}>Add</button>
        </form>
        <ul>
          {items.value.map((item) => (
            <li key={item.id}>
              <label>
                <input type="checkbox" checked={item.done} onChange={(event) => (item.done = (event.target as HTMLInputElement).checked)} />{" "}
                {item.text}
              </label>
            </li>
          ))}
        </ul>
        <p role="status">{left.value} left</p>
        <button type="button" onClick={() => (items.value = items.value.filter((item) => !item.done))}>
          Clear
        </button>
      </main>
    );
  },
});
