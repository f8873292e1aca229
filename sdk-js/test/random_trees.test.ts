import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";
import { TestRandom } from "./random";

// Goal: whatever a guest draws, the patched tree equals a fresh one. Method: random documents of all kinds of nodes, props and
// text, drawn one after another by one guest; fragments, boundaries and Activity stand in between, where host nodes are not.
const GUEST = `
  import { Activity, createElement, Fragment, memo, Suspense } from "react";
  import { RillErrorBoundary, useConfig } from "rill/sdk";
  const wrappers = { fragment: Fragment, boundary: RillErrorBoundary, suspense: Suspense, memo: memo(({ children }) => children), activity: Activity };
  const listener = () => {};
  function draw(node, i) {
    if (typeof node === "string") return node;
    const { type, key, props, children } = node;
    const given = { ...props, key: key ?? "#" + i };
    if ("onPress" in given) given.onPress = given.onPress ? listener : undefined;
    return createElement(wrappers[type] ?? type, given, ...children.map(draw));
  }
  export default function App() { return useConfig().map(draw); }
`;

interface Drawn {
  readonly type: string;
  readonly key: string | null;
  readonly props: Record<string, unknown>;
  readonly children: (Drawn | string)[];
}

const WRAPPERS = ["fragment", "boundary", "suspense", "memo", "activity"];
const VALUES: readonly unknown[] = [0, 1, "a", "b", true, null, [1, 2], [1, { deep: "x" }], { padding: 1 }, { padding: 1, margin: [1, 2] }];

function randomNode(random: TestRandom, depth: number, text: boolean): Drawn {
  const wrapper = random.below(4) === 0;
  const type = wrapper ? WRAPPERS[random.below(WRAPPERS.length)]! : text ? "Text" : ["View", "Row", "Text", "Column"][random.below(4)]!;
  const props: Record<string, unknown> = {};
  if (!wrapper) for (const name of ["a", "b", "style", "hidden", "onPress"]) if (random.below(3) === 0) props[name] = name === "hidden" || name === "onPress" ? random.below(2) === 0 : VALUES[random.below(VALUES.length)];
  if (type === "activity") props.mode = random.below(2) === 0 ? "hidden" : "visible";
  const inText = text || type === "Text";
  const children: (Drawn | string)[] = [];
  const keys = random.shuffle(Array.from("pqrstuvw"));
  for (let i = depth > 0 ? random.below(5) : 0; i > 0; i--) {
    if (inText && random.below(2) === 0) children.push(["x", "yy", "z z"][random.below(3)]!);
    else {
      const child = randomNode(random, depth - 1, inText);
      children.push(random.below(2) === 0 ? { ...child, key: keys[i]! } : child);
    }
  }
  return { type, key: null, props, children };
}

const randomDocument = (random: TestRandom): Drawn[] => Array.from({ length: 1 + random.below(3) }, () => randomNode(random, 4, false));

test("random documents: update equals rebuild, and nothing is written when nothing changed", async () => {
  for (const seed of [101, 102, 103, 104]) {
    const random = new TestRandom(seed);
    let document = randomDocument(random);
    const [guest, start] = await GuestHarness.open(GUEST, { config: document });
    const tree = new HostTree().apply(start.operations);
    for (let commit = 0; commit < 25; commit++) {
      // Half of the time only a part changes, so that most nodes live on.
      document = random.below(2) === 0 ? randomDocument(random) : document.map((node, i) => (i === 0 ? { ...node, children: random.shuffle(node.children) } : node));
      const turn = await guest.send(wire.CONFIG_UPDATE, document);
      expect(turn.frames).toEqual([]);
      tree.apply(turn.operations);
      const [, fresh] = await GuestHarness.open(GUEST, { config: document });
      expect(tree.picture(), `seed ${seed}, commit ${commit}`).toEqual(new HostTree().apply(fresh.operations).picture());
      const again = await guest.send(wire.CONFIG_UPDATE, document);
      expect(again.operations, `seed ${seed}, commit ${commit}, drawn again`).toEqual([]);
    }
  }
}, 120_000);

