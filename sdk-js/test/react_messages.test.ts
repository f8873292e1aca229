import { expect, test } from "bun:test";

import { GuestHarness } from "./harness";

// Each body is that of a guest's App; what it says must help someone who cannot look a number up.
for (const [what, body, message] of [
  ["an object as a child", `return <Text>{{ a: 1, b: 2 }}</Text>;`, "cannot draw object with keys {a, b}: children are elements, strings, numbers"],
  ["an undefined component", `const Missing = ({}).x; return <Missing />;`, "cannot draw an element whose type is undefined: a component is undefined"],
  ["a hook behind a condition", `const [n, setN] = useState(0); if (n === 0) useEffect(() => setN(1)); return null;`, "called fewer hooks than in its last render"],
  ["a hook that comes later", `const [n, setN] = useState(0); if (n === 1) useState(0); useEffect(() => setN(1), []); return null;`, "called more hooks than in its last render"],
  ["state set in each render", `const [n, setN] = useState(0); setN(n + 1); return null;`, "sets its own state in each render"],
  ["an endless layout effect", `const [n, setN] = useState(0); useLayoutEffect(() => setN(n + 1)); return null;`, "keeps causing the next one"],
  ["a hook in an effect", `useEffect(() => { useState(0); }, []); return null;`, "was called outside a component"],
  ["use() of a string", `return use("x");`, "use() expects a promise or a context, got x"],
] as const) {
  test(`${what} is explained in words`, async () => {
    const [, start] = await GuestHarness.open(`
      import { use, useEffect, useLayoutEffect, useState } from "react";
      import { Text } from "rill/sdk";
      export default function App() { ${body} }
    `);
    const error = start.frames.at(-1)![1] as { message: string };
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("Minified");
  });
}

test("a hook at the top level of a bundle is explained in words", async () => {
  const load = GuestHarness.load(`import { useState } from "react"; const [a] = useState(0); export default () => a;`);
  expect(await load.catch((error: unknown) => (error as Error).message)).toContain("useState was called outside a component");
});
