import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

const { APPEND, CLEAR, CREATE, DELETE, ERROR, INSERT, REORDER, TEXT, UPDATE } = wire;

// A guest that draws what the config says: each CONFIG_UPDATE is one commit, and a test says only what changes.
const drawing = (body: string): string => `
  import { Fragment } from "react";
  import { Button, Column, Row, Text, TextInput, View, event, useConfig } from "rill/sdk";
  const stable = () => {};
  export default function App() {
    const c = useConfig();
    return ${body};
  }
`;

async function draw(body: string, ...configs: unknown[]): Promise<unknown[][][]> {
  const [guest, start] = await GuestHarness.open(drawing(body), { config: configs[0] });
  expect(start.frames).toEqual([]);
  const tree = new HostTree().apply(start.operations);
  const batches = [start.operations];
  for (const config of configs.slice(1)) {
    const turn = await guest.send(wire.CONFIG_UPDATE, config);
    expect(turn.frames).toEqual([]);
    tree.apply(turn.operations);
    batches.push(turn.operations);
    // Update equals rebuild.
    const [, fresh] = await GuestHarness.open(drawing(body), { config });
    expect(tree.picture()).toEqual(new HostTree().apply(fresh.operations).picture());
  }
  return batches;
}

test("an update carries the changed props only, and names those that went", async () => {
  const body = `<View a={1} {...c} />`;
  const [, second, third, fourth] = await draw(body, { b: 1, d: "x" }, { b: 2, d: "x" }, { d: "x" }, { d: "x" });
  expect(second).toEqual([[UPDATE, 1, { b: 2 }, []]]);
  expect(third).toEqual([[UPDATE, 1, {}, ["b"]]]);
  expect(fourth).toEqual([]);
});

test("an undefined prop is absent, null is a value", async () => {
  const body = `<View a={c.a === "gone" ? undefined : c.a} />`;
  const [start, second, third] = await draw(body, { a: "gone" }, { a: null }, { a: "gone" });
  expect(start![0]).toEqual([CREATE, 1, "View", {}]);
  expect(second).toEqual([[UPDATE, 1, { a: null }, []]]);
  expect(third).toEqual([[UPDATE, 1, {}, ["a"]]]);
});

test("equal objects and arrays are no operation, unequal ones cross whole", async () => {
  const body = `<View style={{ padding: [c.p, 2], border: { width: 1 } }} />`;
  const [, second, third] = await draw(body, { p: 1 }, { p: 1 }, { p: 3 });
  expect(second).toEqual([]);
  expect(third).toEqual([[UPDATE, 1, { style: { padding: [3, 2], border: { width: 1 } } }, []]]);
});

test("a new closure in each render is no operation", async () => {
  const body = `<Button title={c.t} onPress={() => c.t} />`;
  const [start, second] = await draw(body, { t: "a" }, { t: "a" });
  expect(start![0]).toEqual([CREATE, 1, "Button", { title: "a", onPress: true }]);
  expect(second).toEqual([]);
});

test("a listener that comes, changes its policy and goes is one update each", async () => {
  const body = `<Button title="x" onPress={c.kind === "none" ? undefined : c.kind === "plain" ? () => {} : event(() => {}, c.kind)} />`;
  const policy = { prevent: true, keys: ["Enter"], debounce_ms: 10 };
  const [start, ...rest] = await draw(body, { kind: "none" }, { kind: "plain" }, { kind: policy }, { kind: { ...policy } }, { kind: {} }, { kind: "none" });
  expect(start![0]).toEqual([CREATE, 1, "Button", { title: "x" }]);
  expect(rest).toEqual([
    [[UPDATE, 1, { onPress: true }, []]],
    [[UPDATE, 1, { onPress: policy }, []]],
    [],
    [[UPDATE, 1, { onPress: true }, []]],
    [[UPDATE, 1, {}, ["onPress"]]],
  ]);
});

test("keys, refs, children and names that reach prototypes are not props", async () => {
  const body = `<View key="k" ref={() => {}} {...JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "prototype": 2, "ok": 3}')}><Text>a</Text></View>`;
  const [start] = await draw(body, null);
  expect(start![0]).toEqual([CREATE, 1, "View", { ok: 3 }]);
});

test("only names of on and a capital letter are events", async () => {
  const [start] = await draw(`<View online={true} on="x" once={[1]} onPress={() => {}} />`, null);
  expect(start![0]).toEqual([CREATE, 1, "View", { online: true, on: "x", once: [1], onPress: true }]);
});

