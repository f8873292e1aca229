// The virtualised components: what crosses and what is rendered is the range, whatever the data hold. Counts are exact.

import { expect, test } from "bun:test";

import { GuestHarness, wire, type Turn } from "./harness";
import { HostTree } from "./host_tree";

const { CLONE, CLONES, CREATE, DELETE, HOST_EVENT, LOG, MESSAGE, PATCH, TEMPLATE, UPDATE } = wire;

type Props = Record<string, unknown>;

class Screen {
  readonly tree = new HostTree();

  private constructor(
    readonly guest: GuestHarness,
    start: Turn,
    readonly type: string,
  ) {
    this.tree.apply(start.operations);
  }

  static async open(type: string, source: string, props?: unknown): Promise<[screen: Screen, start: Turn]> {
    const [guest, start] = await GuestHarness.open(source, { props });
    return [new Screen(guest, start, type), start];
  }

  get list(): number {
    return this.tree.ids(this.type)[0]!;
  }

  get props(): Props {
    return this.tree.find(this.list).props;
  }

  /** Props of the children that carry an index, in their order. */
  get rows(): Props[] {
    return this.tree.find(this.list).children.filter((child) => "index" in child.props).map((child) => child.props);
  }

  get indices(): unknown[] {
    return this.rows.map((row) => row.index);
  }

  /** Texts inside the children that carry an index. */
  get texts(): string[] {
    const list = this.tree.find(this.list);
    return list.children.filter((child) => "index" in child.props).map((child) => this.tree.picture(child)).map(textOf);
  }

  async call(event: string, payload: object): Promise<Turn> {
    const turn = await this.guest.call(this.list, event, [payload]);
    this.tree.apply(turn.operations);
    return turn;
  }

  async send(name: string, payload: unknown = null): Promise<Turn> {
    const turn = await this.guest.send(HOST_EVENT, name, payload);
    this.tree.apply(turn.operations);
    return turn;
  }
}

function textOf(picture: unknown): string {
  if (typeof picture === "string") return picture;
  return (picture as unknown[]).slice(2).map(textOf).join("");
}

function counts(turn: Turn): Record<number, number> {
  const found: Record<number, number> = {};
  for (const [code] of turn.operations) found[code as number] = (found[code as number] ?? 0) + 1;
  return found;
}

/** Nodes made by themselves, and clones. */
function made(turn: Turn): number {
  return turn.operations.reduce((sum, [code, , , count]) => sum + (code === CREATE || code === CLONE ? 1 : code === CLONES ? (count as number) : 0), 0);
}

/** What the guest's counters said in the turn, as it sends them. */
function said(turn: Turn): unknown[] {
  return turn.frames.filter(([kind]) => kind === MESSAGE).map(([, , payload]) => payload);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}

// Counts renders of rows and calls of the functions that a list is given.
const FLAT = `
  import { useEffect, useState } from "react";
  import { FlatList, Text, useHostEvent, useSendToHost } from "rill/sdk";
  let rendered = 0, keys = 0;
  const renderItem = ({ item, index, selected }) => { rendered++; return <Text>{item.name}{selected ? "*" : ""}</Text>; };
  const keyExtractor = (item) => { keys++; return item.name; };
  const make = (count) => Array.from({ length: count }, (_, i) => ({ name: "n" + i }));
  export default function App({ count = 100000, initialCount, header = null, empty = null }) {
    const [data, setData] = useState(() => make(count));
    const [chosen, setChosen] = useState(-1);
    const [other, setOther] = useState(0);
    const send = useSendToHost();
    useHostEvent("data", (change) => setData((old) => change.make !== undefined ? make(change.make) : change.before !== undefined ? [...change.before.map((name) => ({ name })), ...old] : old.filter((_, i) => i !== change.drop)));
    useHostEvent("choose", setChosen);
    useHostEvent("other", () => setOther(other + 1));
    useEffect(() => { send("did", { rendered, keys }); rendered = 0; keys = 0; });
    useHostEvent("asked", () => { send("did", { rendered, keys }); rendered = 0; keys = 0; });
    return <FlatList data={data} renderItem={renderItem} keyExtractor={keyExtractor} initialCount={initialCount} label={"list " + other}
      selected={(item, index) => index === chosen} header={header && <Text>{header}</Text>} empty={empty}
      onItemPress={({ index, item, source }) => send("pressed", [index, item.name, source])} onCursor={({ item }) => send("at", item.name)} />;
  }
`;

