import { expect, test } from "bun:test";

import { GuestHarness, wire, type Turn } from "./harness";
import { HostTree } from "./host_tree";

const { APPEND, CLEAR, CLONE, CLONES, CREATE, DELETE, ERROR, INSERT, PATCH, REORDER, TEMPLATE, UPDATE } = wire;

// Guests as the JSX pass writes them: a row of the js-framework-benchmark's table, and lists of things whose shape is known.
const ROW_TREE = ["Row", { style: { gap: 1 } }, [["Text", {}, [["#text", ""]]], ["Pressable", {}, [["Text", {}, [["#text", ""]]]]]]];
const ROW_SLOTS = [[0, 0, "hidden"], [1, 2, null], [2, 3, "onPress"], [1, 5, null]];

const PRELUDE = `
  import { Fragment, Suspense, use, useRef, useState } from "react";
  import { Button, Card, Column, Pressable, Row, Text, TextInput, View, event, useConfig, useHostEvent, useRemoteRef, useSendToHost } from "rill/sdk";
  import { clone, region, template } from "rill/templates";
  const $row = template(${JSON.stringify(ROW_TREE)}, ${JSON.stringify(ROW_SLOTS)});
  const $list = template(["Column", {}, []], [[3, 0]], [[0, null, null]]);
  const $label = template(["Text", {}, [["#text", "n: "], ["#text", ""], ["#text", "!"]]], [[1, 2, null], [3, 0]], [[0, 2, 0]]);
  const $frame = template(
    ["View", {}, [["Row", {}, []], ["Text", {}, [["#text", "between"]]], ["Column", {}, [["Text", {}, [["#text", "head"]]]]]]],
    [[3, 0], [3, 1], [3, 4], [0, 0, "label"]],
    [[0, 1, null], [1, null, null], [0, 4, null], [4, null, null], [0, null, null]],
  );
  const row = (key, label, select) => clone($row, key, undefined, [undefined, key, select ?? (() => {}), label]);
`;

const drawing = (body: string): string => `${PRELUDE}
  export default function App() {
    const c = useConfig();
    return ${body};
  }
`;

/** Draw one config after another; each must leave the tree that a fresh guest draws. */
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
    const [, fresh] = await GuestHarness.open(drawing(body), { config });
    expect(tree.picture()).toEqual(new HostTree().apply(fresh.operations).picture());
  }
  return batches;
}

const LIST = `clone($list, undefined, undefined, [undefined], [c.items.map(([key, label]) => row(key, label))])`;
const items = (...keys: (number | [number, string])[]) => ({ items: keys.map((key) => (typeof key === "number" ? [key, `label ${key}`] : key)) });

test("a run of clones is one operation in columns, behind the templates that it needs", async () => {
  const [start] = await draw(LIST, items(1, 2, 3));
  expect(start).toEqual([
    [TEMPLATE, 1, ["Column", {}, []], [[3, 0]]],
    [CLONE, 1, 1, [null]],
    [TEMPLATE, 2, ROW_TREE, ROW_SLOTS],
    [CLONES, 2, 2, 3, 1, null, [[undefined, undefined, undefined], ["1", "2", "3"], [true, true, true], ["label 1", "label 2", "label 3"]]],
    [APPEND, 0, 1],
  ]);
});

test("a template is written at its first use in a session, and once", async () => {
  const [start, second, third] = await draw(`<>{c.show ? row(1, "a") : null}{c.more ? row(2, "b") : null}</>`, {}, { show: true }, { show: true, more: true });
  expect(start).toEqual([]);
  expect(second!.map(([op]) => op)).toEqual([TEMPLATE, CLONE, APPEND]);
  expect(third).toEqual([[CLONE, 1, 7, [undefined, "2", true, "b"]], [APPEND, 0, 7]]);
});

test("a changed slot is one PATCH, and nothing else is written", async () => {
  const [, second, third] = await draw(LIST, items(1, 2, 3), items(1, [2, "other"], 3), items(1, [2, "other"], 3));
  expect(second).toEqual([[PATCH, 8, 3, "other"]]);
  expect(third).toEqual([]);
});

