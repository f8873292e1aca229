import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

const { CONFIG_UPDATE, CREATE, ERROR, HOST_CALL, HOST_EVENT, HOST_RESULT, LOG, MESSAGE, REF_CALL, REF_METHOD_RESULT, TEXT } = wire;
test("useHostEvent calls the latest handler, once for each listener, and stops when unmounted", async () => {
  const [guest] = await GuestHarness.open(`
    import { useState } from "react";
    import { useHostEvent, useSendToHost } from "rill/sdk";
    function Listener({ n }) { const send = useSendToHost(); useHostEvent("ping", (p) => send("pong" + n, p)); return null; }
    export default function App() {
      const [count, setCount] = useState(1);
      useHostEvent("count", setCount);
      return Array.from({ length: count }, (_, i) => <Listener key={i} n={count * 10 + i} />);
    }
  `);
  expect((await guest.send(HOST_EVENT, "ping", 1)).frames).toEqual([[MESSAGE, "pong10", 1]]);
  await guest.send(HOST_EVENT, "count", 2);
  expect((await guest.send(HOST_EVENT, "ping", { a: 2 })).frames).toEqual([[MESSAGE, "pong20", { a: 2 }], [MESSAGE, "pong21", { a: 2 }]]);
  await guest.send(HOST_EVENT, "count", 0);
  expect((await guest.send(HOST_EVENT, "ping", 3)).frames).toEqual([]);
  expect((await guest.send(HOST_EVENT, "unheard", null)).frames).toEqual([]);
});

test("useConfig gives START's config, and renders again when the host replaces it whole", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { Text, useConfig } from "rill/sdk";
    export default () => <Text>{JSON.stringify(useConfig())}</Text>;
  `, { config: { a: 1, b: 2 } });
  expect(start.operations[1]).toEqual([CREATE, 2, "#text", '{"a":1,"b":2}']);
  expect((await guest.send(CONFIG_UPDATE, { c: 3 })).operations).toEqual([[TEXT, 2, '{"c":3}']]);
});

test("START's props are the root component's props", async () => {
  const [, start] = await GuestHarness.open(`import { Text } from "rill/sdk"; export default (p) => <Text {...p} />;`, { props: { n: 1, list: [1] } });
  expect(start.operations[0]).toEqual([CREATE, 1, "Text", { n: 1, list: [1] }]);
});

test("useSendToHost is the same in every render and refuses a name that is no string", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect, useState } from "react";
    import { useSendToHost } from "rill/sdk";
    export default function App() {
      const send = useSendToHost(); const [n, setN] = useState(0);
      useEffect(() => { send("render", n); if (n < 1) setN(1); else try { send(5); } catch (e) { send(e.code); } }, [n]);
      useEffect(() => send("once"), [send]);
      return null;
    }
  `);
  expect(start.frames).toEqual([[MESSAGE, "render", 0], [MESSAGE, "once", null], [MESSAGE, "render", 1], [MESSAGE, "value", null]]);
});

test("useHostCall promises the host's answer", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { useEffect, useState } from "react";
    import { Text, useHostCall } from "rill/sdk";
    export default function App() {
      const fetchUser = useHostCall("user.fetch"); const [name, setName] = useState("...");
      useEffect(() => { fetchUser(7, { deep: true }).then((u) => setName(u.name), (e) => setName(e.message + " <- " + e.cause.message)); }, [fetchUser]);
      return <Text>{name}</Text>;
    }
  `);
  expect(start.frames).toEqual([[HOST_CALL, 1, "user.fetch", [7, { deep: true }]]]);
  expect((await guest.send(HOST_RESULT, 1, true, { name: "Ada" })).operations).toEqual([[TEXT, 2, "Ada"]]);
  expect((await guest.send(HOST_RESULT, 1, true, { name: "again" })).operations).toEqual([]);
});

test("a host call that is refused rejects with the host's error as its cause", async () => {
  const [guest] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { useHostCall } from "rill/sdk";
    export default function App() {
      const call = useHostCall("x");
      useEffect(() => { call().catch((e) => console.log(e.name, e.code, e.message, e.cause.name)); }, []);
      return null;
    }
  `);
  const refused = Object.assign(new Error("not granted"), { name: "CapabilityError" });
  const turn = await guest.send(HOST_RESULT, 1, false, refused);
  expect(turn.frames.map((frame) => frame.slice(0, 3))).toEqual([[LOG, "info", ["GuestError", "remote", "host call 'x' failed: not granted", "CapabilityError"]]]);
});

