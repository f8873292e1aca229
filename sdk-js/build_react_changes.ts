// Two changes to react-reconciler, made when the runtime is built. A version that looks different fails the build here.
//
// 1. Where a placed fiber's next host sibling is looked for. React scans forward over all siblings that are placed in the same
//    commit, once for each of them, which is quadratic: in an interpreter 1,000 new rows cost half a million steps
//    (docs/decisions/022). Placements are made in the order of siblings, so the answer of the last search holds until its fiber
//    is reached; it is kept for the length of one commit.
// 2. What its errors say. The production build has numbers and an address; ours has sentences (src/react/messages.ts).

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BunPlugin } from "bun";

type Change = readonly [from: string | RegExp, to: string];

// A name instead of a path: the source map shows the changed source, and it must be the same on every machine.
const MESSAGES_MODULE = "rill:react-messages";

const MESSAGES: Change = [
  /function formatProdErrorMessage\(code\) \{[^]*?\n *\}\n(?= *(?:function|var) )/,
  `var rillMessages = require(${JSON.stringify(MESSAGES_MODULE)});
function formatProdErrorMessage() { return rillMessages.reactMessage.apply(null, arguments); }
`,
];

const SIBLINGS: readonly Change[] = [
  [
    "  function getHostSibling(fiber) {\n    a: for (;;) {",
    `  var placement = null;
  function getHostSibling(fiber) {
    var parent = fiber.return, index = fiber.index;
    if (placement !== null && placement.parent === parent && placement.from < index && index < placement.to) {
      placement.from = index;
      return placement.node;
    }
    var found = searchHostSibling(fiber), ancestor = found;
    while (ancestor !== null && ancestor.return !== parent) ancestor = ancestor.return;
    placement = {
      parent: parent,
      from: index,
      to: ancestor === null ? Infinity : ancestor.index,
      node: found === null ? null : found.stateNode
    };
    return placement.node;
  }
  function searchHostSibling(fiber) {
    a: for (;;) {`,
  ],
  [
    "      if (!(fiber.flags & 2)) return fiber.stateNode;\n    }\n  }\n  function insertOrAppendPlacementNodeIntoContainer(",
    "      if (!(fiber.flags & 2)) return fiber;\n    }\n    return null;\n  }\n  function insertOrAppendPlacementNodeIntoContainer(",
  ],
  [
    "    resetAfterCommit = $$$config.resetAfterCommit,",
    "    resetAfterCommit = function (container) {\n      placement = null;\n      $$$config.resetAfterCommit(container);\n    },",
  ],
];

const CHANGES: readonly Change[] = [MESSAGES, ...SIBLINGS];

/** Apply changes to a source, each of which must fit exactly once. */
export function applyChanges(source: string, changes: readonly Change[]): string {
  for (const [from, to] of changes) {
    const pieces = source.split(from);
    if (pieces.length !== 2) {
      const found = `finds it ${pieces.length - 1} times`;
      throw new Error(`React has changed: build_react_changes.ts looks for ${String(from).slice(0, 60)} and ${found}`);
    }
    source = pieces.join(to);
  }
  return source;
}

export const changedReact: BunPlugin = {
  name: "changed-react",
  setup(build) {
    build.onResolve({ filter: /^rill:react-messages$/ }, () => ({ path: join(import.meta.dir, "src/react/messages.ts") }));
    build.onLoad({ filter: /react-reconciler\.production\.js$/ }, async ({ path }) => ({
      contents: applyChanges(await readFile(path, "utf8"), CHANGES),
      loader: "js",
    }));
  },
};
