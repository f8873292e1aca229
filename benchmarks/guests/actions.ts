// The buttons of the benchmark, by the names that its plan presses them under.

import type { Change } from "../../examples/table/rows";

export const ACTIONS: readonly (readonly [name: string, change: Change])[] = [
  ["create 1k", { kind: "create", count: 1_000 }],
  ["create 10k", { kind: "create", count: 10_000 }],
  ["append 1k", { kind: "append", count: 1_000 }],
  ["update", { kind: "update" }],
  ["swap", { kind: "swap" }],
  ["clear", { kind: "clear" }],
];
