// Changes to react-reconciler, made when the runtime is built. A version that looks different fails the build here.
//
// 1. Where a placed fiber's next host sibling is looked for. React scans forward over all siblings that are placed in the same
//    commit, once for each of them, which is quadratic: in an interpreter 1,000 new rows cost half a million steps
//    (docs/decisions/022). Placements are made in the order of siblings, so the answer of the last search holds until its fiber
//    is reached; it is kept for the length of one commit.
// 2. What its errors say. The production build has numbers and an address; ours has sentences (src/react/messages.ts).
// 3. What an unchanged element of a list costs, which just-in-time compilers make cheap and an interpreter does not
//    (docs/decisions/106): how props of `memo` are compared, how an element finds its fiber of the last render, how often contexts
//    are looked for above a component that stays as it is, what beginning and completing such a component takes, and that a commit
//    visits fibers in which nothing happened.

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

// Names and values first, and whether a name is there at all only for what is undefined: Object.is and hasOwnProperty are calls.
const SAME_PROPS: Change = [
  `      if (
        !hasOwnProperty.call(objB, currentKey) ||
        !objectIs(objA[currentKey], objB[currentKey])
      )
        return !1;
    }
    return !0;
  }
  function isThenableResolved(`,
  `      var valueA = objA[currentKey], valueB = objB[currentKey];
      if (valueA !== valueB) {
        if (valueA === valueA || valueB === valueB) return !1;
      } else if (
        (void 0 === valueA && !hasOwnProperty.call(objB, currentKey)) ||
        (0 === valueA && !objectIs(valueA, valueB))
      ) return !1;
    }
    return !0;
  }
  function isThenableResolved(`,
];

// An element of the same key and type as the fiber at its place: five calls in one. Everything else takes React's own way.
const KEPT_ELEMENTS: readonly Change[] = [
  [
    "    function updateSlot(returnFiber, oldFiber, newChild, lanes) {\n",
    `    function keptElement(returnFiber, fiber, element) {
      if (
        null === fiber || "object" !== typeof element || null === element || element.$$typeof !== REACT_ELEMENT_TYPE ||
        element.key !== fiber.key || element.type !== fiber.elementType
      ) return null;
      var props = element.props;
      fiber = createWorkInProgress(fiber, props);
      fiber.sibling = null;
      fiber.ref = void 0 !== props.ref ? props.ref : null;
      fiber.return = returnFiber;
      return fiber;
    }
    function updateSlot(returnFiber, oldFiber, newChild, lanes) {
`,
  ],
  [
    `        var newFiber = updateSlot(
          returnFiber,
          oldFiber,
          newChildren[newIdx],
          lanes
        );`,
    `        var newFiber = keptElement(returnFiber, oldFiber, newChildren[newIdx]) || updateSlot(
          returnFiber,
          oldFiber,
          newChildren[newIdx],
          lanes
        );`,
  ],
];

// Siblings that stay as they are have the same contexts above them: when the first of them found none changed, the others need not
// climb to the root. What was found holds until the next provider begins. Flags 262144 and 524288 say that a fiber was asked already.
const CONTEXTS: readonly Change[] = [
  [
    "    current = null;\n    for (\n      var parent = workInProgress, isInsidePropagationBailout = !1;",
    `    var isFirstAsked = 0 === (workInProgress.flags & 786432);
    if (isFirstAsked && unchangedAbove === workInProgress.return && 10 !== workInProgress.tag && 5 !== workInProgress.tag) {
      workInProgress.flags |= 262144;
      return !1;
    }
    current = null;
    for (
      var parent = workInProgress, isInsidePropagationBailout = !1;`,
  ],
  [
    "    workInProgress.flags |= 262144;\n    return null !== current;\n  }",
    `    workInProgress.flags |= 262144;
    unchangedAbove = isFirstAsked && null === current ? workInProgress.return : null;
    return null !== current;
  }`,
  ],
  [
    "  function pushProvider(providerFiber, context, nextValue) {\n",
    "  var unchangedAbove = null;\n  function pushProvider(providerFiber, context, nextValue) {\n    unchangedAbove = null;\n",
  ],
];

// React skips the children of a parent below which nothing happened; here each child of which that is true. 16382: all flags of effects.
const VISITS: readonly Change[] = [
  [
    "        commitMutationEffectsOnFiber(parentFiber, root$jscomp$0, lanes),\n          (parentFiber = parentFiber.sibling);\n  }",
    `        0 !== ((parentFiber.flags | parentFiber.subtreeFlags) & 16382) &&
          commitMutationEffectsOnFiber(parentFiber, root$jscomp$0, lanes),
          (parentFiber = parentFiber.sibling);
  }`,
  ],
  [
    "        commitLayoutEffectOnFiber(root, parentFiber.alternate, parentFiber),\n          (parentFiber = parentFiber.sibling);",
    `        0 !== ((parentFiber.flags | parentFiber.subtreeFlags) & 16382) &&
          commitLayoutEffectOnFiber(root, parentFiber.alternate, parentFiber),
          (parentFiber = parentFiber.sibling);`,
  ],
];

// A memoised component that stays as it is, once it is known that no context above it changed: what beginning and completing it come to.
const STAYING: Change = [
  "  function performUnitOfWork(unitOfWork) {\n",
  `  function performUnitOfWork(unitOfWork) {
    if (15 === unitOfWork.tag && null !== unchangedAbove && unchangedAbove === unitOfWork.return && null !== unitOfWork.sibling) {
      var kept = unitOfWork.alternate;
      if (
        null !== kept && 0 === ((kept.lanes | kept.childLanes) & entangledRenderLanes) && null === kept.dependencies &&
        0 === (unitOfWork.flags & 786560) && kept.ref === unitOfWork.ref && shallowEqual(kept.memoizedProps, unitOfWork.pendingProps)
      ) {
        var flags = 0;
        for (var child = unitOfWork.child; null !== child; child = child.sibling) {
          flags |= child.subtreeFlags | child.flags;
          child.return = unitOfWork;
        }
        unitOfWork.subtreeFlags = flags & 1206910976;
        unitOfWork.flags |= 262144;
        unitOfWork.pendingProps = unitOfWork.memoizedProps;
        workInProgressRootSkippedLanes |= unitOfWork.lanes;
        workInProgress = unitOfWork.sibling;
        return;
      }
    }
`,
];

const CHANGES: readonly Change[] = [MESSAGES, ...SIBLINGS, SAME_PROPS, ...KEPT_ELEMENTS, ...CONTEXTS, ...VISITS, STAYING];

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

function reactWith(changes: readonly Change[]): BunPlugin {
  return {
    name: "changed-react",
    setup(build) {
      build.onResolve({ filter: /^rill:react-messages$/ }, () => ({ path: join(import.meta.dir, "src/react/messages.ts") }));
      build.onLoad({ filter: /react-reconciler\.production\.js$/ }, async ({ path }) => ({
        contents: applyChanges(await readFile(path, "utf8"), changes),
        loader: "js",
      }));
    },
  };
}

export const changedReact = reactWith(CHANGES);

/** React as it is published, but for the words of its errors: what tests compare the changed one with. */
export const publishedReact = reactWith([MESSAGES]);
