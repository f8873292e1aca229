import { expect, test } from "bun:test";

import { GuestHarness, wire, type Turn } from "./harness";
import { HostTree } from "./host_tree";
import { TestRandom } from "./random";

const { APPEND, CLEAR, CLONE, CLONES, DELETE, ERROR, INSERT, PATCH, REF_CALL, REMOVE, REORDER, TEMPLATE, UPDATE } = wire;

const PRELUDE = `
  import {
    children, createContext, createEffect, createMemo, createResource, createSelector, createSignal, ErrorBoundary, For, Index, lazy, Match,
    mergeProps, onCleanup, onMount, Show, splitProps, Suspense, Switch as Choose, useContext,
  } from "solid-js";
  import { createStore, produce, reconcile } from "solid-js/store";
  import { Dynamic } from "solid-js/web";
  import {
    Button, Card, Column, event, FlatList, hostComponent, RillErrorBoundary, Row, SectionList, Switch, Table, Text, TextInput, Tree, useConfig,
    useHostCall, useHostEvent, useRemoteRef, useSendToHost, View,
  } from "rill/sdk/solid";
`;

const guest = (app: string): string => `${PRELUDE}\n${app}`;
const open = (app: string, options = {}): Promise<[GuestHarness, Turn]> => GuestHarness.open(guest(app), { runtime: "solid", ...options });
const codes = (turn: Turn): unknown[] => turn.operations.map(([code]) => code);

/** An app that draws its config, `c()`. */
const drawing = (body: string, before = ""): string => `${before}
  export default function App() {
    const c = useConfig();
    return ${body};
  }
`;

/** Draw one config after another; each must leave the tree that a fresh guest draws. Returns what each turn wrote. */
async function draw(app: string, ...configs: unknown[]): Promise<Turn[]> {
  const [solid, start] = await open(app, { config: configs[0] });
  expect(start.frames).toEqual([]);
  const tree = new HostTree().apply(start.operations);
  const turns = [start];
  for (const config of configs.slice(1)) {
    const turn = await solid.send(wire.CONFIG_UPDATE, config);
    expect(turn.frames).toEqual([]);
    tree.apply(turn.operations);
    turns.push(turn);
    const [, fresh] = await open(app, { config });
    expect(tree.picture()).toEqual(new HostTree().apply(fresh.operations).picture());
  }
  return turns;
}

async function picture(app: string, config: unknown = null): Promise<unknown> {
  const [, start] = await open(app, { config });
  expect(start.frames).toEqual([]);
  return new HostTree().apply(start.operations).picture();
}

// ---- clones and their values -------------------------------------------------------------------------------------------

test("a mount is a template and a clone, and a press is a patch", async () => {
  const [solid, start] = await open(`
    export default function App(props) {
      const [count, setCount] = createSignal(props.start);
      return <View><Text>{count()} {count() * 2}</Text><Button title="more" onPress={() => setCount((n) => n + 1)} /></View>;
    }
  `, { props: { start: 3 } });
  expect(start.operations).toEqual([
    [TEMPLATE, 1, ["View", {}, [["Text", {}, [["#text", ""], ["#text", " "], ["#text", ""]]], ["Button", { title: "more" }, []]]], expect.anything()],
    [CLONE, 1, 1, expect.arrayContaining(["3", "6", true])],
    [APPEND, 0, 1],
  ]);
  const press = await solid.call(6, "onPress");
  expect(press.operations.map(([code, base]) => [code, base])).toEqual([[PATCH, 1], [PATCH, 1]]);
  expect(press.operations.map((operation) => operation[3]).sort()).toEqual(["4", "8"]);
});

test("slots follow their signals and write what is different alone", async () => {
  const app = drawing(`<Row label={c().label} hidden={c().hidden} style={{ gap: c().gap }}><Text>{c().text}</Text><Button title={c().title} /></Row>`);
  const base = { label: "a", hidden: false, gap: 1, text: "t", title: "x" };
  const turns = await draw(app, base, { ...base, label: "b" }, { ...base, label: "b", text: 7 }, { ...base, label: "b", text: 7 }, { ...base, text: null });
  expect(turns.map((turn) => turn.operations.length)).toEqual([3, 1, 1, 0, 2]);
});

test("what tracks nothing has no effect, and an effect that ends is forgotten", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const [n, setN] = createSignal(0);
      const fixed = "fixed";
      const once = () => fixed;
      return <Column><Text>{once()}</Text><Text>{n() < 2 ? n() : "done"}</Text><Button title={fixed} onPress={() => setN((n) => n + 1)} /></Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const button = tree.ids("Button")[0]!;
  const texts = [];
  for (let i = 0; i < 4; i++) texts.push((await solid.call(button, "onPress")).operations.map((operation) => operation[3]));
  expect(texts).toEqual([["1"], ["done"], [], []]);
});

