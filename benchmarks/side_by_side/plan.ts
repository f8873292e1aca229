// Writes the plan that every contender carries out: presses in order, which of them are timed, and what the table holds afterwards. Run
// by the bundler's own Bun; takes the sizes as JSON and prints the steps as JSON.

import { createHash } from "node:crypto";

import { type Change, changed, NO_ROWS, type Rows } from "../../examples/table/rows";
import { ACTIONS } from "../guests/actions";

interface Options {
  /** How often an operation is done before it is timed, and how often it is timed. Not at all and once: see `writeOnce`. */
  readonly warm: number;
  readonly times: number;
  /** The same at 10,000 rows; 0 leaves them out. */
  readonly warmLarge: number;
  readonly timesLarge: number;
}

/** The smallest guest there is, pressed some times: what a turn costs that does next to nothing. For guests of Rill. */
export interface Count {
  readonly act: "count";
  readonly name: string;
  readonly warm: number;
  readonly times: number;
}

/** One row as it has to stand there. */
export type Probe = readonly [index: number, id: string, label: string, chosen: boolean];

export type Step = Press | Check | { readonly act: "memory"; readonly name: string } | Count;

/** Something is pressed: a button by its name, or what selects or removes the row of an index. */
export interface Press {
  readonly act: "press" | "select" | "remove";
  readonly target: string | number;
  /** The operation that this is, or null when it only makes the table ready for one. */
  readonly name: string | null;
  readonly timed: boolean;
  readonly expect: Expectation;
}

/** The whole table: a digest of id, label and selection of every row. */
export interface Check {
  readonly act: "check";
  readonly name: string;
  readonly digest: string;
}

/** What tells that a step has arrived: the number of rows, and those that it changes. */
export interface Expectation {
  readonly count: number;
  readonly probes: readonly Probe[];
}

const steps: Step[] = [];
let rows: Rows = NO_ROWS;

function probe(index: number): Probe {
  const { id, label } = rows.items[index]!;
  return [index, String(id), label, id === rows.selected];
}

function expectation(touched: readonly number[]): Expectation {
  const last = rows.items.length - 1;
  const indexes = [...new Set([0, ...touched, last])].filter((index) => index >= 0 && index <= last);
  return { count: rows.items.length, probes: indexes.map(probe) };
}

function press(button: string, name: string | null, timed: boolean): void {
  const before = rows.items.length;
  rows = changed(rows, new Map<string, Change>(ACTIONS).get(button)!);
  const tenth = Math.floor((before - 1) / 10) * 10;
  steps.push({ act: "press", target: button, name, timed, expect: expectation(button === "update" ? [tenth] : [1, before - 2, before]) });
}

function pressRow(act: "select" | "remove", index: number, name: string, timed: boolean): void {
  const chosenBefore = rows.items.findIndex(({ id }) => id === rows.selected);
  rows = changed(rows, { kind: act, id: rows.items[index]!.id });
  steps.push({ act, target: index, name, timed, expect: expectation([index, chosenBefore]) });
}

function check(name: string): void {
  const text = rows.items.map(({ id, label }) => `${id}\t${label}\t${id === rows.selected}\n`).join("");
  steps.push({ act: "check", name, digest: createHash("sha256").update(text).digest("hex") });
}

/** Does one operation some times, after what brings the table into the state that it starts from. */
function repeat(
  name: string,
  [warm, times]: readonly [warm: number, times: number],
  before: (run: number) => void,
  operation: (name: string, timed: boolean, run: number) => void,
): void {
  for (let run = 0; run < warm + times; run++) {
    before(run);
    operation(name, run >= warm, run);
  }
  check(name);
}

function write(small: readonly [warm: number, times: number], large: readonly [warm: number, times: number]): void {
  const prepare = (button: string): void => press(button, null, false);
  const once = (button: string) => (run: number) => void (run === 0 && prepare(button));
  const pressing = (button: string) => (name: string, timed: boolean) => press(button, name, timed);
  // Rows far apart, so that no run repeats the one before.
  const pressingRow = (act: "select" | "remove") => (name: string, timed: boolean, run: number) =>
    pressRow(act, (run * 7 + 3) % 900, name, timed);

  steps.push({ act: "memory", name: "no rows" });
  repeat("create 1k", small, () => prepare("clear"), pressing("create 1k"));
  repeat("replace 1k", small, once("create 1k"), pressing("create 1k"));
  repeat("update every 10th of 1k", small, () => prepare("create 1k"), pressing("update"));
  repeat("select in 1k", small, once("create 1k"), pressingRow("select"));
  repeat("swap in 1k", small, once("create 1k"), pressing("swap"));
  repeat("remove from 1k", small, once("create 1k"), pressingRow("remove"));
  repeat("append 1k to 1k", small, () => prepare("create 1k"), pressing("append 1k"));
  repeat("clear 1k", small, () => prepare("create 1k"), pressing("clear"));
  prepare("create 1k");
  steps.push({ act: "memory", name: "1,000 rows" });
  steps.push({ act: "count", name: "counter", warm: 20 * small[0], times: 20 * small[1] });
  if (large[1] === 0) return;
  // Creating so many takes a while, so that here one table serves several operations.
  prepare("clear");
  for (let run = 0; run < large[0] + large[1]; run++) {
    if (run > 0) press("clear", "clear 10k", run > 1);
    press("create 10k", "create 10k", run >= large[0]);
  }
  check("create 10k");
  steps.push({ act: "memory", name: "10,000 rows" });
  repeat("update every 10th of 10k", large, () => {}, pressing("update"));
  repeat("select in 10k", large, () => {}, pressingRow("select"));
  repeat("swap in 10k", large, () => {}, pressing("swap"));
  repeat("remove from 10k", large, () => {}, pressingRow("remove"));
  repeat("append 1k to 10k", large, () => {}, pressing("append 1k"));
}

/** All operations one after the other on one table of a new session, for counts. */
function writeOnce(): void {
  steps.push({ act: "memory", name: "no rows" });
  press("create 1k", "create 1k", true);
  steps.push({ act: "memory", name: "1,000 rows" });
  press("update", "update every 10th of 1k", true);
  // The second takes the mark from the first.
  pressRow("select", 3, "select in 1k", true);
  pressRow("select", 10, "select in 1k", true);
  press("swap", "swap in 1k", true);
  pressRow("remove", 500, "remove from 1k", true);
  check("remove from 1k");
  press("append 1k", "append 1k to 1k", true);
  check("append 1k to 1k");
  press("create 1k", "replace 1k", true);
  check("replace 1k");
  press("clear", "clear 1k", true);
  check("clear 1k");
}

const { warm, times, warmLarge, timesLarge } = JSON.parse(process.argv[2]!) as Options;
if (warm === 0 && times === 1) writeOnce();
else write([warm, times], [warmLarge, timesLarge]);
process.stdout.write(JSON.stringify(steps));
