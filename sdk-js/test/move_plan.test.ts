import { expect, test } from "bun:test";

import { entriesThatStay, reorderIsCheaper } from "../src/core/move_plan";
import { TestRandom } from "./random";

const stay = (positions: number[]): number[] => [...entriesThatStay(positions)];

test("nothing moves when the order is kept", () => {
  expect(stay([])).toEqual([]);
  expect(stay([0, 1, 2])).toEqual([1, 1, 1]);
  expect(stay([-1, 0, -1, 1])).toEqual([0, 1, 0, 1]);
});

test("a swap of two among many moves two", () => {
  const positions = Array.from({ length: 1_000 }, (_, i) => i);
  [positions[1], positions[998]] = [positions[998]!, positions[1]!];
  expect(stay(positions).filter((stays) => stays === 0)).toHaveLength(2);
});

test("first to last and last to first move one", () => {
  expect(stay([1, 2, 3, 0])).toEqual([1, 1, 1, 0]);
  expect(stay([3, 0, 1, 2])).toEqual([0, 1, 1, 1]);
});

test("what stays is always increasing and as long as the best found by brute force", () => {
  const random = new TestRandom(7);
  for (let round = 0; round < 300; round++) {
    const count = random.below(9);
    const positions = random.shuffle(Array.from({ length: count }, (_, i) => (random.below(4) === 0 ? -1 : i)));
    const stays = stay(positions);
    const kept = positions.filter((_, i) => stays[i] === 1);
    expect(kept.every((position, i) => position >= 0 && (i === 0 || kept[i - 1]! < position))).toBe(true);
    expect(kept.length).toBe(longestByBruteForce(positions));
  }
});

test("REORDER is chosen only where single moves are longer", () => {
  expect(reorderIsCheaper(0, 0)).toBe(false);
  expect(reorderIsCheaper(1, 3)).toBe(false);
  expect(reorderIsCheaper(2, 1_000)).toBe(false);
  expect(reorderIsCheaper(999, 1_000)).toBe(true);
});

function longestByBruteForce(positions: readonly number[]): number {
  let best = 0;
  for (let mask = 0; mask < 1 << positions.length; mask++) {
    const chosen = positions.filter((_, i) => mask & (1 << i));
    if (chosen.every((position, i) => position >= 0 && (i === 0 || chosen[i - 1]! < position))) best = Math.max(best, chosen.length);
  }
  return best;
}
