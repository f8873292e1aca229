import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

// React walks a commit with four frames for each level of a component and its node, and a guest's stack is small: this depth must
// fit in a mount, in an update at the bottom and in a removal at the top.
const LEVELS = 150;

test("a deep tree, with a component for each level, mounts, updates and goes", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { useState } from "react";
    import { Text, View, useConfig } from "rill/sdk";
    function Level({ left }) { return <View>{left > 1 ? <Level left={left - 1} /> : <Leaf />}</View>; }
    function Leaf() { const [n, setN] = useState(0); return <Text onPress={() => setN(n + 1)}>{n}</Text>; }
    export default function App() { return useConfig() ? <Level left={${LEVELS}} /> : null; }
  `, { config: true });
  expect(start.frames).toEqual([]);
  const tree = new HostTree().apply(start.operations);
  expect(tree.ids("View")).toHaveLength(LEVELS);
  const text = tree.ids("Text")[0]!;
  expect((await guest.call(text, "onPress")).operations).toEqual([[wire.TEXT, text + 1, "1"]]);
  expect((await guest.send(wire.CONFIG_UPDATE, false)).operations).toEqual([[wire.DELETE, 1]]);
});

test("recursion without an end is an error that the host hears of", async () => {
  const [guest] = await GuestHarness.open(`
    import { Text } from "rill/sdk";
    const dive = (n) => dive(n + 1) + 1;
    export default () => <Text onPress={() => dive(0)}>x</Text>;
  `);
  const turn = await guest.call(1, "onPress");
  expect(turn.frames).toMatchObject([[wire.ERROR, { name: "RangeError", message: expect.stringContaining("call stack") as string }, true]]);
});
