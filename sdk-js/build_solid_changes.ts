// Changes to solid-js, made when its runtime is built: functions of ours take the place of Solid's of the same names. They are in
// src/solid/changed_functions.js, with the reason of each. A version of Solid that looks different fails the build here.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BunPlugin } from "bun";

const here = import.meta.dir;
const CHANGED_FUNCTIONS = join(here, "src/solid/changed_functions.js");

/** Single places in functions that stay as they are otherwise. */
const CHANGES: readonly (readonly [from: string, to: string])[] = [
  // A computation has few fields of its own; the rest are defaults of its prototype.
  [
    `  const c = {
    fn,
    state: state,
    updatedAt: null,
    owned: null,
    sources: null,
    sourceSlots: null,
    cleanups: null,
    value: init,
    owner: Owner,
    context: Owner ? Owner.context : null,
    pure
  };`,
    "  const c = new Computation(fn, init, pure, state, Owner);",
  ],
  // What tells a memo from an effect.
  [`node.updatedAt != null && "observers" in node`, "node.updatedAt != null && node.isMemo"],
  // Whoever keeps an owner must say so: For gives one owner to many rows while nobody does.
  ["  const l = Listener;\n  const o = Owner;", "  const l = Listener;\n  const o = takeOwner();"],
];

const SHARED_VARIABLES_END = "let ExecCount = 0;\n";

/** What a function declaration at the top of the module looks like, up to the brace that ends it. */
function declaration(name: string): RegExp {
  return new RegExp(`^(?:export )?function ${name}\\([^]*?\\n\\}\\n`, "m");
}

/** Put the functions of `changed` into `source`; what has no namesake there is added. */
export function changeFunctions(source: string, changed: string): string {
  for (const [from, to] of CHANGES) {
    const pieces = source.split(from);
    if (pieces.length !== 2) throw looksDifferent(from.slice(0, 60), pieces.length - 1);
    source = pieces.join(to);
  }
  for (const [, name] of changed.matchAll(/^\/\/ In place of Solid's (\w+)\b/gm)) {
    const found = source.match(new RegExp(declaration(name!).source, "gm")) ?? [];
    if (found.length !== 1) throw looksDifferent(`function ${name}`, found.length);
    source = source.replace(declaration(name!), "");
  }
  // Behind the variables that it shares, before the first signal is made.
  const pieces = source.split(SHARED_VARIABLES_END);
  if (pieces.length !== 2) throw looksDifferent(SHARED_VARIABLES_END, pieces.length - 1);
  return pieces.join(`${SHARED_VARIABLES_END}\n${changed}`);
}

function looksDifferent(wanted: string, times: number): Error {
  return new Error(`Solid has changed: build_solid_changes.ts looks for ${wanted} and finds it ${times} times`);
}

export const changedSolid: BunPlugin = {
  name: "changed-solid",
  setup(build) {
    // The client's production build, whatever conditions the bundler has.
    build.onResolve({ filter: /^solid-js$/ }, () => ({ path: join(here, "node_modules/solid-js/dist/solid.js") }));
    build.onResolve({ filter: /^solid-js\/store$/ }, () => ({ path: join(here, "node_modules/solid-js/store/dist/store.js") }));
    build.onLoad({ filter: /solid-js[\\/]dist[\\/]solid\.js$/ }, async ({ path }) => ({
      contents: changeFunctions(await readFile(path, "utf8"), await readFile(CHANGED_FUNCTIONS, "utf8")),
      loader: "js",
    }));
  },
};
