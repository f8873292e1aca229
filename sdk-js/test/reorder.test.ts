import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";
import { TestRandom } from "./random";

// Goal: after any sequence of commits the patched tree equals a fresh one, and no commit moves more than it must.
// Method: a guest draws a random keyed tree (lists in lists, rows of one or two nodes) from its config; a strict host applies.
const GUEST = `
  import { Fragment } from "react";
  import { Row, Text, View, useConfig } from "rill/sdk";
  function List({ items }) {
    return items.map(({ key, kind, children }) =>
      kind === "fragment" ? <Fragment key={key}><Row n={key} /><Text>{key}</Text></Fragment>
      : kind === "list" ? <View key={key} n={key}><List items={children} /></View>
      : <Row key={key} n={key} kind={kind} />);
  }
  export default function App() {
    return <View><List items={useConfig()} /></View>;
  }
`;

interface Item {
  readonly key: string;
  readonly kind: string;
  readonly children: Item[];
}

function randomItems(random: TestRandom, depth: number): Item[] {
  const keys = random.shuffle(Array.from("abcdefghijkl")).slice(0, random.below(11));
  const kinds = depth > 0 ? ["row", "row", "fragment", "list"] : ["row", "fragment"];
  return keys.map((key) => {
    // The kind follows from the key for most, so that most nodes survive from one commit to the next.
    const kind = kinds[random.below(10) === 0 ? random.below(kinds.length) : key.charCodeAt(0) % kinds.length]!;
    return { key, kind, children: kind === "list" ? randomItems(random, depth - 1) : [] };
  });
}

test("random keyed trees: update equals rebuild, for 150 commits of three guests", async () => {
  for (const seed of [1, 2, 3]) {
    const random = new TestRandom(seed);
    const [guest, start] = await GuestHarness.open(GUEST, { config: [] });
    const tree = new HostTree().apply(start.operations);
    for (let commit = 0; commit < 50; commit++) {
      const config = randomItems(random, 2);
      const turn = await guest.send(wire.CONFIG_UPDATE, config);
      expect(turn.frames).toEqual([]);
      tree.apply(turn.operations);
      expect(tree.picture(), `seed ${seed}, commit ${commit}`).toEqual(expectedPicture(config));
    }
  }
});

function expectedPicture(items: readonly Item[]): unknown {
  const draw = (item: Item): unknown[] => {
    if (item.kind === "fragment") return [["Row", { n: item.key }], ["Text", {}, item.key]];
    if (item.kind === "list") return [["View", { n: item.key }, ...item.children.flatMap(draw)]];
    return [["Row", { n: item.key, kind: item.kind }]];
  };
  return ["#root", {}, ["View", {}, ...items.flatMap(draw)]];
}

test("random permutations move as few rows as a longest common order allows", async () => {
  const random = new TestRandom(11);
  const row = (n: number): Item => ({ key: String(n), kind: "row", children: [] });
  let order = Array.from({ length: 40 }, (_, i) => i);
  const [guest] = await GuestHarness.open(GUEST, { config: order.map(row) });
  for (let round = 0; round < 30; round++) {
    const next = [...order];
    for (let swap = random.below(4); swap > 0; swap--) {
      const a = random.below(next.length);
      const b = random.below(next.length);
      [next[a], next[b]] = [next[b]!, next[a]!];
    }
    const { operations } = await guest.send(wire.CONFIG_UPDATE, next.map(row));
    expect(operations.length).toBe(next.length - longestCommon(order, next));
    order = next;
  }
});

// Longest increasing subsequence by the textbook's quadratic table.
function longestCommon(before: readonly number[], after: readonly number[]): number {
  const positions = after.map((n) => before.indexOf(n));
  const best = positions.map(() => 1);
  for (let i = 0; i < positions.length; i++) for (let j = 0; j < i; j++) if (positions[j]! < positions[i]!) best[i] = Math.max(best[i]!, best[j]! + 1);
  return Math.max(...best);
}
