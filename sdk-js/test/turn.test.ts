import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";

const { CREATE, DESTROY, ERROR, HOST_EVENT, LOG, MESSAGE, TEXT, TIMER, TIMER_CLEAR, TIMER_SET } = wire;

test("a chain of effects and updates settles in one turn with one batch", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect, useLayoutEffect, useState } from "react";
    import { Text } from "rill/sdk";
    export default function App() {
      const [n, setN] = useState(0);
      useEffect(() => { if (n % 2 === 0 && n < 6) setN(n + 1); }, [n]);
      useLayoutEffect(() => { if (n % 2 === 1 && n < 6) setN(n + 1); }, [n]);
      return <Text>{n}</Text>;
    }
  `);
  expect(start.batch).toEqual([1, 1]);
  expect(start.operations.at(-1)).toEqual([TEXT, 2, "6"]);
});

test("strict mode renders twice and draws once", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { StrictMode, useState } from "react";
    import { Text } from "rill/sdk";
    function Inner() { const [n, setN] = useState(() => 1); return <Text onPress={() => setN((x) => x + 1)}>{n}</Text>; }
    export default () => <StrictMode><Inner /></StrictMode>;
  `);
  expect(start.operations.filter(([op]) => op === CREATE)).toHaveLength(2);
  expect((await guest.call(1, "onPress")).operations).toEqual([[TEXT, 2, "2"]]);
});

test("microtasks, promises and queueMicrotask run within the turn, in order", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect } from "react";
    export default function App() {
      useEffect(() => {
        queueMicrotask(() => console.log("a"));
        Promise.resolve().then(() => console.log("b"));
        (async () => { await null; await null; console.log("c"); })();
      }, []);
      return null;
    }
  `);
  expect(start.frames.map(([, , args]) => args)).toEqual([["a"], ["b"], ["c"]]);
});

test("a listener's update is drawn before the listener goes on after its first await", async () => {
  const [guest] = await GuestHarness.open(`
    import { useRef, useState } from "react";
    import { Text } from "rill/sdk";
    export default function App() {
      const [n, setN] = useState(0); const drawn = useRef(0); drawn.current = n;
      return <Text onPress={async () => { setN(7); await null; console.log(drawn.current); }}>{n}</Text>;
    }
  `);
  expect((await guest.call(1, "onPress")).frames[0]![2]).toEqual(["7"]);
});

test("a guest that replaces its globals does not stop React", async () => {
  const [guest] = await GuestHarness.open(`
    import { useState } from "react";
    import { Text } from "rill/sdk";
    globalThis.queueMicrotask = globalThis.setTimeout = () => {};
    globalThis.console = null;
    export default function App() { const [n, setN] = useState(0); return <Text onPress={() => setN(n + 1)}>{n}</Text>; }
  `);
  expect((await guest.call(1, "onPress")).operations).toEqual([[TEXT, 2, "1"]]);
});

const TIMERS = `
  import { useEffect } from "react";
  import { useHostEvent } from "rill/sdk";
  export default function App({ code }) {
    useEffect(() => { new Function("log", code)(console.log); }, []);
    useHostEvent("run", (code) => { new Function("log", code)(console.log); });
    return null;
  }
