// Children in a wanted order, with the fewest moves.

import type { Core } from "../../core";

/** Let an element have exactly these children in this order, besides what a module put there. */
export function order({ end, isForeign, place }: Core, parent: Element, children: readonly Node[]): void {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child) && !isForeign(child)) child.remove();
  const places = new Map([...parent.childNodes].map((child, at) => [child as Node, at]));
  // The longest run that is in order already stands still. ends[n]: of all runs of n + 1, the child with which one ends lowest.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  children.forEach((child, at) => {
    const place = places.get(child);
    if (place === undefined) return;
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (places.get(children[ends[middle]!]!)! < place) low = middle + 1;
      else high = middle;
    }
    previous[at] = ends[low - 1];
    ends[low] = at;
  });
  let standing = ends.at(-1);
  let before = end(parent);
  for (let at = children.length - 1; at >= 0; at--) {
    if (at === standing) standing = previous[at];
    else place(parent, children[at]!, before);
    before = children[at]!;
  }
}
