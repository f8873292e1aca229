// Builds the guest runtimes that ship in the wheel. Run by tools/build_sdk.py as `bun run build.ts [OUT]`; the same sources and
// lockfile give the same bytes on every machine.

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { BunPlugin } from "bun";

const here = import.meta.dir;

// React's scheduler is replaced by ours: see src/react/scheduler.ts.
const ownScheduler: BunPlugin = {
  name: "own-scheduler",
  setup(build) {
    build.onResolve({ filter: /^scheduler$/ }, () => ({ path: join(here, "src/react/scheduler.ts") }));
  },
};

/** Build one entry into one self-contained script. */
export async function buildUnit(entry: string, options: { minify: boolean }): Promise<{ code: string; map: string }> {
  const result = await Bun.build({
    entrypoints: [join(here, entry)],
    root: here,
    target: "browser",
    format: "iife",
    minify: options.minify,
    sourcemap: "external",
    plugins: [ownScheduler],
    define: { "process.env.NODE_ENV": '"production"' },
    conditions: ["production"],
  });
  if (!result.success) throw new AggregateError(result.logs, `building ${entry} failed`);
  const code = result.outputs.find((output) => output.kind === "entry-point");
  const map = result.outputs.find((output) => output.kind === "sourcemap");
  if (code === undefined || map === undefined) throw new Error(`building ${entry} gave no code or no source map`);
  return { code: await code.text(), map: await map.text() };
}

async function main(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const { code, map } = await buildUnit("src/runtime_react.ts", { minify: true });
  await writeFile(join(out, "react.js"), code);
  await writeFile(join(out, "react.js.map"), map);
  console.log(`react.js ${code.length} bytes`);
}

if (import.meta.main) await main(resolve(process.argv[2] ?? join(here, "../rill/guest/runtimes")));
