// Where the caret goes when a text is replaced under it.

import { expect, test } from "bun:test";

import { moveCaret } from "../src/connector/modules/shared/caret";

// "|" is the caret.
test.each([
  // Nothing changed before it.
  ["ab|c", "abX", "ab|X"],
  ["ab|c", "abxyz", "ab|xyz"],
  // Nothing changed behind it.
  ["555|1234", "(555) 1234", "(555) |1234"],
  ["aaab|cd", "bcd", "b|cd"],
  // As much came as went.
  ["a|bc", "ABC", "A|BC"],
  // At the end it stays.
  ["abc|", "abcdef", "abcdef|"],
  ["abc|", "", "|"],
  ["|", "", "|"],
  ["|abc", "xabc", "|xabc"],
])("%s becomes %s", (before, to, after) => {
  const at = before.indexOf("|");
  expect(moveCaret(at, before.replace("|", ""), to)).toBe(after.indexOf("|"));
});

test("it is always inside the text", () => {
  const texts = ["", "a", "ab", "ba", "aaa", "abcabc", "cba"];
  for (const from of texts) {
    for (const to of texts) {
      for (let at = 0; at <= from.length; at++) {
        const moved = moveCaret(at, from, to);
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved).toBeLessThanOrEqual(to.length);
      }
    }
  }
});
