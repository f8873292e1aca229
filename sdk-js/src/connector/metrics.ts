// How large a cell is, and the page: what positions are divided by. The style sheet says it in two lengths of its own.

import type { Guest } from "./guest";

/** Cell width, line height, width, height, in CSS pixels. */
export const metrics = [8, 16, 0, 0];

/** Measure again. */
export function measure({ root }: Guest): void {
  const style = getComputedStyle(root);
  const length = (name: string): number => parseFloat(style.getPropertyValue("--rill-" + name));
  metrics.splice(0, 4, length("ch") || 8, length("lh") || 16, innerWidth, innerHeight);
}