test("mounting 100,000 items renders the first 30 and creates nodes for these alone", async () => {
  const [screen, start] = await Screen.open("FlatList", FLAT);
  expect(said(start)).toEqual([{ rendered: 30, keys: 30 }]);
  // The list, and for each item its ListItem, a Text and its words.
  expect(made(start)).toBe(1 + 30 * 3);
  expect(screen.props).toMatchObject({ count: 100_000, onRange: true, onItemPress: true, onCursor: true });
  expect(screen.indices).toEqual(range(0, 29));
  expect(screen.texts.slice(0, 2)).toEqual(["n0", "n1"]);
});

test("another range renders the items that came, deletes those that went and touches no other", async () => {
  const [screen] = await Screen.open("FlatList", FLAT);
  const scrolled = await screen.call("onRange", { first: 20, last: 59 });
  expect(made(scrolled)).toBe(30 * 3);
  expect(counts(scrolled)[DELETE]).toBe(20);
  expect(counts(scrolled)[UPDATE]).toBeUndefined();
  expect(screen.indices).toEqual(range(20, 59));
  expect(said(await screen.send("asked"))).toEqual([{ rendered: 30, keys: 40 }]);
  // Far away, nothing stays.
  const jumped = await screen.call("onRange", { first: 90_000, last: 90_009 });
  expect([made(jumped), screen.indices, screen.texts[0]]).toEqual([30, range(90_000, 90_009), "n90000"]);
  expect(said(await screen.send("asked"))).toEqual([{ rendered: 10, keys: 10 }]);
  expect((await screen.call("onRange", { first: 90_000, last: 90_009 })).operations).toEqual([]);
});

test("state that is not the list's renders no row again", async () => {
  const [screen] = await Screen.open("FlatList", FLAT);
  const turn = await screen.send("other");
  expect(said(turn)).toEqual([{ rendered: 0, keys: 30 }]);
  expect(turn.operations).toEqual([[UPDATE, screen.list, { label: "list 1" }, []]]);
});

test("choosing another item renders the two rows that change", async () => {
  const [screen] = await Screen.open("FlatList", FLAT);
  await screen.send("choose", 3);
  expect(screen.rows[3]).toEqual({ index: 3, selected: true });
  const turn = await screen.send("choose", 4);
  expect(said(turn)).toEqual([{ rendered: 2, keys: 30 }]);
  expect(screen.rows.slice(3, 5)).toEqual([{ index: 3 }, { index: 4, selected: true }]);
  expect(screen.texts.slice(3, 5)).toEqual(["n3", "n4*"]);
});

test("an item that comes first keeps the nodes of the others", async () => {
  const [screen] = await Screen.open("FlatList", FLAT);
  const second = screen.tree.ids("ListItem")[0];
  const turn = await screen.send("data", { before: ["new"] });
  expect([made(turn), counts(turn)[DELETE], counts(turn)[PATCH], counts(turn)[UPDATE]]).toEqual([3, 1, 29, 1]);
  expect([screen.indices, screen.texts.slice(0, 2), screen.tree.ids("ListItem")[1]]).toEqual([range(0, 29), ["new", "n0"], second]);
  expect(screen.props.count).toBe(100_001);
});

