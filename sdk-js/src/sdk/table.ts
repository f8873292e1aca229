// A table of any number of rows, of which those in view cross to the host, as what stands in their cells.

import { createElement, memo, useMemo, type ReactElement } from "react";

import { SLOT_PROP } from "../protocol/generated";
import { clone, template } from "../react/templates";
import type { TableColumnOf, TableProps } from "./component_types.generated";
import { HostTable } from "./components.generated";
import { slot } from "./element_props";
import { completed, keyOrPlace, requireArray } from "./list_items";
import { useElementKeys, useRenderedRange } from "./rendered_range";
import { crossing, fieldOf } from "./table_cells";

// Rows are clones, so that those which come into view together cross as one run.
const ROW = template(["TableRow", {}, []], [[SLOT_PROP, 0, "index"], [SLOT_PROP, 0, "cells"], [SLOT_PROP, 0, "selected"]]);

interface RowProps {
  readonly item: unknown;
  readonly index: number;
  readonly selected: boolean;
  readonly columns: readonly TableColumnOf<unknown>[];
}

const Row = memo(function Row({ item, index, selected, columns }: RowProps): ReactElement {
  const cells = columns.map((column) => crossing(column.render === undefined ? fieldOf(item, column.key) : column.render(item, index)));
  return clone(ROW, undefined, undefined, [index, cells, selected || undefined]);
});

export function Table<T>(props: TableProps<T>): ReactElement {
  const {
    data, columns, keyExtractor = keyOrPlace, selected, initialCount, empty,
    onCursor, onItemPress, onCellCursor, onCellPress, onEdit, ...host
  } = props;
  requireArray(data, "data", "Table");
  requireArray(columns, "columns", "Table");
  const count = data.length;
  const { first, last, onRange } = useRenderedRange(count, initialCount);
  const elementKey = useElementKeys("Table")();
  const wireColumns = useMemo(() => columns.map(({ render: _, ...column }) => column), [columns]);
  const rows: ReactElement[] = [];
  for (let index = first; index <= last; index++) {
    const item = data[index]!;
    rows.push(
      createElement(Row, {
        key: elementKey(keyExtractor(item, index), index),
        item,
        index,
        selected: selected !== undefined && selected(item, index),
        columns: columns as readonly TableColumnOf<unknown>[],
      }),
    );
  }
  const withItem = ({ index }: { readonly index: number }) => (index < data.length ? { item: data[index] } : undefined);
  const listeners = {
    onCursor: completed(onCursor, withItem),
    onItemPress: completed(onItemPress, withItem),
    onCellCursor: completed(onCellCursor, withItem),
    onCellPress: completed(onCellPress, withItem),
    onEdit: completed(onEdit, withItem),
  };
  return createElement(
    HostTable,
    { ...host, ...listeners, columns: wireColumns, count, onRange } as object as never,
    count === 0 ? slot("empty", empty) : null,
    rows,
  );
}
