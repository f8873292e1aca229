// Sections as lines: where each begins, and which one a line belongs to. Knows no elements.

import type { Section } from "./component_types.generated";
import { requireArray } from "./list_items";

/** Where the sections begin, in lines. */
export interface Layout {
  readonly starts: readonly number[];
  readonly count: number;
}

export function layOut(sections: readonly Section[], headed: boolean): Layout {
  const starts: number[] = [];
  let count = 0;
  for (const section of sections) {
    requireArray(section.data, "data of a section", "SectionList");
    starts.push(count);
    count += section.data.length + (hasHeader(section, headed) ? 1 : 0);
  }
  return { starts, count };
}

export function hasHeader(section: Section, headed: boolean): boolean {
  return headed || section.title !== undefined;
}

/** The last section that begins at a position or before it; of empty ones at the same place the last, which holds it. */
export function sectionOf(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function sectionKey(section: Section, at: number): string {
  return section.key ?? section.title ?? String(at);
}
