// What the changes to React (build_react_changes.ts) must leave as it is. Method: each guest runs on the changed React and on the one
// that is published; both must write the same bytes in every turn, and what the test says.

import { expect, test } from "bun:test";

import { buildUnit } from "../build";
import { publishedReact } from "../build_react_changes";
import { GuestHarness, wire, type Turn } from "./harness";
import { HostTree } from "./host_tree";
import { TestRandom } from "./random";

const HEAD = `
  import { createContext, Fragment, memo, Suspense, use, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
  import { Column, Row, Text, View, useConfig, useHostEvent, useSendToHost } from "rill/sdk";
  let drawn = [];
  const note = (name) => { drawn.push(name); return name; };
  function Say() { const send = useSendToHost(); useEffect(() => { send("drawn", drawn); drawn = []; }); return null; }
`;

const published = buildUnit("src/runtime_react.ts", publishedReact);

/** Draws one config after another on both and returns what the guest noted each time. */
async function drawings(source: string, ...configs: unknown[]): Promise<[drawn: string[][], tree: HostTree]> {
  const runs = await Promise.all(
    [undefined, await published].map(async (unit) => {
      const options = { config: configs[0], ...(unit === undefined ? {} : { unit }) };
      const [guest, start] = await GuestHarness.open(HEAD + source, options);
      const turns = [start];
      for (const config of configs.slice(1)) turns.push(await guest.send(wire.CONFIG_UPDATE, config));
      return turns;
    }),
  );
  const [changed, unchanged] = runs as [Turn[], Turn[]];
  expect(changed.map(({ frames, operations }) => [frames, operations])).toEqual(unchanged.map(({ frames, operations }) => [frames, operations]));
  const tree = new HostTree();
  for (const { operations } of changed) tree.apply(operations);
  return [changed.map(({ frames }) => frames.flatMap(([kind, , payload]) => (kind === wire.MESSAGE ? (payload as string[]) : []))), tree];
}