test("text changes are TEXT on the text's own node; strings that meet stay apart", async () => {
  const [start, second] = await draw(`<Text>n: {c.n}!</Text>`, { n: 1 }, { n: 2 });
  expect(start!.filter(([op]) => op === CREATE)).toEqual([
    [CREATE, 1, "Text", {}], [CREATE, 2, "#text", "n: "], [CREATE, 3, "#text", "1"], [CREATE, 4, "#text", "!"],
  ]);
  expect(second).toEqual([[TEXT, 3, "2"]]);
});

test("a conditional child is created with its subtree and inserted before its sibling, then deleted by one operation", async () => {
  const body = `<View>{c.open && <Row><Text>in</Text></Row>}<Column /></View>`;
  const [, second, third] = await draw(body, { open: false }, { open: true }, { open: false });
  expect(second).toEqual([
    [CREATE, 3, "Row", {}], [CREATE, 4, "Text", {}], [CREATE, 5, "#text", "in"], [APPEND, 4, 5], [APPEND, 3, 4], [INSERT, 1, 3, 2],
  ]);
  expect(third).toEqual([[DELETE, 3]]);
});

test("a parent that loses all its children is cleared by one operation", async () => {
  const body = `<View>{c.items.map((i) => <Text key={i}>{i}</Text>)}</View>`;
  const [, second, third, fourth] = await draw(body, { items: [1, 2, 3] }, { items: [] }, { items: [4] }, { items: [] });
  expect(second).toEqual([[CLEAR, 1]]);
  expect(third!.at(-1)).toEqual([APPEND, 1, 8]);
  expect(fourth).toEqual([[DELETE, 8]]);
});

test("the count of children follows deletions and moves, so that a later clearing is still one operation", async () => {
  const body = `<View>{c.items.map((i) => <Row key={i} n={i} />)}</View>`;
  const [, , third] = await draw(body, { items: [1, 2, 3] }, { items: [2, 3] }, { items: [] });
  expect(third).toEqual([[CLEAR, 1]]);
  const [, moved, cleared] = await draw(body, { items: [1, 2, 3, 4, 5, 6] }, { items: [6, 1, 2, 3, 4, 5] }, { items: [] });
  expect(moved).toHaveLength(1);
  expect(cleared).toEqual([[CLEAR, 1]]);
});

test("replacing all children clears and appends", async () => {
  const body = `<View>{c.items.map((i) => <Text key={i} n={i} />)}</View>`;
  const [, second] = await draw(body, { items: [1, 2] }, { items: [3, 4] });
  expect(second).toEqual([
    [CLEAR, 1], [CREATE, 4, "Text", { n: 3 }], [APPEND, 1, 4], [CREATE, 5, "Text", { n: 4 }], [APPEND, 1, 5],
  ]);
});

test("a component of another type in the same place is a new node", async () => {
  const [, second] = await draw(`c.row ? <Row a={1} /> : <Column a={1} />`, { row: true }, { row: false });
  expect(second).toEqual([[DELETE, 1], [CREATE, 2, "Column", { a: 1 }], [APPEND, 0, 2]]);
});

test("a swap of two rows among 1,000 is two moves", async () => {
  const items = Array.from({ length: 1_000 }, (_, i) => i);
  const swapped = [...items];
  [swapped[1], swapped[998]] = [swapped[998]!, swapped[1]!];
  const [start, second] = await draw(`<View>{c.items.map((i) => <Row key={i} n={i} />)}</View>`, { items }, { items: swapped });
  const idOf = (n: number) => start!.find(([op, , , props]) => op === CREATE && (props as { n?: number }).n === n)![1];
  expect(second).toEqual([
    [INSERT, 1, idOf(998), idOf(2)],
    [INSERT, 1, idOf(1), idOf(999)],
  ]);
});

test("a reversal is one REORDER", async () => {
  const items = Array.from({ length: 20 }, (_, i) => i);
  const [, second] = await draw(`<View>{c.items.map((i) => <Row key={i} n={i} />)}</View>`, { items }, { items: [...items].reverse() });
  expect(second).toHaveLength(1);
  expect(second![0]![0]).toBe(REORDER);
});

test("moving the first row to the end is one APPEND", async () => {
  const [, second] = await draw(`<View>{c.items.map((i) => <Row key={i} n={i} />)}</View>`, { items: [1, 2, 3, 4, 5] }, { items: [2, 3, 4, 5, 1] });
  expect(second).toEqual([[APPEND, 1, 2]]);
});

test("several roots are children of node 0", async () => {
  const [start, second] = await draw(`<>{c.items.map((i) => <Row key={i} n={i} />)}</>`, { items: [1, 2, 3] }, { items: [3, 1, 2] });
  expect(start!.filter(([op]) => op === APPEND)).toEqual([[APPEND, 0, 1], [APPEND, 0, 2], [APPEND, 0, 3]]);
  expect(second).toEqual([[INSERT, 0, 3, 1]]);
});