// Goal: a clone that runs again follows exactly what it read last. Method: expressions whose sources depend on values, selectors among
// them, in the slots and texts of two kinds of clones; after each change the tree must show what they are worth now.
test("what a clone reads may be different each time", async () => {
  const [solid, start] = await open(`
    const signals = [0, 1, 2, 3, 4, 5].map((n) => createSignal(n));
    const read = (at) => signals[at % 6][0]();
    export default function App() {
      const isAt = createSelector(() => read(0));
      const walk = (at, steps) => { let sum = at; for (let i = 0; i < steps; i++) sum = (sum + read(sum)) % 97; return sum; };
      const label = (k) => String(walk(k, (read(k) % 4) + 1)) + (isAt(read(k + 1)) ? "!" : "") + (isAt(k) ? "?" : "");
      const text = (k) => (read(k) % 3 === 0 ? "fixed" : walk(k + 2, 3) + label(k + 1));
      const keys = [0, 1, 2, 3, 4, 5, 6, 7];
      useHostEvent("set", ([at, value]) => signals[at][1](value));
      useHostEvent("worth", () => useSendToHost()("worth", keys.map((k) => [label(k), String(text(k)), label(k + 3)])));
      return <Column><For each={keys}>{(k) => <Row label={label(k)}><Text>{text(k)}</Text><Text label={label(k + 3)} /></Row>}</For></Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const random = new TestRandom(3);
  for (let step = 0; step < 150; step++) {
    const turn = await solid.send(wire.HOST_EVENT, "set", [random.below(6), random.below(12)]);
    expect(turn.frames).toEqual([]);
    tree.apply(turn.operations);
    const [[, , worth]] = (await solid.send(wire.HOST_EVENT, "worth", null)).frames as [[number, string, unknown]];
    const shown = tree.ids("Row").map((id) => {
      const [first, second] = tree.find(id).children;
      return [tree.find(id).props.label, first!.children.map(({ text }) => text).join(""), second!.props.label];
    });
    expect(shown, `step ${step}`).toEqual(worth as never);
  }
});

test("a text hole may give elements and texts by turns", async () => {
  const app = drawing(`<Column><Text>a{c() === 1 ? <Text>one</Text> : c()}b</Text><Text>{show(c())}</Text></Column>`, `
    const show = (value) => (typeof value === "number" && value > 1 ? [<Text>{value}</Text>, "!"] : value);
  `);
  await draw(app, "x", 1, 2, null, 1, 1, "y", 3, true, [["p", 1], "q"], []);
});

test("the second of two clones may give elements where the first gave text", async () => {
  const app = drawing(`<Column><For each={c()}>{(cell) => <Text>{render(cell)}</Text>}</For></Column>`, `
    let made = 0;
    const Deep = (props) => { made++; onCleanup(() => made--); return <Text>{props.text}{made}</Text>; };
    const render = (cell) => (cell.deep ? <Deep text={cell.text} /> : cell.text);
  `);
  const cell = (text: string, deep = false) => ({ text, deep });
  // `b` was made twice, and once of it was disposed before anybody saw it.
  expect(await picture(app, [cell("a"), cell("b", true), cell("c"), cell("d", true)])).toEqual(["#root", {}, [
    "Column", {}, ["Text", {}, "a"], ["Text", {}, ["Text", {}, "b", "1"]], ["Text", {}, "c"], ["Text", {}, ["Text", {}, "d", "2"]],
  ]]);
  await draw(app, [cell("a")], [cell("a"), cell("b", true)], [cell("a", true), cell("b")]);
});

test("a hole that turns to elements leaves what its clone's other slots follow alone", async () => {
  const app = `
    export default function App() {
      const c = useConfig();
      const a = createMemo(() => c()[0]), b = createMemo(() => c()[1]);
      // Makes a memo in the clone's own effect.
      const parity = () => createMemo(() => a() % 2)() ? "odd" : null;
      return <Column><For each={[1, 2]}>{() => <Text label={parity()}>{b() === 0 ? "plain" : <Text>{b()}</Text>}</Text>}</For></Column>;
    }
  `;
  await draw(app, [0, 0], [0, 1], [1, 1], [2, 1], [3, 0], [4, 2], [5, 2]);
});

test("what a hole drew keeps its state when something else of its clone changes", async () => {
  const [solid, start] = await open(`
    let made = 0;
    function Field() { made++; return <Text>field {made}</Text>; }
    export default function App() {
      const [n, setN] = createSignal(0);
      const draw = () => <Field />;
      return <Column><Text label={String(n())}>{draw()}</Text><Button title="x" onPress={() => setN((n) => n + 1)} /></Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const press = await solid.call(tree.ids("Button")[0]!, "onPress");
  expect(press.operations).toEqual([[PATCH, 1, expect.anything(), "1"]]);
});

test("a list between a component's tags keeps its rows, wherever that puts them", async () => {
  const app = (frame: string): string => `
    let made = 0;
    const Frame = (props) => ${frame};
    export default function App() {
      const c = useConfig();
      return <Frame><For each={c()}>{(n) => { made++; return <Text label="row">{n} {made}</Text>; }}</For></Frame>;
    }
  `;
  for (const frame of ["<Column>{props.children}</Column>", "<Column {...{}}>{props.children}</Column>", "<Text>{props.children}</Text>", "<Card header={<Text>h</Text>}>{props.children}</Card>", "<>{props.children}</>"]) {
    const [solid, start] = await open(app(frame), { config: [1, 2] });
    const tree = new HostTree().apply(start.operations);
    const rowIds = (): number[] => tree.ids("Text").filter((id) => tree.find(id).props.label === "row");
    const kept = rowIds();
    expect(kept.length, frame).toBe(2);
    tree.apply((await solid.send(wire.CONFIG_UPDATE, [2, 3, 1])).operations);
    const rows = rowIds();
    expect([rows[0], rows[2]], frame).toEqual([kept[1]!, kept[0]!]);
    expect(rows.map((id) => tree.find(id).children.map(({ text }) => text).join(""))).toEqual(["2 2", "3 3", "1 1"]);
  }
});

test("an accessor in an array changes without what stands beside it", async () => {
  const [solid, start] = await open(`
    let made = 0;
    function Probe() { made++; return <Text>probe {made}</Text>; }
    const Wrap = (props) => <View>{props.children}</View>;
    const Part = (props) => <Row {...props.rest}>{props.children}</Row>;
    export default function App() {
      const c = useConfig();
      return <Column>
        <Wrap><Probe />{c() % 2 ? <Text>odd</Text> : null}<For each={[c()]}>{(n) => <Text>{n}</Text>}</For></Wrap>
        <Row {...(c() > 2 ? { label: "r" } : {})} /><Part rest={{ label: "r" }}><Probe />{c() % 3 ? <Text>three</Text> : null}</Part>
        <Text><Probe />{c() % 2 ? "odd" : "even"}{c()}</Text>
        <View {...{ label: "v" }}><Probe /><Row {...(c() % 2 ? { label: "odd" } : {})} /></View>
      </Column>;
    }
  `, { config: 1 });
  const tree = new HostTree().apply(start.operations);
  const probes = (): string[] => tree.ids("Text").map((id) => tree.find(id).children.map(({ text }) => text).join("")).filter((text) => text.startsWith("probe"));
  expect(probes()).toEqual(["probe 1", "probe 2", "probe 3", "probe 4"]);
  for (const config of [2, 3, 4, 5]) {
    tree.apply((await solid.send(wire.CONFIG_UPDATE, config)).operations);
    expect(probes()).toEqual(["probe 1", "probe 2", "probe 3", "probe 4"]);
  }
  expect(tree.picture()).toEqual(["#root", {}, ["Column", {},
    ["View", {}, ["Text", {}, "probe ", "1"], ["Text", {}, "odd"], ["Text", {}, "5"]],
    ["Row", { label: "r" }],
    ["Row", { label: "r" }, ["Text", {}, "probe ", "2"], ["Text", {}, "three"]],
    ["Text", {}, ["Text", {}, "probe ", "3"], "odd", "5"],
    ["View", { label: "v" }, ["Text", {}, "probe ", "4"], ["Row", { label: "odd" }]],
  ]]);
});

// ---- what stands between tags ------------------------------------------------------------------------------------------

test("conditions, arrays, fragments and functions draw what they stand for", async () => {
  await draw(drawing(`<Column>{c() % 2 ? <Text>odd</Text> : <View />}<Row />{c() > 2 && <Text>many</Text>}</Column>`), 0, 1, 2, 3, 4, 1);
  await draw(drawing(`<Text>{[c(), " ", [c() * 2, null], () => c() + 1]}</Text>`), 1, 2, 3);
  await draw(drawing(`<><Text>{c()}</Text>{c() > 1 ? <><View /><Row /></> : null}<Column /></>`), 1, 2, 1, 2);
  await draw(drawing(`<>{c() === 1 ? <View /> : <Row />}</>`), 1, 2, 1);
  await draw(drawing(`() => c() && <View />`), null, 1, false);
});

test("Show, Choose, Index and Dynamic behave as Solid's", async () => {
  await draw(drawing(`<Column><Show when={c()} fallback={<Text>nothing</Text>}>{(value) => <Text>{value()}</Text>}</Show></Column>`), 0, 1, 2, 0, 3);
  await draw(drawing(`<Column><Show when={c()} keyed>{(value) => <Text>{value}</Text>}</Show></Column>`), 0, 1, 2);
  await draw(drawing(`<Column><Choose fallback={<Row />}><Match when={c() === 1}><View /></Match><Match when={c() === 2}><Text>two</Text></Match></Choose></Column>`), 0, 1, 2, 3);
  await draw(drawing(`<Column><Index each={c()} fallback={<Row />}>{(item, at) => <Text>{at}: {item()}</Text>}</Index></Column>`), ["a"], ["b", "c"], [], ["d"]);
  await draw(drawing(`<Column><Dynamic component={c().type === "own" ? Own : c().type} label={c().label}><Text>in</Text></Dynamic></Column>`, `
    const Own = (props) => <Card header={<Text>{props.label}</Text>}>{props.children}</Card>;
  `), { type: "Row", label: "a" }, { type: "own", label: "b" }, { type: "own", label: "c" }, { type: null }, { type: "View", label: "d" });
});

test("a keyed row keeps its nodes, and only the fewest of them move", async () => {
  const app = drawing(`<Column><For each={c()} fallback={<Text>none</Text>}>{(n, at) => <Text label={String(at())}>{n}</Text>}</For></Column>`);
  const plain = drawing(`<Column><For each={c()} fallback={<Text>none</Text>}>{(n) => <Text>{n}</Text>}</For></Column>`);
  const lists = [[1, 2, 3, 4, 5, 6], [1, 5, 3, 4, 2, 6], [1, 5, 3, 4, 6], [6, 1, 5, 3, 4], [6, 1, 7, 8, 5, 3, 4], [4, 3, 5, 8, 7, 1, 6], [], [9], [9, 10, 11], [12, 13, 14], [14, 13]];
  await draw(app, ...lists);
  const turns = await draw(plain, ...lists);
  expect(turns.map(codes).slice(1)).toEqual([
    [INSERT, INSERT], [DELETE], [INSERT], [CLONES], [REORDER], [CLEAR, TEMPLATE, CLONE, APPEND],
    [DELETE, CLONE, APPEND], [CLONES], [CLEAR, CLONES], [DELETE, INSERT],
  ]);
});

test("rows of all kinds stand beside one another", async () => {
  const app = drawing(`<Column><Text>head</Text><For each={c()}>{(n) => rows[n % rows.length](n)}</For>{c().length > 2 && <Row />}<Text>tail</Text></Column>`, `
    const Late = (props) => { createEffect(() => props.n); return <Text>late {props.n}</Text>; };
    const rows = [
      (n) => <Text>{n}</Text>,
      (n) => <View><Text>{n}</Text><For each={[n, n + 1]}>{(k) => <Row><Text>{k}</Text></Row>}</For></View>,
      (n) => <><Text>a{n}</Text><Text>b{n}</Text></>,
      (n) => <Show when={n % 2}><Text>odd</Text></Show>,
      (n) => null,
      (n) => <Late n={n} />,
      (n) => [<View />, [<Row />]],
      (n) => <Card header={<Text>{n}</Text>}>{n > 10 ? <Text>much</Text> : null}</Card>,
    ];
  `);
  const random = new TestRandom(7);
  const lists = Array.from({ length: 30 }, () => random.shuffle(Array.from({ length: 20 }, (_, n) => n)).slice(0, random.below(14)));
  await draw(app, ...lists);
});

test("equal items have rows of their own", async () => {
  await draw(drawing(`<Column><For each={c()}>{(n) => <Text>{n}</Text>}</For></Column>`), ["a", "a"], ["a", "b", "a"], ["b", "a", "a", "a"], ["a"], ["a", "a", "b", "b"]);
});

test("a list without an item of the last one is cleared and made anew, unless one comes back", async () => {
  const turns = await draw(
    drawing(`<Column><For each={c()}>{(n) => <Text>{n}</Text>}</For></Column>`),
    [1, 2, 3], [4, 5, 6], [7, 8, 9, 10], [8, 9, 11], [12, 8, 13, 14], [15, 16, 17, 12], [null, NaN, 1], [1, 2],
  );
  expect(turns.map(codes).slice(1)).toEqual([
    [CLEAR, CLONES], [CLEAR, CLONES], [DELETE, DELETE, CLONE, APPEND], [DELETE, DELETE, CLONE, INSERT, CLONES],
    [DELETE, DELETE, DELETE, CLONES], [CLEAR, CLONES], [DELETE, DELETE, CLONE, APPEND],
  ]);
});

test("rows that went are not told of a selection any more, and all others are", async () => {
  const app = drawing(`<Column>
      <For each={c().some}>{(n) => <Row label={seen(n) + isChosen(n)}><Text>{label(n)}</Text></Row>}</For>
      <For each={c().others}>{(n) => { if (n % 5 === 0) onCleanup(() => seen("cleaned")); return <View label={String(isChosen(n))} />; }}</For>
    </Column>`, `
    const chosen = createSignal(1), count = createSignal(0);
    const isChosen = createSelector(() => chosen[0]());
    let log = [];
    const seen = (n) => (log.push(n), String(n));
    const label = (n) => n + count[0]();
  `).replace("const c = useConfig();", `
    const c = useConfig();
    useHostEvent("choose", (n) => { log = []; chosen[1](n); });
    useHostEvent("count", (n) => { log = []; count[1](n); });
    useHostEvent("log", () => useSendToHost()("log", log));
  `);
  const [solid, start] = await open(app, { config: { some: [1, 2, 3], others: [1, 2, 3] } });
  const tree = new HostTree().apply(start.operations);
  const random = new TestRandom(11);
  const list = (): number[] => random.shuffle([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => n + 10 * random.below(2))).slice(0, random.below(9));
  let some = [1, 2, 3];
  let others = [1, 2, 3];
  let [chosen, count] = [1, 0];
  const send = async (...message: Parameters<GuestHarness["send"]>): Promise<void> => {
    const turn = await solid.send(...message);
    expect(turn.frames).toEqual([]);
    tree.apply(turn.operations);
  };
  for (let step = 0; step < 60; step++) {
    // Now and then one of the lists goes wholly, and the other is all that the selector has.
    if (random.below(2) === 0) some = random.below(3) === 0 ? [] : list();
    if (random.below(2) === 0) others = random.below(3) === 0 ? [] : list();
    await send(wire.CONFIG_UPDATE, { some, others });
    const before = chosen;
    chosen = random.below(20) + 1;
    await send(wire.HOST_EVENT, "choose", chosen);
    const [[, , log]] = (await solid.send(wire.HOST_EVENT, "log", null)).frames as [[number, string, number[]]];
    expect(log.sort(), `step ${step}`).toEqual(before === chosen ? [] : some.filter((n) => n === before || n === chosen).sort());
    await send(wire.HOST_EVENT, "count", ++count);
    const shown = (type: string): unknown[] => tree.ids(type).map((id) => tree.find(id).props.label);
    expect(shown("Row"), `step ${step}`).toEqual(some.map((n) => n + String(n === chosen)));
    expect(shown("View"), `step ${step}`).toEqual(others.map((n) => String(n === chosen)));
    expect(tree.ids("Row").map((id) => tree.find(id).children[0]!.children[0]!.text)).toEqual(some.map((n) => String(n + count)));
  }
});

test("a list of which a row fails to come or to go is disposed with its boundary, and drawn by the next try", async () => {
  const [solid, start] = await open(`
    const [chosen, choose] = createSignal(2);
    const [count, setCount] = createSignal(0);
    const isChosen = createSelector(chosen);
    let failed = false;
    const row = (n) => {
      if (n < 0) throw new Error("no such row");
      if (n === 5) onCleanup(() => { if (!failed) { failed = true; throw new Error("cannot go"); } });
      return <Row label={isChosen(n) + " " + count()}><Text>{n}</Text></Row>;
    };
    export default function App() {
      const c = useConfig();
      useHostEvent("choose", (n) => (choose(n), setCount(n)));
      return (
        <Column>
          <RillErrorBoundary fallback={(error, reset) => <Button title={error.message} onPress={reset} />}>
            <For each={c()}>{row}</For>
          </RillErrorBoundary>
          <For each={[2, 3]}>{(n) => <View label={isChosen(n) + " " + count()} />}</For>
        </Column>
      );
    }
  `, { config: [1, 2, 3] });
  const tree = new HostTree().apply(start.operations);
  for (const [bad, good] of [[[2, -1, 4], [2, 3, 4]], [[7, -1], [2, 7]], [[-1], [3, 2, 5, 1]], [[9], [1, 2, 3]]]) {
    const failed = await solid.send(wire.CONFIG_UPDATE, bad);
    expect(failed.frames.map(([kind]) => kind)).toEqual([ERROR]);
    tree.apply(failed.operations);
    tree.apply((await solid.send(wire.CONFIG_UPDATE, good)).operations);
    const [button] = tree.ids("Button");
    tree.apply((await solid.call(button!, "onPress")).operations);
    for (const chosen of [3, 7, 2]) {
      const turn = await solid.send(wire.HOST_EVENT, "choose", chosen);
      expect(turn.frames).toEqual([]);
      tree.apply(turn.operations);
      const shown = (type: string): unknown[] => tree.ids(type).map((id) => tree.find(id).props.label);
      expect(shown("Row")).toEqual(good!.map((n) => `${n === chosen} ${chosen}`));
      expect(shown("View")).toEqual([2, 3].map((n) => `${n === chosen} ${chosen}`));
    }
  }
});

test("a list in a list, and what follows it, change without each other", async () => {
  const app = drawing(`<Column><For each={c().groups}>{(group) => <View><Text>{group.name}</Text><For each={group.items}>{(item) => <Row><Text>{item}</Text></Row>}</For></View>}</For><Text>{c().end}</Text></Column>`);
  await draw(app, { groups: [{ name: "a", items: [1, 2] }], end: "." }, { groups: [{ name: "a", items: [1, 2, 3] }, { name: "b", items: [] }], end: "!" });
});

// ---- elements without templates ----------------------------------------------------------------------------------------

test("spread props, in their order, and components of a host", async () => {
  const app = drawing(`<Column><Row label="first" {...c().props} id="mine"><Text {...c().text} /></Row><Steps at={c().at} head={c().at > 1 ? <Text>{c().at}</Text> : null}>{c().at}</Steps></Column>`, `
    const Steps = hostComponent("Steps", { elements: ["head"] });
  `);
  await draw(app,
    { props: { label: "a", hidden: true }, text: { children: "t" }, at: 1 },
    { props: { id: "theirs" }, text: { children: "u" }, at: 2 },
    { props: {}, text: {}, at: 1 },
  );
});

test("props of components are followed where they are read", async () => {
  const app = drawing(`<Frame title={c().title} {...c().rest}>{c().text}</Frame>`, `
    function Frame(props) {
      const [own, others] = splitProps(mergeProps({ title: "none" }, props), ["title", "children"]);
      return <View {...others}><Text>{own.title}</Text><Text>{own.children}</Text></View>;
    }
  `);
  await draw(app, { title: "a", rest: { label: "l" }, text: "t" }, { title: undefined, rest: {}, text: "u" });
});

test("names of Solid for the DOM say that there is none", async () => {
  const [, start] = await open(drawing(`<View {...{ classList: { a: true } }} />`));
  expect(start.frames).toMatchObject([[ERROR, { code: "unsupported", message: expect.stringContaining("classList") }, true]]);
  const [, other] = await open(drawing(`<View textContent={c()} />`));
  expect(other.frames).toMatchObject([[ERROR, { code: "unsupported", message: expect.stringContaining("textContent of <View>") }, true]]);
});

// ---- events, refs, functions -------------------------------------------------------------------------------------------

test("listeners are called with what they were given, under their policy", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const send = useSendToHost();
      return <Column onKeyDown={event((e) => send("key", e), { keys: ["Enter"] })}>
        <Button title="a" onPress={[(data, e) => send(data, e), "pair"]} />
        <Button title="b" {...{ onPress: () => send("spread") }} />
      </Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const [first, second] = tree.ids("Button");
  expect(tree.find(tree.ids("Column")[0]!).props.onKeyDown).toEqual({ keys: ["Enter"] });
  expect((await solid.call(first!, "onPress", [{ source: "key" }])).frames).toEqual([[wire.MESSAGE, "pair", { source: "key" }]]);
  expect((await solid.call(second!, "onPress")).frames).toEqual([[wire.MESSAGE, "spread", null]]);
  expect((await solid.call(tree.ids("Column")[0]!, "onKeyDown", [{ key: "Enter" }])).frames).toEqual([[wire.MESSAGE, "key", { key: "Enter" }]]);
  expect((await solid.call(99, "onPress", [], 5)).frames).toMatchObject([[wire.CALL_RESULT, 5, false, expect.anything()]]);
});

test("events of rows reach their row, also after moves, and those of rows that are gone nobody", async () => {
  const app = `
    export default function App() {
      const c = useConfig(), send = useSendToHost();
      return <Column><For each={c()}>{(n) => <Row><Button title={n} onPress={() => send(n)} /></Row>}</For></Column>;
    }
  `;
  const [solid, start] = await open(app, { config: ["a", "b", "c"] });
  const tree = new HostTree().apply(start.operations);
  const buttons = tree.ids("Button");
  const heard = async (id: number): Promise<unknown> => (await solid.call(id, "onPress")).frames.map(([, name]) => name);
  expect(await heard(buttons[1]!)).toEqual(["b"]);
  tree.apply((await solid.send(wire.CONFIG_UPDATE, ["c", "a", "d"])).operations);
  expect(await heard(buttons[2]!)).toEqual(["c"]);
  expect(await heard(buttons[1]!)).toEqual([]);
  expect(await heard(tree.ids("Button")[2]!)).toEqual(["d"]);
});

test("refs are variables, functions and ref objects, and call methods", async () => {
  const [solid, start] = await open(`
    export default function App() {
      let row; const seen = [];
      const input = useRemoteRef();
      const [on, setOn] = createSignal(true);
      onMount(() => { input.call.focus(); row.invoke("scrollIntoView"); });
      return <Column ref={row}>
        <View ref={(view) => seen.push(view.type)}><Show when={on()}><TextInput ref={input} /></Show></View>
        <Button title="x" ref={(button) => seen.push(button.type)} onPress={() => { setOn(!on()); console.log(seen.join(), input.current === null); }} />
      </Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const [column, input] = [tree.ids("Column")[0]!, tree.ids("TextInput")[0]!];
  expect(start.operations.filter(([code]) => code === REF_CALL).map((operation) => operation.slice(1, 3))).toEqual([[input, "focus"], [column, "scrollIntoView"]]);
  const press = await solid.call(tree.ids("Button")[0]!, "onPress");
  expect(press.frames).toMatchObject([[wire.LOG, "info", ["View,Button", "true"], expect.anything()]]);
});

test("functions in props are held while they are there", async () => {
  const app = `
    export default function App() {
      const [n, setN] = createSignal(0);
      return <Column><Steps render={n() < 2 ? { each: () => n() } : null} /><Button title="x" onPress={() => setN(n() + 1)} /></Column>;
    }
    const Steps = hostComponent("Steps");
  `;
  const [solid, start] = await open(app);
  const tree = new HostTree().apply(start.operations);
  const button = tree.ids("Button")[0]!;
  const id = (tree.find(tree.ids("Steps")[0]!).props.render as { each: { id: number } }).each.id;
  expect((await solid.send(wire.CALL_FUNCTION, id, [], 1)).frames).toEqual([[wire.CALL_RESULT, 1, true, 0]]);
  await solid.call(button, "onPress");
  await solid.call(button, "onPress");
  expect((await solid.send(wire.CALL_FUNCTION, id, [], 2)).frames).toMatchObject([[wire.CALL_RESULT, 2, false, expect.anything()]]);
});

test("a controlled field shows the guest's value, and answers the version that it was told of", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const [text, setText] = createSignal("");
      return <Column><TextInput value={text()} onChange={({ value }) => setText(value.toUpperCase().slice(0, 3))} /><TextInput {...{ value: "fixed", onChange: () => {} }} /></Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const [first, second] = tree.ids("TextInput") as [number, number];
  expect((await solid.call(first, "onChange", [{ value: "a", version: 1 }])).operations).toEqual([[UPDATE, first, { value: "A", valueVersion: 1 }, []]]);
  expect((await solid.call(first, "onChange", [{ value: "AB", version: 2 }])).operations).toEqual([[UPDATE, first, { value: "AB", valueVersion: 2 }, []]]);
  await solid.call(first, "onChange", [{ value: "ABC", version: 3 }]);
  // Refused: no signal changed, and the field is told all the same.
  expect((await solid.call(first, "onChange", [{ value: "ABCD", version: 4 }])).operations).toEqual([[UPDATE, first, { value: "ABC", valueVersion: 4 }, []]]);
  expect((await solid.call(second, "onChange", [{ value: "x", version: 1 }])).operations).toEqual([[UPDATE, second, { value: "fixed", valueVersion: 1 }, []]]);
});

// ---- Suspense, errors, the end -----------------------------------------------------------------------------------------

test("Suspense settles within the turn, or when the host answers, and keeps what it hides", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const load = useHostCall("load");
      const [id, setId] = createSignal(1);
      const [now] = createResource(async () => "at once");
      const [data] = createResource(id, (id) => load(id));
      return <Column>
        <Suspense fallback={<Text>never</Text>}><Text>{now()}</Text></Suspense>
        <Suspense fallback={<Text>waiting</Text>}><View><Text>{data()}</Text><TextInput /></View></Suspense>
        <Button title="next" onPress={() => setId(2)} />
      </Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const shown = (): unknown => ((tree.picture() as unknown[])[2] as unknown[]).slice(2, -1);
  expect(shown()).toEqual([["Text", {}, "at once"], ["Text", {}, "waiting"]]);
  expect(start.frames).toMatchObject([[wire.HOST_CALL, 1, "load", [1]]]);
  tree.apply((await solid.send(wire.HOST_RESULT, 1, true, "one")).operations);
  expect(shown()).toEqual([["Text", {}, "at once"], ["View", {}, ["Text", {}, "one"], ["TextInput", {}]]]);
  const field = tree.ids("TextInput")[0]!;
  const press = await solid.call(tree.ids("Button")[0]!, "onPress");
  expect(codes(press)).toContain(REMOVE);
  tree.apply(press.operations);
  expect(shown()).toEqual([["Text", {}, "at once"], ["Text", {}, "waiting"]]);
  tree.apply((await solid.send(wire.HOST_RESULT, 2, true, "two")).operations);
  expect(shown()).toEqual([["Text", {}, "at once"], ["View", {}, ["Text", {}, "two"], ["TextInput", {}]]]);
  expect(tree.ids("TextInput")).toEqual([field]);
});

test("a transition keeps what is drawn until the host has answered", async () => {
  const [solid, start] = await open(`
    import { createDeferred, useTransition } from "solid-js";
    export default function App() {
      const load = useHostCall("load");
      const [id, setId] = createSignal(1);
      const [data] = createResource(id, (id) => load(id));
      const [pending, begin] = useTransition();
      const late = createDeferred(id);
      return <Column>
        <Text>{pending() ? "pending" : "settled"} {late()}</Text>
        <Suspense fallback={<Text>waiting</Text>}><For each={[id(), id() + 1]}>{(n) => <Row label={String(n)}><Text>{data()}</Text></Row>}</For></Suspense>
        <Button title="next" onPress={() => begin(() => setId(id() + 1))} />
      </Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const shown = (): unknown => ((tree.picture() as unknown[])[2] as unknown[]).slice(2, -1);
  tree.apply((await solid.send(wire.HOST_RESULT, 1, true, "one")).operations);
  expect(shown()).toEqual([["Text", {}, "settled", " ", "1"], ["Row", { label: "1" }, ["Text", {}, "one"]], ["Row", { label: "2" }, ["Text", {}, "one"]]]);
  const press = await solid.call(tree.ids("Button")[0]!, "onPress");
  expect(press.frames).toMatchObject([[wire.HOST_CALL, 2, "load", [2]]]);
  tree.apply(press.operations);
  expect(shown()).toEqual([["Text", {}, "pending", " ", "2"], ["Row", { label: "1" }, ["Text", {}, "one"]], ["Row", { label: "2" }, ["Text", {}, "one"]]]);
  tree.apply((await solid.send(wire.HOST_RESULT, 2, true, "two")).operations);
  expect(shown()).toEqual([["Text", {}, "settled", " ", "2"], ["Row", { label: "2" }, ["Text", {}, "two"]], ["Row", { label: "3" }, ["Text", {}, "two"]]]);
});

test("what is taken out for good is deleted, and what may come back is kept until its owner is gone", async () => {
  const app = drawing(`<Column><Show when={c() < 3}><Inner c={c} /></Show></Column>`, `
    function Inner(props) { const kept = <Text>kept</Text>; return <View>{props.c() === 1 ? kept : props.c() === 2 ? <Row /> : null}</View>; }
  `);
  const turns = await draw(app, 1, 2, 1, 0, 3);
  expect(turns.slice(1).map((turn) => codes(turn).filter((code) => code !== TEMPLATE))).toEqual([[REMOVE, CLONE, APPEND], [DELETE, APPEND], [REMOVE], [DELETE, DELETE]]);
});

test("elements that a listener makes are deleted when they are taken out, and made anew if they come back", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const [content, setContent] = createSignal(null);
      let first;
      return <Column>
        <View>{content()}</View>
        <Button title="new" onPress={() => setContent(first = <Text>made {1}</Text>)} />
        <Button title="none" onPress={() => setContent(null)} />
        <Button title="again" onPress={() => setContent(first)} />
      </Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const [make, none, again] = tree.ids("Button") as [number, number, number];
  const press = async (button: number): Promise<unknown> => {
    const turn = await solid.call(button, "onPress");
    tree.apply(turn.operations);
    return codes(turn);
  };
  expect(await press(make)).toEqual([TEMPLATE, CLONE, APPEND]);
  expect(await press(none)).toEqual([DELETE]);
  expect(await press(again)).toEqual([CLONE, APPEND]);
  expect(tree.picture()).toMatchObject(["#root", {}, ["Column", {}, ["View", {}, ["Text", {}, "made ", "1"]], ["Button", {}], ["Button", {}], ["Button", {}]]]);
});

test("every clone of a template sees the context around it", async () => {
  const app = drawing(`<Column><For each={["a", "b", "c"]}>{(n) => <Theme.Provider value={c() + n}><Text label={useContext(Theme)}>{useContext(Theme)}{c()}</Text></Theme.Provider>}</For></Column>`, `
    const Theme = createContext("light");
  `);
  expect(await picture(app, "z")).toEqual(["#root", {}, ["Column", {}, ...["za", "zb", "zc"].map((theme) => ["Text", { label: theme }, theme, "z"])]]);
});

test("lazy components and contexts", async () => {
  const app = `
    const Theme = createContext("light");
    const Late = lazy(async () => ({ default: (props) => <Text>{useContext(Theme)} {props.n}</Text> }));
    export default function App() {
      return <Theme.Provider value="dark"><Suspense fallback={<Row />}><Late n={1} /></Suspense></Theme.Provider>;
    }
  `;
  expect(await picture(app)).toEqual(["#root", {}, ["Text", {}, "dark", " ", "1"]]);
});

test("an error boundary shows its fallback, tells the host, and tries again", async () => {
  const [solid, start] = await open(`
    function Broken(props) { if (props.n < 2) throw new Error("broken " + props.n); return <Text>well</Text>; }
    export default function App() {
      const [n, setN] = createSignal(0);
      return <Column>
        <ErrorBoundary fallback={(error, reset) => <Button title={error.message} onPress={() => { setN(n() + 1); reset(); }} />}><Broken n={n()} /></ErrorBoundary>
        <RillErrorBoundary><Broken n={0} /></RillErrorBoundary>
      </Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  expect(start.frames.map(([kind, error, fatal]) => [kind, (error as { message: string }).message, fatal])).toEqual([[ERROR, "broken 0", false], [ERROR, "broken 0", false]]);
  expect((start.frames[0]![1] as { stack: string }).stack).toContain("at Broken");
  expect(tree.picture()).toMatchObject(["#root", {}, ["Column", {}, ["Button", { title: "broken 0" }], ["Text", {}, "Error: broken 0"]]]);
  let button = tree.ids("Button")[0]!;
  tree.apply((await solid.call(button, "onPress")).operations);
  button = tree.ids("Button")[0]!;
  tree.apply((await solid.call(button, "onPress")).operations);
  expect(tree.picture()).toMatchObject(["#root", {}, ["Column", {}, ["Text", {}, "well"], ["Text", {}, "Error: broken 0"]]]);
});

test("what the host would refuse is caught by a boundary, at first and later, and the rest goes on", async () => {
  const app = drawing(`<Column>
    <ErrorBoundary fallback={(error) => <Text>{error.code}</Text>}>
      <View><For each={[1, 2, 3]}>{(n) => <Row><Text>{n}</Text>{n === 2 && c() === 1 ? "bare" : null}</Row>}</For></View>
    </ErrorBoundary>
    <ErrorBoundary fallback={(error) => <Text>{error.code}</Text>}>
      <View><Show when={c() !== 2} fallback={<Steps at={[Symbol("x")]} />}><Steps at={c() === 3 ? Symbol("y") : c()} /></Show></View>
    </ErrorBoundary>
    <ErrorBoundary fallback={(error) => <Text>{error.code}</Text>}>
      <View>{c() === 4 ? [<Row />, <Button title="x"><View /></Button>, <Row />] : <Row />}</View>
    </ErrorBoundary>
    <Text>{c()}</Text>
  </Column>`, `const Steps = hostComponent("Steps");`);
  const codesOf = ["text_not_allowed", "value", "value", "child_not_allowed"];
  for (const [at, code] of codesOf.entries()) {
    for (const first of [0, at + 1]) {
      const [solid, start] = await open(app, { config: first });
      const tree = new HostTree().apply(start.operations);
      let frames = start.frames;
      if (first === 0) {
        expect(frames).toEqual([]);
        const turn = await solid.send(wire.CONFIG_UPDATE, at + 1);
        tree.apply(turn.operations);
        frames = turn.frames;
      }
      expect(frames, `${at} ${first}`).toMatchObject([[ERROR, { code }, false]]);
      tree.apply((await solid.send(wire.CONFIG_UPDATE, 9)).operations);
      const shown = ((tree.picture() as unknown[])[2] as unknown[]).slice(2) as unknown[][];
      expect(shown.map(([type]) => type)).toEqual([0, 1, 2].map((place) => (place === [0, 1, 1, 2][at] ? "Text" : "View")).concat("Text"));
      expect(shown[3]).toEqual(["Text", {}, "9"]);
    }
  }
});

test("an error that nobody catches ends the session and names the components", async () => {
  const [, start] = await open(`
    function Inner() { throw new TypeError("lost"); }
    const Outer = () => <View><Inner /></View>;
    export default function App() { return <Column><Outer /></Column>; }
  `);
  expect(start.operations).toEqual([]);
  expect(start.frames).toMatchObject([[ERROR, { name: "TypeError", message: "lost" }, true]]);
  const { stack } = start.frames[0]![1] as { stack: string };
  expect(stack.match(/at (Inner|Outer|App)\b/g)!.length).toBeGreaterThanOrEqual(3);
  const [solid, running] = await open(`
    export default function App() {
      const [n, setN] = createSignal(0);
      const half = () => { if (n() === 1) throw new Error("odd"); return n() / 2; };
      return <Column><Text>{half()}</Text><Button title="x" onPress={() => setN(1)} /></Column>;
    }
  `);
  const press = await solid.call(new HostTree().apply(running.operations).ids("Button")[0]!, "onPress");
  expect(press.operations).toEqual([]);
  expect(press.frames).toMatchObject([[ERROR, { message: "odd" }, true]]);
});

test("mistakes are told by name", async () => {
  const told = async (body: string, before = ""): Promise<unknown> => {
    const [, start] = await open(drawing(body, before));
    return (start.frames[0]![1] as { message: string }).message;
  };
  expect(await told(`<View>{"text" + c()}</View>`)).toContain("put it into <Text>");
  expect(await told(`<Column>{{ a: c() }}</Column>`)).toContain("cannot draw an object");
  expect(await told(`<Missing />`, `const Missing = undefined;`)).toContain("cannot draw an element whose type is undefined");
  expect(await told(`<Column><Match when={c() === null}><View /></Match></Column>`)).toContain("import Switch from 'solid-js'");
  expect(await told(`<Column><Button title={Symbol("a")} /></Column>`)).toContain("title of <Button> is a symbol");
});

test("unmounting cleans up and writes nothing", async () => {
  const [solid] = await open(`
    export default function App() {
      const send = useSendToHost();
      onCleanup(() => send("bye"));
      return <Column><For each={[1, 2]}>{(n) => { onCleanup(() => send("row", n)); return <Text>{n}</Text>; }}</For></Column>;
    }
  `);
  const end = await solid.send(wire.DESTROY, "done");
  expect(end.batch).toBeNull();
  expect(end.frames.map(([, name, payload]) => [name, payload]).sort()).toEqual([["bye", null], ["row", 1], ["row", 2]]);
});

// ---- stores and the SDK ------------------------------------------------------------------------------------------------

test("stores draw what changed in them", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const [state, setState] = createStore({ todos: [{ id: 1, text: "a", done: false }, { id: 2, text: "b", done: false }] });
      const acts = {
        toggle: () => setState("todos", 1, "done", (done) => !done),
        add: () => setState(produce((draft) => { draft.todos.push({ id: 3, text: "c", done: false }); })),
        load: () => setState("todos", reconcile([{ id: 2, text: "b2", done: true }, { id: 3, text: "c", done: false }])),
      };
      useHostEvent("act", (name) => acts[name]());
      return <Column><For each={state.todos}>{(todo) => <Row label={todo.done ? "done" : "open"}><Text>{todo.text}</Text></Row>}</For></Column>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const act = async (name: string): Promise<unknown[]> => {
    const turn = await solid.send(wire.HOST_EVENT, "act", name);
    tree.apply(turn.operations);
    return codes(turn);
  };
  expect(await act("toggle")).toEqual([PATCH]);
  expect(await act("add")).toEqual([CLONE, APPEND]);
  expect(await act("load")).toEqual([DELETE, PATCH]);
  expect(tree.picture()).toEqual(["#root", {}, ["Column", {}, ["Row", { label: "done" }, ["Text", {}, "b2"]], ["Row", { label: "open" }, ["Text", {}, "c"]]]]);
});

test("hooks meet the host", async () => {
  const [solid, start] = await open(`
    export default function App(props) {
      const config = useConfig(), send = useSendToHost(), save = useHostCall("save");
      const [said, setSaid] = createSignal("");
      useHostEvent("say", setSaid);
      return <Column><Text>{config().theme} {said()} {props.name}</Text>
        <Button title="save" onPress={async () => { try { send("saved", await save(1)); } catch (error) { send("refused", error.cause.message); } }} /></Column>;
    }
  `, { config: { theme: "dark" }, props: { name: "Ann" } });
  const tree = new HostTree().apply(start.operations);
  tree.apply((await solid.send(wire.HOST_EVENT, "say", "hello")).operations);
  tree.apply((await solid.send(wire.CONFIG_UPDATE, { theme: "light" })).operations);
  expect(tree.picture()).toMatchObject(["#root", {}, ["Column", {}, ["Text", {}, "light", " ", "hello", " ", "Ann"], ["Button", {}]]]);
  const button = tree.ids("Button")[0]!;
  expect((await solid.call(button, "onPress")).frames).toMatchObject([[wire.HOST_CALL, 1, "save", [1]]]);
  expect((await solid.send(wire.HOST_RESULT, 1, true, "ok")).frames).toEqual([[wire.MESSAGE, "saved", "ok"]]);
  await solid.call(button, "onPress");
  expect((await solid.send(wire.HOST_RESULT, 2, false, new Error("full"))).frames).toEqual([[wire.MESSAGE, "refused", "full"]]);
});

test("lists draw the range that the host asks for, and follow their data", async () => {
  const [solid, start] = await open(`
    export default function App() {
      const c = useConfig(), send = useSendToHost();
      return <FlatList data={c()} initialCount={3} header={<Text>{c().length}</Text>} empty={<Text>none</Text>} selected={(mail) => mail.id === 2}
        renderItem={(info) => <Text>{info.index}: {info.item.text}</Text>} onItemPress={({ item }) => send("open", item.id)} />;
    }
  `, { config: [1, 2, 3, 4, 5].map((id) => ({ id, text: `mail ${id}` })) });
  const tree = new HostTree().apply(start.operations);
  const list = tree.ids("FlatList")[0]!;
  const items = (): unknown => tree.ids("ListItem").map((id) => [tree.find(id).props.index, tree.find(id).props.selected ?? false, tree.find(id).children[0]!.children.map(({ text }) => text).join("")]);
  expect(tree.find(list).props).toMatchObject({ count: 5, onRange: true, onItemPress: true });
  // The items come into view together, and so cross as one run.
  expect(codes(start)).toContain(CLONES);
  expect(items()).toEqual([[0, false, "0: mail 1"], [1, true, "1: mail 2"], [2, false, "2: mail 3"]]);
  const kept = tree.ids("ListItem")[2];
  tree.apply((await solid.call(list, "onRange", [{ first: 2, last: 4 }])).operations);
  expect(items()).toEqual([[2, false, "2: mail 3"], [3, false, "3: mail 4"], [4, false, "4: mail 5"]]);
  expect(tree.ids("ListItem")[0]).toBe(kept!);
  expect((await solid.call(list, "onItemPress", [{ index: 4 }])).frames).toEqual([[wire.MESSAGE, "open", 5]]);
  tree.apply((await solid.send(wire.CONFIG_UPDATE, [{ id: 9, text: "new" }, { id: 4, text: "changed" }])).operations);
  expect(items()).toEqual([[0, false, "0: new"], [1, false, "1: changed"]]);
  tree.apply((await solid.send(wire.CONFIG_UPDATE, [])).operations);
  expect(tree.picture()).toMatchObject(["#root", {}, ["FlatList", { count: 0 }, ["Slot", { name: "header" }, ["Text", {}, "0"]], ["Slot", { name: "empty" }, ["Text", {}, "none"]]]]);
});

test("sections, tables and trees cross as React's do", async () => {
  const sections = drawing(`<SectionList sections={c()} renderItem={(info) => <Text>{info.item}</Text>} />`);
  await draw(sections, [{ title: "a", data: ["1", "2"] }, { title: "b", data: [] }], [{ title: "a", data: ["2"] }, { title: "c", data: ["4"] }]);
  expect(await picture(sections, [{ title: "a", data: ["1"] }])).toMatchObject(["#root", {}, ["SectionList", { count: 2 },
    ["ListItem", { index: 0, header: true }, ["Text", { style: { bold: true } }, "a"]], ["ListItem", { index: 1 }, ["Text", {}, "1"]]]]);
  const table = drawing(`<Table data={c().rows} columns={c().columns.map((key) => ({ key, title: key, ...(key === "n" ? { render: (row, at) => row.n * 2 + at } : {}) }))} />`);
  await draw(table, { rows: [{ id: 1, n: 1, name: "a" }, { id: 2, n: 2, name: "b" }], columns: ["n", "name"] }, { rows: [{ id: 2, n: 5, name: "b" }], columns: ["name"] });
  expect(await picture(table, { rows: [{ id: 1, n: 1, name: "a" }], columns: ["n", "name"] })).toMatchObject(["#root", {}, ["Table", { count: 1 }, ["TableRow", { index: 0, cells: [2, "a"] }]]]);
  const [solid, start] = await open(drawing(`<Tree data={c()} getChildren={(item) => item.inside} render={(item) => item.id} />`), {
    config: [{ id: "a", inside: [{ id: "a1" }, { id: "a2", inside: [] }] }, { id: "b" }],
  });
  const tree = new HostTree().apply(start.operations);
  const shown = (): unknown => tree.ids("TreeItem").map((id) => tree.find(id).props.text);
  expect(shown()).toEqual(["a", "b"]);
  tree.apply((await solid.call(tree.ids("Tree")[0]!, "onToggle", [{ index: 0, open: true }])).operations);
  expect(shown()).toEqual(["a", "a1", "a2", "b"]);
});

test("packages for Solid find their modules, and what needs a DOM says so", async () => {
  const [, start] = await GuestHarness.open(`
    import { createSignal } from "solid-js"; import { createStore } from "solid-js/store"; import { isServer, render } from "solid-js/web";
    import * as Sdk from "rill/sdk/solid"; import * as Shared from "rill/sdk";
    export default () => { console.log(isServer, Sdk.createSignal === createSignal, Sdk.createStore === createStore, Shared.Text === Sdk.Text); render(() => null, null); return null; };
  `, { runtime: "solid" });
  expect(start.frames).toMatchObject([[wire.LOG, "info", ["false", "true", "true", "true"], expect.anything()], [ERROR, { code: "unsupported", message: expect.stringContaining("render() of 'solid-js/web'") }, true]]);
});

test("the same messages give the same bytes", async () => {
  const app = drawing(`<Column><For each={c()}>{(n) => <Row><Text>{n}</Text><Button title="x" onPress={() => {}} /></Row>}</For></Column>`);
  const bytes = async (): Promise<string[]> => {
    const [solid, start] = await open(app, { config: [1, 2, 3] });
    return [start.bytes, (await solid.send(wire.CONFIG_UPDATE, [3, 4, 1])).bytes, (await solid.send(wire.CONFIG_UPDATE, [])).bytes].map((found) => Buffer.from(found).toString("hex"));
  };
  expect(await bytes()).toEqual(await bytes());
});