// Goal: the same of clones, with regions between static siblings, text holes that hold anything, and plain elements among them.
// Method: as above; the picture is drawn from the config by the rules of templates alone.
const CLONES_GUEST = `
  import { Fragment, useState } from "react";
  import { Column, Row, Text, View, useConfig } from "rill/sdk";
  import { clone, template } from "rill/templates";
  const $leaf = template(["Row", {}, [["Text", {}, [["#text", ""]]]]], [[0, 0, "n"], [1, 2, null], [2, 0, "onPress"]]);
  const $list = template(["Column", {}, []], [[0, 0, "n"], [3, 0]], [[0, null, null]]);
  const $frame = template(
    ["View", {}, [["Row", {}, []], ["Text", {}, [["#text", "static"]]], ["Column", {}, [["Row", {}, []]]]]],
    [[0, 0, "n"], [3, 0], [3, 1], [3, 4]],
    [[0, 1, null], [1, null, null], [0, 4, null], [4, 5, null], [0, null, null]],
  );
  const $hole = template(["Text", {}, [["#text", ":"], ["#text", ""], ["#text", "!"]]], [[0, 0, "n"], [1, 2, null], [3, 0]], [[0, 2, 0]]);
  const $holes = template(["Text", {}, [["#text", ":"], ["#text", ""], ["#text", ""]]], [[0, 0, "n"], [1, 2, null], [1, 3, null], [3, 0]], [[0, 2, 1], [0, 3, 2]]);
  const text = (item) => item.children.length > 2 ? <Text>{item.n}</Text> : item.children.length === 2 ? [<Text key="a">a</Text>, "b"] : item.children.length === 1 ? item.n : null;
  function Kept({ n }) { const [first] = useState(n); return <Row n={first} />; }
  const draw = (item) => {
    const { key, kind, n, children } = item;
    const at = (place) => children.filter((_, i) => i % 5 === place).map(draw);
    switch (kind) {
      case "leaf": return clone($leaf, key, undefined, [n, n, () => {}]);
      case "list": return clone($list, key, undefined, [n, undefined], [children.map(draw)]);
      case "frame": return clone($frame, key, undefined, [n, undefined, undefined, undefined], [at(0), at(1), at(2).length > 0 ? at(2) : null, at(3), at(4)]);
      case "holes": return clone($holes, key, undefined, [n, text(item), children.length % 2 ? n : <Text>{key}</Text>, undefined]);
      case "plain": return <View key={key} n={n}>{children.map(draw)}</View>;
      case "kept": return <Kept key={key} n={key} />;
      default: return <Fragment key={key}>{clone($leaf, undefined, undefined, [n, key, undefined])}{children.map(draw)}</Fragment>;
    }
  };
  export default function App() { return <View>{useConfig().map(draw)}</View>; }
`;

interface CloneItem {
  readonly key: string;
  readonly kind: string;
  readonly n: number;
  readonly children: CloneItem[];
}

const CLONE_KINDS = ["leaf", "leaf", "leaf", "list", "frame", "holes", "plain", "kept", "fragment"];

function randomClones(random: TestRandom, depth: number): CloneItem[] {
  const keys = random.shuffle(Array.from("abcdefghijkl")).slice(0, random.below(9));
  if (random.below(3) === 0) keys.sort();
  return keys.map((key) => {
    const place = random.below(12) === 0 ? random.below(CLONE_KINDS.length) : key.charCodeAt(0) % CLONE_KINDS.length;
    return { key, kind: CLONE_KINDS[place]!, n: random.below(3), children: depth > 0 ? randomClones(random, depth - 1) : [] };
  });
}

function pictureOfClones(items: readonly CloneItem[]): unknown {
  const all = (children: readonly CloneItem[]): unknown[] => children.flatMap(draw);
  const draw = ({ key, kind, n, children }: CloneItem): unknown[] => {
    const at = (place: number): unknown[] => all(children.filter((_, i) => i % 5 === place));
    const leaf = (text: string, press: object): unknown => ["Row", { n, ...press }, ["Text", {}, text]];
    switch (kind) {
      case "leaf": return [leaf(String(n), { onPress: true })];
      case "list": return [["Column", { n }, ...all(children)]];
      case "frame":
        return [["View", { n }, ...at(0), ["Row", {}, ...at(1)], ["Text", {}, "static"], ...at(2), ["Column", {}, ...at(3), ["Row", {}]], ...at(4)]];
      case "holes": {
        const text = { 0: [], 1: [String(n)], 2: [["Text", {}, "a"], "b"] }[children.length] ?? [["Text", {}, String(n)]];
        return [["Text", { n }, ":", ...text, children.length % 2 ? String(n) : ["Text", {}, key]]];
      }
      case "plain": return [["View", { n }, ...all(children)]];
      case "kept": return [["Row", { n: key }]];
      default: return [leaf(key, {}), ...all(children)];
    }
  };
  return ["#root", {}, ["View", {}, ...all(items)]];
}

test("random trees of clones and elements: update equals rebuild, for 150 commits of three guests", async () => {
  const counts: Record<number, number> = {};
  for (const seed of [21, 22, 23]) {
    const random = new TestRandom(seed);
    const [guest, start] = await GuestHarness.open(CLONES_GUEST, { config: [] });
    const tree = new HostTree().apply(start.operations);
    for (let commit = 0; commit < 50; commit++) {
      const config = randomClones(random, 2);
      const turn = await guest.send(wire.CONFIG_UPDATE, config);
      expect(turn.frames).toEqual([]);
      tree.apply(turn.operations);
      expect(tree.picture(), `seed ${seed}, commit ${commit}`).toEqual(pictureOfClones(config));
    }
    for (const [code, count] of Object.entries(tree.counts)) counts[Number(code)] = (counts[Number(code)] ?? 0) + count;
  }
  // The test would say little if one of these never happened.
  for (const code of [wire.CLONE, wire.CLONES, wire.PATCH, wire.INSERT, wire.APPEND, wire.DELETE, wire.CLEAR, wire.REORDER]) {
    expect(counts[code], `operation ${code}`).toBeGreaterThan(0);
  }
});
