import { expect, test } from "bun:test";

import { formatArguments } from "../src/core/format_value";
import { GuestHarness, wire } from "./harness";

const line = (...args: unknown[]): string[] => formatArguments(args);

test("strings are themselves, other values are shown as source would be", () => {
  expect(line("a", 1, -0, null, undefined, true, 5n, Symbol("s"))).toEqual(["a", "1", "-0", "null", "undefined", "true", "5n", "Symbol(s)"]);
  expect(line({ a: "x", "b-c": [1, [2, [3, [4, [5]]]]] })).toEqual(['{ a: "x", "b-c": [1, [2, [3, [\u2026]]]] }']);
  expect(line(new Map([["k", new Set([1])]]), new Date(0), /x/g, new Uint8Array(3), () => 1)).toEqual(['Map { "k" => Set { 1 } }', "1970-01-01T00:00:00.000Z", "/x/g", "[Uint8Array of 3 bytes]", "[function]"]);
  expect(line(new (class Point { x = 1; })(), Object.create(null), [], {})).toEqual(["Point { x: 1 }", "{}", "[]", "{}"]);
});

test("directives are filled in", () => {
  expect(line("%s has %d items, %i%% %o %c!", "cart", 2, 3.7, { a: 1 }, "color: red", "rest")).toEqual(["cart has 2 items, 3% { a: 1 } !", "rest"]);
  expect(line("100%", "%s", 5)).toEqual(["100%", "%s", "5"]);
});

test("cycles, getters and proxies that throw do no harm", () => {
  const cycle: Record<string, unknown> = { n: 1 };
  cycle.self = cycle;
  expect(line(cycle)).toEqual(["{ n: 1, self: [circular] }"]);
  expect(line({ get x() { throw new Error("no"); } })).toEqual(["{ x: [getter] }"]);
  expect(line(new Proxy({}, { ownKeys() { throw new Error("no"); } }))).toEqual(["[value that cannot be read]"]);
});

test("what is large is cut", () => {
  expect(line("x".repeat(100_000))[0]!.length).toBeLessThan(4_100);
  expect(line(Array.from({ length: 1_000 }, (_, i) => i))[0]).toEndWith("49, \u2026 950 more]");
  const wide = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => ({ a: [1, 2, 3] })));
  expect(line(wide)[0]!.length).toBeLessThan(4_100);
});

const OPEN = `
  import { useHostEvent } from "rill/sdk";
  export default function App() { useHostEvent("run", (code) => { new Function(code)(); }); return null; }
`;

test("each method is a line of its level, with groups, counts and assertions", async () => {
  const [guest] = await GuestHarness.open(OPEN);
  const turn = await guest.send(wire.HOST_EVENT, "run", `
    console.log("log"); console.info("info"); console.debug("debug"); console.warn("warn"); console.error("error");
    console.assert(true, "no"); console.assert(false, "yes", 1); console.group("g"); console.log("in", 2); console.groupEnd(); console.log("out");
    console.count(); console.count(); console.countReset(); console.count("x"); console.table([1]); console.clear();
  `);
  expect(turn.frames.map(([, level, args]) => [level, ...(args as string[])])).toEqual([
    ["info", "log"], ["info", "info"], ["debug", "debug"], ["warn", "warn"], ["error", "error"],
    ["error", "assertion failed:", "yes", "1"], ["info", "g"], ["info", "  in", "2"], ["info", "out"],
    ["info", "default: 1"], ["info", "default: 2"], ["info", "x: 1"], ["info", "[1]"],
  ]);
});

test("more than 200 lines a second are counted instead of written", async () => {
  const [guest] = await GuestHarness.open(OPEN);
  const flood = await guest.send(wire.HOST_EVENT, "run", `for (let i = 0; i < 205; i++) console.log(i);`);
  expect(flood.frames).toHaveLength(201);
  expect(flood.frames.at(-1)).toEqual([wire.LOG, "warn", ["5 console lines dropped: more than 200 lines or 131072 characters a second"], null]);
  guest.nowMs += 999;
  expect((await guest.send(wire.HOST_EVENT, "run", `console.log("no")`)).frames).toHaveLength(1);
  guest.nowMs += 1;
  expect((await guest.send(wire.HOST_EVENT, "run", `console.log("yes")`)).frames[0]![2]).toEqual(["yes"]);
});

test("long lines are dropped before they crowd out the tree, and a full outbox never makes printing fail", async () => {
  const [guest] = await GuestHarness.open(OPEN);
  const flood = await guest.send(wire.HOST_EVENT, "run", `for (let i = 0; i < 100; i++) console.log("x".repeat(4000));`);
  expect(flood.frames).toHaveLength(33);
  expect(flood.frames.at(-1)![2]).toEqual(["68 console lines dropped: more than 200 lines or 131072 characters a second"]);
  const [small] = await GuestHarness.open(OPEN, { limits: { outbox_max: 2_000 } });
  const full = await small.send(wire.HOST_EVENT, "run", `for (let i = 0; i < 10; i++) console.log("x".repeat(300));`);
  expect(full.frames.length).toBeLessThan(10);
  expect(full.frames.every(([kind]) => kind === wire.LOG)).toBe(true);
});
