import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";

const { APPEND, CREATE, TEXT } = wire;

const COUNTER = `
  import { useEffect, useState } from "react";
  import { Button, Text, View } from "rill/sdk";
  export default function App({ title }) {
    const [count, setCount] = useState(0);
    const [doubled, setDoubled] = useState(0);
    useEffect(() => setDoubled(count * 2), [count]);
    return <View><Text>{count} {doubled}</Text><Button title={title} onPress={() => setCount((c) => c + 1)} /></View>;
  }
`;

test("a mount creates each node once, parents first, and attaches the whole at the end", async () => {
  const [, start] = await GuestHarness.open(COUNTER, { props: { title: "more" } });
  expect(start.batch).toEqual([1, 1]);
  expect(start.operations).toEqual([
    [CREATE, 1, "View", {}],
    [CREATE, 2, "Text", {}],
    [CREATE, 3, "#text", "0"], [APPEND, 2, 3],
    [CREATE, 4, "#text", " "], [APPEND, 2, 4],
    [CREATE, 5, "#text", "0"], [APPEND, 2, 5],
    [APPEND, 1, 2],
    [CREATE, 6, "Button", { title: "more", onPress: true }],
    [APPEND, 1, 6],
    [APPEND, 0, 1],
  ]);
  expect(start.frames).toEqual([]);
});

test("a press updates the text and its effect's update, in one batch of two operations", async () => {
  const [guest] = await GuestHarness.open(COUNTER);
  const press = await guest.call(6, "onPress");
  expect(press.batch).toEqual([1, 2]);
  expect(press.operations).toEqual([[TEXT, 3, "1"], [TEXT, 5, "2"]]);
});

test("an unhandled rejection ends the session and drops the turn's operations", async () => {
  const [guest] = await GuestHarness.open(`
    import { useState } from "react";
    import { Button } from "rill/sdk";
    export default function App() {
      const [n, setN] = useState(0);
      return <Button title={String(n)} onPress={async () => { setN(1); await null; throw new TypeError("lost"); }} />;
    }
  `);
  const turn = await guest.call(1, "onPress");
  expect(turn.operations).toEqual([]);
  expect(turn.frames).toMatchObject([[wire.ERROR, { name: "TypeError", message: "lost" }, true]]);
});
