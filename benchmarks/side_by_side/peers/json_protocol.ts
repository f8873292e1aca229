// The plain design's messages: one array of records for each commit, as JSON, and a press back. What somebody writes in an afternoon.

export type Props = Record<string, unknown>;

export type Record_ =
  | { op: "create"; id: number; type: string; props: Props }
  | { op: "text"; id: number; text: string }
  | { op: "append"; parent: number; child: number }
  | { op: "insert"; parent: number; child: number; before: number }
  | { op: "remove"; parent: number; child: number }
  | { op: "update"; id: number; props: Props }
  | { op: "setText"; id: number; text: string }
  | { op: "clear" };

/** A function in props: called by its number. */
export interface FunctionReference {
  readonly fn: number;
}

/** From the host: call this function. */
export interface Call {
  readonly fn: number;
}

export const ROOT = 0;