test("with recycle, elements show other items and none is made or deleted", async () => {
  const [screen] = await Screen.open("FlatList", FLAT.replace("<FlatList ", "<FlatList recycle "));
  const nodes = screen.tree.ids("ListItem");
  // Other data in the same places: a filter.
  const filtered = await screen.send("data", { before: ["new"] });
  expect([made(filtered), counts(filtered)[DELETE], screen.texts.slice(0, 2)]).toEqual([0, undefined, ["new", "n0"]]);
  expect(screen.tree.ids("ListItem")).toEqual(nodes);
  // Ten items further: the ten that went show those that came.
  const scrolled = await screen.call("onRange", { first: 10, last: 39 });
  expect([made(scrolled), counts(scrolled)[DELETE], counts(scrolled)[PATCH]]).toEqual([0, undefined, 10]);
  expect(screen.tree.ids("ListItem")).toEqual([...nodes.slice(10), ...nodes.slice(0, 10)]);
  expect([screen.indices, screen.texts[29]]).toEqual([range(10, 39), "n38"]);
  // Fewer at a time keep their elements, and more at a time get some.
  await screen.call("onRange", { first: 10, last: 14 });
  expect([screen.indices, screen.texts]).toEqual([range(10, 14), ["n9", "n10", "n11", "n12", "n13"]]);
  await screen.call("onRange", { first: 12, last: 51 });
  expect([screen.indices, screen.texts[0], screen.texts[39]]).toEqual([range(12, 51), "n11", "n50"]);
});

test("of fewer items the last ones are rendered, and none when there are none", async () => {
  const [screen] = await Screen.open("FlatList", FLAT, { empty: null });
  await screen.call("onRange", { first: 50_000, last: 50_019 });
  await screen.send("data", { make: 100 });
  expect(screen.indices).toEqual(range(80, 99));
  await screen.send("data", { make: 5 });
  expect(screen.indices).toEqual(range(0, 4));
  await screen.send("data", { make: 0 });
  expect([screen.indices, screen.props.count]).toEqual([[], 0]);
  // A host that has nothing to show asks for the first item, for want of none.
  await screen.call("onRange", { first: 0, last: 0 });
  await screen.send("data", { make: 40 });
  expect(screen.indices).toHaveLength(20);
});

test("header and empty are slots, and empty is there while there are no items", async () => {
  const [screen] = await Screen.open("FlatList", FLAT, { count: 0, header: "Above", empty: "Nothing" });
  const slots = () => screen.tree.ids("Slot").map((id) => [screen.tree.find(id).props.name, textOf(screen.tree.picture(screen.tree.find(id)))]);
  expect(slots()).toEqual([["header", "Above"], ["empty", "Nothing"]]);
  await screen.send("data", { make: 1 });
  expect([slots(), screen.texts]).toEqual([[["header", "Above"]], ["n0"]]);
  expect(Object.keys(screen.props)).not.toContain("header");
});

test("events say of which item they are, and are nobody's when it is gone", async () => {
  const [screen] = await Screen.open("FlatList", FLAT, { count: 10 });
  expect(said(await screen.call("onItemPress", { index: 4, source: "key" }))).toEqual([[4, "n4", "key"]]);
  expect(said(await screen.call("onCursor", { index: 9 }))).toEqual(["n9"]);
  expect(said(await screen.call("onItemPress", { index: 10, source: "key" }))).toEqual([]);
});

test("two items of one key are both shown, with a warning", async () => {
  const [screen, start] = await Screen.open("FlatList", `
    import { FlatList, Text } from "rill/sdk";
    export default () => <FlatList data={[{ id: 1, t: "a" }, { id: 1, t: "b" }, { id: 1, t: "c" }, "d", null, { key: "k", id: 1, t: "e" }]}
      renderItem={({ item }) => <Text>{item?.t ?? String(item)}</Text>} />;
  `);
  expect(screen.texts).toEqual(["a", "b", "c", "d", "null", "e"]);
  expect(start.frames.map(([kind, level, args]) => [kind, level, args])).toEqual([
    [LOG, "warn", ["<FlatList> has two items with the key '1'; give it a keyExtractor that tells them apart"]],
  ]);
});

test("a ref reaches the host's component, and a listener keeps its policy", async () => {
  const [screen, start] = await Screen.open("FlatList", `
    import { useEffect } from "react";
    import { event, FlatList, Text, useRemoteRef, useSendToHost } from "rill/sdk";
    export default function App() {
      const list = useRemoteRef(); const send = useSendToHost();
      useEffect(() => void list.call.scrollToIndex(7, { align: "start" }), []);
      return <FlatList ref={list} data={["a", "b"]} renderItem={({ item }) => <Text>{item}</Text>} cursor="item" style={{ height: 5 }}
        onItemPress={event(({ item }) => send("pressed", item), { throttle_ms: 50 })} />;
    }
  `);
  expect(start.operations.at(-1)).toEqual([wire.REF_CALL, screen.list, "scrollToIndex", [7, { align: "start" }], 1]);
  expect(screen.props).toEqual({ count: 2, cursor: "item", style: { height: 5 }, onRange: true, onItemPress: { throttle_ms: 50 } });
  expect(said(await screen.call("onItemPress", { index: 1 }))).toEqual(["b"]);
});

