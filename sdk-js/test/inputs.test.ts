import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";

const { CREATE, HOST_EVENT, UPDATE } = wire;

const FIELD = (onChange: string, more = ""): string => `
  import { useState } from "react";
  import { TextInput, useHostEvent } from "rill/sdk";
  export default function App() {
    const [text, setText] = useState("");
    useHostEvent("set", setText);
    return <TextInput value={text} onChange={${onChange}} ${more} />;
  }
`;

test("a write of value carries the version of the change that it answers", async () => {
  const [guest, start] = await GuestHarness.open(FIELD(`(e) => setText(e.value.toUpperCase())`));
  expect(start.operations[0]).toEqual([CREATE, 1, "TextInput", { value: "", onChange: true }]);
  const typed = await guest.call(1, "onChange", [{ value: "ab", version: 3 }]);
  expect(typed.operations).toEqual([[UPDATE, 1, { value: "AB", valueVersion: 3 }, []]]);
  expect((await guest.send(HOST_EVENT, "set", "later")).operations).toEqual([[UPDATE, 1, { value: "later", valueVersion: 3 }, []]]);
});

test("before any change a write has no version", async () => {
  const [guest] = await GuestHarness.open(FIELD(`() => {}`));
  expect((await guest.send(HOST_EVENT, "set", "x")).operations).toEqual([[UPDATE, 1, { value: "x" }, []]]);
});

test("a guest that keeps its own value writes it once, so that the field shows it", async () => {
  const [guest] = await GuestHarness.open(FIELD(`(e) => setText(e.value.replace(/[0-9]/g, ""))`));
  expect((await guest.call(1, "onChange", [{ value: "7", version: 1 }])).operations).toEqual([[UPDATE, 1, { value: "", valueVersion: 1 }, []]]);
  expect((await guest.call(1, "onChange", [{ value: "a", version: 2 }])).operations).toEqual([[UPDATE, 1, { value: "a", valueVersion: 2 }, []]]);
  expect((await guest.send(HOST_EVENT, "other", null)).operations).toEqual([]);
});

test("a field that keeps its own text is left alone", async () => {
  const [guest] = await GuestHarness.open(`import { TextInput } from "rill/sdk"; export default () => <TextInput defaultValue="x" onChange={() => {}} />;`);
  expect((await guest.call(1, "onChange", [{ value: "y", version: 1 }])).operations).toEqual([]);
});

test("a guest's own valueVersion wins", async () => {
  const [guest] = await GuestHarness.open(FIELD(`(e) => setText(e.value + "!")`, `valueVersion="force"`));
  const typed = await guest.call(1, "onChange", [{ value: "a", version: 1 }]);
  expect(typed.operations).toEqual([[UPDATE, 1, { value: "a!", valueVersion: "force" }, []]]);
});

test("a late change with an older version does not turn the clock back", async () => {
  const [guest] = await GuestHarness.open(FIELD(`(e) => setText(e.value)`));
  await guest.call(1, "onChange", [{ value: "abc", version: 5 }]);
  const late = await guest.call(1, "onChange", [{ value: "ab", version: 4 }]);
  expect(late.operations).toEqual([[UPDATE, 1, { value: "ab", valueVersion: 5 }, []]]);
});
