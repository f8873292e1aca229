// Props that take elements: what a guest writes as a prop crosses as a child of type Slot, in every way that React has of making one.

import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

const { APPEND, CREATE, DELETE, HOST_EVENT, INSERT, TEXT, UPDATE } = wire;

const picture = async (source: string): Promise<unknown> => {
  const [, start] = await GuestHarness.open(source);
  expect(start.frames).toEqual([]);
  return (new HostTree().apply(start.operations).picture() as unknown[])[2];
};

test("an element prop becomes a slot, and its element no prop", async () => {
  expect(await picture(`
    import { Card, Text } from "rill/sdk";
    export default () => <Card title="T" header={<Text>Above</Text>} footer="below"><Text>a</Text><Text>b</Text></Card>;
  `)).toEqual([
    "Card", { title: "T" }, ["Slot", { name: "header" }, ["Text", {}, "Above"]], ["Slot", { name: "footer" }, "below"], ["Text", {}, "a"], ["Text", {}, "b"],
  ]);
});

test("nothing in an element prop makes no slot, and neither does leaving it out", async () => {
  for (const nothing of ["null", "undefined", "false", "true", '""']) {
    expect(await picture(`
      import { Card, Text } from "rill/sdk";
      export default () => <Card header={${nothing}}><Text>a</Text></Card>;
    `)).toEqual(["Card", {}, ["Text", {}, "a"]]);
  }
  expect(await picture(`import { Card } from "rill/sdk"; export default () => <Card header={0} />;`)).toEqual(["Card", {}, ["Slot", { name: "header" }, "0"]]);
  expect(await picture(`import { Card } from "rill/sdk"; export default () => <Card />;`)).toEqual(["Card", {}]);
});

test("createElement, spread props and keys lead to the same", async () => {
  const made = ["Card", {}, ["Slot", { name: "header" }, ["Text", {}, "h"]], ["Text", {}, "a"], ["Text", {}, "b"]];
  const imports = `import React, { createElement } from "react"; import * as Sdk from "rill/sdk"; const { Card, Text } = Sdk; const props = { header: <Text>h</Text> };`;
  for (const element of [
    `<Card {...props}><Text>a</Text><Text>b</Text></Card>`,
    `<Card {...props} key="k"><Text>a</Text><Text>b</Text></Card>`,
    `<Card key="k" {...props} children={[<Text key="a">a</Text>, <Text key="b">b</Text>]} />`,
    `createElement(Card, props, <Text>a</Text>, <Text>b</Text>)`,
    `React.createElement(Sdk.Card, { ...props, key: "k" }, <Text>a</Text>, <Text>b</Text>)`,
  ]) {
    expect(await picture(`${imports} export default () => ${element};`)).toEqual(made);
  }
});

test("children keep their nodes and their state when a slot comes, changes and goes", async () => {
  const [guest, start] = await GuestHarness.open(`
    import { useState } from "react";
    import { Card, Text, useHostEvent } from "rill/sdk";
    let made = 0;
    const Counted = () => { const [n] = useState(() => ++made); return <Text>{n}</Text>; };
    export default function App() {
      const [props, setProps] = useState({});
      useHostEvent("set", setProps);
      return <Card {...props}><Counted /></Card>;
    }
  `);
  const tree = new HostTree().apply(start.operations);
  const came = await guest.send(HOST_EVENT, "set", { header: "h" });
  expect(came.operations).toEqual([[CREATE, 4, "Slot", { name: "header" }], [CREATE, 5, "#text", "h"], [APPEND, 4, 5], [INSERT, 1, 4, 2]]);
  expect((await guest.send(HOST_EVENT, "set", { header: "H", footer: null })).operations).toEqual([[TEXT, 5, "H"]]);
  expect((await guest.send(HOST_EVENT, "set", { title: "t" })).operations).toEqual([[UPDATE, 1, { title: "t" }, []], [DELETE, 4]]);
  expect(tree.ids("Text")).toEqual([2]);
});

