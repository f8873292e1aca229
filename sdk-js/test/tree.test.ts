// The guest's tree by itself, for what no framework of ours asks of it but one may.

import { expect, test } from "bun:test";

import { FunctionTable } from "../src/core/function_table";
import { OPERATIONS, type Native } from "../src/core/native";
import { NodeIds } from "../src/core/node_ids";
import { Template, TemplateTable } from "../src/core/template";
import { Tree, type TreeNode } from "../src/core/tree";
import { Writer } from "../src/core/writer";
import * as wire from "../src/protocol/generated";
import { HostTree } from "./host_tree";
import { TestRandom } from "./random";

class TreeHarness {
  private operations: unknown[][] = [];
  readonly tree: Tree;
  readonly host = new HostTree();

  constructor() {
    const native = { append: (channel: number, value: unknown[]) => channel === OPERATIONS && this.operations.push(structuredClone(value)) };
    const functions = new FunctionTable();
    const writer = new Writer(native as unknown as Native, functions, () => {});
    this.tree = new Tree({ writer, functions, ids: new NodeIds(), templates: new TemplateTable(writer) });
  }

  /** End a commit: what it wrote, applied to the host's tree. */
  commit(): unknown[][] {
    this.tree.endCommit();
    const written = this.operations;
    this.operations = [];
    this.host.apply(written);
    return written;
  }
}

const ROW = (): Template => new Template(["Row", {}, [["#text", ""]]], [[wire.SLOT_PROP, 0, "n"]], []);

test("new siblings come out in their order and as one run, in whatever order they were placed", () => {
  const harness = new TreeHarness();
  const { tree } = harness;
  const row = ROW();
  const nodes = [0, 1, 2, 3].map((n) => tree.makeClone(row, [n]));
  tree.append(tree.root, nodes[2]!);
  tree.append(tree.root, nodes[3]!);
  tree.insertBefore(tree.root, nodes[0]!, nodes[2]!);
  tree.insertBefore(tree.root, nodes[1]!, nodes[2]!);
  expect(harness.commit().slice(1)).toEqual([[wire.CLONES, 1, 1, 4, 0, null, [[0, 1, 2, 3]]]]);
  expect(nodes.map(({ id }) => id)).toEqual([1, 3, 5, 7]);
});

test("random insertions, moves and removals in any order leave the host with the same children", () => {
  for (const seed of [1, 2, 3, 4]) {
    const random = new TestRandom(seed);
    const harness = new TreeHarness();
    const { tree, host } = harness;
    const rows = [ROW(), ROW()];
    const shown: TreeNode[] = [];
    let made = 0;
    for (let commit = 0; commit < 40; commit++) {
      for (let step = random.below(9); step > 0; step--) {
        const what = random.below(4);
        if (what === 3 && shown.length > 0) {
          tree.remove(tree.root, shown.splice(random.below(shown.length), 1)[0]!);
          continue;
        }
        const node = what === 2 && shown.length > 0
          ? shown.splice(random.below(shown.length), 1)[0]!
          : random.below(4) === 0 ? tree.make("View", { n: made++ }) : tree.makeClone(rows[random.below(2)]!, [made++]);
        const at = random.below(shown.length + 1);
        if (at === shown.length) tree.append(tree.root, node);
        else tree.insertBefore(tree.root, node, shown[at]!);
        shown.splice(at, 0, node);
      }
      harness.commit();
      expect(host.root.children.map(({ id }) => id), `seed ${seed}, commit ${commit}`).toEqual(shown.map(({ id }) => id));
    }
  }
});

test("nodes that are gone are found no more, wherever in a run they were", () => {
  const harness = new TreeHarness();
  const { tree } = harness;
  const row = ROW();
  const nodes = Array.from({ length: 200 }, (_, n) => tree.makeClone(row, [n]));
  for (const node of nodes) {
    tree.append(tree.root, node);
    if (node.text === "" && nodes.indexOf(node) % 3 === 0) harness.commit();
  }
  harness.commit();
  const ids = nodes.map(({ id }) => id);
  const kept = nodes.filter((_, n) => n % 5 === 0);
  for (const node of nodes) if (!kept.includes(node)) tree.remove(tree.root, node);
  harness.commit();
  expect(ids.map((id) => tree.find(id))).toEqual(nodes.map((node) => (kept.includes(node) ? node : undefined)));
  // Nodes inside a clone are none of the tree's.
  expect(tree.find(kept[1]!.id + 1)).toBeUndefined();
  for (const node of kept) tree.remove(tree.root, node);
  harness.commit();
  expect(ids.some((id) => tree.find(id) !== undefined)).toBe(false);
});