test("values that JSON lacks cross as props, and -0 as 0", async () => {
  const body = `<View d={new Date(5)} m={new Map([[1, new Set(["a"])]])} b={12n} u={[undefined]} y={new Uint8Array([1, 2])} n={-0} x={NaN} />`;
  const [start] = await draw(body, null);
  const props = start![0]![3] as Record<string, unknown>;
  expect(props).toEqual({ d: new Date(5), m: new Map([[1, new Set(["a"])]]), b: 12n, u: [undefined], y: new Uint8Array([1, 2]), n: 0, x: NaN });
});

for (const [what, prop, message] of [
  ["a cycle", "a={(() => { const o = { deep: {} }; o.deep.back = o; return o; })()}", "a of <View>.deep.back contains itself"],
  ["a symbol", "a={[1, Symbol('s')]}", "a of <View>[1] is a symbol"],
  ["a value too deep", "a={(() => { let o = {}; for (let i = 0; i < 40; i++) o = { o }; return o; })()}", "nested deeper than 32 levels"],
  ["an invalid date", "a={new Date(NaN)}", "is an invalid Date"],
  ["a listener that is no function", "onPress={'alert(1)'}", "onPress of <View> must be a function or event(fn, {...}), got string"],
] as const) {
  test(`${what} in a prop is a GuestError that names the prop, and nothing is drawn`, async () => {
    const [, start] = await GuestHarness.open(drawing(`<View ${prop} />`));
    expect(start.operations).toEqual([]);
    expect(start.frames).toHaveLength(1);
    const [kind, error, fatal] = start.frames[0]!;
    expect([kind, fatal]).toEqual([ERROR, true]);
    expect(error).toMatchObject({ name: "GuestError", code: "value" });
    expect((error as { message: string }).message).toContain(message);
  });
}

test("an HTML element is a GuestError that names the components", async () => {
  const [, start] = await GuestHarness.open(drawing(`<div>hi</div>`));
  expect(start.frames[0]![1]).toMatchObject({ name: "GuestError", code: "unknown_component" });
  expect((start.frames[0]![1] as { message: string }).message).toContain("<div> is not a component");
});

test("bare text under a component that takes none names the parent and the way out", async () => {
  const [, start] = await GuestHarness.open(drawing(`<View><Row>hello</Row></View>`));
  const { code, message } = start.frames[0]![1] as { code: string; message: string };
  expect(code).toBe("text_not_allowed");
  expect(message).toBe(`text "hello" under <Row>, which takes no bare text; put it into <Text>`);
});

test("what takes no children, or text only, refuses components under it", async () => {
  const message = async (body: string) => ((await GuestHarness.open(drawing(body)))[1].frames[0]![1] as { message: string }).message;
  expect(await message(`<TextInput><Text>x</Text></TextInput>`)).toBe("<Text> under <TextInput>, which takes no children");
  expect(await message(`<TextInput>x</TextInput>`)).toBe('text "x" under <TextInput>, which takes no children; put it into <Text>');
  expect(await message(`<Text><View /></Text>`)).toBe("<View> under <Text>, which takes text and <Text>, <Link> or <Icon> only; put it beside it");
  const [, fine] = await GuestHarness.open(drawing(`<Text>a<Text>b</Text></Text>`));
  expect(fine.frames).toEqual([]);
});

test("bare text at the top is refused too", async () => {
  const [, start] = await GuestHarness.open(drawing(`"hello"`));
  expect((start.frames[0]![1] as { message: string }).message).toContain("at the top of the guest's tree");
});

test("a host's own component takes text as far as the guest knows", async () => {
  const [, start] = await GuestHarness.open(`import { hostComponent } from "rill/sdk"; const Tag = hostComponent("Tag"); export default () => <Tag>x</Tag>;`);
  expect(start.operations).toEqual([[CREATE, 1, "Tag", {}], [CREATE, 2, "#text", "x"], [APPEND, 1, 2], [APPEND, 0, 1]]);
});

test("a portal is refused with a reason", async () => {
  const [, start] = await GuestHarness.open(`
    import { View } from "rill/sdk";
    const portal = { $$typeof: Symbol.for("react.portal"), key: null, children: null, containerInfo: {}, implementation: null };
    export default () => <View>{portal}</View>;
  `);
  expect(start.frames[0]![1]).toMatchObject({ code: "unsupported", message: expect.stringContaining("a portal is not supported") as string });
});