test("swap, remove, append and clear move, delete, add and clear clones as single nodes", async () => {
  const six = [1, 2, 3, 4, 5, 6];
  const [, swap] = await draw(LIST, items(...six), items(1, 5, 3, 4, 2, 6));
  const base = (key: number) => 2 + (key - 1) * 6;
  expect(swap).toEqual([[INSERT, 1, base(5), base(3)], [INSERT, 1, base(2), base(6)]]);
  const [, removed] = await draw(LIST, items(...six), items(1, 3, 4, 5, 6));
  expect(removed).toEqual([[DELETE, base(2)]]);
  const [, appended] = await draw(LIST, items(1, 2), items(1, 2, 3, 4));
  expect(appended).toEqual([
    [CLONES, 2, base(3), 2, 1, null, [[undefined, undefined], ["3", "4"], [true, true], ["label 3", "label 4"]]],
  ]);
  const [, between] = await draw(LIST, items(1, 6), items(1, 2, 3, 6));
  expect(between![0]!.slice(0, 6)).toEqual([CLONES, 2, 14, 2, 1, base(2)]);
  const [, cleared] = await draw(LIST, items(...six), items());
  expect(cleared).toEqual([[CLEAR, 1]]);
  const [, reversed] = await draw(LIST, items(...six), items(6, 5, 4, 3, 2, 1));
  expect(reversed!.map(([op]) => op)).toEqual([REORDER]);
  const [, replaced] = await draw(LIST, items(...six), items(7, 8));
  expect(replaced!.map(([op]) => op)).toEqual([CLEAR, CLONES]);
});

test("moves with new clones among them keep runs together", async () => {
  const [, second] = await draw(LIST, items(1, 2, 3, 4, 5), items(5, 1, 10, 11, 2, 3, 4, 12));
  expect(second!.map(([op]) => op)).toEqual([INSERT, CLONES, CLONE, APPEND]);
  expect(second![1]!.slice(2, 6)).toEqual([32, 2, 1, 8]);
});

test("listeners are kept under the node inside the clone: a new closure is no operation, another policy is one", async () => {
  const body = `clone($row, undefined, undefined, [undefined, 1, c.policy === null ? undefined : c.policy ? event(() => {}, c.policy) : () => c, "x"])`;
  const [start, same, policy, none] = await draw(body, { n: 1 }, { n: 2 }, { policy: { prevent: true } }, { policy: null });
  expect(start![1]).toEqual([CLONE, 1, 1, [undefined, "1", true, "x"]]);
  expect(same).toEqual([]);
  expect(policy).toEqual([[PATCH, 1, 2, { prevent: true }]]);
  expect(none).toEqual([[PATCH, 1, 2, null]]);
});

