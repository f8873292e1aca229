import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";
import { formatError, truncateBytes } from "../src/core/format_error";

const { CALL_RESULT, ERROR, TEXT } = wire;

test("an error while rendering ends the session, with where it came from and the components around it", async () => {
  const [, start] = await GuestHarness.open(`
    import { View } from "rill/sdk";
    function Broken() { throw new TypeError("no such thing", { cause: new Error("deeper") }); }
    export default function App() { return <View><Broken /></View>; }
  `);
  expect(start.operations).toEqual([]);
  const [kind, error, fatal] = start.frames[0] as [number, wire.ErrorShape, boolean];
  expect([start.frames.length, kind, fatal]).toEqual([1, ERROR, true]);
  expect(error).toMatchObject({ name: "TypeError", message: "no such thing", code: "exception" });
  expect(error.stack).toContain("Broken");
  expect(error.stack).toContain("App");
  expect(error.stack).not.toContain("rill:runtime");
  expect(error.cause).toStartWith("Error: deeper");
});

const PRESS = (handler: string): string => `
  import { useState } from "react";
  import { Text } from "rill/sdk";
  export default function App() { const [n, setN] = useState(0); return <Text onPress={${handler}}>{n}</Text>; }
`;

test("an error in a handler ends the session, and its state change is not drawn", async () => {
  const [guest] = await GuestHarness.open(PRESS(`() => { setN(1); throw new Error("oops"); }`));
  const turn = await guest.call(1, "onPress");
  expect(turn.operations).toEqual([]);
  expect(turn.frames).toMatchObject([[ERROR, { message: "oops" }, true]]);
  expect(await guest.call(1, "onPress").catch((error: unknown) => error)).toMatchObject({ code: "state" });
});

test("a handler that was called with a call answers its error, and the session lives", async () => {
  const [guest] = await GuestHarness.open(PRESS(`(how) => { setN((x) => x + 1); if (how === "throw") throw new Error("oops"); if (how === "reject") return Promise.reject(new Error("later")); if (how === "symbol") return Symbol("s"); return Promise.resolve(how); }`));
  const answer = async (how: string) => guest.call(1, "onPress", [how], 9);
  const thrown = await answer("throw");
  expect(thrown.frames[0]!.slice(0, 3)).toEqual([CALL_RESULT, 9, false]);
  expect(thrown.frames[0]![3]).toMatchObject({ name: "Error", message: "oops" });
  expect(thrown.operations).toEqual([[TEXT, 2, "1"]]);
  expect((await answer("reject")).frames[0]![3]).toMatchObject({ message: "later" });
  expect((await answer("symbol")).frames[0]![3]).toMatchObject({ name: "TypeError", message: "cannot send a symbol at [3]" });
  expect((await answer("fine")).frames).toEqual([[CALL_RESULT, 9, true, "fine"]]);
});

test("an error boundary keeps the session alive; the error is reported as not fatal", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { useState } from "react";
    import { Button, RillErrorBoundary, Text, View } from "rill/sdk";
    function Fragile({ broken }) { if (broken) throw new Error("cracked"); return <Text>whole</Text>; }
    export default function App() {
      const [broken, setBroken] = useState(false);
      return (
        <View>
          <Button title="break" onPress={() => setBroken(true)} />
          <RillErrorBoundary fallback={(error, reset) => <Button title={error.message} onPress={() => { setBroken(false); reset(); }} />} onError={(e, info) => console.log(e.message, typeof info.componentStack)}>
            <Fragile broken={broken} />
          </RillErrorBoundary>
        </View>
      );
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const broken = await guest.call(tree.ids("Button")[0]!, "onPress");
  tree.apply(broken.operations);
  expect(tree.picture()).toEqual(["#root", {}, ["View", {}, ["Button", { title: "break", onPress: true }], ["Button", { title: "cracked", onPress: true }]]]);
  // Without the line's source: engines that replace a tail call's frame cannot tell.
  expect(broken.frames.map((frame) => frame.slice(0, 3))).toMatchObject([[ERROR, { message: "cracked" }, false], [wire.LOG, "info", ["cracked", "string"]]]);
  tree.apply((await guest.call(tree.ids("Button")[1]!, "onPress")).operations);
  expect(tree.picture()).toMatchObject(["#root", {}, ["View", {}, ["Button", {}], ["Text", {}, "whole"]]]);
});

