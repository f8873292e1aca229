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