test("a row that fails is caught where an error boundary stands in it", async () => {
  const [screen] = await Screen.open("FlatList", `
    import { FlatList, RillErrorBoundary, Text } from "rill/sdk";
    const Bad = ({ n }) => { if (n === 1) throw new Error("no"); return <Text>{n}</Text>; };
    export default () => <FlatList data={[0, 1, 2]} renderItem={({ item }) => <RillErrorBoundary fallback={<Text>failed</Text>}><Bad n={item} /></RillErrorBoundary>} />;
  `);
  expect(screen.texts).toEqual(["0", "failed", "2"]);
});

test("data that are no array are refused with what to do", async () => {
  const [, start] = await GuestHarness.open(`
    import { FlatList } from "rill/sdk";
    export default ({ data }) => <FlatList data={data} renderItem={() => null} />;
  `);
  expect(start.frames).toMatchObject([[wire.ERROR, { message: "data of <FlatList> must be an array, got undefined; give [] while there are no data" }, true]]);
});

// -- sections

const SECTIONS = `
  import { useEffect, useState } from "react";
  import { SectionList, Text, useHostEvent, useSendToHost } from "rill/sdk";
  let rendered = 0, headers = 0;
  const renderItem = ({ item, index, section }) => { rendered++; return <Text>{section.title}{item}</Text>; };
  const renderSectionHeader = ({ section }) => { headers++; return <Text>= {section.title}</Text>; };
  const make = (lengths) => lengths.map((length, at) => ({ title: "s" + at, data: Array.from({ length }, (_, i) => i) }));
  export default function App({ lengths = [3, 0, 2], own = true, stickyHeaders, many }) {
    const [sections] = useState(() => make(many ? Array.from({ length: 1000 }, () => many) : lengths));
    const send = useSendToHost();
    useHostEvent("asked", () => { send("did", { rendered, headers }); rendered = 0; headers = 0; });
    return <SectionList sections={sections} renderItem={renderItem} renderSectionHeader={own ? renderSectionHeader : undefined} stickyHeaders={stickyHeaders}
      selected={(item, index, section) => section.title === "s2" && index === 1}
      onItemPress={({ item, index, position, section }) => send("pressed", [section.title, item, index, position])} />;
  }
`;

test("sections are one run of headers and items", async () => {
  const [screen] = await Screen.open("SectionList", SECTIONS);
  expect(screen.props.count).toBe(8);
  expect(screen.texts).toEqual(["= s0", "s00", "s01", "s02", "= s1", "= s2", "s20", "s21"]);
  expect(screen.rows.map(({ header }) => header === true)).toEqual([true, false, false, false, true, true, false, false]);
  expect(screen.rows[7]).toEqual({ index: 7, selected: true });
});

test("without a function for headers, titles are the headers", async () => {
  const [screen] = await Screen.open("SectionList", SECTIONS, { own: false, lengths: [1, 1] });
  expect(screen.texts).toEqual(["s0", "s00", "s1", "s10"]);
  const text = screen.tree.find(screen.tree.ids("Text")[0]!);
  expect(text.props).toEqual({ style: { bold: true } });
});

test("of 100,000 items in sections only the range is rendered", async () => {
  const [screen, start] = await Screen.open("SectionList", SECTIONS, { many: 99 });
  expect(screen.props.count).toBe(100_000);
  expect(made(start)).toBeLessThan(30 * 5);
  await screen.send("asked");
  await screen.call("onRange", { first: 50_000, last: 50_004 });
  expect(screen.texts).toEqual(["= s500", "s5000", "s5001", "s5002", "s5003"]);
  expect(said(await screen.send("asked"))).toEqual([{ rendered: 4, headers: 1 }]);
});