test("a clone of such an element may be given other elements, children and keys", async () => {
  const clone = (args: string, element = `<Card title="t" header="h" key="k"><Text>a</Text></Card>`): Promise<unknown> =>
    picture(`
      import { cloneElement } from "react";
      import { Card, Text } from "rill/sdk";
      export default () => [cloneElement(${element}${args})];
    `);
  const slot = (name: string, text: string) => ["Slot", { name }, text];
  expect(await clone("")).toEqual(["Card", { title: "t" }, slot("header", "h"), ["Text", {}, "a"]]);
  expect(await clone(`, { header: "H", footer: "f" }`)).toEqual(["Card", { title: "t" }, slot("header", "H"), slot("footer", "f"), ["Text", {}, "a"]]);
  expect(await clone(`, { header: null, title: "T", key: "K" }`)).toEqual(["Card", { title: "T" }, ["Text", {}, "a"]]);
  expect(await clone(`, null, <Text>b</Text>, <Text>c</Text>`)).toEqual(["Card", { title: "t" }, slot("header", "h"), ["Text", {}, "b"], ["Text", {}, "c"]]);
  expect(await clone(`, { footer: "f" }`, `<Card />`)).toEqual(["Card", {}, slot("footer", "f")]);
  // Others are React's own business.
  expect(await clone(`, { id: "x" }`, `<Text>a</Text>`)).toEqual(["Text", { id: "x" }, "a"]);
});

test("a ref and a context reach through", async () => {
  const [, start] = await GuestHarness.open(`
    import { createContext, use, useEffect } from "react";
    import { Modal, Text, useRemoteRef, useSendToHost } from "rill/sdk";
    const Name = createContext("");
    const Shown = () => <Text>{use(Name)}</Text>;
    export default function App() {
      const ref = useRemoteRef(); const send = useSendToHost();
      useEffect(() => send("ref", ref.current.type), []);
      return <Name value="Ada"><Modal ref={ref} footer={<Shown />} /></Name>;
    }
  `);
  expect(start.frames).toMatchObject([[wire.MESSAGE, "ref", "Modal"]]);
  expect(new HostTree().apply(start.operations).picture()).toEqual(["#root", {}, ["Modal", {}, ["Slot", { name: "footer" }, ["Text", {}, "Ada"]]]]);
});

test("a host's own component takes elements when its guest names the props", async () => {
  expect(await picture(`
    import { hostComponent, Text } from "rill/sdk";
    const Panel = hostComponent("Panel", { elements: ["aside"] });
    export default () => <Panel aside={<Text>x</Text>} wide />;
  `)).toEqual(["Panel", { wide: true }, ["Slot", { name: "aside" }, ["Text", {}, "x"]]]);
});

// -- what may stand where

async function refusal(element: string): Promise<string | null> {
  const [, start] = await GuestHarness.open(`
    import { Card, Column, hostComponent, Menu, MenuItem, Modal, Slot, Tab, Tabs, Text, View } from "rill/sdk";
    const Own = hostComponent("Own");
    export default () => ${element};
  `);
  const error = start.frames.find(([kind]) => kind === wire.ERROR)?.[1] as { code: string; message: string } | undefined;
  if (error !== undefined) expect(error.code).toBe("child_not_allowed");
  return error?.message ?? null;
}

test("a component that belongs into another one says where it belongs", async () => {
  const problem = "but it may stand in <Tabs> only; put it there";
  expect(await refusal(`<View><Tab name="a" title="A" /></View>`)).toBe(`<Tab> under <View>, ${problem}`);
  expect(await refusal(`<Tab name="a" title="A" />`)).toBe(`<Tab> at the top of the guest's tree, ${problem}`);
  expect(await refusal(`<Tabs><View><Tab name="a" title="A" /></View></Tabs>`)).toBe(`<Tab> under <View>, ${problem}`);
  expect(await refusal(`<Tabs><><Tab name="a" title="A" /></></Tabs>`)).toBe(null);
  // Of its own components a host alone knows what they take.
  expect(await refusal(`<Own><Tab name="a" title="A" /></Own>`)).toBe(null);
});

test("a component that takes certain ones only says which", async () => {
  expect(await refusal(`<Tabs><Text>x</Text></Tabs>`)).toBe("<Text> under <Tabs>, which takes <Tab> only; put it into one");
  expect(await refusal(`<Menu><View /></Menu>`)).toBe("<View> under <Menu>, which takes <MenuItem> and <Divider> only; put it into one");
  expect(await refusal(`<Menu><Own /></Menu>`)).toBe("<Own> under <Menu>, which takes <MenuItem> and <Divider> only; put it into one");
  expect(await refusal(`<Menu><MenuItem>x</MenuItem></Menu>`)).toBe(null);
});

test("a slot stands where props take elements", async () => {
  const problem = "where no props take elements; leave it out";
  expect(await refusal(`<View><Slot name="header" /></View>`)).toBe(`<Slot> under <View>, ${problem}`);
  expect(await refusal(`<Slot name="header" />`)).toBe(`<Slot> at the top of the guest's tree, ${problem}`);
  expect(await refusal(`<Card><Slot name="header"><Column /></Slot></Card>`)).toBe(null);
  expect(await refusal(`<Own><Slot name="header">text</Slot></Own>`)).toBe(null);
});