test("an error boundary without a fallback says what happened", async () => {
  const [, start] = await GuestHarness.open(`
    import { RillErrorBoundary } from "rill/sdk";
    function Broken() { throw new Error("bad"); }
    export default () => <RillErrorBoundary><Broken /></RillErrorBoundary>;
  `);
  expect(new HostTree().apply(start.operations).picture()).toEqual(["#root", {}, ["Text", {}, "Error: bad"]]);
});

test("a boundary catches a prop that cannot cross, when mounting and when updating", async () => {
  const guestSource = `
    import { RillErrorBoundary, View, useConfig } from "rill/sdk";
    const Inner = () => <View value={useConfig() ? Symbol("s") : 1} />;
    export default () => <RillErrorBoundary fallback={null}><Inner /></RillErrorBoundary>;
  `;
  const [, start] = await GuestHarness.open(guestSource, { config: true });
  expect(start.operations).toEqual([]);
  expect(start.frames).toMatchObject([[ERROR, { code: "value" }, false]]);
  const [guest, fine] = await GuestHarness.open(guestSource, { config: false });
  const tree = new HostTree().apply(fine.operations);
  const turn = await guest.send(wire.CONFIG_UPDATE, true);
  expect(turn.frames).toMatchObject([[ERROR, { code: "value" }, false]]);
  expect(tree.apply(turn.operations).picture()).toEqual(["#root", {}]);
});

test("errors in effects reach the boundary; errors in jobs end the session", async () => {
  const [, effect] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { RillErrorBoundary, Text } from "rill/sdk";
    function Broken() { useEffect(() => { throw new Error("effect"); }, []); return null; }
    export default () => <RillErrorBoundary fallback={<Text>caught</Text>}><Broken /></RillErrorBoundary>;
  `);
  expect(effect.frames).toMatchObject([[ERROR, { message: "effect" }, false]]);
  const [, job] = await GuestHarness.open(`
    import { useEffect } from "react";
    export default () => { useEffect(() => queueMicrotask(() => { throw new Error("job"); }), []); return null; };
  `);
  expect(job.frames).toMatchObject([[ERROR, { message: "job" }, true]]);
});

test("errors in transitions end the session, thrown or rejected", async () => {
  const run = async (body: string) => {
    const [guest] = await GuestHarness.open(`import { startTransition } from "react"; import { useHostEvent } from "rill/sdk"; export default () => { useHostEvent("go", () => startTransition(${body})); return null; };`);
    return (await guest.send(wire.HOST_EVENT, "go", null)).frames;
  };
  expect(await run(`() => { throw new Error("sync"); }`)).toMatchObject([[ERROR, { message: "sync" }, true]]);
  expect(await run(`async () => { await null; throw new Error("async"); }`)).toMatchObject([[ERROR, { message: "async" }, true]]);
});

test("a rejection that is handled later in the turn is no error", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect } from "react";
    export default () => { useEffect(() => { const p = Promise.reject(new Error("x")); queueMicrotask(() => p.catch(() => console.log("handled"))); }, []); return null; };
  `);
  expect(start.frames.map(([kind]) => kind)).toEqual([wire.LOG]);
});

test("nothing that is thrown can break its description", async () => {
  const throws = [
    `null`, `undefined`, `"just text"`, `42n`, `Symbol("s")`, `{}`, `Object.create(null)`, `(() => {})`,
    `new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; }, has() { throw 3; } })`,
    `({ get message() { throw 1; }, get name() { return this.message; }, get stack() { throw 2; } })`,
    `Object.assign(new Error("m"), { name: { toString() { throw 1; } }, stack: 5, cause: { get cause() { throw 1; } } })`,
    `(() => { const e = new Error("loop"); e.cause = e; return e; })()`,
    `Object.assign(new Error("m"), { stack: "\\n ".repeat(500000) })`,
    `new Error("x".repeat(100000), { cause: new Error("y".repeat(100000)) })`,
  ];
  for (const thrown of throws) {
    const [guest] = await GuestHarness.open(PRESS(`() => { throw ${thrown}; }`));
    const turn = await guest.call(1, "onPress");
    const [kind, error, fatal] = turn.frames[0] as [number, wire.ErrorShape, boolean];
    expect([kind, fatal, typeof error.name, typeof error.message, typeof error.stack, typeof error.cause]).toEqual([ERROR, true, "string", "string", "string", "string"]);
    expect(turn.bytes.length).toBeLessThan(8_192);
  }
});