test("an event of a node inside a clone calls the current closure; those of clones that are gone call nothing", async () => {
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    export default function App() {
      const send = useSendToHost();
      const [rows, setRows] = useState([1, 2, 3]);
      useHostEvent("drop", (gone) => setRows((rows) => rows.filter((row) => row !== gone)));
      return <View>{rows.map((n) => row(n, "x", () => send("pressed", [n, rows.length])))}</View>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const [, second, third] = tree.ids("Pressable");
  expect((await guest.call(second!, "onPress")).frames).toEqual([[wire.MESSAGE, "pressed", [2, 3]]]);
  tree.apply((await guest.send(wire.HOST_EVENT, "drop", 2)).operations);
  expect((await guest.call(second!, "onPress")).frames).toEqual([]);
  expect((await guest.call(third!, "onPress")).frames).toEqual([[wire.MESSAGE, "pressed", [3, 2]]]);
  expect((await guest.call(third!, "onLongPress")).frames).toEqual([]);
  expect((await guest.call(third! - 1, "onPress")).frames).toEqual([]);
});

test("10,000 rows with listeners carry no function ids", async () => {
  const [, start] = await GuestHarness.open(drawing(`<View>{Array.from({ length: 10000 }, (_, n) => row(n, "x"))}</View>`), {
    limits: { outbox_max: 1 << 23, values_max: 1 << 20 },
  });
  expect(start.operations.map(([op]) => op)).toEqual([CREATE, TEMPLATE, CLONES, APPEND]);
  const [, , marks] = start.operations[2]![6] as unknown[][];
  expect(new Set(marks)).toEqual(new Set([true]));
});

test("a text hole changes between text, nothing and elements, and its siblings stay", async () => {
  const body = `clone($label, undefined, undefined, [c.text === "element" ? <Text>e</Text> : c.text === "list" ? [<Text key="a">l</Text>, "m"] : c.text, undefined])`;
  const [start, ...rest] = await draw(
    body, { text: "a" }, { text: null }, { text: "element" }, { text: "list" }, { text: 5 }, { text: true }, { text: "element" }, { text: "b" },
  );
  expect(start).toEqual([
    [TEMPLATE, 1, ["Text", {}, [["#text", "n: "], ["#text", ""], ["#text", "!"]]], [[1, 2, null], [3, 0]]],
    [CLONE, 1, 1, ["a", null]],
    [APPEND, 0, 1],
  ]);
  expect(rest).toEqual([
    [[PATCH, 1, 0, ""]],
    [[CREATE, 5, "Text", {}], [CREATE, 6, "#text", "e"], [APPEND, 5, 6], [INSERT, 1, 5, 3]],
    [[DELETE, 5], [CREATE, 7, "Text", {}], [CREATE, 8, "#text", "l"], [APPEND, 7, 8], [INSERT, 1, 7, 3], [CREATE, 9, "#text", "m"], [INSERT, 1, 9, 3]],
    [[PATCH, 1, 0, "5"], [DELETE, 7], [DELETE, 9]],
    [[PATCH, 1, 0, ""]],
    [[CREATE, 10, "Text", {}], [CREATE, 11, "#text", "e"], [APPEND, 10, 11], [INSERT, 1, 10, 3]],
    [[PATCH, 1, 0, "b"], [DELETE, 10]],
  ]);
});

test("what stands before a text hole keeps its state when the hole takes elements", async () => {
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    const Kept = () => { const [n] = useState(() => Math.random()); return <Text>{n}</Text>; };
    const $shared = template(["Text", {}, [["#text", ""]]], [[1, 1, null], [3, 0]], [[0, 1, 0]]);
    export default function App() {
      const c = useConfig();
      return clone($shared, undefined, undefined, [c === 2 ? <Text>e</Text> : c, undefined], [<Kept />]);
    }
  `, { config: 1 });
  const tree = new HostTree().apply(start.operations);
  const [, , kept] = tree.picture() as unknown[][];
  const next = await guest.send(wire.CONFIG_UPDATE, 2);
  tree.apply(next.operations);
  expect((tree.picture() as unknown[])[2]).toEqual([...(kept as unknown[]).slice(0, 3), ["Text", {}, "e"]]);
  expect(next.operations.map(([op]) => op)).toEqual([PATCH, CREATE, CREATE, APPEND, INSERT]);
});

test("regions stand between static siblings, in places that operations name by them", async () => {
  const body = `clone($frame, undefined, undefined, [undefined, undefined, undefined, c.label], c.rows.map((keys) => keys && keys.map((key) => row(key, "x"))))`;
  const [start, second, third] = await draw(
    body,
    { rows: [[1], null, [], [], [2, 3]] },
    { rows: [[], [4, 5], [6], [7, 8], [3, 2]], label: "l" },
    { rows: [[9], [], null, [], []] },
  );
  expect(start!.slice(1)).toEqual([
    [CLONE, 1, 1, [null, null, null, undefined]],
    [TEMPLATE, 2, ROW_TREE, ROW_SLOTS],
    [CLONE, 2, 8, [undefined, "1", true, "x"]],
    [INSERT, 1, 8, 2],
    [CLONES, 2, 14, 2, 1, null, [[undefined, undefined], ["2", "3"], [true, true], ["x", "x"]]],
    [APPEND, 0, 1],
  ]);
  expect(second).toEqual([
    [PATCH, 1, 3, "l"],
    [DELETE, 8],
    [CLONES, 2, 26, 2, 2, null, [[undefined, undefined], ["4", "5"], [true, true], ["x", "x"]]],
    [CLONE, 2, 38, [undefined, "6", true, "x"]],
    [INSERT, 1, 38, 5],
    [CLONES, 2, 44, 2, 5, null, [[undefined, undefined], ["7", "8"], [true, true], ["x", "x"]]],
    [INSERT, 1, 20, 14],
  ]);
  // Only the Row, node 1, holds nothing static: it alone may be cleared.
  expect(third!.filter(([op]) => op === CLEAR)).toEqual([[CLEAR, 2]]);
  expect(third!.filter(([op]) => op === DELETE).map(([, id]) => id)).toEqual([38, 44, 50, 20, 14]);
});

test("runs whose clones have regions are placed in one go and filled afterwards", async () => {
  const body = `<View>{c.items.map(([key, label]) => clone($list, key, undefined, [undefined], [label]))}</View>`;
  const element = `<View>{c.items.map((key) => clone($list, key, undefined, [undefined], [row(key, "x")]))}</View>`;
  const [start] = await draw(element, { items: [1, 2] });
  expect(start).toEqual([
    [CREATE, 1, "View", {}],
    [TEMPLATE, 1, ["Column", {}, []], [[3, 0]]],
    [CLONES, 1, 2, 2, 1, null, [[null, null]]],
    [TEMPLATE, 2, ROW_TREE, ROW_SLOTS],
    [CLONE, 2, 4, [undefined, "1", true, "x"]],
    [APPEND, 2, 4],
    [CLONE, 2, 10, [undefined, "2", true, "x"]],
    [APPEND, 3, 10],
    [APPEND, 0, 1],
  ]);
  const [, refused] = await GuestHarness.open(drawing(body), { config: items(1) });
  expect(refused.frames[0]![1]).toMatchObject({ code: "text_not_allowed", message: expect.stringContaining("under <Column>") as string });
});

test("a keyed move of clones with regions moves the clones and nothing in them", async () => {
  const body = `<View>{c.map((key) => clone($frame, key, undefined, [undefined, undefined, undefined, key], [undefined, [row(1, "a"), row(2, "b")]]))}</View>`;
  const [, second] = await draw(body, ["a", "b", "c", "d"], ["b", "c", "d", "a"]);
  expect(second).toEqual([[APPEND, 1, 2]]);
});

test("functions elsewhere in a slot are held once, exchanged with the slot and let go with the clone", async () => {
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    const $view = template(["View", {}, []], [[0, 0, "format"]]);
    const functions = [() => "a", () => "b"];
    export default function App() {
      const c = useConfig();
      return c === null ? null : clone($view, undefined, undefined, [{ with: functions[c] }]);
    }
  `, { config: 0 });
  const id = (operation: unknown[]) => (operation[3] as { with: { id: number } }[] | { with: { id: number } });
  const [first] = id(start.operations[1]!) as { with: { id: number } }[];
  const ask = async (fn: number) => (await guest.send(wire.CALL_FUNCTION, fn, [], 1)).frames[0];
  expect(await ask(first!.with.id)).toEqual([wire.CALL_RESULT, 1, true, "a"]);
  const second = await guest.send(wire.CONFIG_UPDATE, 1);
  const other = (id(second.operations[0]!) as { with: { id: number } }).with.id;
  expect(await ask(first!.with.id)).toMatchObject([wire.CALL_RESULT, 1, false, {}]);
  expect(await ask(other)).toEqual([wire.CALL_RESULT, 1, true, "b"]);
  await guest.send(wire.CONFIG_UPDATE, null);
  expect(await ask(other)).toMatchObject([wire.CALL_RESULT, 1, false, {}]);
});

