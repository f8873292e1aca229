// Writes a changed source and remembers where each piece of it stood, so that places in what is made of it lead to what its author
// wrote. Knows nothing of syntax.

/** Changed source: new text, copies of stretches of the old one, and what is made of them. */
export type Code = string | Copy | readonly Code[];

export type Copy = { readonly start: number; readonly end: number };

/** A source that was changed: its new text, and where each place of that was. Lines and columns count from 0. */
export type ChangedText = { readonly text: string; placeOf(line: number, column: number): { line: number; column: number } };

/** `start`: where it stands in the new text; `from`: where it, or what it replaces, stood in the old one. */
type Span = { start: number; from: number; isCopy: boolean };

export class Edited implements ChangedText {
  readonly text: string;
  private readonly spans: Span[] = [];
  private readonly newLines: number[];
  private readonly oldLines: number[];

  constructor(
    private readonly source: string,
    code: Code,
  ) {
    const parts: string[] = [];
    let length = 0;
    let from = 0;
    const write = (part: Code): void => {
      if (typeof part === "string") {
        if (part === "") return;
        this.spans.push({ start: length, from, isCopy: false });
        parts.push(part);
        length += part.length;
      } else if ("start" in part) {
        from = part.start;
        if (part.start === part.end) return;
        this.spans.push({ start: length, from: part.start, isCopy: true });
        parts.push(this.source.slice(part.start, part.end));
        length += part.end - part.start;
        from = part.end;
      } else {
        for (const inner of part) write(inner);
      }
    };
    write(code);
    this.text = parts.join("");
    this.newLines = lineStarts(this.text);
    this.oldLines = lineStarts(source);
  }

  /** The place in the old source of a place in the new one; both from 0. */
  placeOf(line: number, column: number): { line: number; column: number } {
    const offset = this.originOf((this.newLines[Math.min(line, this.newLines.length - 1)] ?? 0) + column);
    const found = lastAtMost(this.oldLines, offset, (start) => start);
    return { line: found, column: offset - this.oldLines[found]! };
  }

  private originOf(offset: number): number {
    if (this.spans.length === 0) return offset;
    const { start, from, isCopy } = this.spans[lastAtMost(this.spans, offset, (span) => span.start)]!;
    return Math.min(isCopy ? from + offset - start : from, this.source.length);
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last entry that is at most `value`, or 0. Entries ascend. */
function lastAtMost<T>(entries: readonly T[], value: number, of: (entry: T) => number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (of(entries[middle]!) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** As many line breaks as code has. */
export function lineBreaksOf(code: Code, source: string): number {
  if (typeof code === "string") return code.split("\n").length - 1;
  if ("start" in code) return source.slice(code.start, code.end).split("\n").length - 1;
  return code.reduce((sum: number, part) => sum + lineBreaksOf(part, source), 0);
}
