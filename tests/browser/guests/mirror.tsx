// Draws the trees that its host sends, whatever is in them.

import { createElement, type ReactNode, useState } from "react";
import { useHostEvent } from "rill/sdk";

type Tree = string | readonly [type: string, props: Readonly<Record<string, unknown>>, children: readonly Tree[]];

interface Shown {
  readonly trees: readonly Tree[];
  readonly round: number;
  /** Nodes of another key are new ones. */
  readonly key: number;
}

const ignore = (): void => {};

function draw(tree: Tree, key: number): ReactNode {
  if (typeof tree === "string") return tree;
  const [type, props, children] = tree;
  const given = Object.fromEntries(Object.entries(props).map(([name, value]) => [name, /^on[A-Z]/.test(name) ? ignore : value]));
  return createElement(type, { ...given, key }, ...children.map(draw));
}

export default function Mirror({ trees }: { trees: readonly Tree[] }) {
  const [shown, setShown] = useState<Shown>({ trees, round: 0, key: 0 });
  useHostEvent("show", (next: Shown) => setShown(next));
  return (
    <>
      {createElement("Column", { key: shown.key }, ...shown.trees.map(draw))}
      {createElement("Text", null, `shown: ${shown.round}`)}
    </>
  );
}