`;
const lines = (frames: unknown[][]): unknown[] => frames.filter(([kind]) => kind === LOG).map(([, , args]) => (args as unknown[])[0]);

test("timers without delay run in the turn, in order, with jobs between them and their arguments", async () => {
  const code = `setTimeout((x) => { log("1" + x); Promise.resolve().then(() => log("job")); }, 0, "a"); setTimeout(() => log("2")); setTimeout(() => log("3"), -5);`;
  const [, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(lines(start.frames)).toEqual(["1a", "job", "2", "3"]);
  expect(start.frames.some(([kind]) => kind === TIMER_SET)).toBe(false);
});

test("a nested chain of timers without delay leaves the turn after five, with 4 ms", async () => {
  const code = `let n = 0; const next = () => { log(String(++n)); setTimeout(next); }; setTimeout(next);`;
  const [guest, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(lines(start.frames)).toEqual(["1", "2", "3", "4", "5"]);
  expect(start.frames.at(-1)).toEqual([TIMER_SET, 6, 4, false]);
  const turn = await guest.send(TIMER, [6]);
  expect(lines(turn.frames)).toEqual(["6"]);
  expect(turn.frames.at(-1)).toEqual([TIMER_SET, 7, 4, false]);
});

test("timers with a delay are the host's: at least 4 ms, cut at what fits, NaN is none", async () => {
  const code = `setTimeout(() => {}, 1); setTimeout(() => {}, 250.5); setTimeout(() => {}, 1e12); setInterval(() => {}, 0); setTimeout(() => log("now"), NaN);`;
  const [, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(start.frames).toEqual([
    [TIMER_SET, 1, 4, false], [TIMER_SET, 2, 250.5, false], [TIMER_SET, 3, 2_147_483_647, false], [TIMER_SET, 4, 4, true],
    [LOG, "info", ["now"], expect.anything()],
  ]);
});

test("due timers run in the host's order; cleared ones are told to the host and never run", async () => {
  const code = `const c = setTimeout(() => log("c"), 10); setTimeout(() => { log("a"); clearTimeout(b); }, 10); const b = setTimeout(() => log("b"), 10); clearTimeout(c); clearTimeout(c); clearTimeout(undefined);`;
  const [guest, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(start.frames.at(-1)).toEqual([TIMER_CLEAR, 1]);
  const turn = await guest.send(TIMER, [2, 3]);
  expect(lines(turn.frames)).toEqual(["a"]);
  expect(turn.frames.at(-1)).toEqual([TIMER_CLEAR, 3]);
  expect((await guest.send(TIMER, [2, 3, 99])).frames).toEqual([]);
});

test("an interval stays with the host until it is cleared", async () => {
  const code = `let n = 0; const id = setInterval(() => { log(String(++n)); if (n === 2) clearInterval(id); }, 50);`;
  const [guest, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(start.frames).toEqual([[TIMER_SET, 1, 50, true]]);
  expect(lines((await guest.send(TIMER, [1])).frames)).toEqual(["1"]);
  expect((await guest.send(TIMER, [1])).frames.at(-1)).toEqual([TIMER_CLEAR, 1]);
  expect((await guest.send(TIMER, [1])).frames).toEqual([]);
});

test("the thousandth timer is set, the next one is an error that the guest can catch", async () => {
  const code = `for (let i = 0; i < 1000; i++) setTimeout(() => {}, 100); try { setTimeout(() => {}, 100); } catch (e) { log(e.code + ": " + e.message); }`;
  const [, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(start.frames.filter(([kind]) => kind === TIMER_SET)).toHaveLength(1_000);
  expect(lines(start.frames)).toEqual(["limit: setTimeout: the guest already has 1000 timers; clear some first"]);
});

test("as many timers as a guest may have run in one turn when they have no delay", async () => {
  const code = `let n = 0; for (let i = 0; i < 990; i++) setTimeout(() => { if (++n === 990) log("all"); });`;
  const [, start] = await GuestHarness.open(TIMERS, { props: { code } });
  expect(lines(start.frames)).toEqual(["all"]);
});

test("an error in a timer ends the session; timers after it do not run", async () => {
  const code = `setTimeout(() => { throw new Error("tick"); }, 5); setTimeout(() => log("never"), 5);`;
  const [guest] = await GuestHarness.open(TIMERS, { props: { code } });
  const turn = await guest.send(TIMER, [1, 2]);
  expect(turn.frames).toMatchObject([[ERROR, { message: "tick" }, true]]);
});

test("strings are not evaluated by timers", async () => {
  const [, start] = await GuestHarness.open(TIMERS, { props: { code: `try { setTimeout("log('evil')", 0); } catch (e) { log(e.message); }` } });
  expect(lines(start.frames)).toEqual(["setTimeout expects a function, got string"]);
});

test("an endless chain of effects fails the turn with code rounds", async () => {
  const opened = GuestHarness.open(`
    import { useEffect, useState } from "react";
    export default function App() { const [n, setN] = useState(0); useEffect(() => setN(n + 1)); return null; }
  `);
  expect(await opened.catch((error: unknown) => error)).toMatchObject({ code: "rounds", message: expect.stringContaining("the turn did not settle") as string });
});

test("the clock stands still within a turn and follows the messages", async () => {
  const [guest, start] = await GuestHarness.open(TIMERS, { nowMs: 86_400_000, props: { code: `log([Date.now(), performance.now(), new Date().toISOString()].join())` } });
  expect(lines(start.frames)).toEqual(["86400000,0,1970-01-02T00:00:00.000Z"]);
  guest.nowMs += 1_500.25;
  const turn = await guest.send(HOST_EVENT, "run", "log([Date.now(), performance.now(), performance.timeOrigin].join())");
  expect(lines(turn.frames)).toEqual(["86401500,1500.25,86400000"]);
});

test("the same seed and messages give the same bytes, another seed others", async () => {
  const code = `log([Math.random(), crypto.randomUUID(), crypto.getRandomValues(new Uint16Array(4))].join());`;
  const run = async (seed: number) => Buffer.from((await GuestHarness.open(TIMERS, { seed, props: { code } }))[1].bytes).toString("hex");
  expect(await run(5)).toBe(await run(5));
  expect(await run(5)).not.toBe(await run(6));
  expect(await run(5)).not.toBe(await run(5 + 2 ** 40));
});

test("DESTROY runs clean-ups and writes no operations", async () => {
  const [guest] = await GuestHarness.open(`
    import { useEffect, useLayoutEffect } from "react";
    import { Text, useSendToHost } from "rill/sdk";
    export default function App() {
      const send = useSendToHost();
      useEffect(() => () => send("effect"), []);
      useLayoutEffect(() => () => send("layout", 1), []);
      return <Text>x</Text>;
    }
  `);
  const turn = await guest.send(DESTROY, "closed");
  expect(turn.operations).toEqual([]);
  expect(turn.frames).toEqual([[MESSAGE, "layout", 1], [MESSAGE, "effect", null]]);
  expect(await guest.send(TIMER, []).catch((error: unknown) => error)).toMatchObject({ code: "state" });
});

test("a second START is refused", async () => {
  const [guest] = await GuestHarness.open(`export default () => null;`);
  expect(await guest.start().catch((error: unknown) => error)).toMatchObject({ code: "state", message: "START came while the guest is running; a guest is started once" });
});

test("a message before START is refused", async () => {
  const guest = await GuestHarness.load(`export default () => null;`);
  expect(await guest.send(TIMER, []).catch((error: unknown) => error)).toMatchObject({ code: "state" });
});

test("the batch's sequence counts batches, not turns", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { useState } from "react";
    import { Text } from "rill/sdk";
    export default function App() { const [n, setN] = useState(0); return <Text onPress={(by) => setN((x) => x + by)}>{n}</Text>; }
  `);
  expect(start.batch).toEqual([1, 1]);
  expect((await guest.call(1, "onPress", [0])).batch).toBe(null);
  expect((await guest.call(1, "onPress", [1])).batch).toEqual([1, 2]);
});
