// The guest's console: every call becomes one LOG frame of finished strings (core/format_value.ts). Nothing is printed here.

import { OWN_UNIT_PREFIX } from "../core/format_error";
import { formatArguments, formatValue } from "../core/format_value";
import type { Guest } from "../core/guest";

export function makeConsole(guest: Guest): Record<string, (...args: unknown[]) => void> {
  let indent = "";
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();

  const write = (level: string, args: readonly unknown[]): void => {
    const strings = formatArguments(args);
    if (indent !== "") strings[0] = indent + (strings[0] ?? "");
    guest.log(level, strings, callerPosition());
  };
  const label = (value: unknown): string => (value === undefined ? "default" : formatValue(value));
  const elapsed = (name: string): string => `${name}: ${guest.nowMs - (timers.get(name) ?? guest.nowMs)} ms`;

  return {
    log: (...args) => write("info", args),
    info: (...args) => write("info", args),
    debug: (...args) => write("debug", args),
    warn: (...args) => write("warn", args),
    error: (...args) => write("error", args),
    trace: (...args) => write("debug", [...args, "\n" + (new Error().stack ?? "")]),
    dir: (value) => write("info", [value]),
    table: (value) => write("info", [value]),
    assert: (condition, ...args) => {
      if (!condition) write("error", args.length > 0 ? ["assertion failed:", ...args] : ["assertion failed"]);
    },
    count: (name) => {
      const key = label(name);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      write("info", [`${key}: ${count}`]);
    },
    countReset: (name) => void counts.delete(label(name)),
    group: (...args) => {
      if (args.length > 0) write("info", args);
      if (indent.length < 40) indent += "  ";
    },
    groupCollapsed: (...args) => {
      if (args.length > 0) write("info", args);
      if (indent.length < 40) indent += "  ";
    },
    groupEnd: () => {
      indent = indent.slice(2);
    },
    // The clock stands still within a turn: these measure between turns.
    time: (name) => void timers.set(label(name), guest.nowMs),
    timeLog: (name, ...args) => write("info", [elapsed(label(name)), ...args]),
    timeEnd: (name) => {
      const key = label(name);
      write("info", [elapsed(key)]);
      timers.delete(key);
    },
    clear: () => {},
  };
}

/** Where in the guest's code the console was called, as `unit:line:column`, or null if no frame of the stack tells. */
function callerPosition(): string | null {
  const { stack } = new Error();
  if (typeof stack !== "string") return null;
  for (const line of stack.split("\n")) {
    // The runtime's own frames are not where a guest's line comes from.
    if (line.includes(OWN_UNIT_PREFIX)) continue;
    const position = /(?:\(|@|at )([^()\s@]+:\d+:\d+)\)?$/.exec(line);
    if (position !== null) return position[1]!;
  }
  return null;
}