test("a refused call that nobody waits for is reported, and the session lives", async () => {
  const [guest] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { useHostCall } from "rill/sdk";
    export default function App() { const call = useHostCall("x"); useEffect(() => { (async () => { await call(); })(); }, []); return null; }
  `);
  const turn = await guest.send(HOST_RESULT, 1, false, new Error("no"));
  expect(turn.frames).toMatchObject([[ERROR, { code: "remote" }, false]]);
  expect((await guest.send(HOST_EVENT, "x", null)).frames).toEqual([]);
});

test("the 65th unanswered call of either kind is refused in the guest", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { TextInput, useHostCall, useRemoteRef } from "rill/sdk";
    export default function App() {
      const call = useHostCall("x"); const ref = useRemoteRef();
      useEffect(() => {
        for (let i = 0; i < 65; i++) { call(i).catch((e) => console.log("call", i, e.code)); ref.invoke("focus").catch((e) => console.log("ref", i, e.code)); }
      }, []);
      return <TextInput ref={ref} />;
    }
  `);
  expect(start.frames.filter(([kind]) => kind === HOST_CALL)).toHaveLength(64);
  expect(start.operations.filter(([op]) => op === REF_CALL)).toHaveLength(64);
  expect(start.frames.filter(([kind]) => kind === LOG).map(([, , args]) => args)).toEqual([["call", "64", "limit"], ["ref", "64", "limit"]]);
});

test("arguments that cannot cross reject the call, and nothing is called", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { TextInput, useHostCall, useRemoteRef } from "rill/sdk";
    export default function App() {
      const call = useHostCall("x"); const ref = useRemoteRef();
      useEffect(() => {
        call(Symbol("s")).catch((e) => console.log(e.message));
        ref.invoke("select", Symbol("s")).catch((e) => console.log(e.message));
        try { ref.invoke(5); } catch (e) { console.log(e.message); }
      }, []);
      return <TextInput ref={ref} />;
    }
  `);
  expect(start.operations.filter(([op]) => op === REF_CALL)).toEqual([]);
  expect(start.frames.map(([, , args]) => (args as string[])[0])).toEqual([
    "invoke expects a string as name, got number", "cannot send a symbol at [3][0]", "cannot send a symbol at [3][0]",
  ]);
});

test("answered calls make room for others", async () => {
  const [guest] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { useHostCall, useHostEvent } from "rill/sdk";
    export default function App() {
      const call = useHostCall("x");
      useEffect(() => { for (let i = 0; i < 64; i++) void call(i); }, []);
      useHostEvent("more", () => void call("more"));
      return null;
    }
  `);
  await guest.send(HOST_RESULT, 10, true, null);
  expect((await guest.send(HOST_EVENT, "more", null)).frames).toEqual([[HOST_CALL, 65, "x", ["more"]]]);
});

const REF = `
  import { useEffect, useRef, useState } from "react";
  import { Button, TextInput, useHostEvent, useRemoteRef } from "rill/sdk";
  export default function App() {
    const remote = useRemoteRef(); const plain = useRef(null); const [open, setOpen] = useState(true);
    useHostEvent("invoke", async (args) => { console.log("got", await remote.invoke("select", ...args)); });
    useHostEvent("call", async () => { console.log("got", await remote.call.isFocused()); });
    useHostEvent("forget", () => { remote.call.focus(); });
    useHostEvent("close", () => setOpen(false));
    useHostEvent("describe", () => {
      console.log(plain.current === remote.current, plain.current?.id, plain.current?.type, remote.call.then, typeof remote.call.toString, remote.call.focus === remote.call.focus);
    });
    return open ? <><TextInput ref={(r) => { remote.current = r; plain.current = r; }} /></> : null;
  }
`;

test("a ref's methods cross as REF_CALL after the tree, and promise the answer", async () => {
  const [guest] = await GuestHarness.open(REF);
  const invoked = await guest.send(HOST_EVENT, "invoke", [1, 4]);
  expect(invoked.operations).toEqual([[REF_CALL, 1, "select", [1, 4], 1]]);
  expect((await guest.send(REF_METHOD_RESULT, 1, true, { ok: 1 })).frames).toMatchObject([[LOG, "info", ["got", "{ ok: 1 }"], expect.anything()]]);
  expect((await guest.send(HOST_EVENT, "call", null)).operations).toEqual([[REF_CALL, 1, "isFocused", [], 2]]);
  expect((await guest.send(REF_METHOD_RESULT, 2, true, false)).frames).toMatchObject([[LOG, "info", ["got", "false"], expect.anything()]]);
  const described = await guest.send(HOST_EVENT, "describe", null);
  expect(described.frames[0]![2]).toEqual(["true", "1", "TextInput", "undefined", "undefined", "true"]);
});

