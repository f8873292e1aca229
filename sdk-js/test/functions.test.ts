import { expect, test } from "bun:test";

import { FunctionTable } from "../src/core/function_table";
import { GuestHarness, wire } from "./harness";
import { FunctionId } from "./wire";

const { CALL_FUNCTION, CALL_RESULT, CONFIG_UPDATE, CREATE, DELETE, HOST_EVENT, MESSAGE, RELEASE, UPDATE } = wire;

const PROPS = `
  import { View, useConfig } from "rill/sdk";
  const one = () => "one", two = () => "two";
  const table = { one, two };
  export default function App() {
    const c = useConfig();
    return c === null ? null : <View>{<View render={table[c.render]} deep={c.deep ? { list: [one, 1, { two }] } : 0} />}</View>;
  }
`;
const call = (guest: GuestHarness, id: number) => guest.send(CALL_FUNCTION, id, [], 1);
const gone = [[CALL_RESULT, 1, false, expect.objectContaining({ message: "the function that was called is gone" }) as unknown]];

test("functions in props cross as ids; the same function has one id and lives while any prop holds it", async () => {
  const [guest, start] = await GuestHarness.open(PROPS, { config: { render: "one", deep: true } });
  expect(start.operations[1]).toEqual([CREATE, 2, "View", { render: new FunctionId(1), deep: { list: [new FunctionId(1), 1, { two: new FunctionId(2) }] } }]);
  expect((await call(guest, 1)).frames).toEqual([[CALL_RESULT, 1, true, "one"]]);

  const second = await guest.send(CONFIG_UPDATE, { render: "two", deep: true });
  expect(second.operations).toEqual([[UPDATE, 2, { render: new FunctionId(2) }, []]]);
  expect((await call(guest, 1)).frames).toEqual([[CALL_RESULT, 1, true, "one"]]); // `deep` still holds it

  await guest.send(CONFIG_UPDATE, { render: "two", deep: false });
  expect((await call(guest, 1)).frames).toEqual(gone);
  expect((await call(guest, 2)).frames).toEqual([[CALL_RESULT, 1, true, "two"]]);
});

test("deleting a node above releases the functions of its whole subtree; ids never come back", async () => {
  const [guest] = await GuestHarness.open(PROPS, { config: { render: "one" } });
  expect((await guest.send(CONFIG_UPDATE, null)).operations).toEqual([[DELETE, 1]]);
  expect((await call(guest, 1)).frames).toEqual(gone);
  const again = await guest.send(CONFIG_UPDATE, { render: "one" });
  expect(again.operations[1]![3]).toEqual({ render: new FunctionId(2), deep: 0 });
});

test("functions in messages live until the host released them as often as they crossed", async () => {
  const [guest] = await GuestHarness.open(`
    import { useHostEvent, useSendToHost } from "rill/sdk";
    const fn = (x) => x * 2;
    export default function App() { const send = useSendToHost(); useHostEvent("send", () => send("fn", { a: fn, b: [fn] })); return null; }
  `);
  const sent = await guest.send(HOST_EVENT, "send", null);
  expect(sent.frames).toEqual([[MESSAGE, "fn", { a: new FunctionId(1), b: [new FunctionId(1)] }]]);
  expect((await guest.send(CALL_FUNCTION, 1, [21], 5)).frames).toEqual([[CALL_RESULT, 5, true, 42]]);
  await guest.send(RELEASE, [1]);
  expect((await guest.send(CALL_FUNCTION, 1, [21], 5)).frames).toEqual([[CALL_RESULT, 5, true, 42]]);
  await guest.send(RELEASE, [1, 77]);
  expect((await call(guest, 1)).frames).toEqual(gone);
});

test("a function that comes back from the host is the same function", async () => {
  const [guest] = await GuestHarness.open(`
    import { useHostEvent, useSendToHost } from "rill/sdk";
    const fn = () => {};
    export default function App() { const send = useSendToHost(); useHostEvent("send", () => send("fn", fn)); useHostEvent("back", (f) => send("same", f === fn)); return null; }
  `);
  await guest.send(HOST_EVENT, "send", null);
  expect((await guest.send(HOST_EVENT, "back", new FunctionId(1))).frames).toEqual([[MESSAGE, "same", true]]);
});

test("a message that cannot cross counts none of its functions and throws in the guest", async () => {
  const [guest] = await GuestHarness.open(`
    import { useHostEvent, useSendToHost } from "rill/sdk";
    const fn = () => {};
    export default function App() { const send = useSendToHost(); useHostEvent("send", () => { try { send("x", [fn, Symbol("s")]); } catch (e) { send("refused", e.message); } }); return null; }
  `);
  const turn = await guest.send(HOST_EVENT, "send", null);
  expect(turn.frames).toEqual([[MESSAGE, "refused", "cannot send a symbol at [2][1]"]]);
  expect((await call(guest, 1)).frames).toEqual(gone);
});

test("calls of functions and listeners that are gone are no errors", async () => {
  const [guest] = await GuestHarness.open(`import { Text } from "rill/sdk"; export default () => <Text onPress={() => {}}>x</Text>;`);
  for (const target of [99, [99, "onPress"], [1, "onChange"], [1, "children"], [1, "constructor"], [1, "__proto__"]]) {
    expect((await guest.send(CALL_FUNCTION, target, [], null)).frames).toEqual([]);
    expect((await guest.send(CALL_FUNCTION, target, [], 1)).frames).toEqual(gone);
  }
});

test("the table forgets a function when its last hold goes, and unknown releases change nothing", () => {
  const table = new FunctionTable();
  const fn = () => undefined;
  table.hold(fn);
  table.hold(fn);
  const id = table.intern(fn);
  table.letGo(fn);
  expect(table.resolve(id)).toBe(fn);
  table.letGo(fn);
  table.letGo(fn);
  expect(table.resolve(id)).toBeUndefined();
  expect(table.size).toBe(0);
  table.beginCrossing();
  table.intern(fn);
  table.endCrossing(false);
  expect(table.size).toBe(0);
});
