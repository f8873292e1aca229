// The table of the js-framework-benchmark on the published core of Solid, with nothing that draws: an effect for each binding of a row, and
// columns filled by hand. What a runtime built on that core would cost at least (benchmarks/solid.py).

import { createMemo, createRenderEffect, createRoot, mapArray } from "solid-js";

import { createRows, type Item } from "../../../examples/table_solid/rows";

interface Native {
  install(handlers: object): void;
  append(channel: number, value: unknown): void;
}

const { __rill: native } = globalThis as unknown as { __rill: Native };

const acts: (() => unknown)[] = [];

createRoot(() => {
  const rows = createRows();
  acts.push(() => rows.create(1_000), rows.clear);
  const drawn = createMemo(
    mapArray(rows.items, (item: Item) => {
      const { id } = item;
      const values: unknown[] = [undefined, id, () => rows.select(id), undefined, () => rows.remove(id)];
      createRenderEffect(() => {
        values[0] = rows.isSelected(id) ? "selected" : null;
      });
      createRenderEffect(() => {
        values[3] = item.label();
      });
      return values;
    }),
  );
  createRenderEffect(() => {
    // While it is loaded there are none, and a guest cannot write then.
    if (drawn().length === 0) return;
    const columns: unknown[][] = [[], [], [], [], []];
    for (const values of drawn()) values.forEach((value, slot) => columns[slot]!.push(typeof value === "function" ? true : value));
    native.append(0, [13, 1, 1, drawn().length, 0, null, columns]);
  });
});

native.install({
  load: () => {},
  turn: (act: number) => acts[act]!(),
  pump: () => false,
  internFunction: () => 0,
  resolveFunction: () => undefined,
  finish: () => [1, 1, 1],
});