test("a call on a ref that is not mounted any more is reported, not fatal", async () => {
  const [guest] = await GuestHarness.open(REF);
  await guest.send(HOST_EVENT, "close", null);
  expect((await guest.send(HOST_EVENT, "forget", null)).frames).toMatchObject([[ERROR, { code: "not_mounted" }, false]]);
  expect((await guest.send(HOST_EVENT, "describe", null)).frames).toHaveLength(1);
});

test("an effect can focus a field of the same mount", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { TextInput, useRemoteRef } from "rill/sdk";
    export default function App() { const ref = useRemoteRef(); useEffect(() => { ref.call.focus(); }, []); return <TextInput ref={ref} />; }
  `);
  expect(start.operations.at(-1)).toEqual([REF_CALL, 1, "focus", [], 1]);
});

test("context, reducers, ids, memo, external stores and deferred values work", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { createContext, memo, use, useDeferredValue, useId, useMemo, useReducer, useSyncExternalStore } from "react";
    import { Button, Text, View } from "rill/sdk";
    const Theme = createContext("light");
    const listeners = new Set(); let store = 0;
    const subscribe = (l) => { listeners.add(l); return () => listeners.delete(l); };
    let renders = 0;
    const Inner = memo(() => { renders++; return <Text>{use(Theme)} {useId().length > 0 ? "id" : ""} {renders}</Text>; });
    export default function App() {
      const [n, add] = useReducer((x, by) => x + by, 1);
      const stored = useSyncExternalStore(subscribe, () => store);
      const deferred = useDeferredValue(n);
      const double = useMemo(() => n * 2, [n]);
      return <View><Theme value={n > 1 ? "dark" : "light"}><Inner /></Theme><Text>{n}/{stored}/{deferred}/{double}</Text>
        <Button title="+" onPress={() => { add(2); store = 5; for (const l of listeners) l(); }} /></View>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  tree.apply((await guest.call(tree.ids("Button")[0]!, "onPress")).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["View", {}, ["Text", {}, "dark", " ", "id", " ", "2"], ["Text", {}, "3", "/", "5", "/", "3", "/", "6"], ["Button", { title: "+", onPress: true }]]]);
});

test("event() checks its policy", async () => {
  const [, start] = await GuestHarness.open(`
    import { useEffect } from "react";
    import { event } from "rill/sdk";
    export default function App() {
      useEffect(() => {
        for (const make of [() => event(() => {}, { wait: 1 }), () => event(() => {}, { keys: "Enter" }), () => event(() => {}, { debounce_ms: -1 }), () => event("x", {})])
          try { make(); } catch (e) { console.log(e.message); }
      }, []);
      return null;
    }
  `);
  expect(start.frames.map(([, , args]) => (args as string[])[0])).toEqual([
    "event() knows no policy 'wait'; it knows prevent, stop, keys, debounce_ms, throttle_ms",
    "event() expects keys to be an array of strings",
    "event() expects debounce_ms to be a number of milliseconds",
    "event() expects a function as its first argument",
  ]);
});

test("optimistic state and async actions go on when the host answers", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { useActionState, useOptimistic, startTransition } from "react";
    import { Button, Text, View, useHostCall } from "rill/sdk";
    export default function App() {
      const save = useHostCall("save");
      const [saved, run, pending] = useActionState(async (old, n) => old + (await save(n)), 0);
      const [shown, guess] = useOptimistic(saved, (old, n) => old + n);
      return <View><Text>{shown}/{saved}/{String(pending)}</Text><Button title="+" onPress={() => startTransition(() => { guess(5); run(5); })} /></View>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const texts = () => (tree.picture() as unknown[][])[2]!.slice(2, 3);
  const press = await guest.call(tree.ids("Button")[0]!, "onPress");
  tree.apply(press.operations);
  expect(press.frames).toEqual([[HOST_CALL, 1, "save", [5]]]);
  expect(texts()).toEqual([["Text", {}, "5", "/", "0", "/", "true"]]);
  tree.apply((await guest.send(HOST_RESULT, 1, true, 7)).operations);
  expect(texts()).toEqual([["Text", {}, "7", "/", "7", "/", "false"]]);
});
