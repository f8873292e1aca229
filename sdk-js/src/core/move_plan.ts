// Which children of a parent must move to turn one order into another with the fewest moves: all but a longest increasing
// subsequence of their old positions. Pure arithmetic; it knows no nodes and no operations.

/**
 * Mark the entries that may stay where they are.
 *
 * Args:
 *   positions: for each entry of the new order its old position, or -1 if it is new. Old positions are distinct.
 * Returns one byte for each entry, 1 where the entry stays. Cost O(n log n), and O(n) when nothing moved.
 *
 * [0,1,2,3] -> all stay; [3,1,2,0] -> 1 and 2 stay; [-1,0,1] -> 0 and 1 stay.
 */
export function entriesThatStay(positions: readonly number[]): Uint8Array {
  const count = positions.length;
  const stays = new Uint8Array(count);
  // tails[k]: index of the entry that ends the best subsequence of length k+1; previous[i]: the entry before i in it.
  const tails: number[] = [];
  const previous = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    const position = positions[i]!;
    if (position < 0) continue;
    let low = 0;
    // In order so far is by far the most common case: it costs one comparison.
    if (tails.length > 0 && positions[tails[tails.length - 1]!]! < position) low = tails.length;
    else {
      let high = tails.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (positions[tails[middle]!]! < position) low = middle + 1;
        else high = middle;
      }
    }
    if (low > 0) previous[i] = tails[low - 1]!;
    tails[low] = i;
  }
  let entry = tails.length > 0 ? tails[tails.length - 1]! : -1;
  while (entry >= 0) {
    stays[entry] = 1;
    entry = previous[entry]!;
  }
  return stays;
}

/** Whether one REORDER of `children` is shorter on the wire than `moves` single moves: 4 values each against 3 and the ids. */
export function reorderIsCheaper(moves: number, children: number): boolean {
  return moves * 4 > children + 3;
}
