// How large a cell is, and the page: what positions are divided by.

import type { Guest } from "./guest";

/** Cell width, line height, width, height, in CSS pixels. */
export let metrics: readonly number[] = [8, 16, 0, 0];

/** Measure again. Returns whether something differs. A line that has no height of its own is as high as its text. */
export function measure({ root }: Guest): boolean {
  const zero = document.createElement("span");
  zero.textContent = "0";
  root.append(zero);
  const range = document.createRange();
  range.selectNodeContents(zero);
  const { width, height } = range.getBoundingClientRect();
  zero.remove();
  const before = "" + metrics;
  metrics = [width || 8, parseFloat(getComputedStyle(root).lineHeight) || height || 16, innerWidth, innerHeight];
  return "" + metrics !== before;
}
