// One change to react-reconciler, made when the runtime is built: where a placed fiber's next host sibling is looked for. React
// scans forward over all siblings that are placed in the same commit, once for each of them, which is quadratic: in an interpreter
// 1,000 new rows cost 0.5 million steps (docs/decisions/022). Placements are made in the order of siblings, so the answer of the
// last search holds until its fiber is reached; it is kept for the length of one commit. A new version of react-reconciler that
// looks different fails the build here.

const CHANGES: readonly (readonly [from: string, to: string])[] = [
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
    placement = { parent: parent, from: index, to: ancestor === null ? Infinity : ancestor.index, node: found === null ? null : found.stateNode };
    return placement.node;
  }
  function searchHostSibling(fiber) {
    a: for (;;) {`,
  ],
  ["      if (!(fiber.flags & 2)) return fiber.stateNode;\n    }\n  }\n  function insertOrAppendPlacementNodeIntoContainer(", "      if (!(fiber.flags & 2)) return fiber;\n    }\n  }\n  function insertOrAppendPlacementNodeIntoContainer("],
  ["    resetAfterCommit = $$$config.resetAfterCommit,", "    resetAfterCommit = function (container) {\n      placement = null;\n      $$$config.resetAfterCommit(container);\n    },"],
];

/** Apply the changes to the source of react-reconciler.production.js. */
export function patchReconciler(source: string): string {
  for (const [from, to] of CHANGES) {
    if (source.split(from).length !== 2) throw new Error(`react-reconciler has changed: build_react_patch.ts looks for ${JSON.stringify(from.slice(0, 60))} once`);
    source = source.replace(from, () => to);
  }
  return source;
}
