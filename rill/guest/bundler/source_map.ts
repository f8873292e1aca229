// Rewrites a source map so that it leads through changes that were made to sources before they were bundled: the bundler takes no map
// of those itself. Knows the form of maps, version 3.

import type { ChangedText } from "./jsx_edits";

export type ChangedSource = { edited: ChangedText; original: string };

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) VALUES[DIGITS.charCodeAt(value)] = value;

/** The map with every place in a changed source put where its author sees it. `changedOf` finds a source by its name in the map. */
export function throughChanges(text: string, changedOf: (name: string) => ChangedSource | undefined): string {
  const map = JSON.parse(text) as { sources: string[]; sourcesContent: (string | null)[]; mappings: string };
  const changed = map.sources.map(changedOf);
  if (changed.every((source) => source === undefined)) return text;
  map.sourcesContent = map.sourcesContent.map((content, source) => changed[source]?.original ?? content);
  map.mappings = mappingsThrough(map.mappings, changed.map((source) => source?.edited));
  return JSON.stringify(map);
}

function mappingsThrough(mappings: string, changed: readonly (ChangedText | undefined)[]): string {
  const out: string[] = [];
  // What the segments are counted from, as read and as written. Column of the output, source, line, column, name.
  const read = [0, 0, 0, 0, 0];
  const written = [0, 0, 0, 0, 0];
  const segment: number[] = [];
  let at = 0;
  while (at < mappings.length) {
    const sign = mappings[at]!;
    if (sign === ";" || sign === ",") {
      out.push(sign);
      if (sign === ";") read[0] = written[0] = 0;
      at++;
      continue;
    }
    segment.length = 0;
    while (at < mappings.length && mappings[at] !== "," && mappings[at] !== ";") {
      let value = 0;
      let shift = 0;
      let digit: number;
      do {
        digit = VALUES[mappings.charCodeAt(at++)]!;
        value += (digit & 31) << shift;
        shift += 5;
      } while (digit >= 32);
      segment.push(value & 1 ? -(value >>> 1) : value >>> 1);
    }
    for (let field = 0; field < segment.length; field++) segment[field] = read[field] = read[field]! + segment[field]!;
    const edited = segment.length > 1 ? changed[segment[1]!] : undefined;
    if (edited !== undefined) {
      const { line, column } = edited.placeOf(segment[2]!, segment[3]!);
      segment[2] = line;
      segment[3] = column;
    }
    for (let field = 0; field < segment.length; field++) {
      out.push(digitsOf(segment[field]! - written[field]!));
      written[field] = segment[field]!;
    }
  }
  return out.join("");
}

function digitsOf(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
