import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

const root = join(import.meta.dir, "../..");
const page = await readFile(join(root, "docs/guest-sdk.md"), "utf8");
const blocks = [...page.matchAll(/^```tsx\n([^]*?)^```$/gm)].map(([, code]) => code!);

test("docs/guest-sdk.md has code to try", () => {
  expect(blocks.length).toBeGreaterThanOrEqual(6);
});

for (const code of blocks) {
  const name = /export default function (\w+)/.exec(code)?.[1];
  test(`the guest ${name} of docs/guest-sdk.md mounts`, async () => {
    const [, start] = await GuestHarness.open(code, { props: {} });
    expect(start.frames.filter(([kind, , fatal]) => kind === wire.ERROR && fatal === true)).toEqual([]);
    expect(new HostTree().apply(start.operations).size).toBeGreaterThan(0);
  });
}

test("the code of docs/guest-sdk.md compiles against the types that guests get", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rill-documentation-"));
  try {
    await Promise.all(blocks.map((code, i) => writeFile(join(folder, `block${i}.tsx`), code)));
    const types = join(root, "rill/guest/types");
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ extends: join(types, "tsconfig.json"), files: [join(types, "globals.d.ts"), ...blocks.map((_, i) => `block${i}.tsx`)] }));
    const tsc = Bun.spawn([process.execPath, "run", "--bun", join(import.meta.dir, "../node_modules/typescript/bin/tsc"), "-p", folder], { env: { ...process.env, BUN_BE_BUN: "1" }, stdout: "pipe" });
    expect(await new Response(tsc.stdout).text()).toBe("");
    expect(await tsc.exited).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