test("the header of the first section in view is always there, and once", async () => {
  const [screen] = await Screen.open("SectionList", SECTIONS, { many: 99 });
  await screen.call("onRange", { first: 50_098, last: 50_101 });
  expect([screen.indices, screen.texts]).toEqual([[50_000, 50_098, 50_099, 50_100, 50_101], ["= s500", "s50097", "s50098", "= s501", "s5010"]]);
  await screen.call("onRange", { first: 50_100, last: 50_101 });
  expect(screen.indices).toEqual([50_100, 50_101]);
  const [loose] = await Screen.open("SectionList", SECTIONS, { many: 99, stickyHeaders: false });
  await loose.call("onRange", { first: 50_098, last: 50_099 });
  expect(loose.indices).toEqual([50_098, 50_099]);
});

test("a press in a section says where in it, and on a header nothing", async () => {
  const [screen] = await Screen.open("SectionList", SECTIONS);
  expect(said(await screen.call("onItemPress", { index: 7 }))).toEqual([["s2", 1, 1, 7]]);
  for (const index of [4, 5, 8]) expect(said(await screen.call("onItemPress", { index }))).toEqual([]);
});

test("no sections at all are an empty list", async () => {
  const [screen] = await Screen.open("SectionList", SECTIONS, { lengths: [] });
  expect([screen.props.count, screen.rows]).toEqual([0, []]);
  expect(said(await screen.call("onItemPress", { index: 0 }))).toEqual([]);
});

// -- tables

const TABLE = `
  import { useEffect, useState } from "react";
  import { Table, useHostEvent, useSendToHost } from "rill/sdk";
  let rendered = 0;
  const COLUMNS = [
    { key: "name", title: "Name", sortable: true, editable: true },
    { key: "size", title: "Size", width: 8, align: "end" },
    { key: "state", render: (row, index) => { rendered++; return { text: row.ok ? "fine" : "broken " + index, color: row.ok ? "success" : "error" }; } },
  ];
  const make = (count) => Array.from({ length: count }, (_, i) => ({ id: i, name: "n" + i, size: i, ok: i % 2 === 0 }));
  export default function App({ count = 100000, columns = null, extra = {} }) {
    const [rows, setRows] = useState(() => make(count));
    const [other, setOther] = useState(0);
    const send = useSendToHost();
    useHostEvent("update", (index) => setRows((old) => old.map((row, i) => i === index ? { ...row, name: "new" } : row)));
    useHostEvent("other", () => setOther(other + 1));
    useHostEvent("asked", () => { send("did", rendered); rendered = 0; });
    const tell = (name) => ({ item, ...event }) => send(name, { ...event, item: item.name });
    return <Table data={rows} columns={columns ?? (other > 0 ? [...COLUMNS] : COLUMNS)} selected={(row) => row.id === 2} label={"t" + other} {...extra}
      onItemPress={tell("press")} onCellPress={tell("cell")} onEdit={tell("edit")} onCellCursor={tell("cell cursor")} onCursor={tell("cursor")} onSort={(e) => send("sort", e)} />;
  }
`;

test("a table's rows are nodes of their own without children, and its columns say nothing of render", async () => {
  const [screen, start] = await Screen.open("Table", TABLE);
  expect(counts(start)).toEqual({ [CREATE]: 1, [TEMPLATE]: 1, [CLONES]: 1, [wire.APPEND]: 1 });
  expect(made(start)).toBe(31);
  expect(screen.props).toMatchObject({
    count: 100_000,
    columns: [{ key: "name", title: "Name", sortable: true, editable: true }, { key: "size", title: "Size", width: 8, align: "end" }, { key: "state" }],
  });
  expect(screen.rows[1]).toEqual({ index: 1, cells: ["n1", 1, { text: "broken 1", color: "error" }] });
  expect(screen.rows[2]).toMatchObject({ index: 2, selected: true });
});

test("a row that changes is one operation, and a range of a table costs its rows", async () => {
  const [screen] = await Screen.open("Table", TABLE);
  await screen.send("asked");
  const turn = await screen.send("update", 3);
  expect(turn.operations).toEqual([[PATCH, screen.tree.ids("TableRow")[3], 1, ["new", 3, { text: "broken 3", color: "error" }]]]);
  expect(said(await screen.send("asked"))).toEqual([1]);
  const scrolled = await screen.call("onRange", { first: 99_980, last: 99_999 });
  expect(made(scrolled)).toBe(20);
  expect(screen.indices).toEqual(range(99_980, 99_999));
  expect(said(await screen.send("asked"))).toEqual([20]);
});

