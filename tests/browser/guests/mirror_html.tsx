/** @jsxImportSource preact */
// Draws the trees that its host sends, of elements of HTML, whatever is in them.

import { type ComponentChild, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { onHostEvent } from "rill/host";

type Tree = string | readonly [type: string, props: Readonly<Record<string, unknown>>, children: readonly Tree[]];
interface Shown {
  readonly trees: readonly Tree[];
  readonly round: number;
  /** Nodes of another key are new ones. */
  readonly key: number;
}

const ignore = (): void => {};

function draw(tree: Tree, key: number): ComponentChild {
  if (typeof tree === "string") return tree;
  const [type, props, children] = tree;
  const given = Object.fromEntries(Object.entries(props).map(([name, value]) => [name, /^on[A-Z]/.test(name) ? ignore : value]));
  return h(type, { ...given, key }, ...children.map(draw));
}

export default function Mirror({ trees }: { trees: readonly Tree[] }) {
  const [shown, setShown] = useState<Shown>({ trees, round: 0, key: 0 });
  useEffect(() => onHostEvent("show", (next) => setShown(next as Shown)), []);
  return (
    <>
      <div key={shown.key}>{shown.trees.map(draw)}</div>
      <p>shown: {shown.round}</p>
    </>
  );
}