test("an outbox that is full still carries the error that ends the session", async () => {
  const fill = `() => { for (let size = 1000; size > 0; ) try { send("m", "x".repeat(size)); } catch { size = size >> 1; } throw new Error("y".repeat(500)); }`;
  const [guest] = await GuestHarness.open(PRESS(fill).replace("const [n", "const send = useSendToHost(); const [n").replace("{ Text }", "{ Text, useSendToHost }"), { limits: { outbox_max: 20_000 } });
  const turn = await guest.call(1, "onPress");
  expect(turn.frames).toMatchObject([[ERROR, { message: "y".repeat(500) }, true]]);
});

test("a batch over the limit ends the session instead of reaching an error boundary", async () => {
  const [, start] = await GuestHarness.open(`
    import { RillErrorBoundary, Row, View } from "rill/sdk";
    export default () => <RillErrorBoundary fallback={<View />}><View>{Array.from({ length: 500 }, (_, i) => <Row key={i} />)}</View></RillErrorBoundary>;
  `, { limits: { values_max: 800 } });
  expect(start.operations).toEqual([]);
  expect(start.frames).toMatchObject([[ERROR, { code: "values" }, true]]);
});

test("a name of the browser or of Node says what a guest has instead", async () => {
  for (const [code, advice] of [
    [`fetch("x")`, "a guest has no network; ask the host for it with useHostCall"],
    [`document.title`, "a guest has no browser; draw with the components of 'rill/sdk'"],
    [`process.env`, "a guest has no Node.js"],
    [`new Intl.NumberFormat()`, "ES2023 without Intl"],
  ] as const) {
    const [guest] = await GuestHarness.open(PRESS(`() => { ${code}; }`));
    const error = (await guest.call(1, "onPress")).frames[0]![1] as wire.ErrorShape;
    expect(error.name).toBe("ReferenceError");
    expect(error.message).toContain(advice);
  }
  expect(formatError(new ReferenceError("missing is not defined")).message).toBe("missing is not defined");
});

test("an update over the limit ends the session, though a boundary stands around it and its fallback would fit", async () => {
  const [guest] = await GuestHarness.open(`
    import { RillErrorBoundary, Row, View, useConfig } from "rill/sdk";
    const Inner = () => <Row n={useConfig()} />;
    export default () => <RillErrorBoundary fallback={<View />}><Inner /></RillErrorBoundary>;
  `, { config: [0], limits: { values_max: 600 } });
  const turn = await guest.send(wire.CONFIG_UPDATE, Array.from({ length: 1_000 }, (_, i) => i));
  expect(turn.operations).toEqual([]);
  expect(turn.frames).toMatchObject([[ERROR, { code: "values" }, true]]);
});

test("error texts are cut by bytes, between characters", () => {
  expect(truncateBytes("abc", 3)).toBe("abc");
  expect(truncateBytes("abcd", 3)).toBe("\u2026");
  expect(truncateBytes("abcdefg", 6)).toBe("abc\u2026");
  expect(truncateBytes("\u{1f600}\u{1f600}\u{1f600}", 8)).toBe("\u{1f600}\u2026");
  expect(new TextEncoder().encode(truncateBytes("\u00fc".repeat(1_000), 99)).length).toBeLessThanOrEqual(99);
  expect(formatError(new Error("m")).code).toBe("exception");
});

test("a bound of the sandbox is told by its code, whatever code the error claims", () => {
  expect(formatError(new RangeError("Maximum call stack size exceeded")).code).toBe("stack");
  const noMemory = Object.assign(new Error("out of memory"), { name: "InternalError", code: "own" });
  expect(formatError(noMemory).code).toBe("memory");
  expect(formatError(new RangeError("out of memory")).code).toBe("exception");
});