test("columns that are made anew and say the same cause no operation on rows", async () => {
  const [screen] = await Screen.open("Table", TABLE);
  expect((await screen.send("other")).operations).toEqual([[UPDATE, screen.list, { label: "t1" }, []]]);
});

test("every event of a table brings the row, and sorting what the host said", async () => {
  const [screen] = await Screen.open("Table", TABLE);
  expect(said(await screen.call("onItemPress", { index: 5, source: "key" }))).toEqual([{ index: 5, source: "key", item: "n5" }]);
  expect(said(await screen.call("onCellPress", { index: 5, column: "size" }))).toEqual([{ index: 5, column: "size", item: "n5" }]);
  expect(said(await screen.call("onCellCursor", { index: 6, column: "size" }))).toEqual([{ index: 6, column: "size", item: "n6" }]);
  expect(said(await screen.call("onCursor", { index: 6 }))).toEqual([{ index: 6, item: "n6" }]);
  expect(said(await screen.call("onEdit", { index: 7, column: "name", value: "x" }))).toEqual([{ index: 7, column: "name", value: "x", item: "n7" }]);
  expect(said(await screen.call("onSort", { column: "name", direction: "descending" }))).toEqual([{ column: "name", direction: "descending" }]);
  expect(said(await screen.call("onEdit", { index: 100_000, column: "name", value: "x" }))).toEqual([]);
});

test("a cell takes text, numbers and booleans by itself, and says of others what to do", async () => {
  const [screen] = await Screen.open("Table", `
    import { Table } from "rill/sdk";
    class Row { constructor(n) { this.n = n; } get twice() { return this.n * 2; } }
    const columns = ["n", "twice", "yes", "none", "missing", "nan"].map((key) => ({ key }));
    export default () => <Table data={[Object.assign(new Row(1), { yes: true, none: null, nan: NaN })]} columns={columns} />;
  `);
  expect(screen.rows[0]!.cells).toEqual([1, 2, true, null, null, "NaN"]);
  const [, start] = await GuestHarness.open(`
    import { Table } from "rill/sdk";
    export default () => <Table data={[{ when: new Date(0) }]} columns={[{ key: "when" }]} />;
  `);
  expect(start.frames).toMatchObject([[wire.ERROR, { message:
    "column 'when' of <Table> shows text, numbers and booleans by itself, and a row has object there; give the column a render that makes text of it" }, true]]);
});

// -- trees

const TREE = `
  import { useState } from "react";
  import { Tree, useHostEvent, useSendToHost } from "rill/sdk";
  let asked = 0, rendered = 0;
  const folder = (name, ...inside) => ({ key: name, inside });
  const file = (name) => ({ key: name });
  const SMALL = [folder("a", folder("a1", file("a11"), file("a12")), file("a2")), file("b"), folder("c")];
  const getChildren = (item) => { asked++; return item.inside; };
  const render = (item) => { rendered++; return item.inside ? { text: item.key, icon: "folder" } : item.key; };
  export default function App({ many = 0, controlled = false, start = [] }) {
    const [data] = useState(() => many > 0 ? Array.from({ length: many }, (_, i) => folder("f" + i, ...Array.from({ length: 10 }, (_, j) => file("f" + i + "/" + j)))) : SMALL);
    const [open, setOpen] = useState(new Set(start));
    const send = useSendToHost();
    useHostEvent("open", (keys) => setOpen(new Set(keys)));
    useHostEvent("asked", () => { send("did", { asked, rendered }); asked = 0; rendered = 0; });
    return <Tree data={data} getChildren={getChildren} render={render} {...(controlled ? { expanded: open } : { defaultExpanded: start })} selected={(item) => item.key === "a12"}
      onToggle={({ item, path, key, open, index }) => send("toggled", [item.key, path.map((p) => p.key), key, open, index])}
      onItemPress={({ item, path }) => send("pressed", [item.key, path.map((p) => p.key)])} />;
  }
`;

const shown = (screen: Screen): string[] => screen.rows.map(({ text, depth }) => "  ".repeat(depth as number) + String(text));

