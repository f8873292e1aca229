// What stands in a table's cells, as it crosses.

import { GuestError } from "../core/guest_error";
import type { CellContent } from "./component_types.generated";

/** The row's field that a column without `render` shows. */
export function fieldOf(row: unknown, key: string): CellContent {
  const value = typeof row === "object" && row !== null ? (row as Readonly<Record<string, unknown>>)[key] : undefined;
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  const problem = `column '${key.slice(0, 60)}' of <Table> shows text, numbers and booleans by itself, and a row has ${typeof value} there`;
  throw new GuestError("value", `${problem}; give the column a render that makes text of it`);
}

/** A cell as it crosses: the host takes finite numbers only, and nothing for what a guest left undefined. */
export function crossing(content: CellContent | undefined): CellContent {
  if (content === undefined) return null;
  return typeof content === "number" && !Number.isFinite(content) ? String(content) : content;
}
