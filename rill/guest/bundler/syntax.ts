// What every reader of syntax trees here needs: questions about single nodes, and the one name that the bundler writes and others
// look for. Knows no scopes; what a tree means is up to its readers.

import type { AnyNode } from "acorn";

/** Reads one export of one runtime module; build.py defines it in front of the code. Free in the bundle, so that it is never renamed. */
export const IMPORT_FUNCTION = "$rill";

/** Stands for all names, where one is not known before the code runs. */
export const ANY_NAME = "*";

/** Visit every node, parents first, with a stack of our own: bundled code may nest deeper than calls can. */
export function walk(root: AnyNode, visit: (node: AnyNode) => void): void {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    visit(node);
    for (const child of childrenOf(node)) open.push(child);
  }
}

/** The nodes right below a node, in the order of its fields. */
export function* childrenOf(node: AnyNode): Generator<AnyNode> {
  const fields = node as unknown as Record<string, unknown>;
  for (const name in fields) {
    const value = fields[name];
    if (value === null || typeof value !== "object") continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield item;
    } else if (isNode(value)) {
      yield value;
    }
  }
}

export function isNode(value: unknown): value is AnyNode {
  return value !== null && typeof value === "object" && typeof (value as { type?: unknown }).type === "string";
}

/** The string that a literal is. */
export function literalText(node: AnyNode | null | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The name that a key which is not computed has. */
export function nameOfKey(key: AnyNode): string | null {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : null;
}