test("a tree shows what is open, and asks for nothing else", async () => {
  const [screen, start] = await Screen.open("Tree", TREE);
  expect(shown(screen)).toEqual(["a", "b", "c"]);
  expect(counts(start)).toEqual({ [CREATE]: 1, [TEMPLATE]: 1, [CLONES]: 1, [wire.APPEND]: 1 });
  expect(made(start)).toBe(4);
  expect(screen.rows).toEqual([
    { index: 0, depth: 0, text: "a", icon: "folder", expandable: true },
    { index: 1, depth: 0, text: "b" },
    { index: 2, depth: 0, text: "c", icon: "folder", expandable: true, last: true },
  ]);
});

test("a tree of its own state opens and closes, and tells", async () => {
  const [screen] = await Screen.open("Tree", TREE);
  expect(said(await screen.call("onToggle", { index: 0, open: true }))).toEqual([["a", ["a"], "a", true, 0]]);
  expect(shown(screen)).toEqual(["a", "  a1", "  a2", "b", "c"]);
  expect(said(await screen.call("onToggle", { index: 1, open: true }))).toEqual([["a1", ["a", "a1"], "a1", true, 1]]);
  expect(shown(screen)).toEqual(["a", "  a1", "    a11", "    a12", "  a2", "b", "c"]);
  expect(screen.rows[3]).toEqual({ index: 3, depth: 2, text: "a12", last: true, selected: true });
  expect(said(await screen.call("onItemPress", { index: 3 }))).toEqual([["a12", ["a", "a1", "a12"]]]);
  expect(said(await screen.call("onItemPress", { index: 4 }))).toEqual([["a2", ["a", "a2"]]]);
  // What was open inside is still open when it comes back.
  await screen.call("onToggle", { index: 0, open: false });
  expect([shown(screen), screen.props.count]).toEqual([["a", "b", "c"], 3]);
  await screen.call("onToggle", { index: 0, open: true });
  expect(shown(screen)).toHaveLength(7);
  expect(said(await screen.call("onToggle", { index: 99, open: true }))).toEqual([]);
});

test("a controlled tree does what its guest does with what it is told", async () => {
  const [screen] = await Screen.open("Tree", TREE, { controlled: true, start: ["a"] });
  expect(shown(screen)).toEqual(["a", "  a1", "  a2", "b", "c"]);
  expect(said(await screen.call("onToggle", { index: 0, open: false }))).toEqual([["a", ["a"], "a", false, 0]]);
  expect(screen.rows).toHaveLength(5);
  await screen.send("open", ["a", "a1", "c", "unknown"]);
  expect(shown(screen)).toEqual(["a", "  a1", "    a11", "    a12", "  a2", "b", "c"]);
  expect(screen.rows[6]).toMatchObject({ expanded: true });
});

test("a tree of 10,000 things costs its range, closed and open", async () => {
  const [screen, start] = await Screen.open("Tree", TREE, { many: 10_000 });
  expect(made(start)).toBe(31);
  expect(said(await screen.send("asked"))).toEqual([{ asked: 30, rendered: 30 }]);
  await screen.call("onToggle", { index: 2, open: true });
  expect([screen.props.count, shown(screen)[3]]).toEqual([10_010, "  f2/0"]);
  // Once for what is inside it, once for each line in the range; the ten new lines and the line that opened are rendered.
  expect(said(await screen.send("asked"))).toEqual([{ asked: 31, rendered: 28 }]);
  await screen.call("onRange", { first: 10_000, last: 10_009 });
  expect(shown(screen)).toEqual(range(9_990, 9_999).map((n) => `f${n}`));
  expect(said(await screen.send("asked"))).toEqual([{ asked: 10, rendered: 10 }]);
});

test("an item of a tree without a key says what to do", async () => {
  const [, start] = await GuestHarness.open(`
    import { Tree } from "rill/sdk";
    export default () => <Tree data={["a"]} getChildren={() => undefined} render={(item) => item} />;
  `);
  expect(start.frames).toMatchObject([[wire.ERROR, { message: "an item of <Tree> has neither key nor id; give the tree a keyExtractor that names each item" }, true]]);
});
