// A table of any number of rows, of which those in view cross to the host, as what stands in their cells.

import { createElement, memo, useMemo, type ReactElement } from "react";

import { GuestError } from "../core/guest_error";
import type { CellContent, TableColumnOf, TableProps } from "./component_types.generated";
import { HostTable, HostTableRow } from "./components.generated";
import { slot } from "./element_props";
import { completed, keyOrPlace, requireArray, useElementKeys, useRenderedRange } from "./rendered_range";

interface RowProps {
  readonly item: unknown;
  readonly index: number;
  readonly selected: boolean;
  readonly columns: readonly TableColumnOf<unknown>[];
}

const Row = memo(function Row({ item, index, selected, columns }: RowProps): ReactElement {
  const cells = columns.map((column) => crossing(column.render === undefined ? fieldOf(item, column.key) : column.render(item, index)));
  return createElement(HostTableRow, { index, cells, selected: selected || undefined });
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

/** The row's field that a column without `render` shows. */
function fieldOf(row: unknown, key: string): CellContent {
  const value = typeof row === "object" && row !== null ? (row as Readonly<Record<string, unknown>>)[key] : undefined;
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  const problem = `column '${key.slice(0, 60)}' of <Table> shows text, numbers and booleans by itself, and a row has ${typeof value} there`;
  throw new GuestError("value", `${problem}; give the column a render that makes text of it`);
}

/** A cell as it crosses: the host takes finite numbers only, and nothing for what a guest left undefined. */
function crossing(content: CellContent | undefined): CellContent {
  if (content === undefined) return null;
  return typeof content === "number" && !Number.isFinite(content) ? String(content) : content;
}
