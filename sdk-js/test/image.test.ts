import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";

const failure = (source: string): Promise<unknown> => GuestHarness.load(source).then(() => "loaded", (error: unknown) => error);

for (const [what, code] of [
  ["setTimeout", "setTimeout(() => {}, 0);"],
  ["setInterval", "setInterval(() => {}, 100);"],
  ["AbortSignal.timeout", "AbortSignal.timeout(5);"],
] as const) {
  test(`${what} at the top level of a bundle is refused with the line`, async () => {
    const error = (await failure(`function early() {\n ${code}\n}\nearly();\nexport default () => null;`)) as Error & { code: string };
    expect(error).toMatchObject({ name: "GuestError", code: "image" });
    expect(error.message).toContain("move it into a component or an effect");
    expect(error.stack).toContain("app:");
  });
}

test("a promise that is rejected while the image is made fails the load", async () => {
  expect(await failure(`Promise.reject(new TypeError("early")); export default () => null;`)).toMatchObject({ name: "TypeError", message: "early" });
});

test("an exception at the top level is thrown as it is", async () => {
  expect(await failure(`throw new RangeError("top"); export default () => null;`)).toMatchObject({ name: "RangeError", message: "top" });
});

test("a bundle without a component says what was expected", async () => {
  expect(await failure(`export const x = 1;`)).toMatchObject({ code: "no_component", message: expect.stringContaining("got no default export") as string });
  expect(await failure(`import { View } from "rill/sdk"; export default <View />;`)).toMatchObject({ code: "no_component" });
  expect(await failure(`export default 5;`)).toMatchObject({ message: expect.stringContaining("got a number") as string });
});

test("memo, lazy and classes are components", async () => {
  for (const source of [
    `import { memo } from "react"; import { View } from "rill/sdk"; export default memo(() => <View />);`,
    `import { lazy } from "react"; import { View } from "rill/sdk"; export default lazy(async () => ({ default: () => <View /> }));`,
    `import { Component } from "react"; import { View } from "rill/sdk"; export default class extends Component { render() { return <View />; } }`,
  ]) {
    const [, start] = await GuestHarness.open(source);
    expect(start.operations).toEqual([[wire.CREATE, 1, "View", {}], [wire.APPEND, 0, 1]]);
  }
});

test("bundles made for development find jsxDEV", async () => {
  const [, start] = await GuestHarness.open(`
    import { Fragment, jsxDEV } from "react/jsx-dev-runtime";
    import { View } from "rill/sdk";
    export default () => jsxDEV(Fragment, { children: [jsxDEV(View, { n: 1 }, "a"), jsxDEV(View, { n: 2 }, "b")] }, undefined);
  `);
  expect(start.operations.filter(([op]) => op === wire.CREATE)).toEqual([[wire.CREATE, 1, "View", { n: 1 }], [wire.CREATE, 2, "View", { n: 2 }]]);
});

test("an unknown module names itself and those that exist", async () => {
  expect(await failure(`import x from "unknown-module"; console.log(x); export default () => null;`)).toMatchObject({
    code: "unknown_module",
    message: "unknown module 'unknown-module'; a guest's runtime has 'react', 'react/jsx-runtime', 'react/jsx-dev-runtime', 'rill/sdk', 'rill/templates', everything else must be bundled.",
  });
});

test("console lines of the image come with START", async () => {
  const guest = await GuestHarness.load(`console.warn("loading", 1); export default () => null;`);
  const start = await guest.start();
  expect(start.frames).toMatchObject([[wire.LOG, "warn", ["loading", "1"], expect.stringContaining("app:")]]);
});

test("top-level await-like work on promises runs while the image is made", async () => {
  const [, start] = await GuestHarness.open(`
    import { Text } from "rill/sdk";
    let word = "early";
    Promise.resolve("late").then((w) => { word = w; });
    export default () => <Text>{word}</Text>;
  `);
  expect(start.operations).toContainEqual([wire.CREATE, 2, "#text", "late"]);
});
