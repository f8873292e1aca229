// Builds published.ts into one script: `bun run build.ts OUT`. Solid is the package as it is published, not the one that guests have.

import { join } from "node:path";

const out = process.argv[2]!;
const solid = join(import.meta.dir, "../../../sdk-js/node_modules/solid-js/dist/solid.js");
const result = await Bun.build({
  entrypoints: [join(import.meta.dir, "published.ts")],
  target: "browser",
  format: "iife",
  minify: true,
  plugins: [{ name: "published-solid", setup: (build) => void build.onResolve({ filter: /^solid-js$/ }, () => ({ path: solid })) }],
});
if (!result.success) throw new AggregateError(result.logs, "published.ts did not build");
await Bun.write(out, result.outputs[0]!);
