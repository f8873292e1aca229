// The realm's one tree of host nodes. Set by the runtime's entry before any bundle is loaded.

import type { HostTree } from "./host_tree";

let current: HostTree | null = null;

export function setHostTree(tree: HostTree): void {
  current = tree;
}

export function hostTree(): HostTree {
  return current!;
}