test("memo compares props as Object.is does, and by their own names", async () => {
  const source = `
    const Item = memo(function Item(props) { return <Row n={note(props.name)} />; });
    const given = [
      { a: 1, b: NaN, c: undefined }, { a: 1, b: NaN, c: undefined }, { a: 1, b: NaN, d: undefined }, { a: 0 }, { a: -0 }, { a: "1" }, { a: 1 }, { a: null }, {}, { toString: undefined },
    ];
    export default function App() { return <View><Item name="item" {...given[useConfig()]} /><Say /></View>; }
  `;
  const [drawn] = await drawings(source, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const anew = drawn.map((names) => names.length > 0);
  expect(anew).toEqual([true, false, true, true, true, true, true, true, true, true]);
});

test("a provider's new value reaches consumers below siblings that stay as they are, wherever they stand", async () => {
  const source = `
    const Theme = createContext("none"), Other = createContext("none");
    const Reader = memo(function Reader({ name }) { return <Row n={note(name + useContext(Theme))} />; });
    const Still = memo(function Still({ name, children }) { note(name); return <Column>{children}</Column>; });
    const Deep = memo(function Deep({ name }) { note(name); return <View><Still name={name + "."}><Reader name={name + "r"} /></Still></View>; });
    const Both = memo(function Both() { return <Other.Provider value="x"><Deep name="in" /></Other.Provider>; });
    export default function App() {
      const c = useConfig();
      return (
        <Theme.Provider value={c.theme}>
          <Still name="s" /><Deep name="a" /><Both /><Deep name="b" /><Reader name="c" /><Say n={c.n} />
          <Theme.Provider value={c.inner}><Deep name="d" /><Still name="t" /><Deep name="e" /></Theme.Provider>
        </Theme.Provider>
      );
    }
  `;
  const [drawn] = await drawings(
    source,
    { theme: "1", inner: "1", n: 0 }, { theme: "1", inner: "1", n: 1 }, { theme: "2", inner: "1", n: 2 }, { theme: "2", inner: "2", n: 3 }, { theme: "3", inner: "3", n: 4 },
  );
  expect(drawn[1]).toEqual([]);
  expect(drawn[2]!.filter((name) => /\d/.test(name)).sort()).toEqual(["ar2", "br2", "c2", "dr1", "er1", "inr2"]);
  expect(drawn[3]!.filter((name) => /\d/.test(name)).sort()).toEqual(["dr2", "er2"]);
  expect(drawn[4]!.filter((name) => /\d/.test(name)).sort()).toEqual(["ar3", "br3", "c3", "dr3", "er3", "inr3"]);
});

test("a value that changes while a render is tried again reaches its consumers", async () => {
  const source = `
    const Theme = createContext("none");
    const Reader = memo(function Reader({ name }) { return <Row n={note(name + useContext(Theme))} />; });
    const Deep = memo(function Deep({ name }) { return <View><Reader name={name} /></View>; });
    const answers = new Map();
    const load = (n) => answers.get(n) ?? answers.set(n, Promise.resolve(n)).get(n);
    function Waits({ n }) { use(load(n)); return null; }
    export default function App() {
      const c = useConfig();
      const [again, setAgain] = useState(0);
      useLayoutEffect(() => { if (again < c) setAgain(c); });
      return (
        <Theme.Provider value={"t" + again}>
          <Deep name="a" /><Suspense fallback={<Row />}><Deep name="b" /><Waits n={again} /></Suspense><Deep name="d" /><Say n={again} />
        </Theme.Provider>
      );
    }
  `;
  const [, tree] = await drawings(source, 0, 1, 2);
  expect(tree.ids("Row").map((id) => tree.find(id).props.n)).toEqual(["at2", "bt2", "dt2"]);
});

test("what was found above a fiber is not believed in a later render", async () => {
  const source = `
    const Theme = createContext("none");
    function Reader() { return <Row n={useContext(Theme)} />; }
    const Inner = memo(function Inner() { return <View><Column><Reader /></Column></View>; });
    function Outer({ n }) { return <View><Inner n={n} /></View>; }
    export default function App() {
      const { theme, n } = useConfig();
      return <Theme.Provider value={theme}><Outer n={n} /></Theme.Provider>;
    }
  `;
  const [, tree] = await drawings(source, { theme: "1", n: 0 }, { theme: "1", n: 0 }, { theme: "1", n: 1 }, { theme: "2", n: 1 });
  expect(tree.find(tree.ids("Row")[0]!).props.n).toBe("2");
});

test("state that changes in a row or below it is drawn, whichever rows stay as they are", async () => {
  const source = `
    const setters = new Map();
    const Theme = createContext("t0");
    function Inner({ name }) { const [n, set] = useState(0); setters.set(name, set); note(name + n); return <Text>{n}</Text>; }
    const Plain = memo(function Plain({ name }) { note(name); return <Row><Inner name={name + "i"} /></Row>; });
    const Stateful = memo(function Stateful({ name }) { const [n, set] = useState(0); setters.set(name, set); note(name + n); return <Row n={n} />; });
    const Themed = memo(function Themed({ name }) { note(name + useContext(Theme)); return null; });
    const kinds = [Plain, Stateful, Themed, Plain, Stateful, Plain];
    export default function App() {
      const c = useConfig();
      useLayoutEffect(() => { for (const [name, value] of c.set ?? []) setters.get(name)(value); });
      return (
        <Theme.Provider value={c.theme}>
          <View>{kinds.map((Kind, at) => <Kind key={at} name={at === c.other ? "o" + at : "r" + at} />)}</View>
          <Say n={c} />
        </Theme.Provider>
      );
    }
  `;
  const random = new TestRandom(3);
  const names = ["r0i", "r1", "r3i", "r4", "r5i"];
  const configs = Array.from({ length: 40 }, () => ({
    theme: `t${random.below(2)}`,
    other: random.below(9),
    set: random.shuffle(names).slice(0, random.below(3)).map((name) => [name, random.below(3)] as const),
  }));
  const [drawn, tree] = await drawings(source, ...configs);
  expect(new Set(drawn.flat()).size).toBeGreaterThan(20);
  expect(tree.ids("Row")).toHaveLength(5);
});

test("effects below rows that stayed as they are go and come with what hides them", async () => {
  const source = `
    import { Activity } from "react";
    function Inner({ name }) {
      useLayoutEffect(() => { note("l" + name); return () => note("-l" + name); }, []);
      useEffect(() => { note("e" + name); return () => note("-e" + name); }, []);
      return <Row ref={(node) => { note((node ? "r" : "-r") + name); }} />;
    }
    const Item = memo(function Item({ name }) { return <View><Inner name={name} /></View>; });
    const Rows = memo(function Rows({ n }) { return <View n={n}>{[1, 2, 3].map((name) => <Item key={name} name={name} />)}</View>; });
    export default function App() {
      const c = useConfig();
      return <View><Activity mode={c.hidden ? "hidden" : "visible"}><Rows n={c.n} /></Activity>{c.gone ? null : <Rows n={c.n} />}<Say n={c} /></View>;
    }
  `;
  const [drawn] = await drawings(
    source, { n: 0 }, { n: 1 }, { n: 2 }, { n: 2, hidden: true }, { n: 3, hidden: true }, { n: 3 }, { n: 4, gone: true }, { n: 5, gone: true, hidden: true },
  );
  expect(drawn.map((names) => names.filter((name) => name === "-e2" || name === "e2").length)).toEqual([2, 0, 0, 1, 0, 1, 1, 1]);
});

test("an element that stays at its place keeps its fiber and takes its new ref; others are made anew", async () => {
  const source = `
    const seen = [];
    const refs = ["x", "y"].map((name) => (node) => { if (node) seen.push(name + node.id); });
    function Kept({ n }) { const first = useRef(n); return <Row n={first.current} />; }
    export default function App() {
      const c = useConfig();
      const send = useSendToHost();
      useEffect(() => { send("seen", seen.splice(0)); });
      return <View>{[<Kept n={c.n} />, c.list ? [<Kept n={c.n} />] : <Kept n={c.n} />, <Column key={c.key} ref={refs[c.ref]} />, c.fragment ? <Fragment><Kept n={c.n} /></Fragment> : null]}</View>;
    }
  `;
  const base = { n: 1, text: null, list: false, key: "k", ref: 0, fragment: true };
  const [drawn, tree] = await drawings(source, base, { ...base, n: 2, ref: 1 }, { ...base, n: 3, list: true, ref: 1 }, { ...base, n: 4, list: true, key: "l", ref: 1, text: null });
  expect(drawn.slice(1)).toEqual([["y" + tree.ids("Column")[0]! ].map((name) => name.replace(/\d+$/, "4")), [], ["y" + tree.ids("Column")[0]]]);
  expect(tree.ids("Row").map((id) => tree.find(id).props.n)).toEqual([1, 3, 1]);
});

test("effects of every kind run for exactly the fibers that have them", async () => {
  const source = `
    const Item = memo(function Item({ n, kind }) {
      useLayoutEffect(() => { if (kind === "layout") { note("layout" + n); return () => note("-layout" + n); } }, [n]);
      useEffect(() => { if (kind === "effect") { note("effect" + n); return () => note("-effect" + n); } }, [n]);
      return kind === "ref" ? <Row key={n} ref={(node) => { note((node ? "ref" : "-ref") + n); }} /> : <Row n={n} />;
    });
    export default function App() {
      const c = useConfig();
      return <View>{["layout", "none", "effect", "ref", "none"].map((kind, at) => <Item key={at} kind={kind} n={c === at ? 1 : 0} />)}{c === 9 ? null : <Item kind="layout" n={7} />}<Say n={c} /></View>;
    }
  `;
  const [drawn] = await drawings(source, -1, 0, 2, 3, 9);
  expect(drawn).toEqual([
    ["layout0", "ref0", "layout7", "effect0"],
    ["-layout0", "layout1"],
    ["-layout1", "layout0", "-effect0", "effect1"],
    ["-ref0", "ref1", "-effect1", "effect0"],
    ["-layout7", "-ref1", "ref0"],
  ]);
});

test("random trees of memoised components, contexts, refs and effects do the same as with the published React", async () => {
  const source = `
    const contexts = [createContext(0), createContext(0)];
    const Item = memo(function Item({ item, n }) {
      const { kind, key, children } = item;
      note(key);
      useEffect(() => { if (kind === 1) { note("e" + key); return () => note("-e" + key); } }, [n]);
      useLayoutEffect(() => { if (kind === 2) { note("l" + key); return () => note("-l" + key); } }, [n]);
      const value = kind === 3 ? useContext(contexts[n % 2]) : 0;
      const inner = children.map((child) => <Item key={child.key} item={child} n={child.n} />);
      if (kind === 4) { const { Provider } = contexts[n % 2]; return <Provider value={n}>{inner}</Provider>; }
      if (kind === 5) return inner;
      return <View n={value} key={n === 2 ? "k" : undefined} ref={kind === 6 ? (node) => { note((node ? "r" : "-r") + key); } : undefined}>{inner}</View>;
    });
    export default function App() {
      const c = useConfig();
      // What was drawn before and is equal stays the same object, as in a guest that changes its data with care.
      const last = useRef(new Map());
      const same = (item) => {
        const made = { ...item, children: item.children.map(same) };
        const text = JSON.stringify(item);
        return last.current.get(text) ?? (last.current.set(text, made), made);
      };
      return <View>{c.map(same).map((item) => <Item key={item.key} item={item} n={item.n} />)}<Say n={c} /></View>;
    }
  `;
  interface Item { key: string; kind: number; n: number; children: Item[] }
  const random = new TestRandom(5);
  const grow = (depth: number): Item[] =>
    random.shuffle(Array.from("abcdef")).slice(0, 1 + random.below(5)).map((key) => ({ key, kind: key.charCodeAt(0) % 7, n: random.below(3), children: depth > 0 ? grow(depth - 1) : [] }));
  const change = (items: Item[]): Item[] =>
    (random.below(4) === 0 ? random.shuffle(items) : items).map((item) =>
      random.below(3) > 0 ? item : { ...item, n: random.below(3), children: random.below(4) === 0 ? grow(1) : change(item.children) },
    );
  const configs = [grow(2)];
  for (let commit = 0; commit < 40; commit++) configs.push(change(configs.at(-1)!));
  const [drawn] = await drawings(source, ...configs);
  // Neither everything nor nothing was drawn anew.
  const counts = drawn.slice(1).map((names) => names.filter((name) => name.length === 1).length);
  expect(Math.max(...counts)).toBeGreaterThan(5);
  expect(counts.filter((count) => count < drawn[0]!.length).length).toBeGreaterThan(10);
});