test("refs of a clone's root and of nodes inside it name the host's nodes", async () => {
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    const $form = template(["Column", {}, [["Text", {}, [["#text", "Name"]]], ["TextInput", {}, []]]], [], [[3, null, null]]);
    export default function App() {
      const root = useRemoteRef();
      const input = useRemoteRef();
      useHostEvent("focus", () => { root.invoke("scrollIntoView"); input.invoke("focus"); });
      return <View>{clone($form, undefined, root, [], [region(input, undefined)])}</View>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const focus = await guest.send(wire.HOST_EVENT, "focus", null);
  tree.apply(focus.operations);
  expect(focus.operations.map(([, id, method]) => [tree.find(id as number).type, method])).toEqual([["Column", "scrollIntoView"], ["TextInput", "focus"]]);
});

test("an input inside a clone shows the guest's value, with the version of the field", async () => {
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    const $field = template(["Column", {}, [["TextInput", {}, []]]], [[0, 1, "value"], [2, 1, "onChange"]]);
    export default function App() {
      const [text, setText] = useState("");
      return clone($field, undefined, undefined, [text, ({ value }) => setText(value.replace(/[^0-9]/g, ""))]);
    }
  `);
  new HostTree().apply(start.operations);
  const change = (value: string, version: number) => guest.call(2, "onChange", [{ value, version }]);
  expect((await change("1", 1)).operations).toEqual([[UPDATE, 2, { value: "1", valueVersion: 1 }, []]]);
  expect((await change("1x", 2)).operations).toEqual([[UPDATE, 2, { value: "1", valueVersion: 2 }, []]]);
  expect((await change("12", 3)).operations).toEqual([[UPDATE, 2, { value: "12", valueVersion: 3 }, []]]);
});

test("a write of a value that is forced says so", async () => {
  const body = `clone(c.forced, undefined, undefined, [c.text])`;
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    const $field = template(["TextInput", { valueVersion: "force" }, []], [[0, 0, "value"]]);
    export default function App() { return clone($field, undefined, undefined, [useConfig()]); }
  `, { config: "a" });
  expect(body).toContain("clone");
  expect(start.operations[1]).toEqual([CLONE, 1, 1, ["a"]]);
  expect((await guest.send(wire.CONFIG_UPDATE, "b")).operations).toEqual([[UPDATE, 1, { value: "b", valueVersion: "force" }, []]]);
});

