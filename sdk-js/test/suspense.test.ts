import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

const { APPEND, CREATE, DELETE, HOST_EVENT, TEXT, UPDATE } = wire;

test("what suspends on a promise of the same turn never shows its fallback to the host's screen for good", async () => {
  const [, start] = await GuestHarness.open(`
    import { Suspense, use } from "react";
    import { Text } from "rill/sdk";
    const promise = Promise.resolve("ready");
    const Inner = () => <Text>{use(promise)}</Text>;
    export default () => <Suspense fallback={<Text>wait</Text>}><Inner /></Suspense>;
  `);
  expect(start.batch).toEqual([1, 1]);
  expect(new HostTree().apply(start.operations).picture()).toEqual(["#root", {}, ["Text", {}, "ready"]]);
});

const WAITING = `
  import { Suspense, use, useState } from "react";
  import { Button, Text, View, useHostEvent } from "rill/sdk";
  const waiting = new Map();
  function load(key) {
    if (!waiting.has(key)) { let resolve; const promise = new Promise((r) => { resolve = r; }); waiting.set(key, { promise, resolve }); }
    return waiting.get(key).promise;
  }
  function Inner({ page }) { return page === 0 ? "first" : use(load(page)); }
  export default function App() {
    const [page, setPage] = useState(0);
    useHostEvent("answer", ({ key, value }) => { load(key); waiting.get(key).resolve(value); });
    return (
      <View>
        <Button title="next" onPress={() => setPage((p) => p + 1)} />
        <Suspense fallback={<Text>wait</Text>}>
          <View hidden={page === 3 ? false : undefined}><Text><Inner page={page} /></Text></View>
        </Suspense>
      </View>
    );
  }
`;

test("content that suspends again is hidden by a prop, shown again and never rebuilt", async () => {
  const [guest, start] = await GuestHarness.open(WAITING);
  const tree = new HostTree().apply(start.operations);
  const [view] = tree.ids("View").slice(1);
  const button = tree.ids("Button")[0]!;

  const next = await guest.call(button, "onPress");
  tree.apply(next.operations);
  expect(next.operations).toContainEqual([UPDATE, view, { hidden: true }, []]);
  expect(tree.picture()).toMatchObject(["#root", {}, ["View", {}, ["Button", {}], ["View", { hidden: true }, ["Text", {}, "first"]], ["Text", {}, "wait"]]]);

  const answer = await guest.send(HOST_EVENT, "answer", { key: 1, value: "second" });
  tree.apply(answer.operations);
  expect(answer.operations).toContainEqual([UPDATE, view, {}, ["hidden"]]);
  expect(answer.operations.filter(([op]) => op === CREATE)).toEqual([]);
  expect(tree.picture()).toMatchObject(["#root", {}, ["View", {}, ["Button", {}], ["View", {}, ["Text", {}, "second"]]]]);
});

test("bare text that suspends is emptied and comes back", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { Suspense, use, useState } from "react";
    import { Text, useHostEvent } from "rill/sdk";
    let resolve; const promise = new Promise((r) => { resolve = r; });
    const Inner = ({ wait }) => wait ? use(promise) : "shown";
    export default function App() {
      const [wait, setWait] = useState(false);
      useHostEvent("wait", () => setWait(true));
      useHostEvent("answer", () => resolve("shown"));
      return <Text><Suspense fallback="...">kept <Inner wait={wait} /></Suspense></Text>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  tree.apply((await guest.send(HOST_EVENT, "wait", null)).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Text", {}, "..."]]);
  const answer = await guest.send(HOST_EVENT, "answer", null);
  tree.apply(answer.operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Text", {}, "kept ", "shown"]]);
  expect(answer.operations.filter(([op]) => op === TEXT)).toEqual([[TEXT, 2, "kept "], [TEXT, 3, "shown"]]);
});

test("a first mount that suspends creates only the fallback, then replaces it", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { Suspense, use } from "react";
    import { Row, Text, useHostEvent } from "rill/sdk";
    let resolve; const promise = new Promise((r) => { resolve = r; });
    const Inner = () => <Row><Text>{use(promise)}</Text></Row>;
    export default function App() {
      useHostEvent("answer", resolve);
      return <Suspense fallback={<Text>wait</Text>}><Inner /></Suspense>;
    }
  `);
  expect(start.operations).toEqual([[CREATE, 1, "Text", {}], [CREATE, 2, "#text", "wait"], [APPEND, 1, 2], [APPEND, 0, 1]]);
  const answer = await guest.send(HOST_EVENT, "answer", "now");
  expect(answer.operations).toEqual([
    [DELETE, 1], [CREATE, 3, "Row", {}], [CREATE, 4, "Text", {}], [CREATE, 5, "#text", "now"], [APPEND, 4, 5], [APPEND, 3, 4], [APPEND, 0, 3],
  ]);
});

test("a transition keeps the old content until the new one is ready", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { Suspense, use, useState, useTransition } from "react";
    import { Text, useHostEvent } from "rill/sdk";
    let resolve; const promise = new Promise((r) => { resolve = r; });
    const Inner = ({ late }) => <Text>{late ? use(promise) : "old"}</Text>;
    export default function App() {
      const [late, setLate] = useState(false);
      const [pending, start] = useTransition();
      useHostEvent("go", () => start(() => setLate(true)));
      useHostEvent("answer", resolve);
      return <><Text>{String(pending)}</Text><Suspense fallback={<Text>wait</Text>}><Inner late={late} /></Suspense></>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  tree.apply((await guest.send(HOST_EVENT, "go", null)).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Text", {}, "true"], ["Text", {}, "old"]]);
  tree.apply((await guest.send(HOST_EVENT, "answer", "new")).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Text", {}, "false"], ["Text", {}, "new"]]);
});

test("Activity hides its content by the hidden prop and keeps it", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { Activity } from "react";
    import { Text, useConfig } from "rill/sdk";
    export default function App() {
      return <Activity mode={useConfig()}><Text hidden={false}>tab</Text></Activity>;
    }
  `, { config: "visible" });
  const tree = new HostTree().apply(start.operations);
  tree.apply((await guest.send(wire.CONFIG_UPDATE, "hidden")).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Text", { hidden: true }, "tab"]]);
  tree.apply((await guest.send(wire.CONFIG_UPDATE, "visible")).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Text", { hidden: false }, "tab"]]);
});

test("content that is hidden from the start is created hidden", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { Activity } from "react";
    import { Text, View, useConfig } from "rill/sdk";
    export default function App() {
      return <View><Activity mode={useConfig()}><Text>tab</Text></Activity></View>;
    }
  `, { config: "hidden" });
  const tree = new HostTree().apply(start.operations);
  expect(tree.picture()).toEqual(["#root", {}, ["View", {}, ["Text", { hidden: true }, "tab"]]]);
  tree.apply((await guest.send(wire.CONFIG_UPDATE, "visible")).operations);
  expect(tree.picture()).toEqual(["#root", {}, ["View", {}, ["Text", {}, "tab"]]]);
});
