// A table of any number of rows, of which those in view cross to the host, as what stands in their cells.

import { createMemo, mergeProps, splitProps } from "solid-js";

import { SLOT_PROP } from "../../protocol/generated";
import type { TableProps } from "../../sdk/component_types.generated";
import { HostTable } from "../../sdk/components.generated";
import { completed, keyOrPlace, requireArray } from "../../sdk/list_items";
import { crossing, fieldOf } from "../../sdk/table_cells";
import { clone, element, template } from "../rendering";
import { createRenderedRange, drawLines } from "./rendered_range";

const ROW = template(["TableRow", {}, []], [[SLOT_PROP, 0, "index"], [SLOT_PROP, 0, "cells"], [SLOT_PROP, 0, "selected"]]);

interface RowLine {
  readonly key: string;
  readonly item: unknown;
  readonly index: number;
  readonly selected: boolean;
}

const OWN = [
  "data", "columns", "keyExtractor", "selected", "initialCount", "empty", "onCursor", "onItemPress", "onCellCursor", "onCellPress", "onEdit",
] as const;

export function Table(props: TableProps<unknown>): unknown {
  const [own, host] = splitProps(props as TableProps<unknown> & Record<string, unknown>, OWN);
  const data = createMemo(() => {
    requireArray(own.data, "data", "Table");
    return own.data;
  });
  const columns = createMemo(() => {
    requireArray(own.columns, "columns", "Table");
    return own.columns;
  });
  const count = createMemo(() => data().length);
  const { first, last, onRange } = createRenderedRange(count, own.initialCount);
  const lines = (): readonly RowLine[] => {
    const { keyExtractor = keyOrPlace, selected } = own;
    const rows: RowLine[] = [];
    for (let index = first(); index <= last(); index++) {
      const item = data()[index];
      rows.push({ key: keyExtractor(item, index), item, index, selected: selected !== undefined && selected(item, index) });
    }
    return rows;
  };
  const rows = drawLines("Table", lines, (line) => {
    const item = createMemo(() => line().item);
    const index = createMemo(() => line().index);
    // Apart from the rest: another selection asks no column.
    const cells = createMemo(() => {
      const shown = item();
      return columns().map(({ key, render }) => crossing(render === undefined ? fieldOf(shown, key) : render(shown, index())));
    });
    return clone(ROW, [undefined, undefined, undefined], (values) => {
      values[0] = index();
      values[1] = cells();
      values[2] = line().selected || undefined;
    });
  });
  const wireColumns = createMemo(() => columns().map(({ render: _, ...column }) => column));
  const withItem = ({ index }: { readonly index: number }) => (index < count() ? { item: data()[index] } : undefined);
  return element(
    HostTable as unknown as string,
    mergeProps(host, {
      onRange,
      get onCursor() {
        return completed(own.onCursor, withItem);
      },
      get onItemPress() {
        return completed(own.onItemPress, withItem);
      },
      get onCellCursor() {
        return completed(own.onCellCursor, withItem);
      },
      get onCellPress() {
        return completed(own.onCellPress, withItem);
      },
      get onEdit() {
        return completed(own.onEdit, withItem);
      },
      get columns() {
        return wireColumns();
      },
      get count() {
        return count();
      },
      get empty() {
        return count() === 0 ? own.empty : undefined;
      },
      get children() {
        return rows;
      },
    }),
  );
}