test("a clone that Suspense hides keeps its own hidden, whether it is a slot or there is none", async () => {
  for (const [hidden, slots, values] of [["undefined", `[[1, 1, null]]`, `["x"]`], ["false", `[[0, 0, "hidden"], [1, 1, null]]`, `[false, "x"]`]] as const) {
    const [guest, start] = await GuestHarness.open(`${PRELUDE}
      const $text = template(["Text", {}, [["#text", ""]]], ${slots});
      let answer;
      const promise = new Promise((resolve) => { answer = resolve; });
      const Waits = ({ on }) => on ? use(promise) : null;
      export default function App() {
        const c = useConfig();
        useHostEvent("answer", () => answer(null));
        return <View><Suspense fallback={<Row />}>{[1, 2].map((key) => clone($text, key, undefined, ${values}))}<Waits on={c} /></Suspense></View>;
      }
    `, { config: false });
    const tree = new HostTree().apply(start.operations);
    const before = tree.picture();
    const [first, second] = tree.ids("Text");
    const waiting = await guest.send(wire.CONFIG_UPDATE, true);
    tree.apply(waiting.operations);
    expect(waiting.operations.slice(0, 2)).toEqual([[UPDATE, first, { hidden: true }, []], [UPDATE, second, { hidden: true }, []]]);
    const shown = await guest.send(wire.HOST_EVENT, "answer", null);
    tree.apply(shown.operations);
    const back = hidden === "undefined" ? [{}, ["hidden"]] : [{ hidden: false }, []];
    expect(shown.operations).toContainEqual([UPDATE, first, ...back]);
    expect(tree.picture()).toEqual(before);
  }
});

test("clones that are made hidden are hidden on the host too", async () => {
  const [, start] = await GuestHarness.open(`${PRELUDE}
    import { Activity } from "react";
    const $text = template(["Text", {}, [["#text", "static"]]], []);
    export default () => <Activity mode="hidden">{[1, 2].map((key) => clone($text, key, undefined, []))}{row(3, "x")}</Activity>;
  `);
  const tree = new HostTree().apply(start.operations);
  for (const type of ["Text", "Row"]) expect(tree.find(tree.ids(type)[0]!).props.hidden).toBe(true);
});

test("a mistake in a template's static part ends the making of the image, with the place where it is written", async () => {
  for (const [tree, code, message] of [
    [`["Row", {}, [["#text", "hello"]]]`, "text_not_allowed", `text "hello" under <Row>, which takes no bare text`],
    [`["Row", {}, [["div", {}, []]]]`, "unknown_component", "<div> is not a component"],
    [`["Text", {}, [["View", {}, []]]]`, "child_not_allowed", "<View> under <Text>"],
    [`["View", { onPress: 1 }, []]`, "value", "onPress of <View> is static in a template"],
    [`["View", { a: [Symbol("s")] }, []]`, "value", "a of <View>[0] is a symbol"],
  ]) {
    const loading = GuestHarness.load(`import { template } from "rill/templates";\nconst t = template(${tree}, []);\nexport default () => null;`);
    const error = await loading.then(() => null, (error: Error & { code: string }) => error);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message!) as string });
    expect(error!.stack).toMatch(/\bapp:\d+:\d+/);
  }
});

test("a clone's root is checked where it is drawn, and what stands in its regions against their elements", async () => {
  const frames = async (body: string): Promise<unknown> => (await GuestHarness.open(drawing(body)))[1].frames[0];
  expect(await frames(`<Text>{row(1, "x")}</Text>`)).toMatchObject([ERROR, { code: "child_not_allowed", message: expect.stringContaining("<Row> under <Text>") as string }, true]);
  expect(await frames(`clone($list, undefined, undefined, [undefined], [<div />])`)).toMatchObject([ERROR, { code: "unknown_component" }, true]);
  expect(await frames(`clone($label, undefined, undefined, [<View />, undefined])`)).toMatchObject([ERROR, { code: "child_not_allowed", message: expect.stringContaining("<View> under <Text>") as string }, true]);
  expect(await frames(`row(1, "x", "no function")`)).toMatchObject([ERROR, { message: "onPress of <Pressable> must be a function or event(fn, {...}), got string" }, true]);
});

test("an update that cannot cross leaves the clone as it was and reaches the error boundary", async () => {
  const [guest, start] = await GuestHarness.open(`${PRELUDE}
    import { RillErrorBoundary } from "rill/sdk";
    const $view = template(["View", {}, []], [[0, 0, "label"], [0, 0, "data"]]);
    export default function App() {
      const c = useConfig();
      return <RillErrorBoundary fallback={<Row />}>{clone($view, undefined, undefined, [c, c === "bad" ? Symbol("s") : 1])}</RillErrorBoundary>;
    }
  `, { config: "good" });
  const tree = new HostTree().apply(start.operations);
  const turn = await guest.send(wire.CONFIG_UPDATE, "bad");
  expect(turn.frames).toMatchObject([[ERROR, { message: expect.stringContaining("data of <View> is a symbol") as string }, false]]);
  expect(turn.operations.map(([op]) => op)).not.toContain(PATCH);
  tree.apply(turn.operations);
  expect(tree.picture()).toEqual(["#root", {}, ["Row", {}]]);
});

test("the stack of components names elements, not templates", async () => {
  const [, start] = await GuestHarness.open(`${PRELUDE}
    function Broken() { throw new Error("broken"); }
    export default () => clone($frame, undefined, undefined, [undefined, undefined, undefined, "l"], [<Broken />]);
  `);
  const { stack } = start.frames[0]![1] as { stack: string };
  expect(stack).toMatch(/at Broken.*\n *at View.*\n(?! *at View)/);
  expect(stack).not.toContain("#");
});

test("a clone's element can be keyed, counted and cloned with other props, as the element that was written", async () => {
  const [, start] = await GuestHarness.open(`${PRELUDE}
    import { Children, cloneElement, isValidElement } from "react";
    const List = ({ children }) => <View n={Children.count(children)}>{Children.map(children, (child, at) => cloneElement(child, { label: "l" + at }))}</View>;
    const $card = template(["Card", { title: "T" }, [["Slot", { name: "header" }, [["Text", {}, [["#text", "h"]]]]], ["Text", {}, [["#text", "body"]]]]], [], [[0, 4, null]]);
    const seen = [];
    export default () => (
      <List>
        {row(1, "a")}
        {isValidElement(row(3, "c")) && row(3, "c")}
        {clone($label, "k", (node) => seen.push(node), [<Text>e</Text>, undefined])}
        {clone($frame, undefined, undefined, [undefined, undefined, undefined, "l"], [<Row />, undefined, [<Row key="a" />], <Text>in</Text>, <View />])}
        {clone($card, undefined, undefined, [], [slotted()])}
      </List>
    );
    function slotted() { return cloneElement(<Card footer={<Row />} />, { header: null }); }
  `);
  expect(start.frames).toEqual([]);
  const tree = new HostTree().apply(start.operations);
  const press = { onPress: true };
  const rowOf = (key: string, label: string, l: string) => ["Row", { style: { gap: 1 }, label: l }, ["Text", {}, key], ["Pressable", press, ["Text", {}, label]]];
  expect(tree.picture()).toEqual([
    "#root", {},
    ["View", { n: 5 },
      rowOf("1", "a", "l0"), rowOf("3", "c", "l1"),
      ["Text", { label: "l2" }, "n: ", ["Text", {}, "e"], "!"],
      ["View", { label: "l3" }, ["Row", {}], ["Row", {}], ["Text", {}, "between"], ["Row", {}], ["Column", {}, ["Text", {}, "head"], ["Text", {}, "in"]], ["View", {}]],
      ["Card", { title: "T", label: "l4" }, ["Slot", { name: "header" }, ["Text", {}, "h"]], ["Card", {}, ["Slot", { name: "footer" }, ["Row", {}]]], ["Text", {}, "body"]],
    ],
  ]);
});

test("DESTROY and errors leave nothing to write", async () => {
  const [guest] = await GuestHarness.open(drawing(LIST), { config: items(1, 2) });
  const end: Turn = await guest.send(wire.DESTROY, "over");
  expect(end.operations).toEqual([]);
});
